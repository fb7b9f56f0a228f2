"""What people's changes brought, by group: the statistics of `measure_outcomes`, without a store."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.false_discoveries import benjamini_hochberg
from domain.outcome import AnswerGiven, Costs, Holding
from domain.review import Answer
from domain.use_case import UseCase
from domain.value_added import (
    ALL,
    DIRECTION,
    KEY_PREFIX,
    LESS,
    MONTH,
    MORE,
    NO_REASON,
    PERSON,
    REASON,
    SIZE,
    SIZE_EDGES,
    Closest,
    GroupValue,
    Interval,
    KnownBetter,
    OwnRanges,
)
from services.day_bootstrap import ratio_intervals, sign_test
from services.pair_outcomes import AnsweredRow

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

LEAST_CASES = 15
LEAST_DAYS = 8
"""Fewer changes, or changes from fewer days, give no number: a handful of cases proves nothing, however alike they are,
and from eight days on the intervals hold what they say (benchmarks/RESULTS.md, value added)."""

FALSE_DISCOVERIES = 0.1
"""Of the groups in which people are said to know better, at most this share may be chance (issue: q = 0.1)."""


@dataclass(frozen=True)
class Change:
    """An answer that changed the value of a prediction whose actual is known.

    Attributes:
        gain, cost_gain: error (cost) of the model less that of the person; above zero the change helped.
    """

    answer: AnswerGiven
    row: AnsweredRow
    gain: float
    cost_gain: float | None


def changes_of(answers: Iterable[tuple[AnswerGiven, AnsweredRow]], costs: Costs | None) -> tuple[Change, ...]:
    """The answers that changed something; who agreed, cannot tell or wrote the model's own value changed nothing."""
    return tuple(
        Change(answer, row, row.error - _own_error(answer, row), _cost_gain(answer, row, costs))
        for answer, row in answers
        if _changed(answer, row)
    )


def _changed(answer: AnswerGiven, row: AnsweredRow) -> bool:
    if answer.answer is not Answer.DIFFERENT:
        return False
    if row.label is not None:
        return answer.own_label not in (None, row.label)
    return answer.own_value is not None and answer.own_value != row.model


def _own_error(answer: AnswerGiven, row: AnsweredRow) -> float:
    if row.label is not None:
        return float(answer.own_label != row.actual_label)
    assert answer.own_value is not None
    return abs(answer.own_value - row.actual)


def _cost_gain(answer: AnswerGiven, row: AnsweredRow, costs: Costs | None) -> float | None:
    if costs is None or row.cost is None or answer.own_value is None:
        return None
    difference = answer.own_value - row.actual
    return row.cost - costs.of(difference)


def dimensions_of(use_case: UseCase) -> Mapping[str, Callable[[Change], str]]:
    """The ways to group changes, each with the name of a change's group in it."""
    ways: dict[str, Callable[[Change], str]] = {
        ALL: lambda change: ALL,
        REASON: lambda change: change.answer.reason or NO_REASON,
        MONTH: lambda change: f"{change.row.day:%Y-%m}",
    }
    if not use_case.target.classes:
        ways[SIZE] = lambda change: str(size_of(change))
        ways[DIRECTION] = lambda change: MORE if (change.answer.own_value or 0.0) > change.row.model else LESS
    for place, key in enumerate(use_case.keys):
        ways[KEY_PREFIX + key] = lambda change, place=place: change.row.entity[place]  # type: ignore[misc]
    return ways


def size_of(change: Change) -> int:
    """Place of the size of a change among `SIZE_EDGES`; against a prediction of 0 every change is as large as can be."""
    assert change.answer.own_value is not None
    distance, level = abs(change.answer.own_value - change.row.model), abs(change.row.model)
    return next((at for at, edge in enumerate(SIZE_EDGES) if distance <= edge * level), len(SIZE_EDGES))


def by_group(changes: Sequence[Change], name_of: Callable[[Change], str]) -> tuple[GroupValue, ...]:
    """The value added of every group, in the order of their names."""
    names = sorted({name_of(change) for change in changes})
    if not names:
        return ()
    group = _places([name_of(change) for change in changes], names)
    days = day_places([change.row.day.toordinal() for change in changes])
    gains = np.array([change.gain for change in changes])
    counts = [_counts(gains[group == at], days[group == at]) for at in range(len(names))]
    enough = [cases >= LEAST_CASES and different >= LEAST_DAYS for cases, different, _, _ in counts]
    shown = _only(group, enough)
    ones = np.ones(len(changes))
    units = ratio_intervals(days, shown, len(names), gains, ones)
    costs: list[Interval | None] = [None] * len(names)
    money = [change.cost_gain for change in changes]
    if all(amount is not None for amount in money):
        costs = ratio_intervals(days, shown, len(names), np.array(money, dtype=np.float64), ones)
    return tuple(GroupValue(name, *counts[at], units=units[at], cost=costs[at]) for at, name in enumerate(names))


def _counts(gains: Floats, days: Places) -> tuple[int, int, int, int]:
    """Cases, days, better, worse."""
    return len(gains), len(np.unique(days)), int((gains > 0).sum()), int((gains < 0).sum())


def _places(values: Sequence[str], names: Sequence[str]) -> Places:
    known = {name: at for at, name in enumerate(names)}
    return np.array([known[value] for value in values], dtype=np.int64)


def _only(group: Places, wanted: Sequence[bool]) -> Places:
    return np.where(np.array(wanted)[group], group, -1)


def day_places(ordinals: Sequence[int]) -> Places:
    """Days as numbers from 0."""
    return np.asarray(np.unique(np.array(ordinals, dtype=np.int64), return_inverse=True)[1], dtype=np.int64)


def known_better(changes: Sequence[Change], ways: Mapping[str, Callable[[Change], str]]) -> tuple[KnownBetter, ...]:
    """Reasons and values of keys for which people systematically come closer than the model, surest first.

    All groups with enough cases are tested together; what stands after Benjamini and Hochberg is told.
    """
    found: list[KnownBetter] = []
    for dimension, name_of in ways.items():
        if dimension == REASON or dimension.startswith(KEY_PREFIX):
            found += _tested(changes, dimension, name_of)
    stands = benjamini_hochberg([item.p_value for item in found], FALSE_DISCOVERIES)
    kept = [item for item, stand in zip(found, stands, strict=True) if stand]
    return tuple(sorted(kept, key=lambda item: (item.p_value, -item.cases, item.dimension, item.name)))


def _tested(changes: Sequence[Change], dimension: str, name_of: Callable[[Change], str]) -> list[KnownBetter]:
    groups = by_group_counts(changes, name_of)
    names = [
        name for name, (cases, days, _, _) in groups.items() if cases >= LEAST_CASES and days >= LEAST_DAYS and name
    ]
    if not names:
        return []
    known = {name: at for at, name in enumerate(names)}
    group = np.array([known.get(name_of(change), -1) for change in changes], dtype=np.int64)
    days = day_places([change.row.day.toordinal() for change in changes])
    signs = np.sign(np.array([change.gain for change in changes]))
    p_values = sign_test(days, group, len(names), signs)
    return [
        KnownBetter(dimension, name, groups[name][2], groups[name][0], float(p_values[at]))
        for at, name in enumerate(names)
    ]


def by_group_counts(
    changes: Sequence[Change], name_of: Callable[[Change], str]
) -> dict[str, tuple[int, int, int, int]]:
    """Cases, days, better and worse of every group, in the order of their names."""
    gathered: dict[str, list[Change]] = {}
    for change in changes:
        gathered.setdefault(name_of(change), []).append(change)
    return {
        name: _counts(
            np.array([change.gain for change in gathered[name]]),
            np.array([change.row.day.toordinal() for change in gathered[name]]),
        )
        for name in sorted(gathered)
    }


def by_person(changes: Sequence[Change], visible: frozenset[int]) -> tuple[GroupValue, ...]:
    """The value added of the people that the viewer may see; the numbers of a person are the same whoever looks.

    The days that chance draws from are therefore those of everybody's changes, as in every other way of grouping.
    """
    return tuple(group for group in by_group(changes, _person) if int(group.name) in visible)


def _person(change: Change) -> str:
    return str(change.answer.person_id)


PEOPLE = PERSON
"""The dimension that `dimensions_of` leaves out: who may see it is decided by the service."""


def closest_of(changes: Sequence[Change]) -> Closest:
    """Who alone was closest, over the changes that have a usual value beside them."""
    counts = {"person": 0, "model": 0, "simple": 0, "tied": 0}
    for change in changes:
        row = change.row
        if row.usual is None or row.label is not None:
            continue
        errors = {"person": row.error - change.gain, "model": row.error, "simple": abs(row.usual - row.actual)}
        least = min(errors.values())
        winners = [who for who, error in errors.items() if error == least]
        counts[winners[0] if len(winners) == 1 else "tied"] += 1
    return Closest(**counts)


def own_ranges(answers: Sequence[tuple[AnswerGiven, AnsweredRow]]) -> OwnRanges:
    """How often the ranges that people gave held the actual."""
    given = [
        (row.day.toordinal(), float(answer.own_low <= row.actual <= answer.own_high))
        for answer, row in answers
        if answer.own_low is not None and answer.own_high is not None
    ]
    days = [day for day, _ in given]
    inside = np.array([held for _, held in given])
    holding = Holding(int(inside.sum()), len(given))
    if len(given) < LEAST_CASES or len(set(days)) < LEAST_DAYS:
        return OwnRanges(holding, None)
    zeros = np.zeros(len(given), dtype=np.int64)
    return OwnRanges(holding, ratio_intervals(day_places(days), zeros, 1, inside, np.ones(len(given)))[0])
