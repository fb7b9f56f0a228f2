"""A LightGBM model as nested nodes of exact rationals, read from `booster.dump_model()` and not from the model text.

Nothing here knows the engine: other reader, other data structure, other arithmetic. A row is a sequence of floats.
"""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

ZERO_BAND = struct.unpack("f", struct.pack("f", 1e-35))[0]
"""LightGBM takes values this close to zero for zero: `kZeroThreshold` of meta.h, the float32 next to 1e-35. It even drops
them on the way into a prediction (`RowPairFunctionFromDenseMatric` in c_api.cpp), whatever the missing type."""


@dataclass(frozen=True)
class Leaf:
    """A value, and how many training rows ended here."""

    value: Fraction
    count: int


@dataclass(frozen=True)
class Split:
    """A question; `categories` is None where it compares with `threshold`."""

    feature: int
    threshold: float
    categories: frozenset[int] | None
    missing: str
    default_left: bool
    count: int
    left: "Leaf | Split"
    right: "Leaf | Split"


Node = Leaf | Split


@dataclass(frozen=True)
class Forest:
    """All trees; tree t belongs to class t modulo `classes`, and `scale` is below 1 where trees are averaged."""

    trees: tuple[Node, ...]
    classes: int
    features: int
    scale: Fraction


def read_forest(dump: dict[str, Any]) -> Forest:
    """The forest of what `booster.dump_model()` returned."""
    trees = tuple(_node(tree["tree_structure"]) for tree in dump["tree_info"])
    classes = int(dump["num_tree_per_iteration"])
    scale = Fraction(classes, len(trees)) if dump["average_output"] and trees else Fraction(1)
    return Forest(trees, classes, int(dump["max_feature_idx"]) + 1, scale)


def _node(raw: dict[str, Any]) -> Node:
    if "split_feature" not in raw:
        return Leaf(Fraction(float(raw["leaf_value"])), int(raw.get("leaf_count", 1)))
    by_category = raw["decision_type"] == "=="
    return Split(
        feature=int(raw["split_feature"]),
        threshold=math.nan if by_category else float(raw["threshold"]),
        categories=frozenset(int(word) for word in raw["threshold"].split("||")) if by_category else None,
        missing=str(raw["missing_type"]),
        default_left=bool(raw["default_left"]),
        count=int(raw["internal_count"]),
        left=_node(raw["left_child"]),
        right=_node(raw["right_child"]),
    )


def goes_left(split: Split, value: float) -> bool:
    """LightGBM's `NumericalDecision` and `CategoricalDecision` (include/LightGBM/tree.h)."""
    if split.categories is not None:
        return math.isfinite(value) and value > -1 and int(value) in split.categories
    if abs(value) <= ZERO_BAND or (math.isnan(value) and split.missing != "NaN"):
        value = 0.0
    if split.missing == "NaN" and math.isnan(value):
        return split.default_left
    if split.missing == "Zero" and value == 0:
        return split.default_left
    return value <= split.threshold


def leaf_of(node: Node, row: Sequence[float]) -> Leaf:
    """Where the row ends."""
    while isinstance(node, Split):
        node = node.left if goes_left(node, row[node.feature]) else node.right
    return node


def predicted(forest: Forest, row: Sequence[float]) -> list[Fraction]:
    """The raw score of every class."""
    sums = [Fraction(0)] * forest.classes
    for number, tree in enumerate(forest.trees):
        sums[number % forest.classes] += leaf_of(tree, row).value
    return [value * forest.scale for value in sums]
