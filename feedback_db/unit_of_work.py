"""The front door of the feedback database: a block that reads, or a block that writes all or nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from domain.errors import DatabaseError
from feedback_db.actuals import Actuals
from feedback_db.alerts import Alerts
from feedback_db.assignments import Assignments
from feedback_db.audit import Audit
from feedback_db.bulk_actions import BulkActions
from feedback_db.comments import Comments
from feedback_db.database_errors import database_errors, shown_url
from feedback_db.disputes import Disputes
from feedback_db.drafts import Drafts
from feedback_db.engine import BUSY_TIMEOUT_MS, open_engine, reader
from feedback_db.gate import Gate
from feedback_db.outcomes import OutcomeRows
from feedback_db.people import People
from feedback_db.releases import Releases
from feedback_db.reviews import Reviews
from feedback_db.revision import engine_state
from feedback_db.runs import Runs
from feedback_db.session_agenda import SessionAgenda
from feedback_db.session_fields import SessionFields
from feedback_db.sessions import Sessions
from feedback_db.usage import Usage
from feedback_db.use_cases import UseCases
from feedback_db.use_rows import UseRows
from feedback_db.versions import Versions


@dataclass(frozen=True)
class UnitOfWork:
    """One transaction with everything that can be read or written in it."""

    people: People
    use_cases: UseCases
    versions: Versions
    runs: Runs
    reviews: Reviews
    bulk: BulkActions
    drafts: Drafts
    disputes: Disputes
    comments: Comments
    sessions: Sessions
    agenda: SessionAgenda
    fields: SessionFields
    actuals: Actuals
    outcomes: OutcomeRows
    gate: Gate
    alerts: Alerts
    assignments: Assignments
    releases: Releases
    usage: Usage
    use: UseRows
    audit: Audit


class FeedbackDb:
    """An open feedback database. Safe to share between threads; connects when it is first used."""

    def __init__(self, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self._url = url
        self._patience_s = busy_timeout_ms / 1000
        self._turn = threading.Lock()
        self._engine = open_engine(url, busy_timeout_ms=busy_timeout_ms)
        self._reader = reader(self._engine)

    @property
    def engine(self) -> Engine:
        """The engine below, for whoever has to look under the table."""
        return self._engine

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A block that sees one moment of the database and can change nothing.

        Raises:
            DatabaseError: locked, unreachable or failed.
        """
        with database_errors(self._url), Session(self._reader) as session:
            yield _unit_of_work(session)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """A block whose changes are stored when it ends normally; otherwise none of them is.

        Raises:
            DatabaseError: locked, unreachable, full or failed; nothing was stored.
        """
        with self._writers_turn(), database_errors(self._url), Session(self._engine) as session, session.begin():
            yield _unit_of_work(session)

    @contextmanager
    def _writers_turn(self) -> Iterator[None]:
        """Let the writers of this process queue up, where the database takes one at a time.

        SQLite has no queue: who waits asks again after ever longer pauses, and may be overtaken until its patience ends
        (twenty reviewers at once: benchmarks/RESULTS.md, concurrency).
        """
        if self._engine.dialect.name != "sqlite":
            yield
            return
        if not self._turn.acquire(timeout=self._patience_s):
            raise DatabaseError(shown_url(self._url), "locked", "another answer is being written")
        try:
            yield
        finally:
            self._turn.release()

    def ensure_current(self) -> None:
        """Refuse to work with a database of another revision.

        Raises:
            DatabaseError: not upgraded, newer, locked, unreachable or failed.
        """
        with database_errors(self._url):
            state = engine_state(self._engine)
        if state == "newer":
            raise DatabaseError(shown_url(self._url), "newer")
        if state != "current":
            raise DatabaseError(shown_url(self._url), "not upgraded")

    def close(self) -> None:
        """Close every connection. A SQLite database is then one file again."""
        self._engine.dispose()


def _unit_of_work(session: Session) -> UnitOfWork:
    return UnitOfWork(
        people=People(session),
        use_cases=UseCases(session),
        versions=Versions(session),
        runs=Runs(session),
        reviews=Reviews(session),
        bulk=BulkActions(session),
        drafts=Drafts(session),
        disputes=Disputes(session),
        comments=Comments(session),
        sessions=Sessions(session),
        agenda=SessionAgenda(session),
        fields=SessionFields(session),
        actuals=Actuals(session),
        outcomes=OutcomeRows(session),
        gate=Gate(session),
        alerts=Alerts(session),
        assignments=Assignments(session),
        releases=Releases(session),
        usage=Usage(session),
        use=UseRows(session),
        audit=Audit(session),
    )
