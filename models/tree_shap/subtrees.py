"""Walks up and down a tree that the plan and the tables share."""

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Trees

Indices = npt.NDArray[np.int32]


@kernel
def with_feature(feature: int, found: Indices, count: int) -> int:
    """Append a feature unless it is there; the new count."""
    for at in range(count):
        if found[at] == feature:
            return count
    found[count] = feature
    return count + 1


@kernel
def path_features(trees: Trees, node: int, found: Indices) -> int:
    """Collect the distinct features from this node up to the root, nearest first; how many there are."""
    count = 0
    while node >= 0:
        count = with_feature(trees.node_feature[node], found, count)
        node = trees.node_parent[node]
    return count


@kernel
def inner_nodes(trees: Trees, root: int, found: Indices) -> int:
    """Collect the nodes of a subtree, level by level; how many there are (0 for a leaf)."""
    if root < 0:
        return 0
    found[0] = root
    count = 1
    at = 0
    while at < count:
        for child in (trees.left[found[at]], trees.right[found[at]]):
            if child >= 0:
                found[count] = child
                count += 1
        at += 1
    return count


@kernel
def parent_of(trees: Trees, item: int) -> int:
    """The parent of a node (>= 0) or of the leaf ~item."""
    return int(trees.node_parent[item] if item >= 0 else trees.leaf_parent[~item])
