"""Did use fall out of its normal range? Being no longer used is the first sign that something is wrong.

Answers and visits of the last week that is over and of this week so far, each against the weeks before. This week is compared
with the same part of those weeks: nobody has answered much by Monday noon.
"""

from domain.run import Run
from domain.use_of_weeks import MEASURES, Measure, Pace, UsageWatch, judge
from services.dependencies import Dependencies
from services.use_weeks import Weeks, in_pairs, last_weeks

PAST_WEEKS = 12
"""Weeks before that make the normal range: a quarter, so that a season moves it."""


def watch_usage(deps: Dependencies, use_case: str) -> UsageWatch:
    """Judge the last two weeks.

    Raises:
        NotFoundError: no such use case.
    """
    span = last_weeks(deps.now(), PAST_WEEKS + 2)
    marks = span.marks_in_two()
    with deps.feedback.read() as unit:
        unit.use_cases.definition(use_case)
        counts: dict[Measure, list[tuple[int, int]]] = {
            "reviews": in_pairs(unit.use.reviews(use_case, marks)),
            "visits": in_pairs(unit.use.visits(use_case, marks)),
        }
        runs = unit.use.runs(use_case, span.mondays[0], span.last_day)
    so_far = _paces(span, [run for run in runs if span.has_come(run.run_date)], counts, 0)
    whole = _paces(span, runs, counts, 1)
    judged = [
        judgement
        for measure in MEASURES
        for judgement in (
            judge(measure, whole[-2], whole[-2 - PAST_WEEKS : -2], complete=True),
            judge(measure, so_far[-1], so_far[-1 - PAST_WEEKS : -1], complete=False),
        )
    ]
    return UsageWatch(use_case, tuple(judged))


def _paces(
    span: Weeks, runs: tuple[Run, ...] | list[Run], counts: dict[Measure, list[tuple[int, int]]], part: int
) -> list[Pace]:
    made = [0] * len(span.mondays)
    for run in runs:
        made[span.place(run.run_date)] += 1
    return [
        Pace(monday, made[at], {measure: counts[measure][at][part] for measure in MEASURES})
        for at, monday in enumerate(span.mondays)
    ]
