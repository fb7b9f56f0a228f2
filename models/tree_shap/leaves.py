"""The leaves of every group, and what each asks of a row: made once, so that no kernel climbs a tree per row.

The *parts* of a leaf are the distinct features on its path: first those on the path to the group, in the order of the group,
then those met inside. A row satisfies a part if it meets all its conditions; in which states of the group that is so, two
masks say.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import inlined, kernel
from models.tree_shap.encoding import Codes, Floats, Ints, Trees
from models.tree_shap.plan import STATE_BITS, Plan
from models.tree_shap.subtrees import Indices, path_features


class Leaves(NamedTuple):
    """Leaves in the order of the groups, parts in the order of the leaves.

    Attributes:
        start: (groups + 1,), where the leaves of a group begin.
        leaf: (leaves,), their numbers.
        part_start: (leaves + 1,), where the parts of a leaf begin.
        slot: which of the group's features the part is about.
        cover: product of the cover ratios of the feature's nodes on the path.
        must, asked: the row satisfies the part if state & asked == must; both 0 in a group whose state is wider than 16
            bits: that is one leaf, and bit j is the answer about its part j.
    """

    start: Ints
    leaf: Ints
    part_start: Ints
    slot: Indices
    cover: Floats
    must: Codes
    asked: Codes


def leaves_of(trees: Trees, plan: Plan) -> Leaves:
    """List the leaves of all groups with their parts."""
    inner = plan.bits - plan.path_bits
    start = np.concatenate([[0], np.cumsum(inner + 1)]).astype(np.int64)
    leaf = np.zeros(start[-1], np.int64)
    widths = np.zeros(start[-1], np.int64)
    list_leaves(trees, plan.root, start, leaf, widths)
    part_start = np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)
    parts = int(part_start[-1])
    slot, cover = np.zeros(parts, np.int32), np.ones(parts)
    leaves = Leaves(start, leaf, part_start, slot, cover, np.zeros(parts, np.uint16), np.zeros(parts, np.uint16))
    describe_leaves(trees, plan, leaves)
    return leaves


@kernel
def list_leaves(trees: Trees, root: Indices, start: Ints, leaf: Ints, widths: Ints) -> None:
    """Write the leaves below every root, and how many distinct features their paths hold."""
    found = np.empty(len(trees.node_parent) + 1, np.int32)
    stack = np.empty(len(trees.node_parent) + 2, np.int64)
    for group in range(len(root)):
        stack[0], waiting, at = root[group], 1, start[group]
        while waiting:
            waiting -= 1
            item = stack[waiting]
            if item >= 0:
                stack[waiting], stack[waiting + 1] = trees.right[item], trees.left[item]
                waiting += 2
            else:
                leaf[at] = ~item
                widths[at] = path_features(trees, trees.leaf_parent[~item], found)
                at += 1


@kernel
def describe_leaves(trees: Trees, plan: Plan, leaves: Leaves) -> None:
    """Fill in the parts of all leaves."""
    for group in range(len(plan.root)):
        for member in range(leaves.start[group], leaves.start[group + 1]):
            describe_leaf(trees, plan, leaves, group, member)


@kernel
def describe_leaf(trees: Trees, plan: Plan, leaves: Leaves, group: int, member: int) -> None:
    """Fill in the parts of one leaf by climbing from it to the root of the tree."""
    root, first, count = plan.root[group], leaves.part_start[member], plan.path_bits[group]
    features = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
    for slot in range(count):
        leaves.slot[first + slot] = slot
    child, node, above = ~leaves.leaf[member], trees.leaf_parent[leaves.leaf[member]], root < 0
    while node >= 0:
        slot = 0
        while features[slot] != trees.node_feature[node]:
            slot += 1
        at = first
        while at < first + count and leaves.slot[at] != slot:
            at += 1
        if at == first + count:
            leaves.slot[at] = slot
            count += 1
        leaves.cover[at] *= trees.node_ratio[child] if child >= 0 else trees.leaf_ratio[~child]
        bit = slot if above else inner_bit(plan, group, node)
        if plan.bits[group] <= STATE_BITS:
            leaves.asked[at] |= np.uint16(1 << bit)
            if above or trees.left[node] == child:
                leaves.must[at] |= np.uint16(1 << bit)
        above = above or node == root
        child, node = node, trees.node_parent[node]


@kernel
def inner_bit(plan: Plan, group: int, node: int) -> int:
    """Which bit of the state asks this node of the group."""
    bit = int(plan.path_bits[group])
    terms = plan.term_start[plan.bit_start[group] + bit]
    # The first of these nodes is the root of the group, which tells how far they are shifted.
    shift = plan.root[group] - plan.term_node[terms]
    while plan.term_node[terms + bit - plan.path_bits[group]] + shift != node:
        bit += 1
    return bit


@inlined
def satisfy(leaves: Leaves, member: int, state: int, satisfied: npt.NDArray[np.uint8]) -> None:
    """Write which parts of a leaf the rows in this state of the group satisfy."""
    first = leaves.part_start[member]
    for at in range(first, leaves.part_start[member + 1]):
        satisfied[at - first] = (np.uint16(state) & leaves.asked[at]) == leaves.must[at]
