"""Is it used? Visits, answers, people, the share of predictions looked at and the wait for the first answer, week by week."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from domain.errors import AssignmentError
from domain.run import Run
from domain.use_of_weeks import WeekOfUse
from feedback_db.use_rows import AnsweredRun, Segment
from prediction_store.queue import Selection
from services.dependencies import Dependencies
from services.use_weeks import Weeks, last_weeks

WEEKS = 12
"""A quarter: what the Team page shows."""

LEAST_SHOWN, MOST_SHOWN = 1, 104
"""Two years at most: beyond them nobody compares weeks."""

KeyValue = tuple[str, str]


@dataclass(frozen=True)
class Use:
    """The use of a use case, or of the predictions whose key has a value.

    Attributes:
        segment: key and value; None: all predictions.
        weeks: oldest first; the last one is not over.
    """

    use_case: str
    segment: KeyValue | None
    weeks: tuple[WeekOfUse, ...]

    @property
    def nothing_yet(self) -> bool:
        """Whether there was neither a run nor a visit nor an answer."""
        return not any(week.runs or week.visits or week.reviews for week in self.weeks)


def count_use(deps: Dependencies, use_case: str, weeks: int = WEEKS, segment: KeyValue | None = None) -> Use:
    """Count the last weeks, this one among them.

    A prediction belongs to the week of its run's morning, an answer and a visit to the week in which they came.

    Raises:
        NotFoundError: no such use case.
        AssignmentError: the use case has no such key.
        PredictionFileError: a segment is asked for, and the files of a run are gone or broken.
    """
    span = last_weeks(deps.now(), weeks)
    days = (span.mondays[0], span.last_day)
    with deps.feedback.read() as unit:
        where = _segment(tuple(unit.use_cases.definition(use_case)["keys"]), segment)
        visits = unit.use.visits(use_case, span.marks()) if where is None else None
        reviews = unit.use.reviews(use_case, span.marks(), where)
        reviewers = unit.use.reviewers(use_case, span.marks(), where)
        runs = unit.use.runs(use_case, *days)
        answered = unit.use.answered(use_case, *days, where)
    predictions = {run.id: _predictions(deps, run, segment) for run in runs}
    by_week = _by_week(span, runs)
    counted = [
        WeekOfUse(
            monday,
            monday != span.mondays[-1],
            len(by_week[place]),
            None if visits is None else visits[place],
            reviews[place],
            reviewers[place],
            sum(predictions[run.id] for run in by_week[place]),
            sum(answered[run.id].rows for run in by_week[place] if run.id in answered),
            _median_wait(by_week[place], answered),
        )
        for place, monday in enumerate(span.mondays)
    ]
    return Use(use_case, segment, tuple(counted))


def use_stamp(deps: Dependencies, use_case: str) -> tuple[object, ...]:
    """What changes whenever `count_use` may have another answer."""
    with deps.feedback.read() as unit:
        return unit.use.stamp(use_case)


def _segment(keys: tuple[str, ...], wanted: KeyValue | None) -> Segment | None:
    if wanted is None:
        return None
    if wanted[0] not in keys:
        raise AssignmentError("key unknown", wanted[0], keys)
    return Segment(keys.index(wanted[0]), wanted[1])


def _predictions(deps: Dependencies, run: Run, segment: KeyValue | None) -> int:
    return run.row_count if segment is None else deps.predictions.count(run, Selection(keys=(segment,)))


def _by_week(span: Weeks, runs: tuple[Run, ...]) -> list[list[Run]]:
    found: list[list[Run]] = [[] for _ in span.mondays]
    for run in runs:
        found[span.place(run.run_date)].append(run)
    return found


def _median_wait(runs: list[Run], answered: dict[str, AnsweredRun]) -> float | None:
    waits = [
        _hours(run.published_at, answered[run.id].first_at)
        for run in runs
        if run.id in answered and run.published_at is not None and answered[run.id].first_at >= run.published_at
    ]
    return median(waits) if waits else None


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600
