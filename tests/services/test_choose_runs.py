"""Which runs a question to the model is asked of, and which are left out and said to be."""

import shutil
from datetime import date, timedelta

import pytest

from domain.driver import drivers_of
from domain.errors import NotFoundError, PredictionFileError
from prediction_store.layout import ROWS
from services import choose_runs as module
from services.choose_runs import choose_runs
from services.explain_feature import MOST_POINTS, explain_feature
from services.list_moved import list_moved
from services.measure_importance import measure_by_run, measure_importance, segment_columns
from services.train_version import train_version
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop

LATER = date(2030, 1, 1)


@pytest.fixture
def two_models(published_shop: Shop) -> Shop:
    """Runs of two mornings, the second one by a model that knows no promotions."""
    shop = published_shop
    shop.redefine("  promotion: {label: Promotion, type: category, column: {source: plan, name: promotion}}\n", "")
    train_version(shop.deps, shop.loaded, MORNING)
    with shop.deps.feedback.write() as unit:
        unit.versions.promote("shop", 2, "without promotion", shop.deps.now())
    shop.published(MORNING + timedelta(days=1))
    return shop


def test_without_a_choice_as_many_runs_are_taken_as_are_read_at_once(
    published_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_shop.published(MORNING + timedelta(days=1))

    assert len(choose_runs(published_shop.deps, "shop", LATER).runs) == 2
    monkeypatch.setattr(module, "ROWS_AT_FIRST", 11)
    assert [run.run_date for run in choose_runs(published_shop.deps, "shop", LATER).runs] == [
        MORNING + timedelta(days=1)
    ]
    assert len(choose_runs(published_shop.deps, "shop", LATER, 30).runs) == 2
    assert [run.run_date for run in choose_runs(published_shop.deps, "shop", MORNING + timedelta(days=1)).runs] == [
        MORNING
    ]


def test_runs_with_other_features_are_left_out_except_over_time(two_models: Shop) -> None:
    period = choose_runs(two_models.deps, "shop", LATER)

    assert [run.version for run in period.runs] == [2]
    assert [run.version for run in period.other_features] == [1]
    assert "promotion" not in measure_importance(two_models.deps, period, grouped=False).totals
    by_run = measure_by_run(two_models.deps, period, grouped=False)
    assert [(run.version, "promotion" in run.importance.totals) for run in by_run] == [(1, True), (2, False)]


def test_what_a_driver_moved_on_a_day_with_other_features_is_found_where_it_was(two_models: Shop) -> None:
    period = choose_runs(two_models.deps, "shop", LATER)
    earlier = period.other_features[0]
    price, *_ = [driver for driver in drivers_of(period.use_case, grouped=False) if driver.name == "price"]

    assert {item.id.rpartition("-")[0] for item in list_moved(two_models.deps, period, price, run=earlier.id)} == {
        earlier.id
    }
    assert len(list_moved(two_models.deps, period, price, run=period.runs[0].id)) == 6


def test_an_old_run_whose_files_are_gone_is_left_out_and_the_newest_is_an_error(published_shop: Shop) -> None:
    deps = published_shop.deps
    second = published_shop.published(MORNING + timedelta(days=1))
    first = choose_runs(deps, "shop", MORNING + timedelta(days=1)).runs[0]
    deps.predictions.close()
    shutil.rmtree(deps.predictions.folder / first.location)

    period = choose_runs(deps, "shop", LATER)
    assert ([run.id for run in period.runs], [run.id for run in period.unreadable]) == ([second.id], [first.id])

    (deps.predictions.folder / second.location / ROWS).unlink()
    deps.predictions.close()
    with pytest.raises(PredictionFileError):
        choose_runs(deps, "shop", LATER)


def test_no_published_run_is_said_to_be_missing(shop: Shop) -> None:
    with pytest.raises(NotFoundError):
        choose_runs(shop.deps, "shop", LATER)


def test_predictions_are_divided_by_keys_and_names(published_shop: Shop) -> None:
    use_case = choose_runs(published_shop.deps, "shop", LATER).use_case

    assert segment_columns(use_case) == {
        "store": "key_store", "product": "key_product", "weekday": "x_weekday", "promotion": "x_promotion",
    }  # fmt: skip


def test_every_feature_of_a_small_period_is_drawn_whole(published_shop: Shop) -> None:
    period = choose_runs(published_shop.deps, "shop", LATER)

    for feature in period.use_case.features:
        found = explain_feature(published_shop.deps, period, feature)
        assert len(found.points) == found.points.total == 6 < MOST_POINTS
        for row, prediction in enumerate(found.points.ids):
            stored = published_shop.deps.predictions.prediction(period.runs[0], row)
            (contribution,) = [item for item in stored.explanation.contributions if item.feature == feature]
            assert stored.id == prediction
            assert found.points.effects[feature][row] == contribution.effect
            assert found.points.entities[row] == stored.queue.entity
