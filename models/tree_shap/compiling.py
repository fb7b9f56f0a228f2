"""The one decorator of all kernels; importing this module imports numba, so nothing imports it before it is needed.

Kernels release the interpreter lock and are never parallel themselves: `threads.run` hands them blocks of rows, which
avoids numba's threading layers and their trouble with fork. Division follows IEEE (`error_model="numpy"`).
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar, cast

import numba

from models.tree_shap.cache import kernel_folder

try:
    import fcntl
except ImportError:  # Windows: there every process that comes too early compiles for itself.
    fcntl = None  # type: ignore[assignment]

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


@contextmanager
def compiling_ahead() -> Iterator[None]:
    """Others who need kernels wait meanwhile, and then load what this process has kept."""
    with _lock(shared=False):
        yield


def wait_for_others() -> None:
    """Let a process that compiles ahead come to its end, if there is one; who dies holds nobody up."""
    with _lock(shared=True):
        pass


@contextmanager
def _lock(*, shared: bool) -> Iterator[None]:
    if FOLDER is None or fcntl is None:
        yield
        return
    file = os.open(FOLDER / "compiling.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # A file system without locks (some network folders) costs time, not correctness: numba keeps whole files only.
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def seconds_of(work: Callable[[], object]) -> float:
    """How long it took, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
