"""Training: the same rows give the same bytes, and what cannot be learned from is said, not guessed."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from domain.errors import ModelParameterError, TooLittleDataError, TrainingDataError
from domain.links import Link
from models.fitting import fit
from models.parameters import DEFAULTS, PASSED_THROUGH, lightgbm_parameters, own_parameters
from models.scoring import Scorer, booster_from_text
from models.table import FeatureTable, TrainingData
from models.training import train


def with_target(data: TrainingData, target: Any) -> TrainingData:
    return TrainingData(data.features, np.asarray(target, dtype=np.float64), data.days, data.entities)


def without_values(data: TrainingData, name: str) -> TrainingData:
    table = data.features.columns
    place = table.column_names.index(name)
    empty = pa.array([None] * table.num_rows, table.schema.field(name).type)
    features = FeatureTable(data.features.names, table.set_column(place, name, empty))
    return TrainingData(features, data.target, data.days, data.entities)


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_training_twice_gives_the_same_bytes(make_use_case: Any, make_data: Any, task: str) -> None:
    first, second = (train(make_use_case(task), make_data(task), threads=1) for _ in range(2))
    assert first.text == second.text
    assert first.manifest(1) == second.manifest(1)


def test_the_trees_do_not_depend_on_the_number_of_threads(make_fitted: Any, make_use_case: Any, make_data: Any) -> None:
    facts = make_fitted(make_use_case(), make_data()).facts
    one, two = (fit(make_use_case(), make_data(), facts, threads) for threads in (1, 2))
    assert one.split("\nparameters:")[0] == two.split("\nparameters:")[0]


def test_another_seed_gives_another_model_where_chance_plays_a_part(make_use_case: Any, make_data: Any) -> None:
    texts = []
    for seed in (1, 2):
        use_case = make_use_case(model={"seed": seed, "parameters": {"feature_fraction": 0.5}})
        texts.append(train(use_case, make_data()).text.split("\nparameters:")[0])
    assert texts[0] != texts[1]


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_a_model_beats_saying_the_same_every_day(make_use_case: Any, make_data: Any, task: str) -> None:
    metrics: Any = train(make_use_case(task), make_data(task)).metrics
    assert metrics["folds"] == 3
    if task == "regression":
        assert metrics["wape"] < metrics["baselines"]["same_weekday_last_week"]["wape"]
    else:
        assert metrics["log_loss"] < metrics["baselines"]["base_rate"]["log_loss"]
        assert metrics["accuracy"] > metrics["baselines"]["base_rate"]["accuracy"]


def test_the_training_window_leaves_older_rows_out(make_use_case: Any, make_data: Any) -> None:
    model = train(make_use_case(model={"training_window_days": 50}), make_data())
    assert (model.data_through - model.data_from).days == 49
    assert model.rows == 150


def test_a_poisson_model_uses_the_log_link_and_stays_above_zero(
    make_use_case: Any, make_data: Any, make_fitted: Any
) -> None:
    use_case = make_use_case(model={"objective": "poisson"})
    assert use_case.link is Link.LOG
    fitted = make_fitted(use_case, make_data())
    predicted = fitted.scorer.predict(fitted.matrix)
    assert (predicted > 0).all()
    # A Poisson fit with its own mean as start point keeps the total (its score equation), up to shrinkage of the leaves.
    assert predicted.sum() == pytest.approx(fitted.data.target.sum(), rel=0.05)


@pytest.mark.parametrize("objective", ["median", "squared", "poisson"])
def test_a_constant_target_is_predicted_as_it_is(make_use_case: Any, make_data: Any, objective: str) -> None:
    data = with_target(make_data(), np.full(360, 7.0))
    model = train(make_use_case(model={"objective": objective}), data)
    scorer = Scorer(booster_from_text(model.text), model.use_case.link)
    rows = np.full((2, 6), np.nan)
    np.testing.assert_allclose(scorer.predict(rows), 7.0, rtol=1e-6)
    np.testing.assert_allclose(scorer.explain(rows).values, np.zeros((2, 1, 6)), atol=1e-12)
    assert model.range is not None
    low, high = model.range.bounds(np.array([7.0]), ['["bun"]'])
    np.testing.assert_allclose([low[0], high[0]], 7.0, rtol=1e-6)


@pytest.mark.parametrize("name", ["temperature", "sky"])
def test_a_feature_without_any_value_contributes_nothing(
    make_use_case: Any, make_data: Any, make_fitted: Any, name: str
) -> None:
    data = without_values(make_data(), name)
    fitted = make_fitted(make_use_case(), data)
    place = data.features.names.index(name)
    values = fitted.scorer.explain(fitted.matrix).values
    assert not values[:, :, place].any()
    assert values.any()
    assert fitted.facts[place].missing_share == 1


def test_a_model_of_features_without_any_value_says_the_same_of_every_row(
    make_use_case: Any, make_data: Any, make_fitted: Any
) -> None:
    data = make_data()
    for name in data.features.names:
        data = without_values(data, name)
    fitted = make_fitted(make_use_case(), data)
    assert np.unique(fitted.scorer.predict_raw(fitted.matrix)).size == 1


def test_too_short_a_history_says_how_many_days_are_needed(make_use_case: Any, make_data: Any) -> None:
    with pytest.raises(TooLittleDataError) as caught:
        train(make_use_case(), make_data(days=55))
    assert caught.value.days_found == 55
    assert caught.value.days_needed == 56
    assert train(make_use_case(), make_data(days=caught.value.days_needed)).metrics["folds"] == 2


def test_no_row_at_all_is_too_little(make_use_case: Any, make_data: Any) -> None:
    data = make_data(days=1)
    with pytest.raises(TooLittleDataError):
        train(make_use_case(), data.take(np.zeros(3, dtype=bool)))


@pytest.mark.parametrize(
    ("objective", "target", "fault"), [("poisson", -1.0, "negative"), ("poisson", 0.0, "all zero")]
)
def test_a_target_that_counts_cannot_have_is_refused(
    make_use_case: Any, make_data: Any, objective: str, target: float, fault: str
) -> None:
    with pytest.raises(TrainingDataError) as caught:
        train(make_use_case(model={"objective": objective}), with_target(make_data(), np.full(360, target)))
    assert caught.value.fault == fault


def test_a_single_class_is_refused_by_its_name(make_use_case: Any, make_data: Any) -> None:
    with pytest.raises(TrainingDataError) as caught:
        train(make_use_case("binary"), with_target(make_data("binary"), np.ones(360)))
    assert (caught.value.fault, caught.value.found) == ("one class", "yes")


def test_a_class_that_shows_up_late_leaves_the_earlier_folds_out(make_use_case: Any, make_data: Any) -> None:
    data = make_data("binary")
    late = np.where(data.days < np.datetime64("2025-03-25"), 0.0, data.target)
    assert train(make_use_case("binary"), with_target(data, late)).metrics["folds"] == 2


def test_a_target_that_is_no_number_is_refused(make_data: Any) -> None:
    with pytest.raises(ValueError, match="must be a number"):
        with_target(make_data(days=1), [1.0, np.nan, 2.0])


def test_an_unknown_parameter_is_named_with_what_is_allowed(make_use_case: Any, make_data: Any) -> None:
    with pytest.raises(ModelParameterError) as caught:
        train(make_use_case(model={"parameters": {"num_leafs": 7}}), make_data())
    assert (caught.value.name, caught.value.fault) == ("num_leafs", "unknown")
    assert "num_leaves" in caught.value.known


@pytest.mark.parametrize(
    "name",
    [
        "objective",
        "random_state",
        "n_jobs",
        "boosting",
        "linear_tree",
        "zero_as_missing",
        "reg_sqrt",
        "sigmoid",
        "n_estimators",
    ],
)
def test_a_parameter_that_is_not_the_files_to_set_is_refused(make_use_case: Any, make_data: Any, name: str) -> None:
    with pytest.raises(ModelParameterError) as caught:
        train(make_use_case(model={"parameters": {name: 1}}), make_data())
    assert (caught.value.name, caught.value.fault) == (name, "reserved")


@pytest.mark.parametrize(
    ("name", "value"), [("num_leaves", "many"), ("num_leaves", 1), ("min_child_samples", -5), ("feature_fraction", 2.0)]
)
def test_a_value_that_lightgbm_refuses_is_told_with_its_key(
    make_use_case: Any, make_data: Any, name: str, value: Any
) -> None:
    with pytest.raises(ModelParameterError) as caught:
        train(make_use_case(model={"parameters": {name: value}}), make_data())
    assert (caught.value.name, caught.value.fault) == (name, "value")
    assert caught.value.detail


def test_an_alias_replaces_the_default_it_stands_for(make_use_case: Any) -> None:
    use_case = make_use_case(model={"parameters": {"min_child_samples": 3, "eta": 0.2}})
    assert own_parameters(use_case) == {"min_data_in_leaf": 3, "learning_rate": 0.2}
    parameters = lightgbm_parameters(use_case, 1)
    assert "min_child_samples" not in parameters
    assert parameters["min_data_in_leaf"] == 3
    assert parameters["num_leaves"] == DEFAULTS["num_leaves"]


def test_every_parameter_that_may_be_set_is_one_of_lightgbms(make_use_case: Any) -> None:
    for name in PASSED_THROUGH:
        assert own_parameters(make_use_case(model={"parameters": {name: 1}})) == {name: 1}


def test_training_says_nothing(make_use_case: Any, make_data: Any, capfd: pytest.CaptureFixture[str]) -> None:
    train(make_use_case(), make_data())
    train(make_use_case(), with_target(make_data(), np.full(360, 7.0)))
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")
