"""One job at a time for each use case: a second one is told so instead of waiting. Gone with the process, even killed."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from domain.errors import BusyError
from services.dependencies import Dependencies


@contextmanager
def hold_lock(deps: Dependencies, use_case: str) -> Iterator[None]:
    """Be the only job that trains or runs this use case.

    Raises:
        BusyError: another process is at it.
    """
    deps.locks.mkdir(parents=True, exist_ok=True)
    path = deps.locks / f"{use_case}.lock"
    try:
        with FileLock(path, timeout=0):
            yield
    except Timeout as error:
        raise BusyError(f"the use case {use_case}", str(path)) from error
