"""Answers and disputes of every earlier revision come through the upgrade as they were."""

from contextlib import closing

import pytest
from sqlalchemy import text

from feedback_db.revision import REVISIONS
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import upgrade, upgrade_to
from tests.feedback_db.test_database_upgrade import DISPUTED, MOMENT, ROWS_OF_FIRST_REVISION, opened


def test_answers_and_disputes_of_before_bulk_actions_keep_counting(empty_url: str) -> None:
    upgrade_to(empty_url, "0010")
    steps = (
        "INSERT INTO disputes (id, use_case, run_id, row, entity, target_date, person_id, created_at)"
        f" VALUES (5, 'bakery', 'r', 3, '[\"North\"]', '2026-11-21', 7, {MOMENT})",
        "INSERT INTO dispute_steps (token, dispute_id, state, person_id, words, created_at)"
        f" VALUES ('t2-open', 5, 'open', 7, 'school closed', {MOMENT})",
    )
    with opened(empty_url) as engine, engine.begin() as connection:
        for statement in (*ROWS_OF_FIRST_REVISION, *DISPUTED, *steps):
            connection.exec_driver_sql(statement)

    upgrade(empty_url)

    with closing(FeedbackDb(empty_url)) as db, db.read() as work:
        (standing,) = work.reviews.for_run("r")
        assert (standing.new.own_value, standing.bulk_id, standing.withdrawn) == (40.0, None, False)
        assert work.reviews.reviewed_rows("r") == (3,)
        (dispute,) = work.disputes.of_author(7)
        assert dispute.state.value == "open"
        assert work.bulk.of_person("bakery", 7, 10) == ()


def test_answers_of_an_earlier_revision_become_open_disputes(empty_url: str) -> None:
    upgrade_to(empty_url, "0002")
    with opened(empty_url) as engine, engine.begin() as connection:
        for statement in (*ROWS_OF_FIRST_REVISION, *DISPUTED):
            connection.exec_driver_sql(statement)

    upgrade(empty_url)

    with closing(FeedbackDb(empty_url)) as db, db.read() as work:
        (dispute,) = work.disputes.of_author(7)
        assert [(step.state.value, step.words) for step in dispute.steps] == [("open", "school closed")]
        assert (dispute.run_id, dispute.row, dispute.entity) == ("r", 3, ("North",))
        assert len(work.reviews.for_prediction("r", 3, include_superseded=True)) == 2


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_answers_of_every_earlier_revision_are_there_as_they_were(empty_url: str, revision: str) -> None:
    upgrade_to(empty_url, revision)
    with opened(empty_url) as engine, engine.begin() as connection:
        for statement in (*ROWS_OF_FIRST_REVISION, *DISPUTED):
            connection.exec_driver_sql(statement)
        kept = connection.execute(text("SELECT * FROM reviews ORDER BY id")).mappings().all()

    upgrade(empty_url)

    with opened(empty_url) as engine, engine.connect() as connection:
        now_there = connection.execute(text("SELECT * FROM reviews ORDER BY id")).mappings().all()
    assert len(kept) == 2
    assert [{name: row[name] for name in before} for before, row in zip(kept, now_there, strict=True)] == kept
    with closing(FeedbackDb(empty_url)) as db, db.read() as work:
        first, last = work.reviews.for_prediction("r", 3, include_superseded=True)
        assert (first.superseded, last.superseded) == (True, False)
        assert (last.person, last.new.own_value, last.new.comment) == ("Ana", 40.0, "school closed")
        assert last.new.seen.prediction == 52.0
