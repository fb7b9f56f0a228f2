"""People who answer at once through the service, with double clicks, two windows, refusals, and a process that is killed.

The same at full size, with its speed, is `make bench ARGS=concurrency`.
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.answered import Said, examine, run_at_once
from benchmarks.answering import Assignment, intended
from benchmarks.concurrency import dealt_out, prepared
from feedback_db.unit_of_work import FeedbackDb

PEOPLE, PROCESSES, ANSWERS, ROWS = 6, 2, 20, 8
KILLED_AFTER = 15
IMPATIENT_MS = 5
"""The database refuses nearly at once, so that answers have to be sent again."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def everybody(request: pytest.FixtureRequest, tmp_path: Path) -> Assignment:
    """All answers of all people, on a fresh database with a run of few predictions."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'feedback.sqlite'}" if sqlite else request.getfixturevalue("postgres_url")
    run = prepared(url, tmp_path, PEOPLE, ROWS)
    people = tuple(range(1, PEOPLE + 1))
    return Assignment(url, str(tmp_path), run.id, ROWS, people, ANSWERS, patience_ms=IMPATIENT_MS)


def test_every_acknowledged_answer_is_there_once_in_an_unbroken_chain(everybody: Assignment) -> None:
    plan = dealt_out(everybody, PROCESSES)

    said, _ = run_at_once(plan, KILLED_AFTER)

    tokens = [one.token for together in intended(everybody) for one in together]
    assert set(said.ids) == set(tokens)
    # Who clicked twice was told twice, of the same answer.
    assert {len(set(ids)) for ids in said.ids.values()} == {1}
    assert max(len(ids) for ids in said.ids.values()) == 2
    if everybody.url.startswith("sqlite"):
        assert said.refused["locked"] > 0
    with closing(FeedbackDb(everybody.url)) as feedback:
        found = examine(feedback, plan, said)
    assert found.stored == len(tokens) == PEOPLE * ANSWERS * 11 // 10
    assert found.flawless, found


def test_the_examination_finds_what_is_wrong(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'feedback.sqlite'}"
    run = prepared(url, tmp_path, 1, ROWS)
    few = Assignment(url, str(tmp_path), run.id, ROWS, people=(1,), answers=12)
    said, _ = run_at_once([few], 1)
    said.ids["never sent"] = [99]
    more = replace(few, answers=13)
    with closing(FeedbackDb(url)) as feedback:
        assert examine(feedback, [few], Said({}, [], said.refused)).flawless
        with feedback.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE reviews SET own_value = 7 WHERE token = '1-1'")
            connection.exec_driver_sql("UPDATE reviews SET row = 99 WHERE token = '1-11'")
            connection.exec_driver_sql("UPDATE dispute_steps SET state = 'accepted'")
        found = examine(feedback, [more], said)
    assert (found.lost, found.unsaid, found.doubled, found.broken, found.altered) == (1, 1, 0, 1, 2)
    assert found.wrong_disputes > 0
