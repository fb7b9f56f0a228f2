"""Locked, unreachable, full: each with a real database in that state."""

import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from domain.errors import DatabaseError, SettingError
from feedback_db.database_errors import fault_of
from feedback_db.engine import database_url, open_engine
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork
from feedback_db.upgrade import revision_state, upgrade

SHORT_MS = 50


@contextmanager
def writer_that_does_not_end(url: str) -> Iterator[None]:
    """Somebody else in the middle of a write."""
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE use_cases SET title = 'mine'")
        yield
    engine.dispose()


def register(db: FeedbackDb, now: datetime, padding: int = 0) -> None:
    with db.write() as work:
        work.use_cases.register("bakery", "Bread", {"padding": "x" * padding}, "use_case.yaml", now)


def write_five_megabytes(work: UnitOfWork, now: datetime) -> None:
    person = work.people.add("Ana", may_decide=True, now=now)
    for number in range(1000):
        work.audit.add(person.name, "noted", str(number), {"padding": "x" * 5000}, now)


def test_a_locked_database_is_said_to_be_locked(db: FeedbackDb, url: str, now: datetime) -> None:
    impatient = FeedbackDb(url, busy_timeout_ms=SHORT_MS)
    with closing(impatient), writer_that_does_not_end(url):
        with pytest.raises(DatabaseError) as refused:
            register(impatient, now)
        assert refused.value.fault == "locked"
        with impatient.read() as work:
            assert work.use_cases.summaries()[0].title == "Bakery"
    register(db, now)


def test_a_database_locked_by_another_program_can_still_be_read(sqlite_url: str, now: datetime) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with closing(FeedbackDb(sqlite_url, busy_timeout_ms=SHORT_MS)) as db:
            with pytest.raises(DatabaseError) as refused:
                register(db, now)
            assert refused.value.fault == "locked"
            with db.read() as work:
                assert work.use_cases.summaries() == ()


def test_a_new_file_waits_for_another_program_before_it_gets_its_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE notes (text)")
        ending = threading.Timer(0.3, other.execute, ["COMMIT"])
        ending.start()
        with closing(FeedbackDb(f"sqlite:///{path}")) as db, db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        ending.join()


def test_a_full_disk_is_said_to_be_full_and_nothing_is_half_written(sqlite_url: str, now: datetime) -> None:
    db = FeedbackDb(sqlite_url)
    event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=1"))
    with closing(db):
        with pytest.raises(DatabaseError) as refused, db.write() as work:
            write_five_megabytes(work, now)
        assert refused.value.fault == "full"
        with db.read() as work:
            assert work.people.all() == ()
            assert work.audit.all(10) == ()
    with closing(FeedbackDb(sqlite_url)) as after:
        register(after, now, padding=100_000)


def test_a_server_that_does_not_answer_is_unreachable_and_its_password_stays_secret(now: datetime) -> None:
    with closing(socket.socket()) as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"postgresql://ana:secret@127.0.0.1:{reserved.getsockname()[1]}/vouch"
    for attempt in (FeedbackDb(url).ensure_current, lambda: upgrade(url), lambda: revision_state(url)):
        with pytest.raises(DatabaseError) as refused:
            attempt()
        assert refused.value.fault == "unreachable"
        assert "secret" not in f"{refused.value.url} {refused.value.detail}"


@pytest.mark.postgres
def test_a_database_that_the_server_does_not_have_is_unreachable(postgres_server: object) -> None:
    missing = postgres_server.uri("no_such_database")  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError) as refused:
        FeedbackDb(missing).ensure_current()
    assert refused.value.fault == "unreachable"
    assert "no_such_database" in refused.value.detail


@pytest.mark.postgres
def test_a_connection_cut_by_the_server_is_replaced(postgres_url: str, now: datetime) -> None:
    others = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    with closing(FeedbackDb(postgres_url)) as db:
        register(db, now)
        with closing(psycopg.connect(postgres_url, autocommit=True)) as admin:
            cut = admin.execute(f"SELECT count(pg_terminate_backend(pid)) FROM ({others})").fetchone()
        assert cut == (1,)
        with db.read() as work:
            assert len(work.use_cases.summaries()) == 1


def test_a_folder_that_does_not_exist_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as refused:
        upgrade(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    assert refused.value.fault == "unreachable"


def test_a_file_that_is_no_database_has_failed(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("bread and butter " * 100)
    with pytest.raises(DatabaseError) as refused:
        upgrade(f"sqlite:///{path}")
    assert refused.value.fault == "failed"
    assert path.read_text().startswith("bread")


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (psycopg.errors.DiskFull(), "full"),
        (psycopg.errors.LockNotAvailable(), "locked"),
        (psycopg.errors.DeadlockDetected(), "locked"),
        (psycopg.errors.SerializationFailure(), "locked"),
        (psycopg.errors.TooManyConnections(), "unreachable"),
        (psycopg.errors.AdminShutdown(), "unreachable"),
        (psycopg.errors.ConnectionFailure(), "unreachable"),
        (psycopg.errors.ConnectionTimeout(), "unreachable"),
        (psycopg.errors.InsufficientPrivilege(), "failed"),
        (psycopg.errors.OutOfMemory(), "failed"),
    ],
)
def test_the_states_of_postgresql_have_a_meaning(error: psycopg.Error, fault: str) -> None:
    assert fault_of(OperationalError("SELECT 1", {}, error)) == fault


@pytest.mark.parametrize(
    "url",
    [
        "",
        "vouch.db",
        "mysql://localhost/vouch",
        "sqlite://",
        "sqlite:///:memory:",
        "://",
        "postgresql+asyncpg://localhost/vouch",
    ],
)
def test_other_databases_are_refused_as_a_setting(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        open_engine(url)
    assert refused.value.name == "database url"
    assert "postgresql://" in refused.value.allowed


@pytest.mark.parametrize(
    "given", ["postgresql://ana@db/vouch", "postgres://ana@db/vouch", "postgresql+psycopg://ana@db/vouch"]
)
def test_plain_postgresql_means_psycopg(given: str) -> None:
    assert str(database_url(given)) == "postgresql+psycopg://ana@db/vouch"


def test_sqlite_keeps_what_it_acknowledged_and_checks_its_references(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        names = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    engine.dispose()
    full = 2
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": full, "busy_timeout": 5000}


def test_a_file_system_without_write_ahead_log_is_refused(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback_db.engine._enter_write_ahead_log", lambda *_: "delete")
    with pytest.raises(DatabaseError) as refused:
        FeedbackDb(sqlite_url).ensure_current()
    assert refused.value.fault == "failed"
    assert "delete" in refused.value.detail
