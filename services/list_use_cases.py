"""Which use cases there are."""

import json

from domain.use_case import UseCase
from feedback_db.use_cases import UseCaseSummary
from services.dependencies import Dependencies


def list_use_cases(deps: Dependencies) -> tuple[UseCaseSummary, ...]:
    """The registered use cases by title."""
    with deps.feedback.read() as unit:
        return tuple(sorted(unit.use_cases.summaries(), key=lambda summary: summary.title.lower()))


def registered(deps: Dependencies, name: str) -> UseCase:
    """The use case as it stands in the catalogue.

    Raises:
        NotFoundError: nobody registered it.
    """
    with deps.feedback.read() as unit:
        definition = unit.use_cases.definition(name)
    return UseCase.model_validate_json(json.dumps(definition))
