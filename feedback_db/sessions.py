"""Sessions: who meets over what, when they were closed and opened again, and their frozen minutes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, insert, select
from sqlalchemy.orm import Session as SqlSession
from sqlalchemy.orm import aliased

from domain.errors import NotFoundError
from domain.session import EventKind, Session, SessionEvent
from feedback_db.insert_once import insert_once
from feedback_db.session_tables import (
    SessionActionRow,
    SessionEntryRow,
    SessionEventRow,
    SessionItemRow,
    SessionMinutesRow,
    SessionNoteRow,
    SessionPersonRow,
    SessionRow,
)
from feedback_db.tables import PersonRow

_Leader = aliased(PersonRow)


@dataclass(frozen=True)
class NewSession:
    """A session as it is opened; the same token is stored once."""

    token: str
    use_case: str
    title: str
    first_day: date
    last_day: date
    minutes: int
    person_id: int


@dataclass(frozen=True)
class NewEvent:
    """A closing or an amendment as it is handed in; the same token is stored once."""

    token: str
    kind: EventKind
    person_id: int
    words: str


@dataclass(frozen=True)
class StoredMinutes:
    """Minutes as they were frozen; `html_hash` is tagged with its algorithm."""

    session_id: int
    event: SessionEvent
    html: str
    html_hash: str
    markdown: str
    csv: str


class Sessions:
    """The sessions of all use cases."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def open(self, new: NewSession, participants: Sequence[int], now: datetime) -> tuple[Session, bool]:
        """Store a session once per token; whether it was stored now."""
        stored = insert_once(self._session, SessionRow, {**vars(new), "created_at": now}, ["token"])
        (found,) = self._select(SessionRow.token == new.token)
        if stored:
            for person_id in participants:
                self.invite(found.id, person_id)
        return self.by_id(found.id), stored

    def invite(self, session_id: int, person_id: int) -> bool:
        """Let a person take part; whether they did not before."""
        of_session = SessionPersonRow.session_id == session_id
        place = self._session.scalar(select(func.count()).select_from(SessionPersonRow).where(of_session)) or 0
        values = {"session_id": session_id, "person_id": person_id, "place": place}
        return insert_once(self._session, SessionPersonRow, values, ["session_id", "person_id"])

    def by_id(self, session_id: int) -> Session:
        """One session.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = self._select(SessionRow.id == session_id)
        if not found:
            raise NotFoundError("session", str(session_id))
        return found[0]

    def lock(self, session_id: int) -> Session:
        """Wait until no other transaction writes this session; the session as it then is.

        Raises:
            NotFoundError: there is none of this id.
        """
        statement = select(SessionRow.id).where(SessionRow.id == session_id).with_for_update(key_share=True)
        self._session.execute(statement)
        return self.by_id(session_id)

    def of_use_case(self, use_case: str, limit: int) -> tuple[Session, ...]:
        """The last sessions of a use case, the newest first."""
        newest = select(SessionRow.id).where(SessionRow.use_case == use_case).order_by(SessionRow.id.desc())
        return tuple(reversed(self._select(SessionRow.id.in_(newest.limit(limit)))))

    def in_period(self, use_case: str, first: date, last: date) -> tuple[Session, ...]:
        """The sessions about at least one target date of a period, oldest first."""
        overlap = and_(SessionRow.first_day <= last, SessionRow.last_day >= first)
        wanted = select(SessionRow.id).where(SessionRow.use_case == use_case, overlap)
        return self._select(SessionRow.id.in_(wanted))

    def stamp(self, session_id: int) -> tuple[int, ...]:
        """The newest row of each kind; another stamp means that something was written."""
        tables = (SessionItemRow, SessionEntryRow, SessionNoteRow, SessionActionRow, SessionEventRow)
        newest = [
            select(func.max(table.id)).where(table.session_id == session_id).scalar_subquery() for table in tables
        ]
        found = self._session.execute(select(*newest)).one()
        return tuple(number or 0 for number in found)

    def add_event(self, session_id: int, new: NewEvent, now: datetime) -> int | None:
        """Close a session or open it again, once per token; the id of the event if it was stored now."""
        of_session = SessionEventRow.session_id == session_id
        number = (self._session.scalar(select(func.max(SessionEventRow.number)).where(of_session)) or 0) + 1
        values = {**vars(new), "kind": new.kind.value, "session_id": session_id, "number": number, "created_at": now}
        if not insert_once(self._session, SessionEventRow, values, ["token"]):
            return None
        return self._session.scalar(select(SessionEventRow.id).where(SessionEventRow.token == new.token))

    def has_event(self, session_id: int, token: str) -> bool:
        """Whether a closing or an amendment of this session with this token was stored."""
        one = (SessionEventRow.session_id == session_id, SessionEventRow.token == token)
        return self._session.scalar(select(SessionEventRow.id).where(*one)) is not None

    def freeze(self, event_id: int, minutes: tuple[str, str, str], html_hash: str) -> None:
        """Store the minutes of a closing: HTML, Markdown and CSV."""
        html, markdown, csv = minutes
        values = {"event_id": event_id, "html": html, "html_hash": html_hash, "markdown": markdown, "csv": csv}
        self._session.execute(insert(SessionMinutesRow).values(**values))

    def minutes_of(self, session_id: int) -> tuple[StoredMinutes, ...]:
        """All minutes of a session, oldest first."""
        return self._minutes(SessionEventRow.session_id == session_id)

    def minutes_by_hash(self, html_hash: str) -> StoredMinutes | None:
        """The minutes whose HTML has this tagged hash."""
        return next(iter(self._minutes(SessionMinutesRow.html_hash == html_hash)), None)

    def _minutes(self, condition: ColumnElement[bool]) -> tuple[StoredMinutes, ...]:
        found = self._session.execute(
            select(SessionMinutesRow, SessionEventRow, PersonRow.name)
            .join(SessionEventRow, SessionEventRow.id == SessionMinutesRow.event_id)
            .join(PersonRow, PersonRow.id == SessionEventRow.person_id)
            .where(condition)
            .order_by(SessionEventRow.id)
        )
        return tuple(
            StoredMinutes(event.session_id, _event(event, person), row.html, row.html_hash, row.markdown, row.csv)
            for row, event, person in found
        )

    def _select(self, condition: ColumnElement[bool]) -> tuple[Session, ...]:
        rows = self._session.execute(
            select(SessionRow, _Leader.name)
            .join(_Leader, _Leader.id == SessionRow.person_id)
            .where(condition)
            .order_by(SessionRow.id)
        ).all()
        people, events = self._people(condition), self._events(condition)
        return tuple(_session(row, leader, tuple(people[row.id]), tuple(events[row.id])) for row, leader in rows)

    def _people(self, condition: ColumnElement[bool]) -> dict[int, list[tuple[int, str]]]:
        found = self._session.execute(
            select(SessionPersonRow, PersonRow.name)
            .join(SessionRow, SessionRow.id == SessionPersonRow.session_id)
            .join(PersonRow, PersonRow.id == SessionPersonRow.person_id)
            .where(condition)
            .order_by(SessionPersonRow.place, PersonRow.id)
        )
        people: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for row, name in found:
            people[row.session_id].append((row.person_id, name))
        return people

    def _events(self, condition: ColumnElement[bool]) -> dict[int, list[SessionEvent]]:
        found = self._session.execute(
            select(SessionEventRow, PersonRow.name)
            .join(SessionRow, SessionRow.id == SessionEventRow.session_id)
            .join(PersonRow, PersonRow.id == SessionEventRow.person_id)
            .where(condition)
            .order_by(SessionEventRow.number)
        )
        events: dict[int, list[SessionEvent]] = defaultdict(list)
        for row, name in found:
            events[row.session_id].append(_event(row, name))
        return events


def _event(row: SessionEventRow, person: str) -> SessionEvent:
    return SessionEvent(row.id, row.number, EventKind(row.kind), row.person_id, person, row.words, row.created_at)


def _session(
    row: SessionRow, leader: str, people: tuple[tuple[int, str], ...], events: tuple[SessionEvent, ...]
) -> Session:
    return Session(
        row.id,
        row.use_case,
        row.title,
        row.first_day,
        row.last_day,
        row.minutes,
        row.person_id,
        leader,
        people,
        row.created_at,
        events,
    )
