"""The SQL classes of sessions. Everything is added, never edited; what a field says is in the entries that nobody replaced."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class SessionRow(Base):
    """A meeting over the predictions of a period."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "use_case", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    title: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    minutes: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class SessionPersonRow(Base):
    """That a person takes part, and at which place they were named."""

    __tablename__ = "session_people"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    place: Mapped[int]


class SessionItemRow(Base):
    """A point of the agenda. `about` is the prediction or the action, once per session; `person_id` who added it by hand."""

    __tablename__ = "session_items"
    __table_args__ = (Index("ux_session_items_about", "session_id", "about", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    about: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))
    row: Mapped[int | None]
    entity: Mapped[str | None]
    target_date: Mapped[date | None]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("session_actions.id"))
    detail: Mapped[dict[str, Any]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class SessionActionRow(Base):
    """Something that somebody does; what, who, until when and its state are fields with entries.

    `about` names the item as `SessionItemRow.about` does: items refer to actions, so actions cannot refer to items.
    """

    __tablename__ = "session_actions"
    __table_args__ = (Index(None, "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    about: Mapped[str | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class SessionEntryRow(Base):
    """One value of a field. `based_on` are the entries that its author saw and replaces."""

    __tablename__ = "session_entries"
    __table_args__ = (Index(None, "session_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    subject: Mapped[str]
    name: Mapped[str] = mapped_column(String(16))
    value: Mapped[dict[str, Any]]
    based_on: Mapped[list[Any]]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class SessionNoteRow(Base):
    """A note for the minutes, on an item or on the session as a whole."""

    __tablename__ = "session_notes"
    __table_args__ = (Index(None, "session_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("session_items.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class SessionEventRow(Base):
    """That a session was closed, or opened again by an amendment; numbered, so that no two people do it at once."""

    __tablename__ = "session_events"
    __table_args__ = (Index("ux_session_events_number", "session_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class SessionMinutesRow(Base):
    """The minutes as they were frozen when a session was closed, with the tagged hash of the HTML."""

    __tablename__ = "session_minutes"
    __table_args__ = (Index(None, "html_hash"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("session_events.id"), primary_key=True, autoincrement=False)
    html: Mapped[str] = mapped_column(Text)
    html_hash: Mapped[str]
    markdown: Mapped[str] = mapped_column(Text)
    csv: Mapped[str] = mapped_column(Text)
