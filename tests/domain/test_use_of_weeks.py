"""Whether use fell: silent in the first weeks and in quiet ones, not fooled by holidays, and sure about a real fall."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.use_of_weeks import LEAST_WEEKS, Judged, Pace, UsageWatch, judge

MONDAY = date(2026, 11, 16)


def pace(count: int, runs: int = 6, back: int = 0) -> Pace:
    return Pace(MONDAY - timedelta(weeks=back), runs, {"reviews": count, "visits": 0})


def past(*counts: int, runs: int = 6) -> list[Pace]:
    return [pace(count, runs, back) for back, count in enumerate(counts, 1)]


def judged(week: Pace, before: list[Pace]) -> Judged:
    return judge("reviews", week, before, complete=True)


def test_a_real_fall_is_seen() -> None:
    found = judged(pace(12), past(60, 66, 58, 61, 70))
    assert (found.state, found.count, found.usual, found.weeks) == ("fallen", 12, 61.0, 5)
    assert found.low == pytest.approx(61 - 3 * 61**0.5)


def test_the_usual_to_and_fro_is_no_fall() -> None:
    assert judged(pace(45), past(60, 66, 58, 61, 70)).state == "normal"
    assert judged(pace(500), past(60, 66, 58, 61, 70)).state == "normal"


def test_a_wide_past_makes_a_wide_range() -> None:
    assert judged(pace(30), past(20, 100, 60, 90, 35)).state == "too few"
    assert judged(pace(30), past(59, 61, 60, 60, 60)).state == "fallen"


@given(st.lists(st.integers(0, 10**6), max_size=LEAST_WEEKS - 1), st.integers(0, 10**6))
def test_the_first_weeks_are_never_judged(counts: list[int], count: int) -> None:
    assert judged(pace(count), past(*counts)).state == "too early"


def test_weeks_without_runs_do_not_count() -> None:
    before = [*past(60, 60, 60), *(pace(0, 0, back) for back in range(4, 12))]
    assert judged(pace(0), before) == Judged("reviews", MONDAY, True, "too early", 0, None, None, 3)
    assert judged(pace(0, runs=0), past(60, 60, 60, 60)).state == "no runs"


def test_a_week_with_a_holiday_is_compared_run_by_run() -> None:
    assert judged(pace(20, runs=2), past(60, 62, 58, 60)).state == "normal"
    assert judged(pace(20, runs=6), past(60, 62, 58, 60)).state == "fallen"


@given(st.lists(st.integers(0, 9), min_size=4, max_size=12), st.integers(0, 9))
def test_a_fall_within_a_handful_cannot_be_told_from_chance(counts: list[int], count: int) -> None:
    assert judged(pace(count), past(*counts)).state == "too few"


@given(st.lists(st.integers(0, 10**4), min_size=4, max_size=12), st.integers(0, 10**4), st.integers(0, 10**4))
def test_more_use_is_never_judged_worse(counts: list[int], less: int, more: int) -> None:
    less, more = sorted((less, more))
    if judged(pace(more), past(*counts)).state == "fallen":
        assert judged(pace(less), past(*counts)).state == "fallen"


@given(st.permutations([60, 66, 58, 61, 70]))
def test_the_order_of_the_past_does_not_matter(counts: list[int]) -> None:
    assert judged(pace(20), past(*counts)).low == judged(pace(20), past(60, 66, 58, 61, 70)).low


def test_one_word_for_several_judgements_names_the_gravest() -> None:
    normal, fallen = judged(pace(60), past(60, 60, 60, 60)), judged(pace(1), past(60, 60, 60, 60))
    early = judged(pace(60), past())
    so_far = judge("visits", Pace(MONDAY, 6, {"reviews": 0, "visits": 1}), [Pace(p.monday, 6, {"reviews": 0, "visits": 60}) for p in past(1, 1, 1, 1)], complete=False)  # fmt: skip
    assert UsageWatch("bakery", (early, normal)).state == "normal"
    watch = UsageWatch("bakery", (so_far, early, normal, fallen))
    assert (watch.state, watch.falls) == ("fallen", (fallen, so_far))
    assert watch.fallen_weeks == (fallen.monday,)
    assert watch.of_week(fallen.monday) == watch
    assert (UsageWatch("bakery", ()).state, UsageWatch("bakery", (early,)).fallen_weeks) == ("no runs", ())
