"""Which revision a database is at. Kept apart from `upgrade`, so that the dashboard starts without Alembic."""

from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, inspect, text

from feedback_db.database_errors import database_errors
from feedback_db.engine import database_url, open_engine, reader

REVISIONS = ("0001", "0002", "0003", "0004", "0006", "0007", "0010", "0011", "0012", "0015", "0018", "0020")
"""Every revision that this Vouch knows, oldest first (a test compares it with `migrations/versions`)."""

RevisionState = Literal["current", "older", "newer", "empty"]


def state_of(connection: Connection) -> RevisionState:
    """Where the database behind a connection stands."""
    if not inspect(connection).has_table("alembic_version"):
        return "empty"
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return "empty"
    if revision == REVISIONS[-1]:
        return "current"
    return "older" if revision in REVISIONS else "newer"


def engine_state(engine: Engine) -> RevisionState:
    """Where the database behind an engine stands; a SQLite file that is not there is empty, and stays away."""
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database is not None and not Path(database).exists():
        return "empty"
    with reader(engine).connect() as connection:
        return state_of(connection)


def revision_state(url: str) -> RevisionState:
    """Whether a database is empty, older than this Vouch, current, or from a newer Vouch.

    Raises:
        DatabaseError: locked, unreachable or failed.
    """
    database_url(url)
    with database_errors(url):
        engine = open_engine(url)
        try:
            return engine_state(engine)
        finally:
            engine.dispose()
