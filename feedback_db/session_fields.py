"""The fields of sessions: outcomes, the order of the agenda, what an action says. Two versions stay two until one is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as SqlSession

from domain.session_fields import Entry, Field, Subject, fields_of
from feedback_db.insert_once import insert_once
from feedback_db.session_tables import SessionEntryRow, SessionRow
from feedback_db.tables import PersonRow


@dataclass(frozen=True)
class NewEntry:
    """A value of a field as it is handed in; the same token is stored once.

    Attributes:
        based_on: the entries that the author saw.
    """

    token: str
    subject: Subject
    name: str
    value: Mapping[str, object]
    based_on: Sequence[int]
    person_id: int


class SessionFields:
    """The fields of all sessions."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def write(self, session_id: int, new: NewEntry, now: datetime) -> bool:
        """Add a value once per token; whether it was stored now. It replaces nothing but entries of the same field."""
        own = (SessionEntryRow.subject == str(new.subject), SessionEntryRow.name == new.name)
        known = frozenset(
            self._session.scalars(select(SessionEntryRow.id).where(SessionEntryRow.session_id == session_id, *own))
        )
        values = {
            "token": new.token,
            "session_id": session_id,
            "subject": str(new.subject),
            "name": new.name,
            "value": dict(new.value),
            "based_on": [entry for entry in new.based_on if entry in known],
            "person_id": new.person_id,
            "created_at": now,
        }
        return insert_once(self._session, SessionEntryRow, values, ["token"])

    def entries(self, session_ids: Sequence[int]) -> tuple[Entry, ...]:
        """Everything that was written in the fields of some sessions, oldest first."""
        return self._select(SessionEntryRow.session_id.in_(session_ids))

    def of_sessions(self, session_ids: Sequence[int]) -> dict[tuple[str, str], Field]:
        """What the fields of some sessions say now, by subject and name."""
        return fields_of(self.entries(session_ids))

    def of_actions(self, use_case: str) -> dict[tuple[str, str], Field]:
        """What the fields of every action of a use case say now, by subject and name."""
        of_use_case = select(SessionRow.id).where(SessionRow.use_case == use_case)
        return fields_of(
            self._select(SessionEntryRow.session_id.in_(of_use_case), SessionEntryRow.subject.startswith("action:"))
        )

    def _select(self, *conditions: ColumnElement[bool]) -> tuple[Entry, ...]:
        found = self._session.execute(
            select(SessionEntryRow, PersonRow.name)
            .join(PersonRow, PersonRow.id == SessionEntryRow.person_id)
            .where(*conditions)
            .order_by(SessionEntryRow.id)
        )
        return tuple(
            Entry(row.id, row.subject, row.name, row.value, tuple(row.based_on), row.person_id, person, row.created_at)
            for row, person in found
        )
