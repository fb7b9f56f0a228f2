"""Sessions: people, agenda, fields with their entries, notes, actions, closing and minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _session()
    _actions()
    _items()
    _said()
    _closing()


def _when_and_who(table: str, *, nullable: bool = False) -> list[sa.Column[object] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("person_id", sa.Integer(), nullable=nullable),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id")),
    ]


def _of_session(table: str) -> list[sa.Column[object] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f(f"fk_{table}_session_id")),
    ]


def _with_id(table: str) -> list[sa.Column[object] | sa.PrimaryKeyConstraint]:
    return [sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _with_token(table: str) -> list[sa.Column[object] | sa.UniqueConstraint]:
    return [
        sa.Column("token", sa.String(), nullable=False),
        sa.UniqueConstraint("token", name=op.f(f"uq_{table}_token")),
    ]


def _session() -> None:
    op.create_table(
        "sessions",
        *_with_id("sessions"),
        *_with_token("sessions"),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *_when_and_who("sessions"),
        sa.ForeignKeyConstraint(["use_case"], ["use_cases.name"], name=op.f("fk_sessions_use_case")),
    )
    op.create_index(op.f("ix_sessions_use_case_created_at"), "sessions", ["use_case", "created_at"])
    op.create_table(
        "session_people",
        *_of_session("session_people"),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_session_people_person_id")),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_people")),
    )


def _actions() -> None:
    op.create_table(
        "session_actions",
        *_with_id("session_actions"),
        *_with_token("session_actions"),
        *_of_session("session_actions"),
        sa.Column("about", sa.String(), nullable=True),
        *_when_and_who("session_actions"),
    )
    op.create_index(op.f("ix_session_actions_session_id"), "session_actions", ["session_id"])


def _items() -> None:
    op.create_table(
        "session_items",
        *_with_id("session_items"),
        *_of_session("session_items"),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("entity", sa.String(), nullable=True),
        sa.Column("target_date", sa.Date(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        *_when_and_who("session_items", nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_session_items_run_id")),
        sa.ForeignKeyConstraint(["action_id"], ["session_actions.id"], name=op.f("fk_session_items_action_id")),
    )
    op.create_index("ux_session_items_about", "session_items", ["session_id", "about"], unique=True)


def _said() -> None:
    op.create_table(
        "session_entries",
        *_with_id("session_entries"),
        *_with_token("session_entries"),
        *_of_session("session_entries"),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("based_on", sa.JSON(), nullable=False),
        *_when_and_who("session_entries"),
    )
    op.create_index(op.f("ix_session_entries_session_id_id"), "session_entries", ["session_id", "id"])
    op.create_table(
        "session_notes",
        *_with_id("session_notes"),
        *_with_token("session_notes"),
        *_of_session("session_notes"),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        *_when_and_who("session_notes"),
        sa.ForeignKeyConstraint(["item_id"], ["session_items.id"], name=op.f("fk_session_notes_item_id")),
    )
    op.create_index(op.f("ix_session_notes_session_id_id"), "session_notes", ["session_id", "id"])


def _closing() -> None:
    op.create_table(
        "session_events",
        *_with_id("session_events"),
        *_with_token("session_events"),
        *_of_session("session_events"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *_when_and_who("session_events"),
    )
    op.create_index("ux_session_events_number", "session_events", ["session_id", "number"], unique=True)
    op.create_table(
        "session_minutes",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("html_hash", sa.String(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("csv", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["session_events.id"], name=op.f("fk_session_minutes_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_session_minutes")),
    )
    op.create_index(op.f("ix_session_minutes_html_hash"), "session_minutes", ["html_hash"])
