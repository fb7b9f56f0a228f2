"""One `Tree=` block of a LightGBM model text, read and checked."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.tree_shap.errors import BrokenModelError, UnsupportedModelError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CATEGORICAL_BIT = 1
"""Of `decision_type`: kCategoricalMask in LightGBM's include/LightGBM/tree.h."""
DEFAULT_LEFT_BIT = 2
"""Of `decision_type`: kDefaultLeftMask, same file."""


@dataclass(frozen=True)
class TreeText:
    """One tree; children are numbered within it (>= 0 a node, < 0 the leaf ~child).

    Attributes:
        feature, decision_type, threshold, left, right, node_count: (nodes,); a threshold of a categorical node is NaN.
        categories: per node the categories that go left, None for a numerical node.
        leaf_value, leaf_count: (nodes + 1,).
    """

    feature: Ints
    decision_type: Ints
    threshold: Floats
    categories: tuple[Ints | None, ...]
    left: Ints
    right: Ints
    node_count: Floats
    leaf_value: Floats
    leaf_count: Floats


def read_tree(block: str, where: str, features: int) -> TreeText:
    """Read the block of one tree.

    Raises:
        BrokenModelError: a line is missing, has another length than the tree needs, or points outside.
        UnsupportedModelError: a linear tree, or a node that no row of the training data reached.
    """
    entries = dict(line.split("=", 1) for line in block.split("\n") if "=" in line)
    if entries.get("is_linear", "0").strip() != "0":
        raise UnsupportedModelError(
            "linear trees (linear_tree=true) cannot be explained here: a leaf of theirs is a formula, not a value;"
            " LightGBM's pred_contrib can be asked instead",
            where,
        )
    leaves = int(_numbers(entries, "num_leaves", 1, where, np.int64)[0])
    nodes = leaves - 1
    if leaves < 1:
        raise BrokenModelError(f"num_leaves is {leaves}", where)
    value = _numbers(entries, "leaf_value", leaves, where, np.float64)
    if not np.isfinite(value).all():
        raise BrokenModelError("a leaf value is not a finite number", where)
    decision = _numbers(entries, "decision_type", nodes, where, np.int64)
    threshold = _numbers(entries, "threshold", nodes, where, np.float64)
    categories = _categories(entries, decision, threshold, where)
    tree = TreeText(
        feature=_numbers(entries, "split_feature", nodes, where, np.int64),
        decision_type=decision,
        threshold=np.where(decision & CATEGORICAL_BIT != 0, np.nan, threshold),
        categories=categories,
        left=_numbers(entries, "left_child", nodes, where, np.int64),
        right=_numbers(entries, "right_child", nodes, where, np.int64),
        node_count=_numbers(entries, "internal_count", nodes, where, np.float64),
        leaf_value=value,
        # A tree of one leaf may carry no count, and needs none: it has no split to weigh.
        leaf_count=_numbers(entries, "leaf_count", leaves, where, np.float64) if nodes else np.ones(1),
    )
    _check_shape(tree, where, features)
    return tree


def _numbers(entries: dict[str, str], key: str, count: int, where: str, dtype: type) -> npt.NDArray[Any]:
    words = entries.get(key, "").split()
    if count == 0:
        return np.zeros(0, dtype)
    if len(words) != count:
        raise BrokenModelError(f"'{key}' should hold {count} numbers and holds {len(words)}", where)
    try:
        return np.array(words, dtype)
    except (ValueError, OverflowError):
        raise BrokenModelError(f"'{key}' holds something that is no number", where) from None


def _categories(entries: dict[str, str], decision: Ints, threshold: Floats, where: str) -> tuple[Ints | None, ...]:
    categorical = decision & CATEGORICAL_BIT != 0
    if not categorical.any():
        return (None,) * len(decision)
    sets = len(entries.get("cat_boundaries", "").split()) - 1
    start = _numbers(entries, "cat_boundaries", max(sets, 0) + 1, where, np.int64)
    words = _numbers(entries, "cat_threshold", int(start[-1]), where, np.uint32).astype("<u4")
    index = threshold[categorical]
    if (np.diff(start) < 0).any() or start[0] != 0 or not ((index >= 0) & (index < sets)).all():
        raise BrokenModelError("a categorical node points outside 'cat_boundaries'", where)
    return tuple(
        _members(words[start[int(number)] : start[int(number) + 1]]) if is_set else None
        for number, is_set in zip(threshold, categorical, strict=True)
    )


def _members(words: npt.NDArray[np.uint32]) -> Ints:
    return np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little")).astype(np.int64)


def _check_shape(tree: TreeText, where: str, features: int) -> None:
    nodes = len(tree.feature)
    if ((tree.feature < 0) | (tree.feature >= features)).any():
        raise BrokenModelError(f"a node splits on a feature that the model's {features} features do not include", where)
    children = np.concatenate([tree.left, tree.right])
    expected = np.concatenate([np.arange(1, nodes), ~np.arange(nodes + 1)]) if nodes else np.zeros(0)
    # LightGBM numbers nodes as it grows them; the engine relies on a child having a larger number than its parent.
    parents = np.concatenate([np.arange(nodes)] * 2)
    if not np.array_equal(np.sort(children), np.sort(expected)) or (parents >= children)[children >= 0].any():
        raise BrokenModelError("its nodes and leaves do not form a tree", where)
    if (tree.node_count <= 0).any() or (tree.leaf_count < 0).any():
        raise UnsupportedModelError(
            "a node has no cover (internal_count is 0), so a feature that is not known cannot be averaged over", where
        )
