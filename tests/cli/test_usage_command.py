"""`vouch usage`: the weeks, the judgement, and its exit code."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.run import Run
from services.use_weeks import last_weeks
from tests.cli.conftest import Vouch
from tests.services.shop import Shop


def test_the_weeks_are_listed_and_the_first_ones_are_not_judged(published_shop: Shop, run: Run, vouch: Vouch) -> None:
    told = vouch("usage", "shop", "--weeks", "2", on=published_shop)
    assert told.code == 0
    assert "Week from" in told.out
    assert "(so far)" in told.out
    answer = vouch("usage", "shop", "--json", on=published_shop).json
    assert (answer["use_case"], len(answer["weeks"])) == ("shop", 12)
    assert answer["state"] in ("no runs", "too early")


@pytest.mark.parametrize("wrong", [("nothing",), ("shop", "--weeks", "0"), ("shop", "--weeks", "many")])
def test_wrong_use_is_said(published_shop: Shop, vouch: Vouch, wrong: tuple[str, ...]) -> None:
    assert vouch("usage", *wrong, on=published_shop).code == 2


def test_use_that_fell_ends_with_one(published_shop: Shop, run: Run, vouch: Vouch) -> None:
    """Six weeks of visits by this machine's clock, then a week with runs and none."""
    now = datetime.now().astimezone()
    mondays = last_weeks(now, 8).mondays
    ana = published_shop.person("Ana")
    with published_shop.deps.feedback.write() as unit:
        for monday in mondays[:-1]:
            unit.runs.finish(_copy(run, monday, now), ())
        for monday in mondays[:-2]:
            morning = datetime.combine(monday, datetime.min.time()).astimezone() + timedelta(hours=9)
            for page in range(30):
                unit.usage.visit(ana.id, f"page{page}", "shop", morning)

    told = vouch("usage", "shop", on=published_shop)
    assert (told.code, "Fewer people look: 0 visits" in told.out) == (1, True)
    answer = vouch("usage", "shop", "--json", on=published_shop)
    assert (answer.code, answer.json["state"]) == (1, "fallen")


def _copy(run: Run, monday: date, now: datetime) -> Run:
    return replace(run, id=f"made-up-{monday}", run_date=monday, target_date=monday, published_at=now)
