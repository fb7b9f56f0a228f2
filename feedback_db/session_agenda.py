"""The agenda of a session, the notes on it, and the actions that came of it. Rows are added; removing is a field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session as SqlSession

from domain.entity import Entity, entity_from_text, entity_text
from domain.errors import NotFoundError
from domain.prediction import prediction_id
from domain.session import Item, ItemKind, Note, about_action, about_prediction
from feedback_db.insert_once import insert_once
from feedback_db.session_tables import SessionActionRow, SessionItemRow, SessionNoteRow, SessionRow
from feedback_db.tables import PersonRow


@dataclass(frozen=True)
class NewItem:
    """A point of the agenda as it is handed in: about a prediction, or about an action of an earlier session."""

    kind: ItemKind
    detail: Mapping[str, object]
    run_id: str | None = None
    row: int | None = None
    entity: Entity | None = None
    target_date: date | None = None
    action_id: int | None = None

    @property
    def about(self) -> str:
        """As `Item.about`."""
        if self.run_id is None or self.row is None:
            return about_action(self.action_id or 0)
        return about_prediction(prediction_id(self.run_id, self.row))


@dataclass(frozen=True)
class NewNote:
    """A note as it is handed in; the same token is stored once."""

    token: str
    item_id: int | None
    person_id: int
    words: str


@dataclass(frozen=True)
class StoredAction:
    """An action without its fields."""

    id: int
    session_id: int
    about: str | None


class SessionAgenda:
    """Items, notes and actions of all sessions."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add_item(self, session_id: int, new: NewItem, person_id: int | None, now: datetime) -> bool:
        """Put something on the agenda; whether it was not there yet."""
        values = {
            **vars(new),
            "kind": new.kind.value,
            "entity": None if new.entity is None else entity_text(new.entity),
            "detail": dict(new.detail),
            "session_id": session_id,
            "about": new.about,
            "person_id": person_id,
            "created_at": now,
        }
        return insert_once(self._session, SessionItemRow, values, ["session_id", "about"])

    def items(self, session_id: int) -> tuple[Item, ...]:
        """What was put on the agenda, in that order, whether or not it was removed since."""
        return tuple(item for _, item in self._items(SessionItemRow.session_id == session_id))

    def about_predictions(self, use_case: str, first: date, last: date) -> tuple[tuple[int, Item], ...]:
        """Every point about a prediction of a period of target dates, with the id of its session, oldest first."""
        of_use_case = select(SessionRow.id).where(SessionRow.use_case == use_case)
        in_time = SessionItemRow.target_date.between(first, last)
        return self._items(and_(SessionItemRow.session_id.in_(of_use_case), in_time))

    def item(self, item_id: int) -> tuple[int, Item]:
        """One item and the id of its session.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = self._items(SessionItemRow.id == item_id)
        if not found:
            raise NotFoundError("item", str(item_id))
        return found[0]

    def add_note(self, session_id: int, new: NewNote, now: datetime) -> bool:
        """Append a note once per token; whether it was stored now."""
        values = {**vars(new), "session_id": session_id, "created_at": now}
        return insert_once(self._session, SessionNoteRow, values, ["token"])

    def notes(self, session_id: int) -> tuple[Note, ...]:
        """The notes of a session, oldest first."""
        found = self._session.execute(
            select(SessionNoteRow, PersonRow.name)
            .join(PersonRow, PersonRow.id == SessionNoteRow.person_id)
            .where(SessionNoteRow.session_id == session_id)
            .order_by(SessionNoteRow.id)
        )
        return tuple(
            Note(row.id, row.item_id, row.person_id, person, row.words, row.created_at) for row, person in found
        )

    def add_action(self, session_id: int, token: str, about: str | None, person_id: int, now: datetime) -> int | None:
        """Store an action without its fields, once per token; its id if it was stored now."""
        values = {"token": token, "session_id": session_id, "about": about, "person_id": person_id, "created_at": now}
        if not insert_once(self._session, SessionActionRow, values, ["token"]):
            return None
        return self._session.scalar(select(SessionActionRow.id).where(SessionActionRow.token == token))

    def action(self, action_id: int) -> StoredAction:
        """One action.

        Raises:
            NotFoundError: there is none of this id.
        """
        row = self._session.get(SessionActionRow, action_id)
        if row is None:
            raise NotFoundError("action", str(action_id))
        return StoredAction(row.id, row.session_id, row.about)

    def actions(self, session_ids: Sequence[int]) -> tuple[StoredAction, ...]:
        """The actions that some sessions agreed on, oldest first."""
        of_sessions = SessionActionRow.session_id.in_(session_ids)
        rows = self._session.scalars(select(SessionActionRow).where(of_sessions).order_by(SessionActionRow.id))
        return tuple(StoredAction(row.id, row.session_id, row.about) for row in rows)

    def actions_of_use_case(self, use_case: str) -> tuple[StoredAction, ...]:
        """Every action that sessions of a use case agreed on, oldest first."""
        statement = select(SessionActionRow).join(SessionRow, SessionRow.id == SessionActionRow.session_id)
        rows = self._session.scalars(statement.where(SessionRow.use_case == use_case).order_by(SessionActionRow.id))
        return tuple(StoredAction(row.id, row.session_id, row.about) for row in rows)

    def _items(self, condition: ColumnElement[bool]) -> tuple[tuple[int, Item], ...]:
        found = self._session.execute(
            select(SessionItemRow, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == SessionItemRow.person_id)
            .where(condition)
            .order_by(SessionItemRow.id)
        )
        return tuple((row.session_id, _item(row, person)) for row, person in found)


def _item(row: SessionItemRow, person: str | None) -> Item:
    entity = None if row.entity is None else entity_from_text(row.entity)
    return Item(
        row.id, ItemKind(row.kind), row.run_id, row.row, entity, row.target_date, row.action_id, row.detail, person
    )
