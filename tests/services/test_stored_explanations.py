"""What is stored of every prediction: base + effects + adjustments = the prediction, for every kind of target."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.explanation import Explanation
from domain.prediction import Prediction
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.frames import load_run
from prediction_store.verify import READ_BACK_TOLERANCE, worst_gap
from tests.services.made_up_shop import DEFINITIONS, MORNING, STORES, read_table
from tests.services.shop import Shop, open_stores, prepare_template

FLOAT32 = 2.0**-23
"""Relative spacing of float32: what is lost when a SHAP value is stored."""


@pytest.fixture(scope="module", params=DEFINITIONS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def told(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Run]]:
    """A published run of every kind of use case."""
    root = prepare_template(tmp_path_factory.mktemp(kind) / "shop", DEFINITIONS[kind])
    shop = Shop(open_stores(root))
    yield shop, shop.published()
    shop.close()


@pytest.fixture
def predictions(told: tuple[Shop, Run]) -> list[Prediction]:
    shop, run = told
    return [shop.deps.predictions.prediction(run, row) for row in range(run.row_count)]


@pytest.fixture
def folder(told: tuple[Shop, Run]) -> Path:
    shop, run = told
    return shop.deps.predictions.folder / run.location


@pytest.fixture
def frame(folder: Path) -> pd.DataFrame:
    return load_run(folder)


@pytest.fixture
def use_case(told: tuple[Shop, Run]) -> UseCase:
    shop, run = told
    return shop.deps.predictions.use_case(run)


def size_of(explanation: Explanation) -> float:
    return abs(explanation.base) + sum(abs(c.effect) for c in explanation.contributions)


def test_base_effects_and_adjustments_add_up_to_the_prediction(predictions: list[Prediction]) -> None:
    for prediction in predictions:
        explanation = prediction.explanation
        assert explanation.gap() <= READ_BACK_TOLERANCE * size_of(explanation)
        assert explanation.prediction == prediction.queue.value


def test_effects_are_not_all_zero(predictions: list[Prediction]) -> None:
    assert all(any(c.effect for c in prediction.explanation.contributions) for prediction in predictions)


def test_every_feature_has_one_contribution_in_the_order_of_the_file(
    predictions: list[Prediction], use_case: UseCase
) -> None:
    for prediction in predictions:
        assert [c.feature for c in prediction.explanation.contributions] == list(use_case.features)


def test_the_range_holds_the_prediction(predictions: list[Prediction], use_case: UseCase) -> None:
    for queue in (prediction.queue for prediction in predictions):
        if use_case.task != "regression":
            assert (queue.low, queue.high, queue.usual) == (None, None, None)
            continue
        assert queue.low is not None
        assert queue.high is not None
        assert queue.low <= queue.value <= queue.high
        # A prediction far below the target's least value is lifted to it with its whole range.
        assert queue.low < queue.high or queue.low == use_case.target.min


def test_published_values_obey_the_target(predictions: list[Prediction], use_case: UseCase) -> None:
    for prediction in predictions:
        value, target = prediction.queue.value, use_case.target
        if use_case.task != "regression":
            assert 0.0 < value < 1.0
            assert prediction.queue.label in target.classes
            continue
        assert not target.integer or value == int(value)
        assert target.min is None or value >= target.min


def test_a_rule_that_changed_the_value_appears_as_an_adjustment(
    predictions: list[Prediction], frame: pd.DataFrame, kind: str
) -> None:
    codes = {a.code for prediction in predictions for a in prediction.explanation.adjustments}
    assert codes == {"whole": {"whole"}, "minimum": {"minimum"}}.get(kind, set())
    if kind == "minimum":
        lifted = frame[frame["adj_minimum"] > 0]
        assert len(lifted) > 0
        np.testing.assert_array_equal(lifted["prediction"], 25.0)
        np.testing.assert_allclose(lifted["raw"] + lifted["adj_minimum"], 25.0)


def test_link_and_label_are_those_of_the_task(predictions: list[Prediction], kind: str) -> None:
    links = {"poisson": "log", "binary": "logit", "multiclass": "softmax"}
    for prediction in predictions:
        assert prediction.explanation.link.value == links.get(kind, "identity")
        assert prediction.explanation.rescaled == (kind in links)
        assert (prediction.queue.label is None) == (kind not in ("binary", "multiclass"))
        if kind == "binary":
            assert prediction.queue.label == "yes"


def test_of_several_classes_the_likeliest_is_shown(frame: pd.DataFrame, kind: str) -> None:
    assert frame["label"].isna().all() == (kind not in ("binary", "multiclass"))
    assert kind != "multiclass" or (frame["prediction"] >= 1 / 3).all()


def test_the_verification_of_the_files_finds_what_a_reader_computes(
    frame: pd.DataFrame, folder: Path, use_case: UseCase
) -> None:
    prefix, end = ("effect_", "prediction") if use_case.task == "multiclass" else ("shap_", "raw")
    parts = frame[[prefix + name for name in use_case.features]].to_numpy(dtype=np.float64)
    size = np.abs(frame["base"]) + np.abs(parts).sum(axis=1)
    gap = np.abs(frame[end] - frame["base"] - parts.sum(axis=1)) / size
    assert worst_gap(folder, use_case) == pytest.approx(float(gap.max()), rel=1e-6, abs=1e-12)
    assert gap.max() <= READ_BACK_TOLERANCE


def test_a_run_whose_contributions_were_changed_does_not_verify(
    told: tuple[Shop, Run], folder: Path, use_case: UseCase, tmp_path: Path
) -> None:
    table = pq.read_table(folder / "rows.parquet")
    name = ("effect_" if use_case.task == "multiclass" else "shap_") + "price"
    place = table.schema.get_field_index(name)
    moved = pa.array(np.asarray(table.column(name)) + np.float32(0.01))
    pq.write_table(table.set_column(place, name, moved), tmp_path / "rows.parquet")
    assert worst_gap(tmp_path, use_case) > READ_BACK_TOLERANCE


def test_what_the_model_said_and_saw_is_lossless_and_shap_is_float32(folder: Path, use_case: UseCase) -> None:
    schema = pq.read_schema(folder / "rows.parquet")
    for name in ("prediction", "low", "high", "usual", "base", "raw", "adj_minimum", "adj_whole"):
        assert schema.field(name).type == pa.float64()
    for name, feature in use_case.features.items():
        assert schema.field(f"x_{name}").type == (pa.string() if feature.is_category else pa.float64())
        assert schema.field(f"shap_{name}").type == pa.float32()


def test_stored_inputs_are_those_of_the_sources(told: tuple[Shop, Run], frame: pd.DataFrame) -> None:
    shop, run = told
    day = run.target_date.isoformat()
    plan = {(r["store"], r["product"]): r for r in read_table(shop.folder / "plan.csv") if r["date"] == day}
    seen_on = (run.target_date - timedelta(days=4)).isoformat()
    (temperature,) = [float(r["temperature"]) for r in read_table(shop.folder / "weather.csv") if r["date"] == seen_on]
    for row in frame.to_dict("records"):
        source = plan[row["key_store"], row["key_product"]]
        assert row["x_price"] == float(source["price"])
        assert (None if pd.isna(row["x_promotion"]) else row["x_promotion"]) == (source["promotion"] or None)
        assert row["x_temperature"] == temperature
        assert (row["x_store"], row["x_product"]) == (row["key_store"], row["key_product"])
        assert row["x_weekday"] == str(run.target_date.weekday())


def test_explained_values_are_the_stored_inputs(predictions: list[Prediction], frame: pd.DataFrame) -> None:
    for prediction in predictions:
        for c in prediction.explanation.contributions:
            stored = frame.loc[prediction.queue.row, f"x_{c.feature}"]
            assert c.value == (None if pd.isna(stored) else stored)


def test_the_usual_value_is_the_median_of_the_last_four_comparable_days(
    predictions: list[Prediction], use_case: UseCase
) -> None:
    for prediction in predictions:
        days = [past.day for past in prediction.past]
        assert len(days) == 8
        assert days == sorted(days)
        assert {day.weekday() for day in days} == {prediction.target_date.weekday()}
        assert days[-1] < MORNING
        if use_case.task == "regression":
            assert prediction.queue.usual == float(np.median([past.value for past in prediction.past[-4:]]))


def test_rows_are_in_the_order_of_the_keys_and_numbered_from_zero(frame: pd.DataFrame) -> None:
    assert frame["row"].tolist() == list(range(len(frame)))
    keys = list(zip(frame["key_store"], frame["key_product"], strict=True))
    assert keys == sorted(keys, key=lambda key: tuple(part.encode() for part in key))
    assert {store for store, _ in keys} == set(STORES)


def test_stored_contributions_are_those_that_shap_would_give(told: tuple[Shop, Run], frame: pd.DataFrame) -> None:
    """LightGBM itself, asked anew through the model file, gives the same numbers as the file."""
    import lightgbm

    shop, _ = told
    (text,) = shop.deps.models.rglob("model.txt")
    (manifest,) = shop.deps.models.rglob("manifest.json")
    facts = json.loads(manifest.read_text(encoding="utf-8"))["features"]
    matrix = np.column_stack([_encoded(frame[f"x_{fact['name']}"], fact) for fact in facts])
    booster = lightgbm.Booster(model_str=text.read_text(encoding="utf-8"))
    expected = booster.predict(matrix, pred_contrib=True, num_threads=1)
    classes = booster.num_model_per_iteration()
    blocks = np.asarray(expected).reshape(len(frame), classes, len(facts) + 1)
    chosen = np.zeros(len(frame), dtype=int)
    if classes == 3:
        chosen = np.array([["low", "mid", "high"].index(label) for label in frame["label"]])
    for place, fact in enumerate(facts):
        own = blocks[np.arange(len(frame)), chosen, place]
        np.testing.assert_allclose(frame[f"shap_{fact['name']}"], own, rtol=2 * FLOAT32, atol=1e-12)


def _encoded(column: pd.Series, fact: dict[str, object]) -> np.ndarray:
    if fact["kind"] != "category":
        return column.to_numpy(dtype=np.float64)
    categories = fact["categories"]
    assert isinstance(categories, list)
    return np.array([categories.index(value) if value in categories else np.nan for value in column], dtype=np.float64)
