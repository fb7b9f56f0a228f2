"""Which use cases there are."""

from feedback_db.use_cases import UseCaseSummary
from services.dependencies import Dependencies


def list_use_cases(deps: Dependencies) -> tuple[UseCaseSummary, ...]:
    """The registered use cases by title."""
    with deps.feedback.read() as unit:
        return tuple(sorted(unit.use_cases.summaries(), key=lambda summary: summary.title.lower()))
