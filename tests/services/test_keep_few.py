"""What is kept at hand: the last few, made once, without one waiting for another's."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.keep_few import KeepFew


@given(st.lists(st.integers(0, 6), max_size=40), st.integers(1, 4))
def test_no_more_than_the_last_few_are_kept_and_each_is_made_again_only_when_it_was_dropped(asked, most) -> None:
    kept, made = KeepFew(most), []
    recent: list[int] = []
    for key in asked:
        before = len(made)
        assert kept.take(key, lambda key=key: made.append(key) or key * 10) == key * 10
        assert (len(made) == before) is (key in recent)
        recent = [*(other for other in recent if other != key), key][-most:]
        assert len(kept) == len(recent)


def test_what_fails_is_not_kept() -> None:
    kept = KeepFew(2)
    with pytest.raises(ZeroDivisionError):
        kept.take("a", lambda: 1 / 0)

    assert len(kept) == 0
    assert kept.take("a", lambda: 5) == 5


def test_two_who_ask_at_once_get_one_thing() -> None:
    kept, made, going = KeepFew(2), [], threading.Barrier(8)
    found = []

    def ask() -> None:
        going.wait(timeout=30)
        found.append(kept.take("a", lambda: made.append(1) or object()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(made) == 1
    assert len(set(map(id, found))) == 1
    assert len(found) == 8


def test_nobody_waits_for_what_another_is_making() -> None:
    kept, at_work, done = KeepFew(2), threading.Event(), threading.Event()

    def slow() -> str:
        at_work.set()
        assert done.wait(timeout=30)
        return "slow"

    thread = threading.Thread(target=kept.take, args=("slow", slow))
    thread.start()
    assert at_work.wait(timeout=30)

    assert kept.take("quick", lambda: "quick") == "quick"
    done.set()
    thread.join(timeout=30)
    assert kept.take("slow", lambda: "again") == "slow"
