"""The contrast of two rows against all coalitions, and what must hold of it for any pair."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.tree_shap import TreeShap
from models.tree_shap.contrast import coalition_weights
from tests.tree_shap.engines import engine_of
from tests.tree_shap.oracles.agreement import CLOSE, as_matrix, magnitude
from tests.tree_shap.oracles.coalitions import interventional_values
from tests.tree_shap.oracles.drawn import forests, rows
from tests.tree_shap.oracles.forest import predicted, read_forest
from tests.tree_shap.oracles.model_texts import chain
from tests.tree_shap.trained import Trained


def contrast(engine: TreeShap, row: list[float], reference: list[float]) -> np.ndarray:
    """(features, classes)."""
    found = np.asarray(engine.contrast(np.array(row), np.array(reference)))
    return found.reshape(len(row), -1)


@settings(max_examples=150)
@given(st.data())
def test_the_contrast_is_exact_on_any_tree_and_any_two_rows(data: st.DataObject) -> None:
    forest = data.draw(forests(most_features=5, most_leaves=10))
    row, reference = data.draw(rows(forest, least=2, most=2))
    wanted = as_matrix(interventional_values(forest, row, [reference]))
    found = contrast(engine_of(forest), row, reference)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=CLOSE * magnitude(forest))


@settings(max_examples=50)
@given(st.data())
def test_equal_features_get_exactly_nothing_and_the_sum_is_the_difference(data: st.DataObject) -> None:
    forest = data.draw(forests(most_features=30, most_leaves=40))
    row, reference = data.draw(rows(forest, least=2, most=2))
    equal = data.draw(st.lists(st.booleans(), min_size=forest.features, max_size=forest.features))
    row = [other if same else own for own, other, same in zip(row, reference, equal, strict=True)]
    found = contrast(engine_of(forest), row, reference)
    assert np.all(found[np.array(equal)] == 0)
    pairs = zip(predicted(forest, row), predicted(forest, reference), strict=True)
    differences = [float(own - other) for own, other in pairs]
    np.testing.assert_allclose(found.sum(axis=0), differences, rtol=0, atol=CLOSE * magnitude(forest))


def test_a_row_has_no_contrast_with_itself(trained: Trained) -> None:
    engine, row = TreeShap(trained.booster), trained.rows[0].tolist()
    assert not contrast(engine, row, row).any()


def test_the_contrast_of_every_kind_of_model_leads_from_one_score_to_the_other(trained: Trained) -> None:
    engine, forest = TreeShap(trained.booster), read_forest(trained.booster.dump_model())
    row, reference = trained.rows[0].tolist(), trained.rows[1].tolist()
    pairs = zip(predicted(forest, row), predicted(forest, reference), strict=True)
    differences = [float(own - other) for own, other in pairs]
    found = contrast(engine, row, reference)
    np.testing.assert_allclose(found.sum(axis=0), differences, rtol=0, atol=CLOSE * magnitude(forest))


def test_turning_the_two_rows_round_turns_every_sign_round(plain: Trained) -> None:
    engine = TreeShap(plain.booster)
    row, reference = plain.rows[3].tolist(), plain.rows[4].tolist()
    there, back = contrast(engine, row, reference), contrast(engine, reference, row)
    np.testing.assert_allclose(there, -back, rtol=0, atol=1e-13)


def test_the_contrast_on_a_chain_120_deep_is_exact_where_it_is_known() -> None:
    # Both rows fall off the chain at the first question or at its very end: one leaf against another, with one difference.
    forest = chain(120, features=120)
    engine = engine_of(forest)
    far, near = [1.0] * 120, [0.0] + [1.0] * 119
    found = contrast(engine, far, near)[:, 0]
    (own,), (other,) = predicted(forest, far), predicted(forest, near)
    assert found[0] == float(own) - float(other)
    assert not found[1:].any()
    wide = contrast(engine, far, [0.0] * 120)[:, 0]
    assert abs(wide.sum() - float(own - other)) < 1e-12 * magnitude(forest)


def test_the_weights_of_a_coalition_are_those_of_shapley() -> None:
    weights = coalition_weights(8, 8)
    assert not weights[0].any()
    assert weights[1, 0] == 1
    assert weights[1, 1] == 0.5
    assert np.isclose(weights[3, 2], 2 * 2 / 120, rtol=1e-15)
