"""Errors of the two drivers, turned into the vocabulary: locked, unreachable, full or failed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from domain.errors import DatabaseError

Fault = Literal["locked", "unreachable", "full", "failed"]

# https://www.sqlite.org/rescode.html; the primary code is the low byte of an extended one.
SQLITE_PRIMARY = 0xFF
SQLITE_FAULTS: dict[int, Fault] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CANTOPEN: "unreachable",
}
# Growing the shared-memory file of the write-ahead log is the one place where a full disk is no SQLITE_FULL.
SQLITE_IOERR_SHMSIZE = 4874

# https://www.postgresql.org/docs/current/errcodes-appendix.html, longest prefix first.
POSTGRES_FAULTS: tuple[tuple[str, Fault], ...] = (
    ("53100", "full"),  # disk_full
    ("55P03", "locked"),  # lock_not_available
    ("40P01", "locked"),  # deadlock_detected
    ("40001", "locked"),  # serialization_failure
    ("53300", "unreachable"),  # too_many_connections
    ("57P", "unreachable"),  # admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped
    ("08", "unreachable"),  # connection_exception
)


def fault_of(error: DBAPIError) -> Fault:
    """What an error of a driver means to somebody who is not a database administrator."""
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_fault(getattr(error.orig, "sqlite_errorcode", 0))
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None:
        # A connection that was never made, or was cut, has no state: no server was there to give one.
        return "unreachable" if isinstance(error, OperationalError) else "failed"
    return next((fault for prefix, fault in POSTGRES_FAULTS if state.startswith(prefix)), "failed")


def _sqlite_fault(code: int) -> Fault:
    return "full" if code == SQLITE_IOERR_SHMSIZE else SQLITE_FAULTS.get(code & SQLITE_PRIMARY, "failed")


def shown_url(url: str) -> str:
    """The URL as it may be shown: without its password."""
    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def database_errors(url: str) -> Iterator[None]:
    """Turn every error of the database inside the block into a `DatabaseError`.

    Raises:
        DatabaseError: the database refused; `detail` is the first line of what it said.
    """
    try:
        yield
    except DBAPIError as error:
        detail = str(error.orig).strip().partition("\n")[0]
        raise DatabaseError(shown_url(url), fault_of(error), detail) from error
    except PoolTimeoutError as error:
        raise DatabaseError(shown_url(url), "locked", str(error)) from error
