"""Where to cut each tree into groups, and which yes/no answers (bits) the state of a group is made of.

A *group* is a subtree, together with the path to it. What a row gets from it depends only on: for each feature on the path,
does the row satisfy every condition on it; and for each node of the subtree, left or right. With `bits` such answers and
`width` features involved, a table of 2^bits states x width values holds all there is to know. A leaf with more path features
than `table_bits` is a group of its own.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.cutting import choose_tables, mark_covered
from models.tree_shap.encoding import Ints, Trees
from models.tree_shap.keeping import table_starts
from models.tree_shap.subtrees import Indices, inner_nodes, parent_of, path_features, with_feature

LEFT_SATISFIES, RIGHT_SATISFIES = np.uint16(0), np.uint16(0xFFFF)
"""How to flip a decision (0xFFFF left, 0 right) so that it says whether the row stays on the path."""

STATE_BITS = 16
"""The state of a group is a 16-bit number; a leaf with a longer path is told apart by its answers one by one."""


class Plan(NamedTuple):
    """The groups of all trees, in the order in which a row adds them up.

    Attributes:
        group_start: (trees + 1,), where a tree's groups begin.
        root: (groups,); >= 0 a node, < 0 the leaf ~root.
        bits: (groups,), answers of the state; bit b of the state is answer b.
        path_bits: (groups,), so many of them, the first ones, are about the path.
        table_start: (groups,), where the table begins that is kept; -1 where none is. table[feature][state].
        feature_start: (groups + 1,), the group's part of `feature`.
        bit_start: (groups + 1,), the group's part of `term_start`.
        feature: features involved, those of the path first and in the order of their bits.
        term_start: (all bits + 1,), a bit is the AND of its terms.
        term_node: the node that a term asks, numbered within its tree.
        term_flip: what to XOR its decision with.
        term_weight: the weight of its bit in the state; 0 beyond 16 bits.
    """

    group_start: Ints
    root: Indices
    bits: Ints
    path_bits: Ints
    table_start: Ints
    feature_start: Ints
    bit_start: Ints
    feature: Indices
    term_start: Ints
    term_node: Indices
    term_flip: npt.NDArray[np.uint16]
    term_weight: npt.NDArray[np.uint16]


def plan_of(trees: Trees, table_bits: int, table_bytes: float) -> Plan:
    """Cut all trees into groups of at most `table_bits` answers, so that a row costs least.

    Args:
        trees: the model.
        table_bits: more answers only where a single leaf needs them.
        table_bytes: of all tables that are kept.
    """
    root, group_start = _roots(trees, choose_tables(trees, table_bits))
    sizes = np.zeros((len(root), 4), np.int64)
    measure_groups(trees, root, sizes)
    path_bits, inner, width, terms = (size.copy() for size in sizes.T)
    bits = path_bits + inner
    plan = Plan(
        group_start=group_start,
        root=root,
        bits=bits,
        path_bits=path_bits,
        table_start=table_starts(bits, path_bits, width, table_bits, table_bytes),
        feature_start=_starts(width),
        bit_start=_starts(bits),
        feature=np.zeros(width.sum(), np.int32),
        term_start=np.zeros(bits.sum() + 1, np.int64),
        term_node=np.zeros(terms.sum(), np.int32),
        term_flip=np.zeros(terms.sum(), np.uint16),
        term_weight=np.zeros(terms.sum(), np.uint16),
    )
    describe_groups(trees, plan)
    weigh_terms(plan)
    return plan


def table_length(plan: Plan) -> int:
    """How many values the kept tables of a plan hold."""
    has_table = plan.table_start >= 0
    width = np.diff(plan.feature_start)
    return int((width[has_table] << plan.bits[has_table]).sum())


def _starts(lengths: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _roots(trees: Trees, whole: npt.NDArray[np.bool_]) -> tuple[Indices, Ints]:
    covered = np.zeros(len(whole), np.bool_)
    mark_covered(trees, whole, covered)
    leaf_parent = trees.leaf_parent
    # The leaf of a tree without nodes depends on no feature, so it is part of the base alone.
    leaves = (
        np.flatnonzero((leaf_parent >= 0) & ~(whole | covered)[leaf_parent]) if len(whole) else np.zeros(0, np.int64)
    )
    nodes = np.flatnonzero(whole & ~covered)
    tree = np.concatenate([_tree_of(trees.node_start, nodes), _tree_of(trees.leaf_start, leaves)])
    order = np.argsort(tree, kind="stable")
    root = np.concatenate([nodes, ~leaves])[order].astype(np.int32)
    return root, np.searchsorted(tree[order], np.arange(len(trees.node_start))).astype(np.int64)


def _tree_of(starts: Ints, index: Ints) -> Ints:
    return np.searchsorted(starts, index, side="right") - 1


@kernel
def measure_groups(trees: Trees, root: Indices, sizes: Ints) -> None:
    """Write per group: features on the path, nodes of the subtree, features involved, terms."""
    found = np.empty(len(trees.node_parent) + 1, np.int32)
    inner = np.empty(len(trees.node_parent) + 1, np.int32)
    for group in range(len(root)):
        node = parent_of(trees, root[group])
        width = path_features(trees, node, found)
        count = inner_nodes(trees, root[group], inner)
        sizes[group, 0] = width
        sizes[group, 1] = count
        for at in range(count):
            width = with_feature(trees.node_feature[inner[at]], found, width)
        sizes[group, 2] = width
        sizes[group, 3] = count
        while node >= 0:
            sizes[group, 3] += 1
            node = trees.node_parent[node]


@kernel
def describe_groups(trees: Trees, plan: Plan) -> None:
    """Fill in features and terms of all groups."""
    inner = np.empty(len(trees.node_parent) + 1, np.int32)
    term = 0
    for tree in range(len(plan.group_start) - 1):
        first = trees.node_start[tree]
        for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
            root = plan.root[group]
            feature = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
            width = path_features(trees, parent_of(trees, root), feature)
            bit = plan.bit_start[group]
            for at in range(width):
                plan.term_start[bit + at] = term
                term = describe_path_bit(trees, plan, root, first, feature[at], term)
            for at in range(inner_nodes(trees, root, inner)):
                plan.term_start[bit + plan.path_bits[group] + at] = term
                plan.term_node[term] = inner[at] - first
                plan.term_flip[term] = LEFT_SATISFIES
                term += 1
                width = with_feature(trees.node_feature[inner[at]], feature, width)
    plan.term_start[-1] = term


@kernel
def describe_path_bit(trees: Trees, plan: Plan, root: int, first: int, feature: int, term: int) -> int:
    """Write the terms of the answer about one path feature; the next free term."""
    child, node = root, parent_of(trees, root)
    while node >= 0:
        if trees.node_feature[node] == feature:
            plan.term_node[term] = node - first
            plan.term_flip[term] = LEFT_SATISFIES if trees.left[node] == child else RIGHT_SATISFIES
            term += 1
        child, node = node, trees.node_parent[node]
    return term


@kernel
def weigh_terms(plan: Plan) -> None:
    """Write the weights of the bits that the terms belong to."""
    for group in range(len(plan.root)):
        first = plan.bit_start[group]
        for bit in range(first, min(plan.bit_start[group + 1], first + STATE_BITS)):
            for term in range(plan.term_start[bit], plan.term_start[bit + 1]):
                plan.term_weight[term] = np.uint16(1 << (bit - first))
