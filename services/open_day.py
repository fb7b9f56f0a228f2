"""Open a day of a use case: its run, what the gate found, and how far the reviews are."""

import json
from dataclasses import dataclass
from datetime import date

from domain.errors import NotFoundError
from domain.finding import Finding
from domain.run import Run, RunState
from domain.use_case import UseCase
from prediction_store.queue import Selection
from services.dependencies import Dependencies


@dataclass(frozen=True)
class Counts:
    """How many predictions a run has, how many deserve a look and have no answer yet, and how many have one."""

    total: int
    needs_look: int
    reviewed: int


@dataclass(frozen=True)
class Day:
    """A day as it stands.

    Attributes:
        use_case: as it was when the run was made; of a held run: as it is registered.
    """

    use_case: UseCase
    run: Run
    findings: tuple[Finding, ...]
    counts: Counts


def open_day(deps: Dependencies, use_case: str, target_date: date | None = None) -> Day:
    """The day's published run, else its newest held or failed one; without a date the newest day.

    Raises:
        NotFoundError: no such use case, or no run for this day.
    """
    with deps.feedback.read() as unit:
        definition = unit.use_cases.definition(use_case)
        if target_date is None:
            days = unit.runs.days(use_case, 1)
            target_date = days[0].target_date if days else None
        run = unit.runs.current(use_case, target_date) if target_date is not None else None
        if run is None:
            known = tuple(day.target_date.isoformat() for day in unit.runs.days(use_case, 5))
            raise NotFoundError("run", target_date.isoformat() if target_date else "", known)
        findings = unit.runs.findings(run.id)
        reviewed = unit.reviews.reviewed_rows(run.id)
    if run.state not in (RunState.PUBLISHED, RunState.SUPERSEDED):
        return Day(UseCase.model_validate_json(json.dumps(definition)), run, findings, Counts(0, 0, 0))
    needs_look = deps.predictions.count(run, Selection(needs_look=True, without=reviewed))
    return Day(deps.predictions.use_case(run), run, findings, Counts(run.row_count, needs_look, len(reviewed)))
