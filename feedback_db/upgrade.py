"""Bring a database to the revision that this Vouch works with. There is no downgrade: keep a backup."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from domain.errors import DatabaseError
from feedback_db.database_errors import database_errors, shown_url
from feedback_db.engine import open_engine
from feedback_db.revision import REVISIONS, revision_state, state_of

__all__ = ["revision_state", "upgrade", "upgrade_to"]

UPGRADE_TIMEOUT_MS = 60_000
"""How long a second process waits for the first one to finish the same upgrade."""

UPGRADE_LOCK = 86_824
"""Number of the PostgreSQL advisory lock: VOUCH on the keys of a telephone."""


def upgrade(url: str) -> None:
    """Bring an empty or older database to the newest revision, as one transaction.

    Two processes may do it at once: the second waits, and finds nothing left to do.

    Raises:
        DatabaseError: from a newer Vouch, locked, unreachable, full or failed; then nothing was changed.
    """
    upgrade_to(url, REVISIONS[-1])


def upgrade_to(url: str, revision: str) -> None:
    """Bring a database up to one of `REVISIONS`; `upgrade` is what everybody wants."""
    with database_errors(url):
        engine = open_engine(url, busy_timeout_ms=UPGRADE_TIMEOUT_MS)
        try:
            with engine.begin() as connection:
                _wait_for_others(connection)
                if state_of(connection) == "newer":
                    raise DatabaseError(shown_url(url), "newer")
                _run(connection, revision)
        finally:
            engine.dispose()


def _wait_for_others(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE has already waited; PostgreSQL would let two upgrades run into each other.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})


def _run(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "feedback_db:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
