"""Model texts in LightGBM's format, written from nodes: trees that no training would give, on purpose.

`lightgbm.Booster(model_str=...)` reads them, so LightGBM itself says what such a tree predicts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.tree_shap.oracles.forest import Forest, Leaf, Node, Split

MISSING_BITS = {"None": 0, "Zero": 1, "NaN": 2}
WORD = 32


@dataclass
class _Rows:
    """The lines of one tree, while they are collected."""

    inner: list[tuple[Split, int, int]] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)


def model_text(forest: Forest, *, averaged: bool = False) -> str:
    """The whole file; trees are numbered from the root down, left first, as LightGBM does for leaf-wise growth."""
    trees = [f"Tree={number}\n{_tree_text(tree)}\n\n" for number, tree in enumerate(forest.trees)]
    names = " ".join(f"Column_{number}" for number in range(forest.features))
    head = [
        "tree",
        "version=v4",
        f"num_class={forest.classes}",
        f"num_tree_per_iteration={forest.classes}",
        "label_index=0",
        f"max_feature_idx={forest.features - 1}",
        f"objective=multiclass num_class:{forest.classes}" if forest.classes > 1 else "objective=regression",
        *(["average_output"] if averaged else []),
        f"feature_names={names}",
        f"feature_infos={' '.join(['[-1:1]'] * forest.features)}",
        f"tree_sizes={' '.join(str(len(tree)) for tree in trees)}",
    ]
    tail = "end of trees\n\nfeature_importances:\n\nparameters:\nend of parameters\n\npandas_categorical:null\n"
    return "\n".join(head) + "\n\n" + "".join(trees) + tail


def chain(depth: int, *, features: int) -> Forest:
    """One tree whose every right child asks again; feature i mod `features` at depth i, covers and values uneven."""
    node: Node = Leaf(Fraction(float(depth) / 3), 2)
    for level in reversed(range(depth)):
        leaf = Leaf(Fraction((-1.0) ** level * (1.0 + 0.37 * (level % 7))), 1 + level % 5)
        split = {"threshold": 0.5 - level // features, "categories": None, "missing": "NaN", "default_left": False}
        node = Split(feature=level % features, **split, count=leaf.count + node.count, left=leaf, right=node)
    return Forest((node,), 1, features, Fraction(1))


def _collect(node: Node, rows: _Rows) -> int:
    """The number by which a parent names the node: inner nodes from 0, leaves as -1, -2, ..."""
    if isinstance(node, Leaf):
        rows.leaves.append(node)
        return -len(rows.leaves)
    number = len(rows.inner)
    rows.inner.append((node, 0, 0))
    left = _collect(node.left, rows)
    rows.inner[number] = (node, left, _collect(node.right, rows))
    return number


def _tree_text(tree: Node) -> str:
    rows = _Rows()
    _collect(tree, rows)
    splits = [split for split, _, _ in rows.inner]
    by_category = [split for split in splits if split.categories is not None]
    lines = [f"num_leaves={len(rows.leaves)}", f"num_cat={len(by_category)}"]
    if splits:
        lines += [
            f"split_feature={_joined([split.feature for split in splits])}",
            f"split_gain={_joined([1] * len(splits))}",
            f"threshold={_joined(_thresholds(splits))}",
            f"decision_type={_joined([_decision_type(split) for split in splits])}",
            f"left_child={_joined([left for _, left, _ in rows.inner])}",
            f"right_child={_joined([right for _, _, right in rows.inner])}",
        ]
    lines += [f"leaf_value={_joined([float(leaf.value) for leaf in rows.leaves])}"]
    if splits:
        counts = [leaf.count for leaf in rows.leaves]
        lines += [f"leaf_weight={_joined(counts)}", f"leaf_count={_joined(counts)}"]
        inner = [split.count for split in splits]
        lines += [f"internal_value={_joined([0] * len(inner))}", f"internal_weight={_joined(inner)}"]
        lines += [f"internal_count={_joined(inner)}"]
    if by_category:
        lines += _bitsets(by_category)
    return "\n".join([*lines, "is_linear=0", "shrinkage=1"]) + "\n"


def _joined(values: Sequence[float]) -> str:
    return " ".join(repr(value) for value in values)


def _thresholds(splits: Sequence[Split]) -> list[float]:
    found: list[float] = []
    seen = 0
    for split in splits:
        found.append(split.threshold if split.categories is None else seen)
        seen += split.categories is not None
    return found


def _decision_type(split: Split) -> int:
    return (split.categories is not None) | (2 * split.default_left) | (MISSING_BITS[split.missing] << 2)


def _bitsets(splits: Sequence[Split]) -> list[str]:
    boundaries, words = [0], []
    for split in splits:
        assert split.categories
        own = [0] * (max(split.categories) // WORD + 1)
        for category in split.categories:
            own[category // WORD] |= 1 << (category % WORD)
        words += own
        boundaries.append(len(words))
    return [f"cat_boundaries={_joined(boundaries)}", f"cat_threshold={_joined(words)}"]
