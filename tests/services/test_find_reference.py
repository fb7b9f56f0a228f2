"""What a prediction is compared with by default: the last comparable day, the one before, a typical one."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.errors import PredictionFileError
from domain.prediction import parse_prediction_id
from services.find_reference import TYPICAL_AT_LEAST, find_reference
from services.open_prediction import open_prediction
from tests.services.made_up_shop import CLOSED_DAY, MORNING, STORES
from tests.services.past_shop import WEEK, YESTERDAY, opened, prepare_past
from tests.services.shop import Shop, copy_shop

OLD = tuple(MORNING - timedelta(days=days) for days in (22, 21, 15, 14, 7, 3))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("long_past") / "template"
    prepare_past(root, old=OLD).close()
    return root


@pytest.fixture
def shop(template: Path, tmp_path: Path) -> Iterator[Shop]:
    copied = copy_shop(template, tmp_path / "long_past")
    yield copied
    copied.close()


def day_of(shop: Shop, prediction: str | None) -> date:
    assert prediction is not None
    return open_prediction(shop.deps, prediction).prediction.target_date


def test_the_last_comparable_day_is_the_same_weekday_of_the_same_entity(shop: Shop) -> None:
    for row in range(6):
        now = opened(shop, MORNING, row)
        found = find_reference(shop.deps, now, "comparable")
        then = open_prediction(shop.deps, found or "")
        assert then.prediction.queue.entity == now.prediction.queue.entity
        assert then.prediction.target_date == now.prediction.target_date - WEEK


def test_the_prediction_before_is_yesterdays(shop: Shop) -> None:
    found = find_reference(shop.deps, opened(shop, MORNING), "previous")
    assert day_of(shop, found) == YESTERDAY + timedelta(days=1)


def test_days_without_a_run_or_without_the_entity_are_passed_over(shop: Shop) -> None:
    before = opened(shop, YESTERDAY)
    assert day_of(shop, find_reference(shop.deps, before, "previous")) == MORNING - timedelta(days=2)

    day = (MORNING + timedelta(days=2)).isoformat()
    shop.edit("plan", lambda rows: [row for row in rows if row["date"] != day or row["store"] != STORES[0]])
    shop.published(MORNING + timedelta(days=1))
    shop.correct("closed", "0", table="calendar", date=CLOSED_DAY.isoformat())
    shop.published(MORNING + timedelta(days=2))
    later = opened(shop, MORNING + timedelta(days=2))
    assert later.prediction.queue.entity[0] == STORES[0]
    assert day_of(shop, find_reference(shop.deps, later, "previous")) == MORNING + timedelta(days=1)


def test_the_first_day_has_no_reference(shop: Shop) -> None:
    first = opened(shop, OLD[0])
    kinds = ("comparable", "previous", "typical")
    assert [find_reference(shop.deps, first, kind) for kind in kinds] == [None, None, None]


def test_too_few_days_are_not_typical(shop: Shop) -> None:
    assert find_reference(shop.deps, opened(shop, OLD[3]), "typical") is None
    assert len(OLD[:3]) < TYPICAL_AT_LEAST
    assert find_reference(shop.deps, opened(shop, OLD[4]), "typical") is not None


def test_a_typical_day_is_nearest_to_all_others(shop: Shop) -> None:
    """By hand: over all pairs of predictions of the last eight weeks, the smallest sum of distances."""
    now = opened(shop, MORNING, 1)
    days = [opened(shop, morning, 1) for morning in (*OLD, YESTERDAY)]

    def distance(one, other) -> float:
        pairs = zip(one.prediction.explanation.contributions, other.prediction.explanation.contributions, strict=True)
        base = abs(one.prediction.explanation.base - other.prediction.explanation.base)
        return base + sum(abs(a.contribution - b.contribution) for a, b in pairs)

    totals = {day.prediction.id: sum(distance(day, other) for other in days) for day in days}
    found = find_reference(shop.deps, now, "typical")
    assert found is not None
    assert totals[found] == pytest.approx(min(totals.values()), rel=1e-6)
    latest = [name for name, value in totals.items() if value <= totals[found] * (1 + 1e-9)][-1]
    assert found == latest


def test_what_a_corrected_batch_replaced_is_no_reference(shop: Shop) -> None:
    old = opened(shop, YESTERDAY)
    shop.correct("price", "9.90", date=MORNING.isoformat(), store=STORES[0])
    corrected = shop.published(YESTERDAY)

    found = find_reference(shop.deps, opened(shop, MORNING), "previous")

    assert found is not None
    assert parse_prediction_id(found)[0] == corrected.id != old.run.id


def test_a_run_whose_files_are_gone_is_an_error_in_data(shop: Shop) -> None:
    now = opened(shop, MORNING)
    run = opened(shop, OLD[2]).run
    (shop.deps.predictions.folder / run.location / "rows.parquet").unlink()

    with pytest.raises(PredictionFileError) as told:
        find_reference(shop.deps, now, "typical")

    assert told.value.fault == "missing"
