"""SHAP values against two oracles: the shap package, and the definition itself, over all coalitions."""

import math
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from models.table import Floats, TrainingData

Node = dict[str, Any]


def goes_left(node: Node, value: float) -> bool:
    """The decision of a LightGBM node, written from its documentation."""
    if node["decision_type"] == "==":
        codes = {int(code) for code in str(node["threshold"]).split("||")}
        return not math.isnan(value) and value >= 0 and int(value) in codes
    if math.isnan(value):
        if node["missing_type"] == "NaN":
            return bool(node["default_left"])
        value = 0.0
    return value <= float(node["threshold"])


def cover(node: Node) -> float:
    return float(node["internal_count"] if "split_feature" in node else node["leaf_count"])


def expectation(node: Node, row: Floats, known: frozenset[int]) -> float:
    """Mean of the leaves a row can reach when only some features are known, weighted by training rows."""
    if "split_feature" not in node:
        return float(node["leaf_value"])
    left, right = node["left_child"], node["right_child"]
    if node["split_feature"] in known:
        return expectation(left if goes_left(node, row[node["split_feature"]]) else right, row, known)
    share = cover(left) / (cover(left) + cover(right))
    return share * expectation(left, row, known) + (1 - share) * expectation(right, row, known)


def shapley(trees: list[Node], row: Floats) -> tuple[float, Floats]:
    """Value of the empty coalition, and the Shapley value of every feature, by the definition (Shapley 1953)."""

    @cache
    def worth(known: frozenset[int]) -> float:
        return math.fsum(expectation(tree, row, known) for tree in trees)

    count = len(row)
    values = np.zeros(count)
    for feature in range(count):
        others = [other for other in range(count) if other != feature]
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for coalition in combinations(others, size):
                gain = worth(frozenset(coalition) | {feature}) - worth(frozenset(coalition))
                values[feature] += weight * gain
    return worth(frozenset()), values


def trees_by_class(fitted: Any) -> list[list[Node]]:
    dump = fitted.scorer._booster.dump_model()
    classes = dump["num_tree_per_iteration"]
    structures = [tree["tree_structure"] for tree in dump["tree_info"]]
    return [structures[place::classes] for place in range(classes)]


def numeric_thresholds(node: Node) -> list[tuple[int, float]]:
    if "split_feature" not in node:
        return []
    own = [(node["split_feature"], float(node["threshold"]))] if node["decision_type"] == "<=" else []
    return own + numeric_thresholds(node["left_child"]) + numeric_thresholds(node["right_child"])


def hard_rows(fitted: Any) -> Floats:
    """Plain rows, gaps, unseen categories, all missing, infinities, and values exactly on the thresholds."""
    rows = fitted.matrix[:14].copy()
    rows[4] = np.nan
    rows[5, 4] = np.nan
    rows[6, 0] = np.nan
    rows[7, 2] = np.inf
    rows[8, 2] = -np.inf
    thresholds = [found for trees in trees_by_class(fitted) for tree in trees for found in numeric_thresholds(tree)]
    for row, (feature, threshold) in zip(rows[9:], thresholds[:: max(1, len(thresholds) // 5)], strict=False):
        row[feature] = threshold
    return rows


def test_contributions_are_the_shapley_values_of_the_definition(fitted: Any) -> None:
    rows = hard_rows(fitted)
    found = fitted.scorer.explain(rows)
    for place, trees in enumerate(trees_by_class(fitted)):
        for number, row in enumerate(rows):
            base, values = shapley(trees, row)
            assert found.base[place] == pytest.approx(base, rel=1e-10, abs=1e-10)
            np.testing.assert_allclose(found.values[number, place], values, rtol=1e-9, atol=1e-10)


def test_the_trees_of_these_tests_hold_categories_and_directions_for_missing_values(fitted: Any) -> None:
    nodes: list[Node] = []

    def collect(node: Node) -> None:
        if "split_feature" in node:
            nodes.append(node)
            collect(node["left_child"])
            collect(node["right_child"])

    for trees in trees_by_class(fitted):
        for tree in trees:
            collect(tree)
    assert {"==", "<="} == {node["decision_type"] for node in nodes}
    assert "NaN" in {node["missing_type"] for node in nodes if node["decision_type"] == "<="}
    assert len({node["split_feature"] for node in nodes}) >= 4


def test_the_walk_of_these_tests_predicts_what_lightgbm_predicts(fitted: Any) -> None:
    rows = hard_rows(fitted)
    raw = fitted.scorer.predict_raw(rows).reshape(len(rows), -1)
    everything = frozenset(range(rows.shape[1]))
    for place, trees in enumerate(trees_by_class(fitted)):
        walked = [math.fsum(expectation(tree, row, everything) for tree in trees) for row in rows]
        np.testing.assert_allclose(raw[:, place], walked, rtol=1e-12, atol=1e-12)


@pytest.mark.filterwarnings("ignore::Warning")  # What shap and numba say about their own insides is not ours.
def test_contributions_equal_those_of_the_shap_package(fitted: Any) -> None:
    import shap

    rows = hard_rows(fitted)
    oracle = np.asarray(shap.TreeExplainer(fitted.scorer._booster).shap_values(rows))
    found = fitted.scorer.explain(rows).values
    # shap puts the classes last, and drops them where there is one score.
    expected = oracle[:, None, :] if oracle.ndim == 2 else np.moveaxis(oracle, 2, 1)
    assert expected.shape == found.shape
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.filterwarnings("ignore::Warning")
def test_contributions_equal_shaps_own_walk_where_it_does_not_ask_lightgbm(
    make_use_case: Any, make_data: Any, make_fitted: Any
) -> None:
    """On a model whose trees shap reads itself (numbers only), so that the two share no code."""
    import shap

    data = make_data(days=60)
    numbers = [name for name in data.features.names if data.features.kind(name) == "number"]
    table = data.features.columns
    for name in set(data.features.names) - set(numbers):
        empty = np.full(len(data.target), None, dtype=object)
        table = table.set_column(table.column_names.index(name), name, [empty.tolist()]).cast(
            data.features.columns.schema
        )
    numeric = TrainingData(type(data.features)(data.features.names, table), data.target, data.days, data.entities)
    fitted = make_fitted(make_use_case(), numeric)
    rows = fitted.matrix[~np.isnan(fitted.matrix[:, 2])][:20]
    explainer = shap.TreeExplainer(fitted.scorer._booster, feature_perturbation="tree_path_dependent")
    explainer.model.original_model = None
    explainer.model.model_type = "internal"
    oracle = np.asarray(explainer.shap_values(rows, check_additivity=False))
    np.testing.assert_allclose(fitted.scorer.explain(rows).values[:, 0], oracle, rtol=1e-6, atol=1e-6)
