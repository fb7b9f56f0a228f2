"""Which subtrees become one table each: what they cost a row, bottom-up."""

from typing import Any

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Ints, Trees
from models.tree_shap.subtrees import inner_nodes, path_features, with_feature

Flags = npt.NDArray[np.bool_]

TABLE_COST, BIT_COST = 3.0, 0.15
"""What one table costs a row, in units of one look-up and addition; measured on 300 x 31 and 1000 x 63 models."""
SIZE_COST = 1.0 / 1024.0
"""What a state costs because tables compete for the processor's cache; halves the memory for almost no time (measured)."""
SIZE_COST_STEP = 1.25
MOST_TABLE_BYTES = 440 * 10**6
"""All tables together. Where they would take more, states are made to cost more, step by step, until they fit: on a model of
1000 x 63 that would take 930 MB, that costs a tenth of the speed (measured)."""
LONG_LEAF_COST = 4.0
"""What a feature of a long leaf costs; measured likewise."""


@kernel
def table_cost(width: Ints | int, bits: Ints | int, size_cost: float) -> Any:
    """What a table of 2^bits states and `width` features costs a row."""
    return TABLE_COST + BIT_COST * bits + width * (1.0 + size_cost * 2.0**bits)


@kernel
def choose_tables(trees: Trees, table_bits: int, size_cost: float) -> Flags:
    """Per node: is its whole subtree cheaper as one table than as the tables of its two children? Bottom-up."""
    nodes, leaves = len(trees.node_parent), len(trees.leaf_parent)
    size = np.ones(nodes, np.int64)
    apart = np.zeros(nodes)
    whole = np.zeros(nodes, np.bool_)
    found = np.empty(nodes + 1, np.int32)
    inner = np.empty(nodes + 1, np.int32)
    for leaf in range(leaves):
        if trees.leaf_parent[leaf] >= 0:
            width = path_features(trees, trees.leaf_parent[leaf], found)
            table, long = table_cost(width, width, size_cost), LONG_LEAF_COST * width
            apart[trees.leaf_parent[leaf]] += min(table, long) if width <= table_bits else long
    for node in range(nodes - 1, -1, -1):
        cost = apart[node]
        width = path_features(trees, trees.node_parent[node], found)
        bits = width + size[node]
        if bits <= table_bits:
            for at in range(inner_nodes(trees, node, inner)):
                width = with_feature(trees.node_feature[inner[at]], found, width)
            table = table_cost(width, bits, size_cost)
            whole[node] = table <= cost
            cost = min(table, cost)
        if trees.node_parent[node] >= 0:
            apart[trees.node_parent[node]] += cost
            size[trees.node_parent[node]] += size[node]
    return whole


@kernel
def mark_covered(trees: Trees, whole: Flags, covered: Flags) -> None:
    """Mark the nodes below a node that is a table."""
    for node in range(len(whole)):
        parent = trees.node_parent[node]
        covered[node] = parent >= 0 and (whole[parent] or covered[parent])
