"""Runs: published at once or not at all, at most one per run date, and never taken back by a failed attempt."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from domain.errors import DatabaseError, NotFoundError
from domain.finding import Finding, Severity, Verdict
from domain.run import Run, RunState
from domain.version import Version
from feedback_db.runs import DaySummary
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork

Undone = Callable[[str], AbstractContextManager[UnitOfWork]]
NewRun = Callable[..., Run]
DAY = date(2026, 11, 21)
FINDINGS = (
    Finding(
        "negative_value",
        Severity.WARNING,
        "sales",
        "sold",
        3,
        "dropped",
        {"allowed": [0, None]},
        ({"line": 7, "found": "-4"},),
    ),
    Finding("few_rows", Severity.CRITICAL, "batch", None, 2, detail={"share": 0.25, "text": "“x” 🥐"}),
    Finding("few_rows", Severity.INFO, "batch"),
)


def ends(run: Run, state: RunState, **changes: object) -> Run:
    return replace(run, state=state, verdict=Verdict.WARNINGS, file_hash="sha256:f", **changes)


def test_a_run_and_its_findings_come_back_as_they_ended(
    db: FeedbackDb, new_run: NewRun, new_version: Callable[..., Version], now: datetime
) -> None:
    with db.write() as work:
        work.versions.add(new_version(1))
        prepared = new_run(version=1)
        work.runs.prepare(prepared)
    with db.read() as work:
        assert work.runs.by_id(prepared.id) == prepared
        assert work.runs.current("bakery", prepared.target_date) is None
    ended = ends(prepared, RunState.PUBLISHED, published_at=now, duration_seconds=12.125)
    with db.write() as work:
        assert work.runs.finish(ended, FINDINGS) == ended
    with db.read() as work:
        assert work.runs.by_id(ended.id) == ended
        assert work.runs.current("bakery", ended.target_date) == ended
        assert work.runs.findings(ended.id) == FINDINGS
        assert work.runs.all("bakery", 10) == (ended,)
        assert work.runs.by_id("no such run") is None
        assert work.runs.findings("no such run") == ()


@pytest.mark.parametrize("state", [RunState.PREPARING, RunState.HELD, RunState.FAILED])
def test_an_unfinished_run_starts_again(db: FeedbackDb, new_run: NewRun, now: datetime, state: RunState) -> None:
    with db.write() as work:
        work.runs.prepare(new_run())
        if state is not RunState.PREPARING:
            work.runs.finish(ends(new_run(), state, duration_seconds=1.0), FINDINGS)
    again = new_run(row_count=61, created_at=now + timedelta(minutes=5))
    with db.write() as work:
        work.runs.prepare(again)
    with db.read() as work:
        assert work.runs.by_id(again.id) == again
        assert work.runs.findings(again.id) == ()


def test_preparing_a_published_run_again_changes_nothing(db: FeedbackDb, new_run: NewRun, published: Run) -> None:
    with db.write() as work:
        work.runs.prepare(new_run(row_count=1))
    with db.read() as work:
        assert work.runs.by_id(published.id) == published


@pytest.mark.parametrize("state", [RunState.HELD, RunState.FAILED])
def test_a_failed_attempt_takes_nothing_back_that_people_saw(db: FeedbackDb, published: Run, state: RunState) -> None:
    with db.write() as work:
        assert work.runs.finish(ends(published, state), FINDINGS) == published
    with db.read() as work:
        assert work.runs.current("bakery", published.target_date) == published
        assert work.runs.findings(published.id) == ()


@pytest.mark.postgres
def test_a_failed_attempt_that_looked_before_the_run_was_published_takes_nothing_back(
    postgres_url: str, new_run: NewRun, now: datetime
) -> None:
    with closing(FeedbackDb(postgres_url)) as db:
        with db.write() as work:
            work.use_cases.register("bakery", "Bakery", {}, "use_case.yaml", now)
            work.runs.prepare(new_run())
        with db.write() as slow:
            assert slow.runs.by_id(new_run().id) == new_run()
            with db.write() as quick:
                published = quick.runs.finish(ends(new_run(), RunState.PUBLISHED), FINDINGS)
            assert slow.runs.finish(ends(new_run(), RunState.FAILED), ()) == published
        with db.read() as work:
            assert work.runs.current("bakery", published.target_date) == published
            assert work.runs.findings(published.id) == FINDINGS


def test_publishing_the_same_run_again_publishes_once_with_the_new_findings(db: FeedbackDb, published: Run) -> None:
    for findings in (FINDINGS, FINDINGS[:1]):
        with db.write() as work:
            work.runs.finish(published, findings)
        with db.read() as work:
            assert work.runs.all("bakery", 10) == (published,)
            assert work.runs.findings(published.id) == findings


def test_a_corrected_batch_supersedes_and_the_first_batch_can_come_back(
    db: FeedbackDb, new_run: NewRun, published: Run
) -> None:
    with db.write() as work:
        corrected = work.runs.finish(ends(new_run(batch="sha256:b"), RunState.PUBLISHED), ())
    assert corrected.supersedes == published.id
    with db.write() as work:
        assert work.runs.finish(replace(corrected, supersedes=None), ()) == corrected
    with db.read() as work:
        assert work.runs.by_id(published.id) == replace(published, state=RunState.SUPERSEDED)
        assert work.runs.current("bakery", published.target_date) == corrected
    with db.write() as work:
        work.runs.prepare(published)
        assert work.runs.current("bakery", published.target_date) == corrected
        back = work.runs.finish(published, ())
    assert back == replace(published, supersedes=corrected.id)
    with db.read() as work:
        assert work.runs.by_id(corrected.id) == replace(corrected, state=RunState.SUPERSEDED)
        assert work.runs.current("bakery", published.target_date) == back


def test_a_run_of_another_day_or_use_case_is_not_superseded(
    db: FeedbackDb, new_run: NewRun, published: Run, now: datetime
) -> None:
    with db.write() as work:
        work.use_cases.register("other", "Other", {}, "other.yaml", now)
        for other in (new_run(DAY + timedelta(days=1)), new_run(use_case="other")):
            assert work.runs.finish(ends(other, RunState.PUBLISHED), ()).supersedes is None
    with db.read() as work:
        assert work.runs.by_id(published.id) == published


def test_a_day_without_a_published_run_shows_its_newest_attempt(db: FeedbackDb, new_run: NewRun, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with db.write() as work:
        held = work.runs.finish(ends(new_run(batch="1"), RunState.HELD, created_at=later), FINDINGS)
        failed = work.runs.finish(ends(new_run(batch="2"), RunState.FAILED, created_at=now), ())
        work.runs.prepare(new_run(batch="3", created_at=later + timedelta(hours=1)))
        assert work.runs.current("bakery", held.target_date) == held
        assert [day.run_id for day in work.runs.days("bakery", 5)] == [held.id]
        published = work.runs.finish(ends(failed, RunState.PUBLISHED), ())
        assert work.runs.current("bakery", held.target_date) == published
        assert work.runs.days("bakery", 5) == (DaySummary(held.target_date, DAY, RunState.PUBLISHED, published.id, 60),)
        assert work.runs.current("bakery", DAY) is None


def test_days_come_newest_first_one_entry_each_and_no_more_than_asked(db: FeedbackDb, new_run: NewRun) -> None:
    with db.write() as work:
        for offset in (3, 0, 2, 1):
            for batch in ("first", "second"):
                work.runs.finish(ends(new_run(DAY + timedelta(days=offset), batch), RunState.PUBLISHED), ())
        shown = work.runs.days("bakery", 3)
        assert [day.target_date for day in shown] == [DAY + timedelta(days=offset + 1) for offset in (3, 2, 1)]
        assert {day.state for day in shown} == {RunState.PUBLISHED}
        assert work.runs.days("bakery", 0) == ()
        assert work.runs.days("nothing", 3) == ()
        assert [run.run_date - DAY for run in work.runs.all("bakery", 3)] == [timedelta(3), timedelta(3), timedelta(2)]


def test_a_run_cannot_end_in_the_middle(db: FeedbackDb, new_run: NewRun) -> None:
    for state in (RunState.PREPARING, RunState.SUPERSEDED):
        with pytest.raises(ValueError, match=state.value), db.write() as work:
            work.runs.finish(new_run(state=state), ())


def test_a_run_of_an_unknown_use_case_is_refused(db: FeedbackDb, new_run: NewRun) -> None:
    for attempt in ("prepare", "finish"):
        run = new_run(use_case="bakry", state=RunState.HELD)
        with pytest.raises(NotFoundError) as refused, db.write() as work:
            work.runs.prepare(run) if attempt == "prepare" else work.runs.finish(run, ())
        assert refused.value.known == ("bakery",)


def test_the_database_itself_refuses_a_second_published_run(db: FeedbackDb, new_run: NewRun, published: Run) -> None:
    with db.write() as work:
        work.runs.prepare(new_run(batch="sha256:b"))
    with pytest.raises(DatabaseError), db.write() as work:
        work.runs._session.execute(text("UPDATE runs SET state = 'published'"))


def test_a_run_that_cannot_be_finished_stays_invisible_as_a_whole(
    db: FeedbackDb, new_run: NewRun, published: Run
) -> None:
    broken = (*FINDINGS, Finding("x", Severity.INFO, "batch", detail={"value": object()}))
    with pytest.raises(Exception, match="JSON"), db.write() as work:
        work.runs.finish(ends(new_run(batch="sha256:b"), RunState.PUBLISHED), broken)
    with db.read() as work:
        assert work.runs.all("bakery", 10) == (published,)


def test_the_runs_of_a_morning_come_newest_first_whatever_became_of_them(
    db: FeedbackDb, new_run: NewRun, now: datetime
) -> None:
    states = (RunState.PUBLISHED, RunState.HELD, RunState.FAILED)
    with db.write() as work:
        work.use_cases.register("bakery", "Bakery", {}, "use_case.yaml", now)
        runs = [
            replace(new_run(DAY, f"sha256:{at}", state=state), created_at=now + timedelta(hours=at))
            for at, state in enumerate(states)
        ]
        for run in (*runs, new_run(DAY + timedelta(days=1), state=RunState.HELD)):
            work.runs.finish(run, ())
    with db.read() as work:
        found = work.runs.of_morning("bakery", runs[0].run_date)
    assert [run.state for run in found] == [RunState.FAILED, RunState.HELD, RunState.PUBLISHED]
