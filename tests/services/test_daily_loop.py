"""The whole loop, train > daily > review > decided list > actuals, is the same on SQLite and on PostgreSQL."""

from pathlib import Path
from typing import Any

import pytest

from domain.prediction import prediction_id
from domain.review import Answer
from services.list_decisions import list_decisions
from services.list_use_cases import list_use_cases
from services.open_day import open_day
from services.open_prediction import earlier_answer, open_prediction
from services.page_queue import QueueFilter, count_queue, page_queue, step_queue
from services.record_actuals import record_actuals
from services.record_review import GivenAnswer, record_review
from services.record_visit import record_visit
from services.sign_in import local_person, sign_in_locally
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, write_shop
from tests.services.shop import Shop, open_stores


def live_through_a_day(root: Path, url: str | None) -> dict[str, Any]:
    """One morning of the shop, and everything a person could see of it."""
    write_shop(root / "use_cases" / "shop")
    shop = Shop(open_stores(root, url))
    deps = shop.deps
    assert local_person(deps) is None
    ana = sign_in_locally(deps, "Ana")
    assert local_person(deps) == ana
    version = train_version(deps, shop.loaded, MORNING)
    run = shop.published()
    assert shop.daily().repeated
    record_visit(deps, ana, "today", "shop")
    first = page_queue(deps, run, QueueFilter("todo")).rows[0].row
    about = prediction_id(run.id, first)
    comment = "🥐 'quoted' شكرا" * 3
    for _ in range(2):
        record_review(
            deps, GivenAnswer("token", about, ana.id, Answer.DIFFERENT, "45", reason="event", comment=comment)
        )
    decisions = list_decisions(deps, run)
    actuals = record_actuals(shop.at(48).deps, shop.loaded, MORNING.replace(day=3), MORNING)
    again = record_actuals(shop.at(48).deps, shop.loaded, MORNING.replace(day=3), MORNING)
    opened = open_prediction(deps, about)
    counts = count_queue(deps, run)
    shop.correct("price", "9.99", date="2026-05-02", store="North", product="Brot")
    second = shop.at(49).published()
    asked = earlier_answer(deps, open_prediction(deps, prediction_id(second.id, first)), ana.id)
    day = open_day(deps, "shop")
    seen = {
        "version": (version.number, version.state, version.file_hash, version.metrics),
        "run": run,
        "second": second,
        "states": shop.run_states(),
        "decisions": decisions,
        "actuals": (actuals, again),
        "opened": (opened.prediction, [(review.new, review.person) for review in opened.reviews], opened.actual),
        "counts": counts,
        "next": step_queue(deps, second, QueueFilter("todo"), first, 1),
        "asked": None if asked is None else asked.new,
        "day": (day.run, day.findings, day.counts),
        "use cases": [summary.name for summary in list_use_cases(deps)],
    }
    shop.close()
    return seen


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return live_through_a_day(tmp_path_factory.mktemp("sqlite"), None)


def test_a_morning_leaves_a_decided_list_and_a_question_for_the_author(on_sqlite: dict[str, Any]) -> None:
    (mine,) = [decision for decision in on_sqlite["decisions"] if decision.decided_by]
    assert (mine.decided, mine.decided_by, mine.reason) == (45.0, "Ana", "event")
    assert on_sqlite["counts"].todo == 5
    assert (on_sqlite["actuals"][0].new, on_sqlite["actuals"][1].unchanged) == (12, 12)
    assert on_sqlite["opened"][2].revision == 1
    assert sorted(on_sqlite["states"].values()) == ["published", "superseded"]
    assert on_sqlite["asked"].run_id == on_sqlite["run"].id
    assert on_sqlite["day"][0] == on_sqlite["second"]
    assert on_sqlite["use cases"] == ["shop"]


@pytest.mark.postgres
def test_postgres_shows_exactly_what_sqlite_shows(on_sqlite: dict[str, Any], tmp_path: Path, postgres_url: str) -> None:
    on_postgres = live_through_a_day(tmp_path, postgres_url)
    for part, seen in on_sqlite.items():
        assert on_postgres[part] == seen, part
