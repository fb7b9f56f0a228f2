"""One cap on threads for the whole process, and nobody returns before their work is done."""

import os
import threading
import time
from collections.abc import Iterator

import pytest

from models.tree_shap import set_threads
from models.tree_shap.threads import run, threads


@pytest.fixture(autouse=True)
def _two_threads() -> Iterator[None]:
    before = threads()
    set_threads(2)
    yield
    set_threads(before)


def most_at_once(callers: int) -> int:
    lock, now, most = threading.Lock(), 0, 0

    def work(_: int) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.005)
        with lock:
            now -= 1

    people = [threading.Thread(target=run, args=(work, range(6))) for _ in range(callers)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return most


def test_many_callers_share_one_cap() -> None:
    assert most_at_once(callers=5) == 2


def test_the_cap_can_be_changed() -> None:
    set_threads(1)
    assert most_at_once(callers=3) == 1


def test_fewer_than_one_thread_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        set_threads(0)


def test_an_error_reaches_the_caller_after_all_jobs_under_way_have_ended() -> None:
    under_way = threading.Event()
    ended = threading.Event()

    def work(start: int) -> None:
        if start == 0:
            under_way.wait(5)
            raise RuntimeError("broken")
        under_way.set()
        time.sleep(0.05)
        ended.set()

    with pytest.raises(RuntimeError, match="broken"):
        run(work, [0, 1])
    assert ended.is_set()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_has_threads_of_its_own() -> None:
    run(lambda _: None, range(4))
    child = os.fork()
    if child == 0:
        seen: list[int] = []
        run(seen.append, range(4))
        os._exit(0 if sorted(seen) == [0, 1, 2, 3] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
