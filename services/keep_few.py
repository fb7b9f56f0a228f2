"""A few things kept at hand that take long to make: bounded, safe for threads, and nobody waits for another's thing."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class KeepFew(Generic[Key, Kept]):
    """The things used last. What fails to be made is not kept, so that the next one tries again."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._kept: OrderedDict[Key, Future[Kept]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Key, make: Callable[[], Kept]) -> Kept:
        """What is kept under a key, made now if it is not there; who asks meanwhile for the same waits for it."""
        with self._lock:
            found = self._kept.get(key)
            mine: Future[Kept] = found or Future()
            self._kept[key] = mine
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        # Made outside of the lock: others take what is there already.
        if found is None:
            self._make(key, mine, make)
        return mine.result()

    def __len__(self) -> int:
        return len(self._kept)

    def _make(self, key: Key, mine: "Future[Kept]", make: Callable[[], Kept]) -> None:
        try:
            mine.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._kept.get(key) is mine:
                    del self._kept[key]
            mine.set_exception(error)
