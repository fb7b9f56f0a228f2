"""Talk about a prediction: its comments and the life of its disputes, in the order in which they happened."""

from dataclasses import dataclass
from datetime import datetime

from domain.dispute import SETTLED, WORDS_LIMIT, Comment, Dispute, DisputeState
from domain.errors import TalkError
from domain.permission import Permission, require
from domain.prediction import parse_prediction_id
from feedback_db.comments import NewComment
from feedback_db.disputes import NewStep
from feedback_db.unit_of_work import UnitOfWork
from services.dependencies import Dependencies
from services.open_prediction import open_prediction
from services.sign_in import present


@dataclass(frozen=True)
class Talk:
    """What was said about a prediction beside the answers themselves."""

    comments: tuple[Comment, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True)
class Settlement:
    """How a dispute is settled.

    Attributes:
        version: the model version that answers it, where one does.
    """

    token: str
    state: DisputeState
    words: str
    version: int | None = None


def read_talk(deps: Dependencies, prediction_id: str) -> Talk:
    """The thread of a prediction.

    Raises:
        NotFoundError: the text is no prediction id.
    """
    run_id, row = parse_prediction_id(prediction_id)
    with deps.feedback.read() as unit:
        return Talk(unit.comments.for_prediction(run_id, row), unit.disputes.for_prediction(run_id, row))


def comment_prediction(deps: Dependencies, person_id: int, prediction_id: str, token: str, words: str) -> None:
    """Add a remark to the thread; the same token is stored once.

    Raises:
        NotAllowedError: the person left.
        TalkError: no words, or too many.
        NotFoundError: no such prediction.
    """
    require(present(deps, person_id), Permission.ANSWER)
    said = checked_words(words)
    opened = open_prediction(deps, prediction_id)
    queue = opened.prediction.queue
    new = NewComment(
        token,
        opened.use_case.name,
        opened.run.id,
        queue.row,
        queue.entity,
        opened.prediction.target_date,
        person_id,
        said,
    )
    with deps.feedback.write() as unit:
        unit.comments.add(new, deps.now())


def settle_dispute(deps: Dependencies, person_id: int, dispute_id: int, settlement: Settlement) -> Dispute:
    """Bring a dispute a step further, in words that its author will read; the same token is stored once.

    Raises:
        NotAllowedError: the person may not settle disputes.
        TalkError: no words, too many, a state that only the author brings about, or an unknown version.
        NotFoundError: no such dispute.
    """
    person = present(deps, person_id)
    require(person, Permission.SETTLE_DISPUTES)
    said = checked_words(settlement.words)
    if settlement.state not in SETTLED:
        raise TalkError("state not theirs", settlement.state.value, tuple(state.value for state in SETTLED))
    with deps.feedback.write() as unit:
        dispute = unit.disputes.by_id(dispute_id)
        settle_within(
            unit, dispute, NewStep(settlement.token, settlement.state, person_id, said, settlement.version), deps.now()
        )
        return unit.disputes.by_id(dispute_id)


def settle_within(unit: UnitOfWork, dispute: Dispute, step: NewStep, now: datetime) -> None:
    """Add a settling step in a transaction that does more.

    Raises:
        TalkError: an unknown version.
    """
    known = tuple(version.number for version in unit.versions.all(dispute.use_case))
    if step.version is not None and step.version not in known:
        raise TalkError("version unknown", str(step.version), tuple(map(str, known)))
    unit.disputes.add_step(dispute.id, step, now)


def checked_words(words: str) -> str:
    """The words without spaces around them.

    Raises:
        TalkError: none, too many, or with a zero byte, which PostgreSQL cannot store.
    """
    said = words.strip()
    if not said:
        raise TalkError("words missing")
    if len(said) > WORDS_LIMIT:
        raise TalkError("words too long", str(len(said)), (str(WORDS_LIMIT),))
    if "\0" in said:
        raise TalkError("words have a zero byte", str(said.index("\0") + 1))
    return said
