"""Locks on the folders of exports that are being made: gone with the process, so that what was interrupted can be told."""

import threading
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = "lock"


class ExportLocks:
    """The locks that this server holds."""

    def __init__(self) -> None:
        """Hold none."""
        self._held: dict[str, FileLock] = {}
        self._guard = threading.Lock()

    def take(self, folder: Path) -> None:
        """Lock a folder, which is made if it is not there; given back by whichever thread makes the file."""
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
        lock.acquire()
        with self._guard:
            self._held[folder.name] = lock

    def release(self, folder: Path) -> None:
        """Give a lock back."""
        with self._guard:
            lock = self._held.pop(folder.name, None)
        if lock is not None:
            lock.release()

    def is_held(self, folder: Path) -> bool:
        """Whether this server or another one is at work on a folder."""
        with self._guard:
            if folder.name in self._held:
                return True
        try:
            with FileLock(folder / LOCK, timeout=0):
                return False
        except Timeout:
            return True
        except FileNotFoundError:
            return False
