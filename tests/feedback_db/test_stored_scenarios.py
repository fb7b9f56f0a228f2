"""A scenario attached to an answer comes back as it was, and answers of before have none."""

from contextlib import closing
from datetime import date

from sqlalchemy import text

from domain.scenario import Scenario
from feedback_db.engine import open_engine
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import upgrade, upgrade_to

RAIN = Scenario(
    "Rain & “wind”",
    (("rain", 20.5), ("sky", None), ("weekday", "6")),
    date(2026, 11, 22),
    45.0,
    None,
    38.25,
    51.5,
    7,
)


def test_a_scenario_comes_back_with_its_answer(db, published, ana, new_review, now) -> None:
    with db.write() as work:
        work.reviews.record(new_review(published, ana.id, scenario=RAIN), now)
        work.reviews.record(new_review(published, ana.id, row=1), now)

    with db.read() as work:
        with_one, without = work.reviews.for_run(published.id)
    assert with_one.new.scenario == RAIN
    assert without.new.scenario is None


def test_no_scenario_is_nothing_and_not_the_word_null(db, published, ana, new_review, now) -> None:
    with db.write() as work:
        work.reviews.record(new_review(published, ana.id), now)

    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM reviews WHERE scenario IS NULL")).scalar() == 1


def test_answers_of_an_older_vouch_have_no_scenario(empty_url: str) -> None:
    upgrade_to(empty_url, "0002")
    engine = open_engine(empty_url)
    moment = "'2026-11-21 08:00:00.000000'"
    with engine.begin() as connection:
        for statement in (
            f"INSERT INTO people (id, name, name_key, may_decide, is_local, created_at) VALUES (1, 'Ana', 'ana', true, false, {moment})",
            "INSERT INTO use_cases (name, title, synthetic, definition, content_hash, path, registered_at, changed_at)"
            f" VALUES ('bakery', 'B', true, '{{}}', 'sha256:1', 'x', {moment}, {moment})",
            "INSERT INTO runs (id, use_case, run_date, target_date, batch_hash, state, row_count, location, created_at)"
            f" VALUES ('r', 'bakery', '2026-11-20', '2026-11-21', 'h', 'published', 3, 'l', {moment})",
            'INSERT INTO reviews (id, token, use_case, run_id, "row", entity, target_date, person_id, may_decide, answer,'
            " doubted, comment, seen, seen_hash, created_at) VALUES (1, 't', 'bakery', 'r', 0, '[]', '2026-11-21', 1, true,"
            ' \'agree\', \'[]\', \'\', \'{"prediction": 1.0, "label": null, "low": null, "high": null, "usual": null,'
            f' "version": 1, "data_through": "", "top": []}}\', \'h\', {moment})',
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()

    upgrade(empty_url)

    with closing(FeedbackDb(empty_url)) as db, db.read() as work:
        (review,) = work.reviews.for_run("r")
        assert review.new.scenario is None
