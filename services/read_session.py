"""Read a session as it stands: the agenda in its order, what was decided, who does what."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from domain.action import Action, action_of
from domain.actual import Actual
from domain.agenda import share_out
from domain.dispute import Dispute
from domain.entity import Entity
from domain.errors import SessionError
from domain.opened_session import OpenedSession, Point
from domain.review import Review
from domain.session import Item, Session
from domain.session_fields import Field, Subject
from domain.use_case import UseCase
from feedback_db.unit_of_work import UnitOfWork
from services.dependencies import Dependencies
from services.open_session import WHOLE_SESSION

NO_FIELD = Field()
MOST_LOOKED_AT = 200
"""Open disputes that are looked at for those that are not on the agenda: more than anybody reads."""

Fields = Mapping[tuple[str, str], Field]


def read_session(deps: Dependencies, session_id: int) -> OpenedSession:
    """A session as it stands now.

    Raises:
        NotFoundError: there is none of this id.
    """
    with deps.feedback.read() as unit:
        return session_within(unit, session_id)


def session_within(unit: UnitOfWork, session_id: int) -> OpenedSession:
    """A session as it stands in a transaction.

    Raises:
        NotFoundError: there is none of this id.
    """
    session = unit.sessions.by_id(session_id)
    fields = unit.fields.of_sessions([session_id])
    items, notes = unit.agenda.items(session_id), unit.agenda.notes(session_id)
    use_case = UseCase.model_validate_json(json.dumps(unit.use_cases.definition(session.use_case)))
    actions = tuple(
        action_of(stored.id, stored.session_id, stored.about, fields) for stored in unit.agenda.actions([session_id])
    )
    kept = [item for item in in_order(items, fields) if not is_removed(item, fields)]
    kinds = share_out(tuple(item.kind for item in kept), session.minutes) if kept else ()
    earlier = _earlier_actions(unit, session.use_case, kept)
    said, happened = _said(unit, kept), _happened(unit, session.use_case, kept)
    points = tuple(
        Point(
            item,
            fields.get((str(subject_of(item)), "outcome"), NO_FIELD),
            tuple(note for note in notes if note.item_id == item.id),
            earlier.get(item.action_id or 0),
            tuple(action for action in actions if action.about == item.about),
            minutes,
            said.get((item.run_id, item.row), ()),
            happened.get((item.target_date, item.entity)),
        )
        for item, minutes in zip(kept, kinds, strict=True)
    )
    looked = fields.get((str(WHOLE_SESSION), "looked"), NO_FIELD).value or {}
    return OpenedSession(
        session,
        use_case,
        points,
        tuple(item for item in items if is_removed(item, fields)),
        tuple(note for note in notes if note.item_id is None),
        actions,
        {person.id: person for person in unit.people.all()},
        _began(fields),
        _days(looked.get("left_out")),
        _days(looked.get("unreadable")),
        unit.sessions.stamp(session_id),
        _waiting(unit, session, items) if session.is_open else (),
    )


def _waiting(unit: UnitOfWork, session: Session, items: tuple[Item, ...]) -> tuple[Dispute, ...]:
    """Open disputes of the period about predictions that are not on the agenda, and were not taken off it."""
    there = {(item.run_id, item.row) for item in items}
    found = unit.disputes.newest_open(session.use_case, session.first, session.last, MOST_LOOKED_AT)
    return tuple({at: one for one in found if (at := (one.run_id, one.row)) not in there}.values())


def stamp_of(deps: Dependencies, session_id: int) -> tuple[int, ...]:
    """As `OpenedSession.stamp`, without reading the session."""
    with deps.feedback.read() as unit:
        return unit.sessions.stamp(session_id)


def subject_of(item: Item) -> Subject:
    """What the fields of an item belong to."""
    return Subject("item", item.id)


def is_removed(item: Item, fields: Fields) -> bool:
    """Whether an item was taken off the agenda, and not put back."""
    value = fields.get((str(subject_of(item)), "removed"), NO_FIELD).value
    return value is not None and bool(value["removed"])


def in_order(items: tuple[Item, ...], fields: Fields) -> tuple[Item, ...]:
    """The items as somebody ordered them; those that came later at the end."""
    value = fields.get((str(WHOLE_SESSION), "order"), NO_FIELD).value or {}
    order = value.get("items", [])
    assert isinstance(order, list)
    place = {item_id: at for at, item_id in enumerate(order)}
    return tuple(sorted(items, key=lambda item: (place.get(item.id, len(place)), item.id)))


def ensure_open(session: Session) -> Session:
    """Refuse to write into a closed session.

    Raises:
        SessionError: it is closed.
    """
    if not session.is_open:
        raise SessionError("closed", session.title)
    return session


def _earlier_actions(unit: UnitOfWork, use_case: str, items: list[Item]) -> dict[int, Action]:
    wanted = [item.action_id for item in items if item.action_id is not None]
    if not wanted:
        return {}
    fields = unit.fields.of_actions(use_case)
    stored = [unit.agenda.action(action_id) for action_id in wanted]
    return {found.id: action_of(found.id, found.session_id, found.about, fields) for found in stored}


def _said(unit: UnitOfWork, items: list[Item]) -> dict[tuple[str | None, int | None], tuple[Review, ...]]:
    about = [(item.run_id, item.row) for item in items if item.run_id is not None and item.row is not None]
    found: dict[tuple[str | None, int | None], tuple[Review, ...]] = {}
    for review in unit.reviews.for_predictions(about):
        key = (review.new.run_id, review.new.row)
        found[key] = (*found.get(key, ()), review)
    return found


def _happened(unit: UnitOfWork, use_case: str, items: list[Item]) -> Mapping[tuple[date | None, Entity | None], Actual]:
    about = [
        (item.target_date, item.entity) for item in items if item.target_date is not None and item.entity is not None
    ]
    return dict(unit.actuals.latest_of(use_case, about).items())


def _began(fields: Fields) -> datetime | None:
    value = fields.get((str(WHOLE_SESSION), "began"), NO_FIELD).value
    return None if value is None else datetime.fromisoformat(str(value["at"]))


def _days(value: object) -> tuple[date, ...]:
    return tuple(date.fromisoformat(str(day)) for day in value) if isinstance(value, list) else ()
