"""Open one prediction: what the machine said, what people answered, what happened."""

from dataclasses import dataclass

from domain.actual import Actual
from domain.errors import NotFoundError
from domain.prediction import Prediction, parse_prediction_id
from domain.review import Review
from domain.run import Run, RunState
from domain.use_case import UseCase
from services.dependencies import Dependencies


@dataclass(frozen=True)
class OpenedPrediction:
    """A prediction with everything that belongs to it.

    Attributes:
        reviews: the latest answer of each person, oldest first.
        replaced_by: the run that a corrected batch put in this one's place, if one did.
    """

    prediction: Prediction
    run: Run
    use_case: UseCase
    reviews: tuple[Review, ...]
    actual: Actual | None
    replaced_by: Run | None


def open_prediction(deps: Dependencies, prediction_id: str) -> OpenedPrediction:
    """The prediction of an id, of a published or a superseded run.

    Raises:
        NotFoundError: no such prediction, or its run was never published.
    """
    run_id, row = parse_prediction_id(prediction_id)
    with deps.feedback.read() as unit:
        run = unit.runs.by_id(run_id)
        if run is None or run.state not in (RunState.PUBLISHED, RunState.SUPERSEDED) or row >= run.row_count:
            raise NotFoundError("prediction", prediction_id)
        reviews = unit.reviews.for_prediction(run_id, row)
        prediction = deps.predictions.prediction(run, row)
        # Of this one entity only: a day may have a million others.
        actuals = unit.actuals.history(run.use_case, prediction.queue.entity, run.target_date)
        replaced_by = unit.runs.current(run.use_case, run.target_date) if run.state is RunState.SUPERSEDED else None
    actual = actuals[-1] if actuals else None
    return OpenedPrediction(prediction, run, deps.predictions.use_case(run), reviews, actual, replaced_by)


def earlier_answer(deps: Dependencies, opened: OpenedPrediction, person_id: int) -> Review | None:
    """What this person answered on an earlier version of this day, as long as they have not answered this one."""
    if any(review.new.person_id == person_id for review in opened.reviews):
        return None
    prediction = opened.prediction
    with deps.feedback.read() as unit:
        return unit.reviews.earlier(
            opened.run.use_case, prediction.queue.entity, prediction.target_date, person_id, opened.run.id
        )
