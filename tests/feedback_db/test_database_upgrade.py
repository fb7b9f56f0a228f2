"""From nothing, from the first revision with rows in it, from a newer Vouch; by one process or by several."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, text

import feedback_db.upgrade as upgrade_module
from domain.errors import DatabaseError
from feedback_db.engine import open_engine
from feedback_db.revision import REVISIONS
from feedback_db.tables import PersonRow
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import revision_state, upgrade, upgrade_to

PROJECT = Path(__file__).resolve().parents[2]
TABLES: MetaData = PersonRow.metadata

ROWS_OF_FIRST_REVISION = (
    "INSERT INTO people (id, name, name_key, may_decide, is_local, created_at)"
    " VALUES (7, 'Ana', 'ana', true, true, '2026-11-21 08:00:00.000000')",
    "INSERT INTO use_cases (name, title, synthetic, definition, content_hash, path, registered_at, changed_at)"
    " VALUES ('bakery', 'Bakery', true, '{\"keys\": [\"store\"]}', 'sha256:1', 'x.yaml',"
    " '2026-11-21 08:00:00.000000', '2026-11-21 08:00:00.000000')",
    "INSERT INTO actuals (use_case, target_date, entity, revision, value, label, received_at)"
    " VALUES ('bakery', '2026-11-20', '[\"North\"]', 1, 46.5, NULL, '2026-11-21 08:00:00.000000')",
)

MOMENT = "'2026-11-21 08:00:00.000000'"
DISPUTED = (
    "INSERT INTO runs (id, use_case, run_date, target_date, batch_hash, state, row_count, location, created_at)"
    f" VALUES ('r', 'bakery', '2026-11-20', '2026-11-21', 'sha256:b', 'published', 9, 'x', {MOMENT})",
    *(
        "INSERT INTO reviews (id, token, use_case, run_id, row, entity, target_date, person_id, may_decide, answer, own_value,"
        " doubted, comment, seen, seen_hash, created_at, supersedes_id) VALUES"
        f" ({number}, 't{number}', 'bakery', 'r', 3, '[\"North\"]', '2026-11-21', 7, true, '{answer}', {own}, '[]', '{comment}',"
        ' \'{"prediction": 52.0, "label": null, "low": null, "high": null, "usual": null, "version": 1,'
        f' "data_through": "", "top": []}}\', \'sha256:s\', {MOMENT}, {supersedes})'
        for number, answer, own, comment, supersedes in (
            (1, "agree", "NULL", "", "NULL"),
            (2, "different", "40", "school closed", "1"),
        )
    ),
)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def indexes(engine: Engine) -> set[tuple[str, str]]:
    query = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    }
    with engine.connect() as connection:
        found = connection.execute(text(query[engine.dialect.name])).all()
    return {(name, " ".join(sql.split())) for name, sql in found if name != "alembic_version_pkc"}


def test_tables_equal_migrations(url: str) -> None:
    with opened(url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, TABLES) == []


def test_the_comparison_of_tables_and_migrations_can_fail(url: str) -> None:
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit ADD COLUMN surplus INTEGER"))
        assert len(compare_metadata(MigrationContext.configure(connection), TABLES)) == 1


def test_indexes_with_their_conditions_equal_migrations(url: str) -> None:
    with opened(url) as engine:
        migrated = indexes(engine)
        TABLES.drop_all(engine)
        assert indexes(engine) == set()
        TABLES.create_all(engine)
        assert indexes(engine) == migrated
        assert any("published" in definition for _, definition in migrated)


def test_the_revisions_named_in_code_are_those_in_the_folder() -> None:
    folder = ScriptDirectory(str(PROJECT / "feedback_db" / "migrations"))
    newest_first = [script.revision for script in folder.walk_revisions()]
    assert tuple(reversed(newest_first)) == REVISIONS


def test_a_downgrade_is_not_offered() -> None:
    folder = ScriptDirectory(str(PROJECT / "feedback_db" / "migrations"))
    assert [script.revision for script in folder.walk_revisions() if hasattr(script.module, "downgrade")] == []
    assert [name for name in dir(upgrade_module) if "downgrade" in name] == []


def test_rows_of_the_first_revision_survive_every_later_one(empty_url: str, now: datetime) -> None:
    upgrade_to(empty_url, REVISIONS[0])
    assert revision_state(empty_url) == "older"
    with opened(empty_url) as engine, engine.begin() as connection:
        assert not inspect(connection).has_table("audit")
        for statement in ROWS_OF_FIRST_REVISION:
            connection.exec_driver_sql(statement)

    upgrade(empty_url)

    assert revision_state(empty_url) == "current"
    with closing(FeedbackDb(empty_url)) as db, db.read() as work:
        local = work.people.local()
        assert local == work.people.by_id(7)
        assert local is not None
        assert local.name == "Ana"
        assert work.use_cases.definition("bakery") == {"keys": ["store"]}
        assert [actual.value for actual in work.actuals.history("bakery", ("North",), now.date().replace(day=20))] == [
            46.5
        ]
        assert work.audit.all(10) == ()


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    assert revision_state(empty_url) == "empty"
    upgrade(empty_url)
    with opened(empty_url) as engine:
        first = indexes(engine)
    upgrade(empty_url)
    with opened(empty_url) as engine:
        assert indexes(engine) == first
    assert revision_state(empty_url) == "current"


def test_asking_for_the_revision_creates_no_file(tmp_path: Path) -> None:
    assert revision_state(f"sqlite:///{tmp_path / 'nothing.db'}") == "empty"
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_a_newer_vouch_is_left_alone(url: str) -> None:
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert revision_state(url) == "newer"
    with pytest.raises(DatabaseError) as refused:
        upgrade(url)
    assert refused.value.fault == "newer"
    with closing(FeedbackDb(url)) as db, pytest.raises(DatabaseError) as refused:
        db.ensure_current()
    assert refused.value.fault == "newer"


@pytest.mark.parametrize("revision", [None, REVISIONS[0]])
def test_an_older_or_empty_database_is_not_opened(empty_url: str, revision: str | None) -> None:
    if revision is not None:
        upgrade_to(empty_url, revision)
    with closing(FeedbackDb(empty_url)) as db, pytest.raises(DatabaseError) as refused:
        db.ensure_current()
    assert refused.value.fault == "not upgraded"
    upgrade(empty_url)
    with closing(FeedbackDb(empty_url)) as db:
        db.ensure_current()


def test_processes_that_upgrade_at_once_all_succeed(empty_url: str) -> None:
    program = "import sys; sys.stdin.readline(); from feedback_db.upgrade import upgrade; upgrade(sys.argv[1])"
    command = [sys.executable, "-c", program, empty_url]
    started = [
        subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0, 0], errors
    assert revision_state(empty_url) == "current"


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty_url: str) -> None:
    upgrade_to(empty_url, REVISIONS[0])
    with opened(empty_url) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE audit (id INTEGER)"))
    with pytest.raises(DatabaseError) as refused:
        upgrade(empty_url)
    assert refused.value.fault == "failed"
    assert revision_state(empty_url) == "older"
    with opened(empty_url) as engine:
        assert not inspect(engine).has_table("usage")


def test_the_migrations_are_found_from_another_folder(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.db"
    program = f"import sys; sys.path.insert(0, sys.argv[1]); from feedback_db.upgrade import upgrade; upgrade({f'sqlite:///{target}'!r})"
    done = subprocess.run([sys.executable, "-c", program, str(PROJECT)], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[-1],)
