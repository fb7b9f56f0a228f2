"""Read a written run back, and say what would hold it: explanations, ingredients or shares that disagree with the predictions."""

from domain.finding import Finding
from domain.run import Run
from domain.use_case import UseCase
from prediction_store import PredictionStore
from prediction_store.verify import READ_BACK_TOLERANCE
from services.run_findings import ingredients_disagree, members_disagree, not_additive


def read_back(store: PredictionStore, run: Run, use_case: UseCase) -> Finding | None:
    """What is wrong with the files of a run; None where they say what they should."""
    gap = store.worst_gap(run.location, use_case)
    if not gap <= READ_BACK_TOLERANCE:
        return not_additive(gap, run.row_count)
    gap = store.ingredient_gap(run.location, use_case)
    if not gap <= READ_BACK_TOLERANCE:
        return ingredients_disagree(gap)
    wrong = store.wrong_members(run.location, use_case)
    return members_disagree(wrong) if wrong else None
