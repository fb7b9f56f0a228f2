"""Many writers at once, and one that is killed: what was acknowledged is there, once, in one chain per person and row."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.errors import BusyError
from domain.review import Review
from domain.run import Run, RunState
from domain.version import Version, VersionState
from feedback_db.actuals import ActualsReceipt
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PATIENCE_S = 120
AT_ONCE = 6

PEOPLE, ROWS, ANSWERS_EACH = 2, 3, 5
"""As in review_writer.py."""


@contextmanager
def writer(url: str, run_id: str, kind: str, seed: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(HERE / "review_writer.py"), url, run_id, kind, str(seed)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def ready(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        for name in ("Ana", "Ben")[:PEOPLE]:
            work.people.add(name, may_decide=True, now=now)


def everything(db: FeedbackDb, run_id: str) -> list[Review]:
    with db.read() as work:
        return [
            review
            for row in work.reviews.reviewed_rows(run_id)
            for review in work.reviews.for_prediction(run_id, row, include_superseded=True)
        ]


def test_answers_sent_again_by_many_processes_are_stored_once_in_one_chain(
    db: FeedbackDb, url: str, published: Run, now: datetime
) -> None:
    ready(db, now)
    with (
        writer(url, published.id, "REPEATED", 1) as first,
        writer(url, published.id, "REPEATED", 2) as second,
        writer(url, published.id, "REPEATED", 3) as third,
    ):
        processes = (first, second, third)
        for process in processes:
            start(process)
        acknowledged = [process.communicate(timeout=PATIENCE_S)[0].split() for process in processes]
        assert [process.returncode for process in processes] == [0, 0, 0]

    sent_by_each_thread = PEOPLE * ROWS * ANSWERS_EACH
    assert [len(tokens) for tokens in acknowledged] == [2 * sent_by_each_thread] * 3
    stored = everything(db, published.id)
    assert Counter(review.new.token for review in stored) == Counter(set().union(*acknowledged))
    assert len(stored) == sent_by_each_thread
    chains = Counter((review.new.person_id, review.new.row) for review in stored)
    assert set(chains.values()) == {ANSWERS_EACH}
    current = Counter((review.new.person_id, review.new.row) for review in stored if not review.superseded)
    assert current == Counter(chains.keys())
    last = {(review.new.person_id, review.new.row): review.id for review in stored}
    with db.read() as work:
        assert {(r.new.person_id, r.new.row): r.id for r in work.reviews.for_run(published.id)} == last


def test_a_killed_writer_loses_nothing_that_it_acknowledged(
    sqlite_url: str, new_run: Callable[..., Run], now: datetime
) -> None:
    with closing(FeedbackDb(sqlite_url)) as db:
        with db.write() as work:
            work.use_cases.register("bakery", "Bakery", {}, "use_case.yaml", now)
            run = work.runs.finish(new_run(state=RunState.PUBLISHED), ())
        ready(db, now)
        acknowledged: set[str] = set()
        for seed, answers_before_the_kill in enumerate((1, 17, 60)):
            with writer(sqlite_url, run.id, "ENDLESS", seed) as process:
                start(process)
                assert process.stdout is not None
                acknowledged |= {process.stdout.readline().strip() for _ in range(answers_before_the_kill)}
                process.send_signal(signal.SIGKILL)
                acknowledged |= set(process.stdout.read().split())
                assert process.wait(timeout=PATIENCE_S) == -signal.SIGKILL
            stored = [review.new.token for review in everything(db, run.id)]
            assert len(stored) == len(set(stored))
            assert acknowledged <= set(stored)
            # At most the one answer whose acknowledgement was on its way is there without having been acknowledged.
            assert len(set(stored) - acknowledged) <= seed + 1
        assert len(acknowledged) >= 78
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


# --- everything else that reads before it writes ------------------------------------------------------------------


def at_once(db: FeedbackDb, act: Callable[[UnitOfWork, int], object]) -> list[object]:
    """Do one thing in several threads, each in a transaction of its own."""

    def one(number: int) -> object:
        with db.write() as work:
            return act(work, number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_people_of_one_name_who_come_at_once_are_one_person(db: FeedbackDb, now: datetime) -> None:
    found = at_once(db, lambda work, number: work.people.add("ANA" if number % 2 else "ana", may_decide=True, now=now))
    assert len(set(found)) == 1


def test_runs_of_one_date_published_at_once_leave_one_published(db: FeedbackDb, new_run: Callable[..., Run]) -> None:
    at_once(db, lambda work, number: work.runs.finish(new_run(batch=str(number), state=RunState.PUBLISHED), ()))
    with db.read() as work:
        runs = work.runs.all("bakery", 100)
    assert Counter(run.state for run in runs) == {RunState.PUBLISHED: 1, RunState.SUPERSEDED: AT_ONCE - 1}
    assert len({run.supersedes for run in runs}) == AT_ONCE


def test_a_version_number_taken_at_once_goes_to_one(db: FeedbackDb, new_version: Callable[..., Version]) -> None:
    def add(work: UnitOfWork, number: int) -> object:
        try:
            return work.versions.add(new_version(1, location=str(number)))
        except BusyError as error:
            return error.what

    assert Counter(added for added in at_once(db, add) if isinstance(added, str)) == {"version 1": AT_ONCE - 1}
    with db.read() as work:
        assert [version.state for version in work.versions.all("bakery")] == [VersionState.CHAMPION]


def test_promotions_at_once_leave_one_champion(
    db: FeedbackDb, new_version: Callable[..., Version], now: datetime
) -> None:
    with db.write() as work:
        for number in range(1, AT_ONCE + 1):
            work.versions.add(new_version(number))
    at_once(db, lambda work, number: work.versions.promote("bakery", number + 1, "tried", now))
    with db.read() as work:
        states = Counter(version.state for version in work.versions.all("bakery"))
    assert states[VersionState.CHAMPION] == 1


def test_actuals_that_arrive_at_once_are_revisions_without_a_gap(db: FeedbackDb, now: datetime) -> None:
    entity, day = ("North", "Rye bread"), date(2026, 11, 20)
    receipts = at_once(
        db, lambda work, number: work.actuals.record("bakery", [(entity, day, float(number), None)], now)
    )
    assert Counter(receipts) == {ActualsReceipt(1, 0, 0): 1, ActualsReceipt(0, 1, 0): AT_ONCE - 1}
    with db.read() as work:
        assert [actual.revision for actual in work.actuals.history("bakery", entity, day)] == list(
            range(1, AT_ONCE + 1)
        )


@pytest.mark.parametrize("use_case", ["bakery", None])
def test_a_visit_counted_at_once_counts_once(db: FeedbackDb, now: datetime, use_case: str | None) -> None:
    with db.write() as work:
        person = work.people.add("Ana", may_decide=True, now=now)
    counted = at_once(db, lambda work, _: work.usage.visit(person.id, "today", use_case, now))
    assert sorted(counted, key=bool) == [False] * (AT_ONCE - 1) + [True]
