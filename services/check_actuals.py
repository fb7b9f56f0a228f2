"""Compare actuals with what is known before they are stored: new, corrected, known, unknown entity, another unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.entity import Entity, entity_text
from domain.outcome import Period
from domain.unit_suspicion import Suspicion, suspect_unit
from domain.unusable import RowFault
from domain.use_case import UseCase
from feedback_db.actuals import NewActual
from feedback_db.outcomes import ActualColumns
from prediction_store.outcomes import actuals_table
from services.choose_runs import newest_published
from services.dependencies import Dependencies

Known = tuple[int, float, str | None]
"""Revision, value and class of an actual."""


@dataclass(frozen=True)
class Comparison:
    """Actuals beside what is known.

    Attributes:
        new, corrected, unchanged: how many there are of each.
        predicted: how many belong to a published prediction.
        unknown: entities that nobody ever predicted or counted; empty where nothing is known at all.
        suspicion: where the values look as if they were in another unit.
    """

    new: int
    corrected: int
    unchanged: int
    predicted: int
    unknown: frozenset[Entity]
    suspicion: Suspicion | None


def compare_actuals(deps: Dependencies, use_case: UseCase, items: Sequence[NewActual]) -> Comparison:
    """What storing these actuals would do; nothing is stored.

    Args:
        deps: stores.
        use_case: a registered one.
        items: one per entity and day.
    """
    if not items:
        return Comparison(0, 0, 0, 0, frozenset(), None)
    period = Period(min(day for _, day, _, _ in items), max(day for _, day, _, _ in items))
    with deps.feedback.read() as unit:
        latest = _latest(unit.outcomes.actuals(use_case.name, period))
        counted = unit.outcomes.entities(use_case.name)
        runs = unit.outcomes.published(use_case.name, period)
    forecasts = _forecasts(deps, use_case, items) if runs else {}
    states = [_state(latest.get((day, entity_text(entity))), value, label) for entity, day, value, label in items]
    seen = counted | {entity for _, entity in forecasts}
    unknown = {entity for entity, _, _, _ in items if entity_text(entity) not in seen} if seen else set()
    if unknown:
        unknown -= newest_entities(deps, use_case)
    return Comparison(
        states.count("new"),
        states.count("corrected"),
        states.count("unchanged"),
        len(forecasts),
        frozenset(unknown),
        None if use_case.target.classes else suspect_unit(_ratios(items, forecasts)),
    )


def out_of_bounds(use_case: UseCase, value: float) -> RowFault | None:
    """Why a value of the target cannot be recorded, from whatever way it comes; None where it can."""
    target = use_case.target
    if target.min is not None and value < target.min:
        return "impossible_value"
    return "not_whole" if target.integer and value != int(value) else None


def suspicion_of(deps: Dependencies, use_case: UseCase, items: Sequence[NewActual]) -> Suspicion | None:
    """Whether actuals look as if they were in another unit than what was predicted for them."""
    if not items or use_case.target.classes:
        return None
    return suspect_unit(_ratios(items, _forecasts(deps, use_case, items)))


def _latest(parts: Iterable[ActualColumns]) -> dict[tuple[date, str], Known]:
    """The latest revision of every actual by its day and entity."""
    latest: dict[tuple[date, str], Known] = {}
    for part in parts:
        rows = zip(part.days, part.entities, part.revisions, part.values, part.labels, strict=True)
        for day, entity, revision, value, label in rows:
            if revision > latest.get((day, entity), (0,))[0]:
                latest[day, entity] = (revision, value, label)
    return latest


def _state(known: Known | None, value: float, label: str | None) -> str:
    if known is None:
        return "new"
    return "unchanged" if known[1:] == (value, label) else "corrected"


def _forecasts(deps: Dependencies, use_case: UseCase, items: Sequence[NewActual]) -> Mapping[tuple[date, str], float]:
    """The published prediction of each actual that has one."""
    days = sorted({day for _, day, _, _ in items})
    with deps.feedback.read() as unit:
        runs = [
            run
            for run in unit.outcomes.published(use_case.name, Period(days[0], days[-1]))
            if run.target_date in set(days)
        ]
    if not runs:
        return {}
    table = actuals_table(
        [day for _, day, _, _ in items],
        [entity_text(entity) for entity, _, _, _ in items],
        [1] * len(items),
        [value for _, _, value, _ in items],
        [None] * len(items),
    )
    found = deps.predictions.whole.predicted(use_case, runs, table).to_pylist()
    return {(row["day"], row["entity"]): row["prediction"] for row in found}


def _ratios(items: Iterable[NewActual], forecasts: Mapping[tuple[date, str], float]) -> list[float]:
    ratios = []
    for entity, day, value, _ in items:
        expected = forecasts.get((day, entity_text(entity)))
        if expected is not None and expected > 0:
            ratios.append(value / expected)
    return ratios


def newest_entities(deps: Dependencies, use_case: UseCase) -> frozenset[Entity]:
    """The entities of the newest published run."""
    run = newest_published(deps, use_case.name)
    if run is None:
        return frozenset()
    return frozenset(row.entity for row in deps.predictions.page_in_order(run, 0, run.row_count))
