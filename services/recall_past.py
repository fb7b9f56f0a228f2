"""What earlier mornings left for the gate to compare a batch with."""

from datetime import date, timedelta

from domain.evidence import Past
from services.dependencies import Dependencies

PAST_DAYS = 91
"""Thirteen weeks: enough of each weekday for a robust normal range, and the same work on day 1,000 as on day 100."""


def recall_past(deps: Dependencies, use_case: str, run_date: date) -> Past:
    """The volumes of the `PAST_DAYS` before a morning."""
    since = run_date - timedelta(days=PAST_DAYS)
    with deps.feedback.read() as unit:
        return Past(unit.gate.volumes(use_case, since, run_date - timedelta(days=1)))
