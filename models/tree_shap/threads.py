"""The one place that starts threads, and the one cap on how many work at a time in this process.

A server explains for many people at once; a cap per call would multiply. All calls share one pool, and a call waits for its
own jobs only. Kernels release the interpreter lock, so the pool's threads run side by side.
"""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field


@dataclass
class _Pool:
    """The pool of this process; a forked child starts without one, because threads do not survive a fork."""

    cap: int | None = None
    executor: ThreadPoolExecutor | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_pool = _Pool()


def _forget_threads() -> None:
    _pool.executor = None
    _pool.lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_threads)


def set_threads(cap: int) -> None:
    """Let at most so many threads of this process explain rows at a time.

    Raises:
        ValueError: fewer than one.
    """
    if cap < 1:
        raise ValueError(f"at least one thread is needed, not {cap}")
    with _pool.lock:
        before, _pool.cap, _pool.executor = _pool.executor, cap, None
    if before is not None:
        # Calls under way end on the old threads; new ones use the new pool.
        before.shutdown(wait=False)


def threads() -> int:
    """The cap; until it is set, the processors this process may use."""
    if _pool.cap is not None:
        return _pool.cap
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(work: Callable[[int], None], starts: Iterable[int]) -> None:
    """Call `work` with every start, on the shared threads, and return when all are done.

    Raises:
        Exception: the first error of any call; calls that have not begun by then are given up.
    """
    with _pool.lock:
        if _pool.executor is None:
            _pool.executor = ThreadPoolExecutor(threads(), thread_name_prefix="tree_shap")
        futures: list[Future[None]] = [_pool.executor.submit(work, start) for start in starts]
    try:
        for future in futures:
            future.result()
    finally:
        for future in futures:
            future.cancel()
        # A job that has begun writes into the caller's arrays: nobody returns before it ends.
        wait(futures)
