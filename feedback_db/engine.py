"""Open an engine on either database with the settings that make writes safe.

SQLite: write-ahead log, foreign keys on, a writer takes its place with BEGIN IMMEDIATE and waits for the busy timeout
(a deferred transaction that turns into a writer fails at once instead). `synchronous=FULL`: a commit returns after the
log is on the disk, so an acknowledged review survives kill -9 and a power cut; people write too rarely to notice.
"""

import json
import sqlite3
import time
from functools import partial

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from domain.errors import DatabaseError, SettingError

BUSY_TIMEOUT_MS = 5_000
"""How long a writer waits for another one. With 5 s 16 writers lost nothing, with 0 s they failed (measured)."""

CONNECT_TIMEOUT_S = 5
"""How long PostgreSQL may take to answer the door before it counts as unreachable."""

WAL_RETRY_S = 0.02
"""SQLite refuses a change of journal mode at once, without its busy timeout, while another process makes the same one."""

READ_ONLY = "vouch_read_only"
"""Execution option of an engine whose transactions only read."""

ALLOWED_URLS = "sqlite:///PATH or postgresql://USER@HOST/DATABASE"


def database_url(url: str) -> URL:
    """The URL with its driver: plain `postgresql://` means psycopg.

    Raises:
        SettingError: neither SQLite in a file nor PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        # What cannot be parsed may still hold a password, so it is not repeated.
        raise SettingError("database url", "no URL", ALLOWED_URLS) from None
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    in_a_file = parsed.database not in (None, "", ":memory:")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite") and in_a_file:
        return parsed
    raise SettingError("database url", parsed.render_as_string(hide_password=True), ALLOWED_URLS)


def open_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """An engine whose transactions write unless it is a `reader`. Does not connect yet.

    Args:
        url: `sqlite:///path` or `postgresql://...`.
        busy_timeout_ms: how long a statement waits for a lock of somebody else.

    Raises:
        SettingError: another kind of URL.
    """
    parsed = database_url(url)
    # NaN is no JSON; PostgreSQL would refuse it and SQLite would not.
    serializer = partial(json.dumps, allow_nan=False)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, json_serializer=serializer)
        event.listen(engine, "connect", partial(_prepare_sqlite, url, busy_timeout_ms))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    timeout = {"connect_timeout": parsed.query.get("connect_timeout", CONNECT_TIMEOUT_S)}
    engine = create_engine(parsed, json_serializer=serializer, connect_args=timeout, pool_pre_ping=True)
    event.listen(engine, "connect", partial(_prepare_postgres, busy_timeout_ms))
    return engine


def reader(engine: Engine) -> Engine:
    """The same engine for transactions that only read: one snapshot from the first statement to the last."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READ_ONLY: True})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _prepare_sqlite(url: str, busy_timeout_ms: int, connection: sqlite3.Connection, _record: object) -> None:
    # Vouch says itself when a transaction begins; the driver would begin a deferred one.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={int(busy_timeout_ms)}")
    mode = _enter_write_ahead_log(connection, busy_timeout_ms)
    if mode != "wal":
        raise DatabaseError(url, "failed", f"no write-ahead log on this file system, only journal mode {mode}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _enter_write_ahead_log(connection: sqlite3.Connection, busy_timeout_ms: int) -> str:
    deadline = time.monotonic() + busy_timeout_ms / 1000
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode=WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(WAL_RETRY_S)


def _begin_sqlite(connection: Connection) -> None:
    only_reads = bool(connection.get_execution_options().get(READ_ONLY, False))
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if only_reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN DEFERRED" if only_reads else "BEGIN IMMEDIATE")


def _prepare_postgres(busy_timeout_ms: int, connection: object, _record: object) -> None:
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"SET lock_timeout = {int(busy_timeout_ms)}")
    connection.commit()  # type: ignore[attr-defined]
