"""The one decorator of all kernels; importing this module imports numba, so nothing imports it before it is needed.

Kernels release the interpreter lock and are never parallel themselves: `threads.run` hands them blocks of rows, which
avoids numba's threading layers and their trouble with fork. Division follows IEEE (`error_model="numpy"`).
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from models.tree_shap.cache import kernel_folder

CONFIG: Any = numba.core.config

Function = TypeVar("Function", bound=Callable[..., object])

FOLDER = kernel_folder()
"""Where compiled kernels are kept; None where no folder can be written to: then every process compiles for itself."""


def kernel(function: Function) -> Function:
    """Compile on first call, and keep the result in `FOLDER`."""
    # numba reads the folder while it decorates. Restoring the setting keeps other users of numba (shap) as they were.
    before = CONFIG.CACHE_DIR
    CONFIG.CACHE_DIR = str(FOLDER) if FOLDER else before
    try:
        compiled = numba.njit(nogil=True, cache=FOLDER is not None, error_model="numpy", boundscheck=False)(function)
    finally:
        CONFIG.CACHE_DIR = before
    return cast(Function, compiled)


def inlined(function: Function) -> Function:
    """A small step of a kernel, copied into the kernels that call it."""
    return cast(Function, numba.njit(nogil=True, error_model="numpy", boundscheck=False, inline="always")(function))


def is_kept() -> bool:
    """Whether compiled kernels of this version are in the folder."""
    return FOLDER is not None and any(FOLDER.rglob("*.nbc"))


def seconds_of(work: Callable[[], object]) -> float:
    """How long it took, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
