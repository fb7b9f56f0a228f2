"""Agree on actions and follow them: what, who, until when, and where they stand. Each of these is a field of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from domain.action import (
    ACTION_LIMIT,
    Action,
    ActionKind,
    ActionState,
    NewAction,
    action_of,
    initial_fields,
    subject_of_action,
)
from domain.errors import NotFoundError, SessionError
from domain.permission import Permission, require
from domain.person import Person
from feedback_db.session_fields import NewEntry
from feedback_db.unit_of_work import UnitOfWork
from services.decide_item import require_part
from services.dependencies import Dependencies
from services.read_session import ensure_open, subject_of
from services.sign_in import present
from services.talk_about_prediction import checked_words

FieldName = Literal["what", "kind", "owner", "due", "state"]


@dataclass(frozen=True)
class Change:
    """A change of one field of an action; the same token is stored once.

    Attributes:
        value: text, `ActionKind`, id of a person, day, or (`ActionState`, words).
        based_on: the entries of the field that were on the screen (`Field.seen`).
    """

    token: str
    name: FieldName
    value: object
    based_on: Sequence[int]


def agree_on_action(deps: Dependencies, person_id: int, session_id: int, new: NewAction) -> None:
    """Add an action to an open session.

    Raises:
        NotAllowedError: the person does not take part.
        TalkError: no words.
        SessionError: the session is closed, the owner left, the day is past, or it is too long.
        NotFoundError: no such session or owner.
    """
    said = _checked_what(new.what)
    with deps.feedback.write() as unit:
        session = ensure_open(unit.sessions.lock(session_id))
        require_part(session, present(deps, person_id))
        _check_owner(unit, new.owner_id)
        _check_due(deps, new.due)
        action_id = unit.agenda.add_action(session_id, new.token, new.about, person_id, deps.now())
        if action_id is None:
            return
        for name, value in initial_fields(replace(new, what=said)).items():
            entry = NewEntry(f"{new.token}-{name}", subject_of_action(action_id), name, value, (), person_id)
            unit.fields.write(session_id, entry, deps.now())


def change_action(deps: Dependencies, person_id: int, action_id: int, change: Change) -> None:
    """Change one field of an action. An action lives on after its session; its minutes stay as they were frozen.

    Somebody who changed the same field without having seen this keeps their version: both are shown until one is chosen.

    Raises:
        NotAllowedError: the person neither took part, nor owns the action, nor may hold sessions.
        TalkError: no words.
        SessionError: the owner left, the day is past, or it is too long.
        NotFoundError: no such action or owner.
    """
    with deps.feedback.write() as unit:
        _change_within(deps, unit, (person_id, action_id), change)


def _change_within(deps: Dependencies, unit: UnitOfWork, by_and_what: tuple[int, int], change: Change) -> None:
    person_id, action_id = by_and_what
    stored = unit.agenda.action(action_id)
    session = unit.sessions.lock(stored.session_id)
    fields = unit.fields.of_sessions([stored.session_id])
    now = action_of(stored.id, stored.session_id, stored.about, fields)
    person = present(deps, person_id)
    if now.owner_id != person_id or not person.active:
        require_part(session, person)
    value = _stored_value(deps, unit, change)
    entry = NewEntry(change.token, subject_of_action(action_id), change.name, value, change.based_on, person_id)
    unit.fields.write(stored.session_id, entry, deps.now())


def report_action(deps: Dependencies, person_id: int, item_id: int, change: Change, seen: Sequence[int]) -> None:
    """Say in a session how an action of an earlier one stands; the item is then done.

    Args:
        deps: stores.
        person_id: who says it.
        item_id: an item about an action, in an open session.
        change: of the field `state`.
        seen: the entries of the item's outcome that were on the screen.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such item.
        SessionError: the session is closed.
    """
    require(present(deps, person_id), Permission.HOLD_SESSIONS)
    with deps.feedback.write() as unit:
        session_id, item = unit.agenda.item(item_id)
        ensure_open(unit.sessions.lock(session_id))
        if item.action_id is None:
            raise NotFoundError("action", str(item_id))
        _change_within(deps, unit, (person_id, item.action_id), change)
        value = _stored_value(deps, unit, change)
        entry = NewEntry(f"{change.token}-item", subject_of(item), "outcome", value, seen, person_id)
        unit.fields.write(session_id, entry, deps.now())


@dataclass(frozen=True)
class StillOpen:
    """The actions that are still open, those due first at the top; and everybody by id, also who left."""

    actions: tuple[Action, ...]
    people: Mapping[int, Person]


def open_actions(deps: Dependencies, use_case: str) -> StillOpen:
    """What the sessions of a use case agreed on and nobody has done or dropped yet."""
    with deps.feedback.read() as unit:
        fields = unit.fields.of_actions(use_case)
        found = [
            action_of(stored.id, stored.session_id, stored.about, fields)
            for stored in unit.agenda.actions_of_use_case(use_case)
        ]
        people = {person.id: person for person in unit.people.all()}
    still = [action for action in found if action.state is ActionState.OPEN]
    return StillOpen(tuple(sorted(still, key=lambda action: (action.due, action.id))), people)


def _stored_value(deps: Dependencies, unit: UnitOfWork, change: Change) -> Mapping[str, object]:
    value = change.value
    if change.name == "what":
        return {"text": _checked_what(str(value))}
    if change.name == "owner":
        assert isinstance(value, int)
        _check_owner(unit, value)
        return {"person": value}
    if change.name == "due":
        assert isinstance(value, date)
        _check_due(deps, value)
        return {"day": value.isoformat()}
    if change.name == "kind":
        return {"kind": ActionKind(str(value)).value}
    assert isinstance(value, tuple)
    state, words = value
    return {"state": ActionState(state).value, "words": str(words).strip()}


def _checked_what(words: str) -> str:
    said = checked_words(words)
    if len(said) > ACTION_LIMIT:
        raise SessionError("action too long", str(len(said)), (str(ACTION_LIMIT),))
    return said


def _check_owner(unit: UnitOfWork, person_id: int) -> None:
    person = unit.people.by_id(person_id)
    if person is None:
        raise NotFoundError("person", str(person_id))
    if not person.active:
        raise SessionError("owner left", person.name)


def _check_due(deps: Dependencies, due: date) -> None:
    today = deps.now().astimezone().date()
    if due < today:
        raise SessionError("due in the past", due.isoformat(), (today.isoformat(),))
