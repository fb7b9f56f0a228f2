"""The oracles are judged first: by LightGBM's own predictions, and by each other."""

import lightgbm
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tree_shap.oracles.coalitions import expected_value, interventional_values, path_dependent_values
from tests.tree_shap.oracles.drawn import forests, rows
from tests.tree_shap.oracles.forest import Forest, predicted, read_forest
from tests.tree_shap.oracles.leaves import path_dependent_values_by_leaf
from tests.tree_shap.oracles.model_texts import chain, model_text


def read_back(forest: Forest) -> tuple[lightgbm.Booster, Forest]:
    booster = lightgbm.Booster(model_str=model_text(forest, averaged=forest.scale != 1))
    return booster, read_forest(booster.dump_model())


@settings(max_examples=150)
@given(st.data())
def test_the_oracle_reads_and_walks_trees_as_lightgbm_does(data: st.DataObject) -> None:
    booster, forest = read_back(data.draw(forests()))
    drawn = data.draw(rows(forest))
    # LightGBM's raw score is the sum also where it averages the trees (`average_output`).
    raw = booster.predict(np.array(drawn), raw_score=True, num_threads=1)
    told = np.reshape(raw, (len(drawn), -1)) * float(forest.scale)
    ours = np.array([[float(value) for value in predicted(forest, row)] for row in drawn])
    np.testing.assert_allclose(ours, told, rtol=0, atol=1e-13)


@settings(max_examples=60)
@given(st.data())
def test_all_coalitions_and_the_leaf_by_leaf_formula_agree_exactly(data: st.DataObject) -> None:
    _, forest = read_back(data.draw(forests()))
    (row,) = data.draw(rows(forest, most=1))
    assert path_dependent_values(forest, row) == path_dependent_values_by_leaf(forest, row)


@settings(max_examples=40)
@given(st.data())
def test_exact_contributions_add_up_exactly(data: st.DataObject) -> None:
    _, forest = read_back(data.draw(forests(most_features=4)))
    row, *background = data.draw(rows(forest, least=3, most=4))
    by_class = zip(predicted(forest, row), expected_value(forest), path_dependent_values(forest, row), strict=True)
    assert all(score == base + sum(values) for score, base, values in by_class)
    predictions = zip(*(predicted(forest, other) for other in background), strict=True)
    means = [sum(of_class) / len(background) for of_class in predictions]
    by_class = zip(predicted(forest, row), means, interventional_values(forest, row, background), strict=True)
    assert all(score == mean + sum(values) for score, mean, values in by_class)


def test_a_feature_in_which_row_and_reference_agree_gets_nothing_from_the_oracle() -> None:
    _, forest = read_back(chain(6, features=6))
    (values,) = interventional_values(forest, [1.0] * 6, [[1.0, 0.0, 1.0, 0.0, 1.0, 1.0]])
    assert [index for index, value in enumerate(values) if value] == [1, 3]


def test_lightgbm_is_near_the_exact_values_where_its_own_additivity_holds() -> None:
    booster, forest = read_back(chain(12, features=7))
    row = [1.0, -0.5, 1.0, 0.25, 1.0, -3.0, 1.0]
    told = np.asarray(booster.predict(np.array([row]), pred_contrib=True, num_threads=1))[0]
    (values,) = path_dependent_values_by_leaf(forest, row)
    np.testing.assert_allclose(told[:-1], [float(value) for value in values], rtol=0, atol=1e-12)
    assert abs(told[-1] - float(expected_value(forest)[0])) < 1e-12
