"""Decide on an item of a session: an outcome, which settles its disputes, and notes for the minutes."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.dispute import SETTLED, DisputeState
from domain.errors import NotAllowedError, TalkError
from domain.permission import Permission, may, require
from domain.person import Person
from domain.session import Item, Outcome, Session
from feedback_db.disputes import NewStep
from feedback_db.session_agenda import NewNote
from feedback_db.session_fields import NewEntry
from feedback_db.unit_of_work import UnitOfWork
from services.dependencies import Dependencies
from services.read_session import ensure_open, subject_of
from services.sign_in import present
from services.talk_about_prediction import checked_words, settle_within


@dataclass(frozen=True)
class Decision:
    """What is decided on an item; the same token is stored once.

    Attributes:
        based_on: the entries of its outcome that were on the screen (`Field.seen`).
    """

    token: str
    outcome: Outcome
    based_on: Sequence[int] = ()


def decide_item(deps: Dependencies, person_id: int, item_id: int, decision: Decision) -> None:
    """Record what a session decides on a prediction; the disputes about it are settled in the same words.

    Somebody who decided differently without having seen this keeps their version: both are shown until one is chosen.

    Raises:
        NotAllowedError: the person may not hold sessions or settle disputes.
        TalkError: no words, too many, a state that only the author brings about, or an unknown version.
        NotFoundError: no such item.
        SessionError: the session is closed.
    """
    person = present(deps, person_id)
    require(person, Permission.HOLD_SESSIONS)
    require(person, Permission.SETTLE_DISPUTES)
    outcome = decision.outcome
    said = checked_words(outcome.words)
    if outcome.state not in SETTLED:
        raise TalkError("state not theirs", outcome.state.value, tuple(state.value for state in SETTLED))
    with deps.feedback.write() as unit:
        session_id, item = unit.agenda.item(item_id)
        ensure_open(unit.sessions.lock(session_id))
        value = Outcome(outcome.state, said, outcome.version).as_json()
        entry = NewEntry(decision.token, subject_of(item), "outcome", value, decision.based_on, person_id)
        if unit.fields.write(session_id, entry, deps.now()):
            _settle(deps, unit, item, NewStep(decision.token, outcome.state, person_id, said, outcome.version))


def _settle(deps: Dependencies, unit: UnitOfWork, item: Item, step: NewStep) -> None:
    if item.run_id is None or item.row is None:
        return
    for dispute in unit.disputes.for_prediction(item.run_id, item.row):
        if dispute.state is not DisputeState.WITHDRAWN:
            own = NewStep(f"{step.token}-{dispute.id}", step.state, step.person_id, step.words, step.version)
            settle_within(unit, dispute, own, deps.now())


def write_note(deps: Dependencies, person_id: int, session_id: int, new: tuple[str, int | None, str]) -> None:
    """Append a note for the minutes.

    Args:
        deps: stores.
        person_id: a participant, or somebody who may hold sessions.
        session_id: an open session.
        new: token, item (None: the session as a whole) and words.

    Raises:
        NotAllowedError: the person does not take part.
        TalkError: no words, or too many.
        NotFoundError: no such session or item.
        SessionError: the session is closed.
    """
    token, item_id, words = new
    said = checked_words(words)
    with deps.feedback.write() as unit:
        session = ensure_open(unit.sessions.lock(session_id))
        require_part(session, present(deps, person_id))
        if item_id is not None:
            unit.agenda.item(item_id)
        unit.agenda.add_note(session_id, NewNote(token, item_id, person_id, said), deps.now())


def require_part(session: Session, person: Person) -> None:
    """Refuse somebody who neither takes part nor may hold sessions.

    Raises:
        NotAllowedError: with the person.
    """
    takes_part = person.active and any(person.id == known for known, _ in session.participants)
    if not takes_part and not may(person, Permission.HOLD_SESSIONS):
        raise NotAllowedError(person.name, "write in a session without taking part")
