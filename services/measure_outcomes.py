"""Measure the outcomes of a period: who was closer to what happened, by how much, and where people know better.

What a person's own changes brought is shown to that person, and to others only if that person shares it. It is here
that this is decided, by the viewer's id; the pages get nothing else.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from domain.outcome import DayErrors, Period, costs_of
from domain.person import Person
from domain.value_added import ALL, PERSON, GroupValue, Interval, Outcomes
from services.day_bootstrap import ratio_intervals
from services.dependencies import Dependencies
from services.list_use_cases import registered
from services.pair_outcomes import Paired, pair_outcomes
from services.value_added import (
    LEAST_DAYS,
    by_group,
    by_person,
    changes_of,
    closest_of,
    dimensions_of,
    known_better,
    own_ranges,
)


def last_days(deps: Dependencies, use_case: str, days: int | None, until: date | None = None) -> Period | None:
    """The period of so many days that ends with the last day of which something is known.

    Args:
        deps: stores.
        use_case: name.
        days: None for everything there is.
        until: the last day to look at; None: whatever is known.

    Returns:
        None before the first actual (up to `until`).
    """
    with deps.feedback.read() as unit:
        known = unit.outcomes.days_with_actuals(use_case)
    if known is None or (until is not None and until < known.first):
        return None
    last = known.last if until is None else min(known.last, until)
    first = known.first if days is None else max(known.first, last - timedelta(days=days - 1))
    return Period(first, last)


def outcome_stamp(deps: Dependencies, use_case: str, period: Period) -> tuple[object, ...]:
    """What changes whenever `measure_outcomes` may answer something else; cheap, for a cache in front of it.

    What is corrected before the period, which the simple rule of classes looks at, is seen with the next change within it.
    """
    with deps.feedback.read() as unit:
        sharing = tuple(person.id for person in unit.people.all() if person.shares_value_added)
        return (*unit.outcomes.stamp(use_case, period), sharing, unit.use_cases.content_hash(use_case))


def measure_outcomes(
    deps: Dependencies, use_case: str, period: Period, viewer_id: int, paired: Paired | None = None
) -> Outcomes:
    """The outcomes of a period, as this viewer may see them.

    Args:
        deps: stores.
        use_case: name.
        period: target dates.
        viewer_id: decides whose value added is in it.
        paired: what `pair_outcomes` said of this period, where it is known already; it is the same for every viewer.

    Raises:
        NotFoundError: no such use case.
        PredictionFileError: files of a run are gone or broken.
    """
    with deps.feedback.read() as unit:
        people = unit.people.all()
    known = registered(deps, use_case)
    costs = costs_of(known)
    paired = pair_outcomes(deps, known, period) if paired is None else paired
    changes = changes_of(paired.answers, costs)
    ways = dimensions_of(known)
    visible = visible_to(viewer_id, people)
    groups = {dimension: by_group(changes, name_of) for dimension, name_of in ways.items()}
    if not changes:
        groups[ALL] = (GroupValue(ALL, 0, 0, 0, 0, None, None),)
    groups[PERSON] = by_person(changes, visible)
    return Outcomes(
        known,
        period,
        costs,
        paired.days,
        _coverage(paired.days),
        paired.misses,
        groups,
        closest_of(changes),
        known_better(changes, ways),
        own_ranges(paired.answers),
        {person.id: person.name for person in people if person.id in visible},
        any(change.answer.person_id not in visible for change in changes),
        paired.most_frequent,
    )


def visible_to(viewer_id: int, people: Sequence[Person]) -> frozenset[int]:
    """The people whose value added a viewer may see: their own, and that of those who share it."""
    return frozenset({viewer_id, *(person.id for person in people if person.shares_value_added)})


def _coverage(days: Sequence[DayErrors]) -> Interval | None:
    bounded = [day for day in days if day.ranges.bounded]
    if len(bounded) < LEAST_DAYS:
        return None
    places = np.arange(len(bounded))
    over = np.array([float(day.ranges.inside) for day in bounded])
    under = np.array([float(day.ranges.bounded) for day in bounded])
    return ratio_intervals(places, np.zeros(len(bounded), dtype=np.int64), 1, over, under)[0]
