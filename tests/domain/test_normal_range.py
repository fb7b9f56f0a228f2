"""What is normal for a day: robust against outliers, by weekday where there is a rhythm, wandering where it wanders."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.normal_range import DAYS_AT_LEAST, SPREADS, WIDENED_AT_MOST, Normal, normal_range, widened

DAY = date(2026, 11, 17)


def past(*values: float) -> list[tuple[date, float]]:
    """The newest value is of yesterday."""
    return [(DAY - timedelta(days=len(values) - place), value) for place, value in enumerate(values)]


def noise(place: int) -> float:
    return ((place * 7919) % 21 - 10) / 10


def test_with_few_days_nothing_is_normal() -> None:
    assert normal_range(past(*[1.0] * (DAYS_AT_LEAST - 1)), DAY, 0.1) is None
    assert normal_range(past(*[1.0] * DAYS_AT_LEAST), DAY, 0.1) is not None


def test_one_day_that_was_out_moves_nothing() -> None:
    values = [100 + noise(place) for place in range(40)]
    clean = normal_range(past(*values), DAY, 0.1)
    spoilt = normal_range(past(*values[:20], 10_000, *values[21:]), DAY, 0.1)
    assert clean is not None
    assert spoilt is not None
    assert spoilt.middle == pytest.approx(clean.middle, abs=0.5)
    assert spoilt.high < 120


def test_a_weekly_rhythm_is_known() -> None:
    values = [(500 if (DAY - timedelta(days=back)).weekday() == 5 else 100) + noise(back) for back in range(91, 0, -1)]
    tuesday = normal_range(past(*values), DAY, 1)
    saturday = normal_range(past(*values), DAY + timedelta(days=4), 1)
    assert tuesday is not None
    assert saturday is not None
    assert not tuesday.holds(500)
    assert saturday.holds(500)
    assert not saturday.holds(100)


def test_a_number_that_wanders_is_compared_with_where_it_was_last() -> None:
    falling = [30 - 0.3 * place + 0.2 * noise(place) for place in range(30)]
    normal = normal_range(past(*falling), DAY, 0.01)
    assert normal is not None
    assert normal.holds(falling[-1] - 0.3)
    assert not normal.holds(falling[-1] - 10)


def test_what_came_back_again_and_again_is_no_news() -> None:
    values = [0.074 if place in (5, 9, 23) else 0.0 for place in range(27)]
    normal = normal_range(past(*values), DAY, 0.01)
    assert normal is not None
    assert normal.holds(0.074)
    assert not normal.holds(0.3)
    once = normal_range(past(*[0.074 if place == 5 else 0.0 for place in range(27)]), DAY, 0.01)
    assert once is not None
    assert not once.holds(0.074)


def test_a_number_that_never_changed_still_has_the_least_room() -> None:
    normal = normal_range(past(*[5.0] * 20), DAY, 0.25)
    assert normal is not None
    assert (normal.low, normal.middle, normal.high) == (4.0, 5.0, 6.0)
    assert normal.distance(6.0) == pytest.approx(4)


def test_a_day_is_compared_with_days_of_its_kind_only() -> None:
    days = past(*[(40 if place % 6 == 0 else 100) + noise(place) for place in range(60)])
    kinds = {day: "closed" if value < 70 else "open" for day, value in days}
    closed = normal_range(days, DAY, 0.1, kinds | {DAY: "closed"})
    opened = normal_range(days, DAY, 0.1, kinds | {DAY: "open"})
    assert closed is not None
    assert opened is not None
    assert closed.holds(40)
    assert not closed.holds(100)
    assert opened.holds(100)
    assert not opened.holds(40)
    assert normal_range(days, DAY, 0.1, kinds | {DAY: "holiday"}) is None, "no day like it is known"


def test_the_level_of_the_last_days_is_followed_where_it_moves() -> None:
    week = (0, 0, 0, 0, 0, 60, 20)
    days = [DAY - timedelta(days=back) for back in range(70, 0, -1)]
    moving = [(day, 200 + week[day.weekday()] - place + noise(place)) for place, day in enumerate(days)]
    normal = normal_range(moving, DAY, 0.1)
    assert normal is not None
    assert normal.holds(200 + week[DAY.weekday()] - 70)
    assert not normal.holds(200 + week[DAY.weekday()]), "what was usual at first is no more"


def test_a_spread_that_few_days_tell_is_not_trusted_as_much() -> None:
    assert widened(8) > widened(40) > widened(90) > SPREADS
    assert widened(8) == WIDENED_AT_MOST * SPREADS
    assert widened(1_000_000) == pytest.approx(SPREADS, abs=1e-3)


def test_rain_may_be_more_than_it_ever_was_but_not_many_times() -> None:
    normal = normal_range(past(*[6.0 if place % 5 == 0 else 0.0 for place in range(40)]), DAY, 0.1)
    assert normal is not None
    assert normal.holds(15)
    assert not normal.holds(20)


@pytest.mark.parametrize("value", [2.0, 3.5, 6.5, 9.0])
def test_the_distance_is_four_spreads_at_the_edge(value: float) -> None:
    normal = Normal(3.0, 5.0, 8.0, 0.5)
    assert normal.holds(value) == (normal.distance(value) <= SPREADS)


@settings(max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=DAYS_AT_LEAST, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_days_does_not_matter_and_the_band_holds_its_middle(values: list[float], rng: object) -> None:
    days = past(*values)
    shuffled = list(days)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    normal = normal_range(days, DAY, 0.1)
    assert normal == normal_range(shuffled, DAY, 0.1)
    assert normal is not None
    assert normal.low < normal.middle < normal.high
    assert math.isfinite(normal.spread)
