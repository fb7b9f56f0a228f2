"""An exported run is what was stored, and a `shap.Explanation` that equals shap's own for the same model."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from domain.errors import NotFoundError, PredictionFileError
from domain.run import Run
from models.encoding import encode
from models.files import load_model
from models.shap_export import load_explanation
from models.table import FeatureTable
from prediction_store.frames import load_run
from services.export_run import export_rows, export_shap, find_exported_run
from tests.services.made_up_shop import DEFINITIONS, MORNING
from tests.services.shop import Shop, open_stores, prepare_template

FLOAT32 = 2.0**-23


@pytest.fixture(scope="module", params=["identity", "poisson", "multiclass"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Run]]:
    root = prepare_template(tmp_path_factory.mktemp(request.param) / "shop", DEFINITIONS[request.param])
    shop = Shop(open_stores(root))
    yield shop, shop.published()
    shop.close()


# What shap and numba say about their own insides is not ours.
@pytest.mark.filterwarnings("ignore::Warning")
def test_an_exported_explanation_is_the_one_of_the_shap_package(told: tuple[Shop, Run], tmp_path: Path) -> None:
    import shap

    shop, run = told
    use_case = shop.deps.predictions.use_case(run)
    assert export_shap(shop.deps, run, tmp_path / "run.parquet") == 6
    found = load_explanation(tmp_path / "run.parquet")

    frame = load_run(shop.deps.predictions.folder / run.location)
    labels = [feature.label for feature in use_case.features.values()]
    assert isinstance(found, shap.Explanation)
    assert found.feature_names == labels
    assert found.values.shape == found.data.shape == found.display_data.shape == (6, len(labels))
    if use_case.task == "multiclass":
        np.testing.assert_allclose(found.base_values + found.values.sum(axis=1), frame["prediction"], rtol=1e-6)
        return
    np.testing.assert_allclose(found.base_values + found.values.sum(axis=1), frame["raw"], rtol=1e-6)
    with shop.deps.feedback.read() as unit:
        version = unit.versions.champion("shop")
    assert version is not None
    model = load_model(shop.deps.models / version.location, version.file_hash)
    features = FeatureTable(tuple(use_case.features), _features(shop, run, list(use_case.features)))
    matrix = encode(features, model.manifest.features)
    oracle = np.asarray(shap.TreeExplainer(model.booster).shap_values(matrix))
    np.testing.assert_allclose(found.values, oracle, atol=4 * FLOAT32 * np.abs(oracle).max())


def _features(shop: Shop, run: Run, names: list[str]) -> "pq.Table":
    table = pq.read_table(shop.deps.predictions.folder / run.location / "rows.parquet")
    return table.select([f"x_{name}" for name in names]).rename_columns(names)


@pytest.mark.filterwarnings("ignore::Warning")
def test_names_are_numbers_in_the_data_and_words_beside_it(published_shop: Shop, run: Run, tmp_path: Path) -> None:
    export_shap(published_shop.deps, run, tmp_path / "run.parquet")
    found = load_explanation(tmp_path / "run.parquet")

    place = found.feature_names.index("Weekday")
    assert set(found.display_data[:, place]) == {"Saturday"}
    assert set(found.data[:, place]) == {0.0}
    assert found.data.dtype == np.float64


def test_rows_are_exported_as_they_are_stored(published_shop: Shop, run: Run, tmp_path: Path) -> None:
    stored = load_run(published_shop.deps.predictions.folder / run.location)
    for name in ("rows.parquet", "rows.csv"):
        assert export_rows(published_shop.deps, run, tmp_path / name) == len(stored) == 6

    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "rows.parquet"), stored)
    text = pd.read_csv(tmp_path / "rows.csv", dtype={"x_weekday": str})
    plain = [name for name in stored if stored[name].dtype.kind in "fi"]
    pd.testing.assert_frame_equal(text[plain], stored[plain], check_dtype=False, rtol=1e-6)
    assert text["x_product"].tolist() == stored["x_product"].tolist()
    assert [len(days.split()) for days in text["past_days"]] == [len(days) for days in stored["past_days"]]


def test_an_export_that_fails_leaves_nothing(published_shop: Shop, run: Run, tmp_path: Path) -> None:
    path = published_shop.deps.predictions.folder / run.location / "rows.parquet"
    published_shop.deps.predictions.use_case(run)
    path.write_bytes(b"broken")

    with pytest.raises(PredictionFileError):
        export_rows(published_shop.deps, run, tmp_path / "rows.csv")

    assert list(tmp_path.glob("rows*")) == []


def test_a_run_is_found_by_id_by_day_or_as_the_newest(published_shop: Shop, run: Run) -> None:
    deps = published_shop.deps

    assert find_exported_run(deps, "shop", None, None) == run
    assert find_exported_run(deps, "shop", run.id, None) == run
    assert find_exported_run(deps, "shop", None, run.target_date) == run
    for run_id, day in (("nothing", None), (None, MORNING)):
        with pytest.raises(NotFoundError) as caught:
            find_exported_run(deps, "shop", run_id, day)
        assert caught.value.known == (run.id,)


@pytest.mark.parametrize("content", [None, b"no Parquet"])
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "run.parquet"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(PredictionFileError) as caught:
        load_explanation(path)

    assert caught.value.fault == ("missing" if content is None else "unreadable")


def test_a_plain_parquet_file_is_refused(published_shop: Shop, run: Run, tmp_path: Path) -> None:
    export_rows(published_shop.deps, run, tmp_path / "rows.parquet")

    with pytest.raises(PredictionFileError):
        load_explanation(tmp_path / "rows.parquet")
