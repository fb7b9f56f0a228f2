"""The step from a model as its file has it to a model as the kernels want it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.tree_shap.encoding import CATEGORY, MISSING_NONE, Floats, Ints, Trees
from models.tree_shap.errors import UnsupportedModelError
from models.tree_shap.model_text import TreeModel
from models.tree_shap.tree_text import CATEGORICAL_BIT, DEFAULT_LEFT_BIT

MISSING_TYPE_SHIFT, MISSING_TYPE_MASK = 2, 3
"""Of `decision_type`: `GetMissingType` in LightGBM's include/LightGBM/tree.h."""
MOST_CUTS = 65_000
"""Per column. Codes have 16 bits, and the highest one stands for a missing value."""


def trees_of(model: TreeModel, where: str) -> Trees:
    """Number columns and thresholds.

    Raises:
        UnsupportedModelError: a feature has more than 65,000 thresholds or categories.
    """
    columns = _columns(model)
    _check_cuts(model, columns, where)
    lookup_start, lookup = _lookup(model, columns)
    parents = _parents(model)
    return Trees(
        column_feature=columns.feature.astype(np.int32),
        column_kind=columns.kind.astype(np.int32),
        cut_start=np.cumsum([0, *(len(cuts) for cuts in columns.cuts)]).astype(np.int64),
        cuts=np.concatenate([np.zeros(0), *columns.cuts]).astype(np.float64),
        node_start=model.node_start,
        leaf_start=model.leaf_start,
        node_column=columns.of_node.astype(np.int32),
        node_feature=model.node_feature.astype(np.int32),
        node_code=_node_codes(model, columns),
        node_shift=_shifts(model, columns),
        node_lookup=lookup_start,
        lookup=lookup,
        left=model.left.astype(np.int32),
        right=model.right.astype(np.int32),
        node_parent=parents.of_node,
        leaf_parent=parents.of_leaf,
        node_ratio=_ratios(model.node_count, parents.of_node, model.node_count),
        leaf_ratio=_ratios(model.leaf_count, parents.of_leaf, model.node_count),
        leaf_value=model.leaf_value,
    )


@dataclass(frozen=True)
class _Columns:
    feature: Ints
    kind: Ints
    of_node: Ints
    cuts: list[Floats]


def _columns(model: TreeModel) -> _Columns:
    missing = (model.decision_type >> MISSING_TYPE_SHIFT) & MISSING_TYPE_MASK
    kind = np.where(model.decision_type & CATEGORICAL_BIT, CATEGORY, missing)
    keys, of_node = np.unique(np.stack([model.node_feature, kind], axis=1), axis=0, return_inverse=True)
    of_node = of_node.reshape(-1)
    order = np.argsort(of_node, kind="stable")
    shares = np.split(order, np.searchsorted(of_node[order], np.arange(1, len(keys)))) if len(keys) else []
    return _Columns(keys[:, 0], keys[:, 1], of_node, [_cuts(model, nodes) for nodes in shares])


def _cuts(model: TreeModel, nodes: Ints) -> Floats:
    sets = [categories for node in nodes if (categories := model.categories[node]) is not None]
    # A node whose set of categories is empty still needs a column; no row has a category below zero.
    values = np.concatenate([*sets, [-1.0]]) if sets else model.node_threshold[nodes]
    return np.unique(values).astype(np.float64)


def _check_cuts(model: TreeModel, columns: _Columns, where: str) -> None:
    for feature, cuts in zip(columns.feature, columns.cuts, strict=True):
        if len(cuts) > MOST_CUTS:
            raise UnsupportedModelError(
                f"{len(cuts):,} different thresholds are more than the {MOST_CUTS:,} a feature may have here; train with a"
                " smaller max_bin, or ask LightGBM's pred_contrib",
                f"{where}, feature '{model.feature_names[feature]}'",
            )


def _shifts(model: TreeModel, columns: _Columns) -> npt.NDArray[np.uint16]:
    kind = columns.kind[columns.of_node]
    missing_left: npt.NDArray[np.bool_] = (
        (model.decision_type & DEFAULT_LEFT_BIT != 0) & (kind != MISSING_NONE) & (kind != CATEGORY)
    )
    return missing_left.astype(np.uint16)


def _node_codes(model: TreeModel, columns: _Columns) -> npt.NDArray[np.uint16]:
    codes = np.zeros(len(columns.of_node), np.uint16)
    for column, cuts in enumerate(columns.cuts):
        if columns.kind[column] != CATEGORY:
            nodes = columns.of_node == column
            codes[nodes] = np.searchsorted(cuts, model.node_threshold[nodes])
    codes += _shifts(model, columns)
    return codes


def _lookup(model: TreeModel, columns: _Columns) -> tuple[Ints, npt.NDArray[np.uint8]]:
    start = np.full(len(columns.of_node), -1, np.int64)
    tables = [np.zeros(1, np.uint8)]
    length = 1
    for node, categories in enumerate(model.categories):
        if categories is not None:
            cuts = columns.cuts[columns.of_node[node]]
            table = np.zeros(len(cuts) + 1, np.uint8)
            table[1 + np.searchsorted(cuts, categories)] = 1
            start[node] = length
            length += len(table)
            tables.append(table)
    return start, np.concatenate(tables)


@dataclass(frozen=True)
class _Parents:
    of_node: npt.NDArray[np.int32]
    of_leaf: npt.NDArray[np.int32]


def _parents(model: TreeModel) -> _Parents:
    children = np.concatenate([model.left, model.right])
    parent = np.tile(np.arange(len(model.left), dtype=np.int32), 2)
    of_node = np.full(len(model.node_count), -1, np.int32)
    of_leaf = np.full(len(model.leaf_value), -1, np.int32)
    of_node[children[children >= 0]] = parent[children >= 0]
    of_leaf[~children[children < 0]] = parent[children < 0]
    return _Parents(of_node, of_leaf)


def _ratios(count: Floats, parent: npt.NDArray[np.int32], node_count: Floats) -> Floats:
    ratios = np.ones(len(count))
    below = parent >= 0
    ratios[below] = count[below] / node_count[parent[below]]
    return ratios
