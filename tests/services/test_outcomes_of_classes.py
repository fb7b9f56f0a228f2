"""Outcomes of classes: right or wrong, beside the simple rule that always says what was most frequent before."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.outcome import Period
from domain.prediction import QueueRow
from presentation.words.outcome_cards import number_cards
from services.measure_outcomes import measure_outcomes
from tests.services.made_up_shop import DEFINITIONS
from tests.services.shop import Shop, copy_shop, prepare_template

TASKS = {"binary": ("no", "yes", "Quiet"), "multiclass": ("low", "high", "Low")}
"""What happened most often before, something else, and the first in words."""


@pytest.fixture(scope="module", params=TASKS)
def kind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    root = tmp_path_factory.mktemp("classes") / request.param
    return request.param, prepare_template(root, DEFINITIONS[request.param])


@pytest.fixture
def shop(kind: tuple[str, Path], tmp_path: Path) -> Iterator[Shop]:
    opened = copy_shop(kind[1], tmp_path / "shop")
    yield opened
    opened.close()


def happened(shop: Shop, rows: Sequence[QueueRow], day: date, labels: Sequence[str]) -> None:
    items = [(row.entity, day, 1.0, label) for row, label in zip(rows, labels, strict=True)]
    with shop.deps.feedback.write() as unit:
        unit.actuals.record("shop", items, shop.deps.now())


def test_the_simple_rule_is_wrong_wherever_something_else_happened(kind: tuple[str, Path], shop: Shop) -> None:
    often, seldom, words = TASKS[kind[0]]
    run = shop.published()
    rows = shop.deps.predictions.page_in_order(run, 0, run.row_count)
    day = run.target_date
    period = Period(day, day)
    happened(shop, rows, day, [often, often, seldom, often, seldom, often])

    unknown = measure_outcomes(shop.deps, "shop", period, 1)
    assert (unknown.most_frequent, unknown.days[0].simple.count) == (None, 0)
    assert number_cards(unknown)[2].note == "no answer of before is known"

    happened(shop, rows, day - timedelta(days=1), [often] * 4 + [seldom] * 2)
    outcomes = measure_outcomes(shop.deps, "shop", period, 1)
    simple = outcomes.days[0].simple
    assert outcomes.most_frequent == often
    assert (simple.count, simple.error) == (6, 2.0)
    assert outcomes.days[0].model_there == outcomes.days[0].model
    card = number_cards(outcomes)[2]
    assert (card.value, card.note) == ("33.3 %", f"always “{words}”, the most frequent before")
