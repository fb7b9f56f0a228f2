"""Record a person's answer on a prediction, with what was on the screen."""

from dataclasses import dataclass

from domain.errors import AnswerError
from domain.own_value import parse_own_value
from domain.permission import Permission, require
from domain.prediction import Prediction
from domain.review import COMMENT_LIMIT, Answer, NewReview, Review, Seen
from domain.run import RunState
from domain.scenario import SCENARIO_NAME_LIMIT, Scenario
from domain.use_case import UseCase
from feedback_db.drafts import DraftKey
from services.dependencies import Dependencies
from services.open_prediction import OpenedPrediction, open_prediction
from services.sign_in import present

SEEN_TOP = 6
"""Largest effects kept with a review: as many as the waterfall shows by name."""


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it comes from the screen; `own_value` is still text ("12,5")."""

    token: str
    prediction_id: str
    person_id: int
    answer: Answer
    own_value: str = ""
    own_label: str | None = None
    reason: str | None = None
    doubted: tuple[str, ...] = ()
    comment: str = ""
    scenario: Scenario | None = None


def record_review(deps: Dependencies, given: GivenAnswer) -> Review:
    """Store an answer; the same token is stored once, a new answer supersedes the person's earlier one.

    Raises:
        AnswerError: the answer cannot be stored as it is; nothing was written.
        NotAllowedError: the person left.
        NotFoundError: no such prediction or person.
    """
    require(present(deps, given.person_id), Permission.ANSWER)
    opened = open_prediction(deps, given.prediction_id)
    if opened.run.state is not RunState.PUBLISHED:
        raise AnswerError("run not published")
    with deps.feedback.write() as unit:
        review, stored = unit.reviews.record(_new_review(opened, given), deps.now())
        if stored:
            unit.disputes.follow(review.new, deps.now())
            unit.drafts.discard(DraftKey(given.person_id, opened.run.id, opened.prediction.queue.row))
    return review


def _new_review(opened: OpenedPrediction, given: GivenAnswer) -> NewReview:
    use_case, prediction = opened.use_case, opened.prediction
    different = given.answer is Answer.DIFFERENT
    own_value = own_label = None
    if different and use_case.task == "regression":
        own_value = parse_own_value(given.own_value, use_case.target)
    elif different:
        own_label = _checked_label(use_case, given.own_label)
    _check(use_case, given)
    return NewReview(
        token=given.token,
        use_case=use_case.name,
        run_id=opened.run.id,
        row=prediction.queue.row,
        entity=prediction.queue.entity,
        target_date=prediction.target_date,
        person_id=given.person_id,
        answer=given.answer,
        seen=seen_of(opened),
        own_value=own_value,
        own_label=own_label,
        reason=given.reason if different else None,
        doubted=given.doubted,
        comment=given.comment,
        scenario=given.scenario,
    )


def _checked_label(use_case: UseCase, label: str | None) -> str:
    if label is None:
        raise AnswerError("value missing")
    if label not in use_case.target.classes:
        raise AnswerError("class unknown", found=label, allowed=tuple(use_case.target.classes))
    return label


def _check(use_case: UseCase, given: GivenAnswer) -> None:
    if given.reason is not None and given.reason not in use_case.reviews.reasons:
        raise AnswerError("reason unknown", found=given.reason, allowed=tuple(use_case.reviews.reasons))
    tried = given.scenario.changes if given.scenario is not None else ()
    named = (*given.doubted, *(name for name, _ in tried))
    unknown = [name for name in named if name not in use_case.features]
    if unknown:
        raise AnswerError("feature unknown", found=unknown[0], allowed=tuple(use_case.features))
    if len(given.comment) > COMMENT_LIMIT:
        raise AnswerError("comment too long", found=str(len(given.comment)), allowed=(str(COMMENT_LIMIT),))
    _check_scenario(given.scenario)


def _check_scenario(scenario: Scenario | None) -> None:
    """What a person tried is kept as it was on the screen, under a name that can be shown."""
    if scenario is None:
        return
    name = scenario.name
    if not name.strip() or len(name) > SCENARIO_NAME_LIMIT or not name.isprintable():
        raise AnswerError("scenario name", found=name, allowed=(str(SCENARIO_NAME_LIMIT),))


def seen_of(opened: OpenedPrediction) -> Seen:
    """What the screen shows of a prediction."""
    queue, run = opened.prediction.queue, opened.run
    return Seen(
        prediction=queue.value,
        label=queue.label,
        low=queue.low,
        high=queue.high,
        usual=queue.usual,
        version=run.version,
        data_through="" if run.data_through is None else run.data_through.isoformat(),
        top=_top(opened.prediction),
    )


def _top(prediction: Prediction) -> tuple[tuple[str, str, float], ...]:
    largest = sorted(prediction.explanation.contributions, key=lambda c: (-abs(c.effect), c.feature))[:SEEN_TOP]
    return tuple((c.feature, "missing" if c.value is None else str(c.value), c.effect) for c in largest)
