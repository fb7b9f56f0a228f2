"""Which days a use case has runs for."""

from feedback_db.runs import DaySummary
from services.dependencies import Dependencies

SHOWN_DAYS = 60
"""Days offered for choice; older ones open by their link."""


def list_days(deps: Dependencies, use_case: str, limit: int = SHOWN_DAYS) -> tuple[DaySummary, ...]:
    """Target days with a run, the newest first."""
    with deps.feedback.read() as unit:
        return unit.runs.days(use_case, limit)
