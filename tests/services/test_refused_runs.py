"""What must not be scored, and files that are not what was written, are refused in words."""

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from domain.errors import (
    ModelFileError,
    NotFoundError,
    PredictionFileError,
    VersionMismatchError,
    VouchError,
)
from domain.prediction import prediction_id
from presentation.words.problems import explain
from services.list_runs import list_runs
from services.open_day import open_day
from services.open_prediction import open_prediction
from services.promote_version import promote_version
from tests.services.made_up_shop import FIRST_DAY, MORNING, write_shop
from tests.services.outcomes import TARGET_DAY, files
from tests.services.shop import Shop, open_stores


def test_without_a_champion_nothing_is_published_and_the_error_says_so(tmp_path: Path) -> None:
    write_shop(tmp_path / "use_cases" / "shop")
    shop = Shop(open_stores(tmp_path))
    with pytest.raises(NotFoundError) as caught:
        shop.daily()
    assert caught.value.kind == "champion"
    assert "vouch train" in explain(caught.value).todo
    assert list_runs(shop.deps, "shop", 5) == ()
    shop.close()


def test_a_use_case_file_with_other_features_is_refused_by_their_names(shop: Shop) -> None:
    shop.redefine("lag: {days: 7}", "lag: {days: 14}")
    shop.redefine("  price: {label: Price, unit: EUR, column: {source: plan, name: price}}\n", "")
    shop.redefine("horizon_days: 1", "horizon_days: 0")
    with pytest.raises(VersionMismatchError) as caught:
        shop.daily()
    assert set(caught.value.changed) == {"last_week", "price", "dates"}
    assert shop.run_states() == {}


def test_features_in_another_order_are_refused(shop: Shop) -> None:
    line = "  weekday: {label: Weekday, calendar: weekday}\n"
    shop.redefine(line, "")
    shop.redefine("checks:", f"{line}checks:")
    with pytest.raises(VersionMismatchError) as caught:
        shop.daily()
    assert caught.value.changed == ("the order of the features",)


def test_words_and_limits_of_a_feature_may_change_without_training_anew(shop: Shop) -> None:
    shop.redefine("label: Price, unit: EUR", "label: What it costs, unit: €, description: Per piece., range: [0, 100]")
    run = shop.published()
    assert shop.deps.predictions.use_case(run).features["price"].label == "What it costs"


@pytest.mark.parametrize("name", ["model.txt", "manifest.json"])
@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_model_file_that_is_not_what_was_trained_is_refused(shop: Shop, name: str, how: str) -> None:
    (path,) = shop.deps.models.rglob(name)
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(ModelFileError) as caught:
        shop.daily()
    assert caught.value.fault == ("missing" if how == "gone" else "tampered")
    assert shop.run_states() == {}
    assert files(shop) == set()
    with pytest.raises(ModelFileError):
        promote_version(shop.deps, shop.loaded, 1, "a test", "Ana")


@pytest.mark.parametrize("name", ["rows.parquet", "queue.parquet", "changes.parquet"])
def test_a_changed_prediction_file_is_found_by_its_hash(shop: Shop, name: str) -> None:
    run = shop.published()
    path = shop.deps.predictions.folder / run.location / name
    content = path.read_bytes()
    path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    with pytest.raises(PredictionFileError) as caught:
        shop.deps.predictions.verify(run)
    assert caught.value.fault == "tampered"
    assert explain(caught.value).todo


@pytest.mark.parametrize("how", ["gone", "cut short", "something else", "empty"])
def test_a_broken_prediction_file_is_an_error_with_words_on_every_way_of_reading(shop: Shop, how: str) -> None:
    run = shop.published()
    folder = shop.deps.predictions.folder / run.location
    for name in ("rows.parquet", "queue.parquet"):
        path = folder / name
        content = path.read_bytes()
        path.unlink()
        if how != "gone":
            path.write_bytes(
                {"cut short": content[: len(content) // 2], "something else": b"PAR1 no PAR1", "empty": b""}[how]
            )
    for read in (
        lambda: open_day(shop.deps, "shop", TARGET_DAY),
        lambda: open_prediction(shop.deps, prediction_id(run.id, 0)),
        lambda: shop.deps.predictions.key_values(run, "store"),
    ):
        with pytest.raises(PredictionFileError) as caught:
            read()
        assert caught.value.fault == ("missing" if how == "gone" else "unreadable")


def test_every_error_of_the_daily_job_is_one_that_has_words(shop: Shop) -> None:
    (path,) = shop.deps.models.rglob("model.txt")
    path.write_text("no model", encoding="utf-8")
    with pytest.raises(VouchError) as caught:
        shop.daily()
    problem = explain(caught.value)
    assert problem.title
    assert problem.todo
    assert "Error" not in problem.title


def test_what_was_learned_from_is_kept_with_the_version(shop: Shop) -> None:
    with shop.deps.feedback.read() as unit:
        version = unit.versions.champion("shop")
    assert version is not None
    assert (version.data_from, version.data_through) == (FIRST_DAY, MORNING - timedelta(days=1))
    run = shop.published()
    schema = pq.read_schema(shop.deps.predictions.folder / run.location / "rows.parquet")
    assert b"vouch.use_case" in schema.metadata
