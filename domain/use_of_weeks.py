"""How much a use case is used, week by week, and whether that fell out of its normal range.

Only pages per person and hour, and answers, are counted; who they were does not come this far.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

Measure = Literal["reviews", "visits"]
MEASURES: tuple[Measure, ...] = ("reviews", "visits")

LEAST_WEEKS = 4
"""Weeks with runs that a normal range needs before it: with fewer, one odd week makes a third of it."""

SPREAD_PER_MAD = 1.4826
"""Makes the median absolute deviation comparable with a standard deviation (Rousseeuw & Croux 1993, JASA 88, 1273-1283)."""

SPREADS = 3.0
"""So many spreads below the median is out of range: the very conservative cut of Leys et al. 2013 (J. Exp. Soc. Psychol. 49, 764-766)."""

State = Literal["normal", "fallen", "too early", "too few", "no runs"]


@dataclass(frozen=True)
class WeekOfUse:
    """One ISO week, or the part of it that has passed.

    Attributes:
        monday: its first day.
        complete: whether it is over.
        runs: published runs of its mornings; a week without any does not count.
        visits: pages opened, each once per person and hour; None where only a segment is counted, of which nobody keeps visits.
        reviews: answers given.
        reviewers: how many people gave them.
        predictions: of its runs.
        looked_at: of these, the ones that have an answer by now.
        wait_hours: from publishing a run to its first answer, the median of the runs that have one; None where none has.
    """

    monday: date
    complete: bool
    runs: int
    visits: int | None
    reviews: int
    reviewers: int
    predictions: int
    looked_at: int
    wait_hours: float | None

    @property
    def share(self) -> float | None:
        """The share of predictions looked at; None without predictions."""
        return self.looked_at / self.predictions if self.predictions else None


@dataclass(frozen=True)
class Pace:
    """So much within so many runs, in a week up to the same moment as in the week that it is compared with."""

    monday: date
    runs: int
    counts: dict[Measure, int]


@dataclass(frozen=True)
class Judged:
    """Whether a measure of a week is within the range of the weeks before.

    Attributes:
        usual: what is usual for as many runs; None where nobody can say.
        low: the least that is still normal; None where nobody can say.
        weeks: weeks with runs that it was compared with.
    """

    measure: Measure
    monday: date
    complete: bool
    state: State
    count: int
    usual: float | None
    low: float | None
    weeks: int


def judge(measure: Measure, week: Pace, before: Sequence[Pace], *, complete: bool) -> Judged:
    """Compare a week with the weeks before, run by run, so that a week with a holiday is not taken for a fall.

    The spread is the median absolute deviation, and at least that of chance alone: counts of independent events scatter by the
    square root of their mean (Poisson). Where even none at all would be within the range, a fall cannot be told from chance.
    """
    past = [pace for pace in before if pace.runs]
    count = week.counts[measure]
    if not week.runs:
        return Judged(measure, week.monday, complete, "no runs", count, None, None, len(past))
    if len(past) < LEAST_WEEKS:
        return Judged(measure, week.monday, complete, "too early", count, None, None, len(past))
    rates = [pace.counts[measure] / pace.runs for pace in past]
    middle = median(rates)
    usual = middle * week.runs
    by_weeks = SPREAD_PER_MAD * median(abs(rate - middle) for rate in rates) * week.runs
    low = usual - SPREADS * max(by_weeks, math.sqrt(usual))
    state: State = "too few" if low <= 0 else "fallen" if count < low else "normal"
    return Judged(measure, week.monday, complete, state, count, usual, max(low, 0.0), len(past))


@dataclass(frozen=True)
class UsageWatch:
    """What the weeks say of the use of a use case: what an alert sends, and what `vouch usage` answers.

    Attributes:
        judged: each measure, of the last week that is over and of this week so far.
    """

    use_case: str
    judged: tuple[Judged, ...]

    @property
    def falls(self) -> tuple[Judged, ...]:
        """What fell out of its range, the gravest first: a week that is over before one that is not."""
        return tuple(sorted((j for j in self.judged if j.state == "fallen"), key=lambda j: not j.complete))

    @property
    def state(self) -> State:
        """One word for all of them."""
        order: tuple[State, ...] = ("fallen", "normal", "too few", "too early")
        found = {judged.state for judged in self.judged}
        return next((state for state in order if state in found), "no runs")

    @property
    def fallen_weeks(self) -> tuple[date, ...]:
        """The Mondays of the weeks in which something fell, oldest first. Each is one piece of news, however often it is judged."""
        return tuple(sorted({fall.monday for fall in self.falls}))

    def of_week(self, monday: date) -> "UsageWatch":
        """The same for one week alone."""
        return UsageWatch(self.use_case, tuple(judged for judged in self.judged if judged.monday == monday))
