"""Count how often the actual was inside the published range, on the last days whose actuals are known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.certainty import Lived, record_of
from domain.errors import PredictionFileError
from domain.prediction import QueueRow
from domain.run import Run
from prediction_store.queue import Selection
from services.dependencies import Dependencies
from services.find_prediction import NEAR
from services.open_prediction import OpenedPrediction

LIVED_DAYS = 28
"""Days looked at: four weeks are enough to judge a range of 80 %, and recent enough to be about today's business."""

MOST_COUNTED = 5_000
"""Predictions of all entities that are counted for one answer, some 100 ms; days beyond are left out, and the screen says how many days it is."""

MOST_LOOKED_THROUGH = 400_000
"""Predictions among which this entity's are looked up for one answer, some 100 ms. The newest run is looked through
whatever its size."""

_Ranges = list[tuple[float | None, float | None, float]]


@dataclass
class _Tally:
    """What was found so far, and how many days it is of."""

    own: _Ranges = field(default_factory=list)
    all: _Ranges = field(default_factory=list)
    own_days: int = 0
    all_days: int = 0
    unreadable: int = 0


def count_inside(deps: Dependencies, opened: OpenedPrediction) -> Lived:
    """The record of this entity and of all, over published runs of earlier days.

    No run is read as a whole that is larger than `MOST_COUNTED`: the cost does not depend on the size of the runs.
    """
    with deps.feedback.read() as unit:
        known = unit.runs.with_actuals_before(opened.run.use_case, opened.prediction.target_date)[:LIVED_DAYS]
    tally = _Tally()
    counted, looked_through = _sizes_within(known, MOST_COUNTED), max(_sizes_within(known, MOST_LOOKED_THROUGH), 1)
    for place, run in enumerate(known[:looked_through]):
        work = _count_all if place < counted else _count_own
        try:
            work(deps, opened, run, tally)
        except PredictionFileError:
            tally.unreadable += 1
    whole = opened.use_case.target.integer
    return Lived(
        record_of(tally.own, whole=whole),
        tally.own_days,
        record_of(tally.all, whole=whole),
        tally.all_days,
        tally.unreadable,
    )


def _sizes_within(runs: Sequence[Run], most: int) -> int:
    """How many runs, the newest first, hold at most so many predictions together."""
    total = 0
    for place, run in enumerate(runs):
        total += run.row_count
        if total > most:
            return place
    return len(runs)


def _count_all(deps: Dependencies, opened: OpenedPrediction, run: Run, tally: _Tally) -> None:
    rows = deps.predictions.page_in_order(run, 0, run.row_count)
    with deps.feedback.read() as unit:
        actuals = unit.actuals.latest(run.use_case, run.target_date)
    known = [(row, actuals[row.entity].value) for row in rows if row.entity in actuals]
    tally.all += [(row.low, row.high, actual) for row, actual in known]
    tally.own += [(row.low, row.high, actual) for row, actual in known if row.entity == opened.prediction.queue.entity]
    tally.all_days += 1
    tally.own_days += 1


def _count_own(deps: Dependencies, opened: OpenedPrediction, run: Run, tally: _Tally) -> None:
    entity = opened.prediction.queue.entity
    with deps.feedback.read() as unit:
        actual = unit.actuals.latest_of(run.use_case, [(run.target_date, entity)]).get((run.target_date, entity))
    tally.own_days += 1
    row = None if actual is None else _row_of(deps, run, opened)
    if row is not None and actual is not None:
        tally.own.append((row.low, row.high, actual.value))


def _row_of(deps: Dependencies, run: Run, opened: OpenedPrediction) -> QueueRow | None:
    keys, entity = deps.predictions.use_case(run).keys, opened.prediction.queue.entity
    if keys != opened.use_case.keys:
        return None
    rows = deps.predictions.page(run, Selection(keys=tuple(zip(keys, entity, strict=True))), 0, NEAR)
    return next((row for row in rows if row.entity == entity), None)
