"""Actuals are expected of whom the batch named: what left the plan is told of the plan, and not once more of the sales."""

from datetime import timedelta

import pytest

from domain.check_result import Outcome
from tests.checks.conftest import RUN, USE_CASE, Ask, tables, use_case, without

NEW = RUN - timedelta(days=1)

PLANNED = {
    "sources": {
        **USE_CASE["sources"],  # type: ignore[dict-item]
        "plan": {"path": "plan.csv", "date": "date", "keys": ["store", "product"], "available_after_days": -1},
    },
    "batch": {"source": "plan"},
}


@pytest.mark.parametrize("planned", [False, True])
def test_actuals_are_missed_only_of_whom_the_batch_named(ask: Ask, planned: bool) -> None:
    made = tables()
    gone = [row for row in made["sales"] if row["date"] == NEW and row["product"] in ("p8", "p9")]
    made["sales"] = [row for row in made["sales"] if row not in gone]
    made["plan"] = [{key: row[key] for key in ("date", "store", "product")} for row in made["sales"]]
    if planned:
        made["plan"] += [{key: row[key] for key in ("date", "store", "product")} for row in gone]

    found = ask(made, use_case(**PLANNED)).one("volume")

    assert (found.outcome is Outcome.PASSED) == (not planned), found.detail


def test_without_a_plan_for_the_day_everybody_who_usually_comes_is_expected(ask: Ask) -> None:
    made = tables()
    without(made, date=NEW, product="p9")
    made["plan"] = [{"date": NEW - timedelta(days=1), "store": "North", "product": "p1"}]
    assert ask(made, use_case(**PLANNED)).one("volume").outcome is not Outcome.PASSED
