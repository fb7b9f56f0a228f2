"""What was decided about held runs is added once per token, and what became of it once per decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.release import Release, ReleaseEnd
from domain.run import Run
from feedback_db.unit_of_work import FeedbackDb


@pytest.fixture
def asked(db: FeedbackDb, now: datetime, new_run: Callable[..., Run]) -> Release:
    held = new_run()
    with db.write() as work:
        work.runs.prepare(held)
        work.people.add("Ana", may_decide=True, now=now)
    return Release("token", held.use_case, held.id, "release", "Ana", "The shop confirmed it. “ü” 🥐", now)


def ask(db: FeedbackDb, release: Release) -> bool:
    with db.write() as work:
        ana = work.people.by_name("Ana")
        assert ana is not None
        return work.releases.ask(release, ana.id)


def test_a_decision_is_stored_once_and_read_as_it_was_written(db: FeedbackDb, asked: Release) -> None:
    assert [ask(db, asked), ask(db, replace(asked, reason="another"))] == [True, False]
    with db.read() as work:
        assert work.releases.by_token("token") == asked
        assert work.releases.of_run(asked.run_id) == (asked,)
        assert work.releases.by_token("other") is None


def test_the_first_end_stays(db: FeedbackDb, asked: Release, now: datetime) -> None:
    ask(db, asked)
    later = now + timedelta(minutes=1)
    with db.write() as work:
        assert work.releases.end("token", ReleaseEnd.PUBLISHED, asked.run_id, "", later)
        assert not work.releases.end("token", ReleaseEnd.CRASHED, None, "killed", later)
        assert not work.releases.end("nobody asked", ReleaseEnd.CRASHED, None, "killed", later)
    with db.read() as work:
        found = work.releases.by_token("token")
    assert found == replace(asked, end=ReleaseEnd.PUBLISHED, made=asked.run_id, ended_at=later)


def test_the_newest_decisions_come_first(db: FeedbackDb, asked: Release) -> None:
    for number in range(3):
        ask(db, replace(asked, token=f"t{number}"))
    with db.read() as work:
        assert [release.token for release in work.releases.last(asked.use_case, 2)] == ["t2", "t1"]
        assert len(work.releases.of_run(asked.run_id)) == 3
