"""Find the earlier predictions that are most similar to one, each with what people answered and what really happened."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.entity import Entity
from domain.errors import PredictionFileError
from domain.past_case import PastCase, SimilarCases
from domain.prediction import Prediction
from domain.review import Review
from domain.run import Run
from prediction_store.similar import Near
from services.dependencies import Dependencies
from services.open_prediction import OpenedPrediction

SIMILAR_CASES = 10
"""As many as fit on the screen without scrolling, and as a person takes in (LOOK, Similar days)."""

CANDIDATES = 120
"""Nearest predictions that are tried until enough of them have an actual; each costs a keyed read of about a millisecond."""

AT_ONCE = 12
"""Candidates read together: mostly all ten have an actual, so two to spare save a second look."""

_Found = tuple[Near, Prediction]


def find_similar(deps: Dependencies, opened: OpenedPrediction, count: int = SIMILAR_CASES) -> SimilarCases:
    """The most similar predictions of earlier days, from published runs, whose actual is known by now.

    Only days before the predicted one are looked at, whatever is known of later ones. Of an entity and day there is
    one published prediction; were it twice in a batch, the nearer one counts.

    Raises:
        PredictionFileError: the files of the opened prediction itself are gone or broken.
    """
    run, row = opened.run, opened.prediction.queue.row
    with deps.feedback.read() as unit:
        known = unit.runs.with_actuals_before(run.use_case, opened.prediction.target_date)
    # Imported predictions have no reasons that could be alike.
    earlier = [other for other in known if other.version is not None]
    search = deps.predictions.similar(run, row, earlier, max(CANDIDATES, count))
    unreadable = list(search.unreadable)
    cases: dict[tuple[date, Entity], PastCase] = {}
    for first in range(0, len(search.found), AT_ONCE):
        if len(cases) >= count:
            break
        found = _read(deps, search.found[first : first + AT_ONCE], unreadable)
        for case in _with_outcomes(deps, run.use_case, found):
            cases.setdefault((case.prediction.target_date, case.prediction.queue.entity), case)
    return SimilarCases(
        tuple(cases.values())[:count],
        count,
        search.compared,
        search.beyond,
        len(search.other_scale),
        tuple(sorted((bad.target_date for bad in unreadable), reverse=True)),
    )


def _read(deps: Dependencies, candidates: Iterable[Near], unreadable: list[Run]) -> list[_Found]:
    found = []
    for near in candidates:
        try:
            found.append((near, deps.predictions.prediction(near.run, near.row)))
        except PredictionFileError:
            if near.run not in unreadable:
                unreadable.append(near.run)
    return found


def _with_outcomes(deps: Dependencies, use_case: str, found: Sequence[_Found]) -> list[PastCase]:
    """The candidates whose actual is known, in their order."""
    with deps.feedback.read() as unit:
        actuals = unit.actuals.latest_of(use_case, [(p.target_date, p.queue.entity) for _, p in found])
        reviews = unit.reviews.for_predictions([(p.run_id, p.queue.row) for _, p in found])
    return [
        PastCase(prediction, _of(prediction, reviews), actual, near.distance)
        for near, prediction in found
        if (actual := actuals.get((prediction.target_date, prediction.queue.entity))) is not None
    ]


def _of(prediction: Prediction, reviews: Sequence[Review]) -> tuple[Review, ...]:
    key = (prediction.run_id, prediction.queue.row)
    return tuple(review for review in reviews if (review.new.run_id, review.new.row) == key)
