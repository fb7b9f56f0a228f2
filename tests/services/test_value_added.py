"""What people's changes brought: which answers are changes, in which groups they fall, and when there is a number."""

import numpy as np
import pytest

from domain.outcome import Costs
from domain.review import Answer
from domain.use_case import UseCase
from domain.value_added import ALL, DIRECTION, KEY_PREFIX, LESS, MORE, REASON, SIZE
from services.value_added import (
    LEAST_CASES,
    LEAST_DAYS,
    by_group,
    by_person,
    closest_of,
    dimensions_of,
    known_better,
    own_ranges,
)
from tests.pages.world import DEFINITION
from tests.services.changes import changes, pair

BAKERY = UseCase.model_validate(DEFINITION)
WAYS = dimensions_of(BAKERY)
EUROS = Costs(0.5, 2.0, "€")


def test_the_gain_is_the_error_of_the_model_less_that_of_the_person() -> None:
    (change,) = changes(pair(model=50, own=45, actual=46))
    assert change.gain == 4 - 1


@pytest.mark.parametrize(
    ("own", "actual", "gain"), [(45, 46, 4 * 0.5 - 1 * 2.0), (60, 46, 4 * 0.5 - 14 * 0.5), (50.5, 50, -0.25)]
)
def test_the_gain_in_money_tells_too_much_from_too_little(own: float, actual: float, gain: float) -> None:
    (change,) = changes(pair(model=50, own=own, actual=actual, costs=EUROS), costs=EUROS)
    assert change.cost_gain == pytest.approx(gain)


@pytest.mark.parametrize(
    "answered",
    [{"answer": Answer.AGREE, "own": None}, {"answer": Answer.CANNOT_TELL, "own": None}, {"own": 50.0}, {"own": None}],
)
def test_who_changed_nothing_added_nothing(answered: dict[str, object]) -> None:
    assert changes(pair(**answered)) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(("own_label", "actual_label", "gain"), [("b", "b", 1.0), ("b", "a", -1.0), ("b", "c", 0.0)])
def test_for_classes_an_answer_is_right_or_wrong(own_label: str, actual_label: str, gain: float) -> None:
    (change,) = changes(pair(own=None, own_label=own_label, label="a", actual_label=actual_label))
    assert change.gain == gain


def test_the_class_that_the_model_said_is_no_change() -> None:
    assert changes(pair(own=None, own_label="a", label="a", actual_label="b")) == ()


@pytest.mark.parametrize(
    ("own", "size"), [(52.5, "0"), (47.5, "0"), (47, "1"), (60, "2"), (75, "3"), (76, "4"), (0, "4")]
)
def test_sizes_are_shares_of_what_the_model_said(own: float, size: str) -> None:
    (change,) = changes(pair(model=50, own=own))
    assert WAYS[SIZE](change) == size


def test_against_a_prediction_of_zero_every_change_is_large() -> None:
    (change,) = changes(pair(model=0, own=1))
    assert WAYS[SIZE](change) == "4"


def test_every_change_falls_into_one_group_of_every_way() -> None:
    some = changes(*(pair(day, own=40 + day, reason="event" if day % 2 else None, row=day) for day in range(30)))
    for name_of in WAYS.values():
        assert sum(group.cases for group in by_group(some, name_of)) == len(some)
    assert {group.name for group in by_group(some, WAYS[DIRECTION])} == {LESS, MORE}
    assert [group.name for group in by_group(some, WAYS[KEY_PREFIX + "store"])] == ["North"]


@pytest.mark.parametrize(
    ("cases", "days", "enough"),
    [
        (LEAST_CASES, LEAST_DAYS, True),
        (LEAST_CASES - 1, LEAST_DAYS, False),
        (LEAST_CASES, LEAST_DAYS - 1, False),
        (3, 3, False),
    ],
)
def test_below_the_documented_minimum_there_is_no_number(cases: int, days: int, enough: bool) -> None:
    some = changes(*(pair(case % days, row=case) for case in range(cases)))
    (group,) = by_group(some, WAYS[ALL])
    assert (group.cases, group.days, group.better) == (cases, days, cases)
    assert group.is_enough is enough


def test_without_costs_there_is_no_interval_in_money() -> None:
    pairs = [pair(day, row=day, own=40 + day) for day in range(20)]
    assert by_group(changes(*pairs), WAYS[ALL])[0].cost is None
    priced = [pair(day, row=day, own=40 + day, costs=EUROS) for day in range(20)]
    (group,) = by_group(changes(*priced, costs=EUROS), WAYS[ALL])
    assert group.cost is not None


def test_the_value_added_of_people_is_that_of_the_visible_ones_only() -> None:
    some = changes(*(pair(day, row=day, person_id=1 + day % 3) for day in range(60)))
    assert [group.name for group in by_person(some, frozenset({2, 9}))] == ["2"]
    assert by_person(some, frozenset()) == ()


def test_a_persons_numbers_are_the_same_whoever_looks() -> None:
    some = changes(*(pair(day, row=day, own=40 + day % 9, person_id=1 + day % 3) for day in range(90)))
    (alone,) = by_person(some, frozenset({2}))
    assert alone.units is not None
    assert alone in by_person(some, frozenset({1, 2, 3}))


def overrides(reason: str, wins: int, losses: int):
    """One a day: 45 is closer to 46 than the model's 50, and 55 is farther off."""
    return [pair(day, own=45 if day < wins else 55, row=len(reason), reason=reason) for day in range(wins + losses)]


def test_a_reason_for_which_people_know_better_is_found() -> None:
    some = changes(*overrides("school", 19, 3), *overrides("other", 12, 11))
    (found,) = [item for item in known_better(some, WAYS) if item.dimension == REASON]
    assert (found.name, found.better, found.cases) == ("school", 19, 22)


def test_three_of_three_prove_nothing() -> None:
    assert known_better(changes(*overrides("school", 3, 0)), WAYS) == ()


def test_where_nobody_knows_better_it_is_seldom_said() -> None:
    chance, told = np.random.default_rng(11), 0
    for _ in range(40):
        pairs = [
            pair(day, row=row, own=45 if chance.random() < 0.5 else 55, actual=50 + chance.choice([-4.0, 4.0]), reason=f"r{row}")
            for day in range(25)
            for row in range(4)
        ]  # fmt: skip
        told += any(item.dimension == REASON for item in known_better(changes(*pairs), WAYS))
    # At q = 0.1 and nothing to find, one period in ten may tell something: 4 of 40, and 8 would be a chance of 1 in 20.
    assert told <= 8


def test_who_was_closest_counts_every_change_with_a_usual_value_once() -> None:
    some = changes(
        pair(own=45, actual=46),
        pair(own=60, actual=51),
        pair(own=45, actual=38),
        pair(own=54, actual=52, usual=10),
        pair(usual=None),
    )
    found = closest_of(some)
    assert (found.person, found.model, found.simple, found.tied) == (1, 1, 1, 1)


def test_own_ranges_count_whatever_the_answer_was() -> None:
    pairs = [pair(day, answer=Answer.AGREE, own=None, own_low=40, own_high=45 + day % 2) for day in range(16)]
    found = own_ranges([*pairs, pair()])
    assert (found.holding.inside, found.holding.bounded) == (8, 16)
    assert found.interval is not None
    assert found.interval.mean == 0.5
    assert own_ranges(pairs[:5]).interval is None
