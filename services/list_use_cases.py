"""Which use cases there are: registered by their first run, or at hand as a file."""

import json

from domain.use_case import UseCase
from feedback_db.use_cases import UseCaseSummary
from services.dependencies import Dependencies

FILE_NAME = "use_case.yaml"
"""What the file of a use case is called in the folder of its name."""


def list_use_cases(deps: Dependencies) -> tuple[UseCaseSummary, ...]:
    """The registered use cases by title."""
    with deps.feedback.read() as unit:
        return tuple(sorted(unit.use_cases.summaries(), key=lambda summary: summary.title.lower()))


def names_at_hand(deps: Dependencies) -> tuple[str, ...]:
    """The names by which use cases can be asked for here, whether they ran or not."""
    return tuple(sorted(file.parent.name for file in deps.use_cases.glob(f"*/{FILE_NAME}")))


def registered(deps: Dependencies, name: str) -> UseCase:
    """The use case as it stands in the catalogue.

    Raises:
        NotFoundError: nobody registered it.
    """
    with deps.feedback.read() as unit:
        definition = unit.use_cases.definition(name)
    return UseCase.model_validate_json(json.dumps(definition))
