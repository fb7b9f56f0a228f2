"""The text of a LightGBM model file, read into flat arrays.

The format is written by `GBDT::SaveModelToString` and `Tree::ToString` of LightGBM (version=v3 and v4): a header of
`key=value` lines, one block per tree, `end of trees`, the parameters, and a line with the pandas categories.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.tree_shap.errors import BrokenModelError
from models.tree_shap.tree_text import TreeText, read_tree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TREES_END = "\nend of trees"
PARAMETERS = "\nparameters:"
PARAMETERS_END = "\nend of parameters"
PANDAS_CATEGORICAL = "\npandas_categorical:"


@dataclass(frozen=True)
class TreeModel:
    """A model as flat arrays; nodes and leaves are numbered through all trees.

    Attributes:
        feature_names: as the model file has them (LightGBM writes a blank as an underscore).
        classes: trees per iteration; tree t adds to class t % classes.
        objective: for example "regression" or "binary sigmoid:1"; empty for an objective of the user's own.
        averaged: random-forest mode, where a prediction is the mean over iterations.
        pandas_categories: per category column of the training frame its categories; None where the file says nothing.
        categorical_features: the features that were declared categorical, as far as the file says so.
        node_start: (trees + 1,). leaf_start: (trees + 1,).
        node_feature: (nodes,).
        decision_type: (nodes,), LightGBM's bits: 1 categorical, 2 missing goes left, 4 and 8 the missing type.
        node_threshold: (nodes,), the threshold of a numerical node.
        categories: (nodes,) objects; an array of the categories that go left, None for a numerical node.
        left, right: (nodes,); >= 0 a node, < 0 the leaf ~child.
        node_count, leaf_count: rows of the training data, what `pred_contrib` weighs with.
        leaf_value: (leaves,), on the link scale.
    """

    feature_names: tuple[str, ...]
    classes: int
    objective: str
    averaged: bool
    pandas_categories: tuple[tuple[Any, ...], ...] | None
    categorical_features: tuple[int, ...]
    node_start: Ints
    leaf_start: Ints
    node_feature: Ints
    decision_type: Ints
    node_threshold: Floats
    categories: tuple[Ints | None, ...]
    left: Ints
    right: Ints
    node_count: Floats
    leaf_count: Floats
    leaf_value: Floats

    @property
    def features(self) -> int:
        """How many features a row has."""
        return len(self.feature_names)

    @property
    def trees(self) -> int:
        """How many trees the model has."""
        return len(self.node_start) - 1

    @property
    def iterations(self) -> int:
        """How many iterations the model has; each grows one tree per class."""
        return self.trees // self.classes


def read_model(text: str, *, num_iteration: int | None = None, where: str = "model text") -> TreeModel:
    """Read a model text.

    Args:
        text: what `Booster.model_to_string` or `Booster.save_model` writes.
        num_iteration: use so many iterations from the first; None, 0 or less, or more than there are: all.
        where: what to call the text in an error, for example its path.

    Raises:
        BrokenModelError: the text is cut off, damaged, or no LightGBM model.
        UnsupportedModelError: the model has linear trees or nodes without cover.
    """
    text = text.replace("\r\n", "\n")
    if not text.startswith("tree\n"):
        raise BrokenModelError("this is not a LightGBM model: its first line is not 'tree'", where)
    body, found, tail = text.partition(TREES_END)
    if not found:
        raise BrokenModelError("the text is cut off: the line 'end of trees' is missing", where)
    head, *blocks = body.split("\nTree=")
    lines = head.split("\n")
    entries = dict(line.split("=", 1) for line in lines if "=" in line)
    classes = _header_int(entries, "num_tree_per_iteration", where)
    names = _feature_names(entries, where)
    _check_tree_count(entries, len(blocks), classes, where)
    if num_iteration is not None and num_iteration > 0:
        blocks = blocks[: num_iteration * classes]
    trees = [read_tree(block, f"{where}, tree {index}", len(names)) for index, block in enumerate(blocks)]
    return TreeModel(
        feature_names=names,
        classes=classes,
        objective=entries.get("objective", ""),
        averaged="average_output" in lines,
        pandas_categories=_pandas_categories(tail, where),
        categorical_features=_categorical_features(tail),
        **_joined(trees),
    )


def _header_int(entries: dict[str, str], key: str, where: str) -> int:
    try:
        return int(entries[key])
    except (KeyError, ValueError):
        raise BrokenModelError(f"the header has no whole number '{key}'", where) from None


def _feature_names(entries: dict[str, str], where: str) -> tuple[str, ...]:
    features = _header_int(entries, "max_feature_idx", where) + 1
    names = tuple(entries.get("feature_names", "").split(" "))
    if len(names) != features:
        raise BrokenModelError(f"the header names {len(names)} features, but max_feature_idx says {features}", where)
    return names


def _check_tree_count(entries: dict[str, str], found: int, classes: int, where: str) -> None:
    said = len(entries.get("tree_sizes", "").split())
    if said != found:
        raise BrokenModelError(f"the header announces {said} trees, but the text holds {found}", where)
    if classes < 1 or found % classes:
        raise BrokenModelError(f"{found} trees cannot be shared by {classes} classes", where)


def _pandas_categories(tail: str, where: str) -> tuple[tuple[Any, ...], ...] | None:
    if PARAMETERS in tail and PARAMETERS_END not in tail:
        raise BrokenModelError("the text is cut off: the line 'end of parameters' is missing", where)
    found = tail.rfind(PANDAS_CATEGORICAL)
    if found < 0:
        return None
    try:
        lists = json.loads(tail[found + len(PANDAS_CATEGORICAL) :])
    except json.JSONDecodeError:
        raise BrokenModelError("the text is cut off within the line 'pandas_categorical'", where) from None
    return tuple(tuple(categories) for categories in lists or ())


def _categorical_features(tail: str) -> tuple[int, ...]:
    _, found, rest = tail.partition("\n[categorical_feature: ")
    inside = rest.partition("]")[0] if found else ""
    numbers = [part for part in inside.split(",") if part.strip().isdecimal()]
    return tuple(int(number) for number in numbers)


def _joined(trees: list[TreeText]) -> dict[str, Any]:
    def flat(part: Callable[[TreeText], npt.NDArray[Any]], dtype: type) -> npt.NDArray[Any]:
        return np.concatenate([np.zeros(0, dtype), *(part(tree) for tree in trees)], dtype=dtype)

    node_start = np.cumsum([0, *(len(tree.feature) for tree in trees)])
    leaf_start = np.cumsum([0, *(len(tree.leaf_value) for tree in trees)])

    def shifted(children: Ints, index: int) -> Ints:
        return np.asarray(np.where(children >= 0, children + node_start[index], children - leaf_start[index]))

    return {
        "node_start": node_start.astype(np.int64),
        "leaf_start": leaf_start.astype(np.int64),
        "node_feature": flat(lambda tree: tree.feature, np.int64),
        "decision_type": flat(lambda tree: tree.decision_type, np.int64),
        "node_threshold": flat(lambda tree: tree.threshold, np.float64),
        "categories": tuple(categories for tree in trees for categories in tree.categories),
        "left": np.concatenate([np.zeros(0, np.int64), *(shifted(tree.left, i) for i, tree in enumerate(trees))]),
        "right": np.concatenate([np.zeros(0, np.int64), *(shifted(tree.right, i) for i, tree in enumerate(trees))]),
        "node_count": flat(lambda tree: tree.node_count, np.float64),
        "leaf_count": flat(lambda tree: tree.leaf_count, np.float64),
        "leaf_value": flat(lambda tree: tree.leaf_value, np.float64),
    }
