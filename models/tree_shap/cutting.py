"""Which subtrees become one table each: what they cost a row, bottom-up."""

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Trees
from models.tree_shap.subtrees import inner_nodes, path_features, with_feature

Flags = npt.NDArray[np.bool_]

TABLE_COST, BIT_COST = 3.0, 0.15
"""What one table costs a row, in units of one look-up and addition; measured on 300 x 31 and 1000 x 63 models."""
SIZE_COST = 1.0 / 1024.0
"""What a state costs because tables compete for the processor's cache; halves the memory for almost no time (measured)."""


@kernel
def table_cost(width: int, bits: int) -> float:
    """What a table of 2^bits states and `width` features costs a row."""
    return TABLE_COST + BIT_COST * bits + width * (1.0 + SIZE_COST * 2.0**bits)


@kernel
def choose_tables(trees: Trees, table_bits: int) -> Flags:
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
            # Beyond table_bits the cost decides nothing: no subtree that holds this leaf can be a table either.
            apart[trees.leaf_parent[leaf]] += table_cost(width, width)
    for node in range(nodes - 1, -1, -1):
        cost = apart[node]
        width = path_features(trees, trees.node_parent[node], found)
        bits = width + size[node]
        if bits <= table_bits:
            for at in range(inner_nodes(trees, node, inner)):
                width = with_feature(trees.node_feature[inner[at]], found, width)
            table = table_cost(width, bits)
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
