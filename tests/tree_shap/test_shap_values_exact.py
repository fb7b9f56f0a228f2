"""Path-dependent contributions against exact rationals: the engine must give what the definition gives, everywhere."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.tree_shap import TreeShap
from tests.tree_shap.engines import engine_of
from tests.tree_shap.oracles.agreement import CLOSE, as_matrix, magnitude, with_class_axis
from tests.tree_shap.oracles.coalitions import expected_value, path_dependent_values
from tests.tree_shap.oracles.drawn import forests, rows
from tests.tree_shap.oracles.forest import Forest, Leaf, Split, predicted, read_forest
from tests.tree_shap.oracles.leaves import path_dependent_values_by_leaf
from tests.tree_shap.oracles.model_texts import chain
from tests.tree_shap.trained import Trained


def assert_exact(engine: TreeShap, forest: Forest, drawn: list[list[float]]) -> None:
    found = with_class_axis(engine.values(np.array(drawn)))
    wanted = np.array([as_matrix(path_dependent_values_by_leaf(forest, row)) for row in drawn])
    np.testing.assert_allclose(found, wanted, rtol=0, atol=CLOSE * magnitude(forest))


@settings(max_examples=150)
@given(st.data())
def test_values_are_exact_on_any_tree_and_any_row(data: st.DataObject) -> None:
    forest = data.draw(forests(most_features=5, most_leaves=10))
    engine = engine_of(forest, table_bits=data.draw(st.sampled_from([1, 2, 4, 8, 12])))
    assert_exact(engine, forest, data.draw(rows(forest)))


@settings(max_examples=50)
@given(st.data())
def test_values_are_exact_on_deep_trees_of_many_features(data: st.DataObject) -> None:
    forest = data.draw(forests(most_features=40, most_leaves=40))
    assert_exact(engine_of(forest), forest, data.draw(rows(forest, most=2)))


@settings(max_examples=30)
@given(st.data())
def test_the_definition_itself_gives_the_same_values(data: st.DataObject) -> None:
    forest = data.draw(forests(most_features=4, most_leaves=6))
    engine, (row,) = engine_of(forest), data.draw(rows(forest, most=1))
    wanted = as_matrix(path_dependent_values(forest, row))
    found = with_class_axis(engine.values(np.array([row])))[0]
    np.testing.assert_allclose(found, wanted, rtol=0, atol=CLOSE * magnitude(forest))
    bases = [float(value) for value in expected_value(forest)]
    np.testing.assert_allclose(np.atleast_1d(engine.expected_value), bases, rtol=0, atol=CLOSE * magnitude(forest))


@pytest.mark.parametrize("features", [120, 59, 13, 3])
def test_values_are_exact_on_a_chain_that_is_120_deep(features: int) -> None:
    forest = chain(120, features=features)
    rng = np.random.default_rng(features)
    drawn = [rng.choice([1.0, 0.0, -1.0, np.nan, np.inf], size=features).tolist()]
    if features < 20:  # A row of exact fractions takes a minute with more.
        drawn += [[1.0] * features, rng.normal(2, 1, size=features).tolist()]
    assert_exact(engine_of(forest), forest, drawn)


def test_a_row_that_is_all_missing_is_explained_exactly(trained: Trained) -> None:
    forest = read_forest(trained.booster.dump_model())
    assert_exact(TreeShap(trained.booster), forest, [[np.nan] * forest.features])


def test_values_of_every_kind_of_trained_model_are_exact(trained: Trained) -> None:
    forest = read_forest(trained.booster.dump_model())
    assert_exact(TreeShap(trained.booster), forest, trained.rows[:2].tolist())


def test_base_and_contributions_add_up_to_the_score(trained: Trained) -> None:
    engine, forest = TreeShap(trained.booster), read_forest(trained.booster.dump_model())
    values = with_class_axis(engine.values(trained.rows))
    sums = values.sum(axis=1) + np.atleast_1d(engine.expected_value)
    scores = np.array([[float(score) for score in predicted(forest, row)] for row in trained.rows.tolist()])
    size = np.abs(engine.expected_value) + np.abs(values).sum(axis=1)
    assert np.all(np.abs(sums - scores) <= CLOSE * size + 1e-300)


def test_a_sure_side_with_no_cover_ratio_left_over_is_no_division_by_zero() -> None:
    # A ratio of 1 - 2^-53 and one of 2^-53 leave factors near zero in every quadrature point.
    few, many = Leaf(Fraction(3), 1), Leaf(Fraction(-2), 2**31 - 2)
    split = Split(0, 0.5, None, "NaN", default_left=False, count=2**31 - 1, left=few, right=many)
    forest = Forest((split,), 1, 1, Fraction(1))
    assert_exact(engine_of(forest), forest, [[0.0], [1.0], [np.nan]])


def test_lightgbms_own_contributions_agree_where_they_add_up(trained: Trained) -> None:
    told = np.asarray(trained.booster.predict(trained.rows, pred_contrib=True, num_threads=1))
    raw = np.asarray(trained.booster.predict(trained.rows, raw_score=True, num_threads=1)).reshape(
        len(trained.rows), -1
    )
    by_class = told.reshape(len(told), raw.shape[1], -1)
    adds_up = np.abs(by_class.sum(axis=2) - raw).max() < 1e-11
    # LightGBM sums the trees of a random forest where the model itself averages them.
    scale = float(read_forest(trained.booster.dump_model()).scale)
    found = with_class_axis(TreeShap(trained.booster).values(trained.rows))
    assert adds_up
    np.testing.assert_allclose(found, by_class[:, :, :-1].transpose(0, 2, 1) * scale, rtol=0, atol=1e-10)
