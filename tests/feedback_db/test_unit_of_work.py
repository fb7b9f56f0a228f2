"""All or nothing, and a reader that sees one moment and changes nothing."""

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from domain.errors import DatabaseError
from domain.run import Run
from feedback_db.base import UtcTimestamp
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork


class StopHereError(Exception):
    """Whatever a caller may raise."""


def write_and_stop(work: UnitOfWork, now: datetime) -> None:
    work.people.add("Ana", may_decide=True, now=now)
    work.audit.add("Ana", "came", "here", {}, now)
    raise StopHereError


def test_a_block_that_ends_normally_is_stored(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        person = work.people.add("Ana", may_decide=True, now=now)
    with db.read() as work:
        assert work.people.by_name("ana") == person


def test_a_block_that_raises_leaves_nothing(db: FeedbackDb, now: datetime) -> None:
    with pytest.raises(StopHereError), db.write() as work:
        write_and_stop(work, now)
    with db.read() as work:
        assert work.people.all() == ()
        assert work.audit.all(1) == ()


def test_a_reader_cannot_write(db: FeedbackDb, now: datetime) -> None:
    with pytest.raises(DatabaseError) as refused, db.read() as work:
        work.people.add("Ana", may_decide=True, now=now)
    assert refused.value.fault == "failed"
    with db.write() as work:
        work.people.add("Ben", may_decide=True, now=now)
    with db.read() as work:
        assert [person.name for person in work.people.all()] == ["Ben"]


def test_a_reader_sees_one_moment(db: FeedbackDb, now: datetime) -> None:
    with db.read() as reading:
        assert reading.people.all() == ()
        with db.write() as writing:
            writing.people.add("Ana", may_decide=True, now=now)
        assert reading.people.all() == ()
    with db.read() as reading:
        assert len(reading.people.all()) == 1


def test_a_writer_sees_what_it_wrote_itself(db: FeedbackDb, new_run: Callable[..., Run]) -> None:
    with db.write() as work:
        work.runs.prepare(new_run(row_count=1))
        first = work.runs.by_id(new_run().id)
        work.runs.prepare(new_run(row_count=2))
        second = work.runs.by_id(new_run().id)
    assert first == new_run(row_count=1)
    assert second == new_run(row_count=2)


def test_a_database_that_was_never_upgraded_says_so_in_use(empty_url: str) -> None:
    db = FeedbackDb(empty_url)
    with pytest.raises(DatabaseError) as refused, db.read() as work:
        work.people.all()
    assert refused.value.fault == "failed"
    db.close()


def test_a_closed_database_opens_again_when_used(db: FeedbackDb) -> None:
    db.close()
    with db.read() as work:
        assert len(work.use_cases.summaries()) == 1


def test_a_moment_comes_back_as_the_same_moment_in_utc(db: FeedbackDb) -> None:
    in_berlin = datetime(2026, 7, 1, 0, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    with db.write() as work:
        work.people.add("Ana", may_decide=True, now=in_berlin)
    with db.read() as work:
        (person,) = work.people.all()
    assert person.created_at == in_berlin
    assert person.created_at.tzinfo is UTC


def test_a_moment_without_time_zone_is_refused(db: FeedbackDb) -> None:
    with pytest.raises(StatementError, match="without time zone"), db.write() as work:
        work.people.add("Ana", may_decide=True, now=datetime(2026, 7, 1))  # noqa: DTZ001 - what is refused


def test_what_is_no_json_is_refused_on_both_databases(db: FeedbackDb, now: datetime) -> None:
    with pytest.raises((ValueError, StatementError), match="not JSON compliant"), db.write() as work:
        work.audit.add("Ana", "noted", "it", {"value": float("nan")}, now)


offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=offsets), offsets)  # noqa: DTZ001
def test_every_moment_survives_either_way_of_storing_it(moment: datetime, session_zone: timezone) -> None:
    column = UtcTimestamp()
    bound = column.process_bind_param(moment, sqlite.dialect())
    assert bound is not None
    from_sqlite = column.process_result_value(bound.replace(tzinfo=None), sqlite.dialect())
    from_postgres = column.process_result_value(bound.astimezone(session_zone), postgresql.dialect())
    assert from_sqlite == from_postgres == moment
    assert bound.utcoffset() == timedelta(0)


def test_a_person_who_does_not_exist_cannot_be_referred_to(db: FeedbackDb) -> None:
    with pytest.raises(DatabaseError) as refused, db.write() as work:
        work.usage.visit(999, "today", None, datetime(2026, 11, 21, tzinfo=UTC))
    assert refused.value.fault == "failed"
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM usage")).scalar() == 0


def test_writers_of_one_process_take_turns_where_the_database_takes_one_at_a_time(url: str, now: datetime) -> None:
    with closing(FeedbackDb(url, busy_timeout_ms=50)) as db:
        outcomes: list[str] = []

        def write() -> None:
            try:
                with db.write() as work:
                    work.people.add("Ben", may_decide=True, now=now)
                outcomes.append("stored")
            except DatabaseError as error:
                outcomes.append(error.fault)

        with db.write() as work:
            work.people.add("Ana", may_decide=True, now=now)
            other = threading.Thread(target=write)
            other.start()
            other.join()
        write()

        assert outcomes == (["locked", "stored"] if url.startswith("sqlite") else ["stored", "stored"])
        with db.read() as work:
            assert {person.name for person in work.people.all()} == {"Ana", "Ben"}


def test_a_block_that_raises_gives_the_turn_back(db: FeedbackDb, now: datetime) -> None:
    for _ in range(2):
        with pytest.raises(StopHereError), db.write() as work:
            write_and_stop(work, now)
    with db.write() as work:
        assert work.people.add("Ana", may_decide=True, now=now).name == "Ana"
