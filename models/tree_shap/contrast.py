"""Why one row scores differently from one reference row: interventional SHAP against a single row, exact.

A feature on which both rows answer alike never enters, so it gets exactly 0. At any other node the feature belongs to x or
to the reference from then on. A leaf reached with `own` features of x and `other` features of the reference then gives
every own feature value * W[own, other], and every other feature -value * W[other, own], with
W[a, c] = (a - 1)! c! / (a + c)!: the Shapley value of "all of these and none of those". Source: Lundberg et al. (2020), "From
local explanations to global understanding with explainable AI for trees", algorithm 3.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats, Trees, encode, goes_left

UNDECIDED, OWN, OTHER = 0, 1, 2
"""To whom a feature belongs on the way down: to nobody yet, to the row, to the reference."""


class Walk(NamedTuple):
    """Where the visit of a tree is. Forks are the nodes on the way down at which the two rows part.

    Attributes:
        own_codes, other_codes: (columns, 1), the row and the reference.
        owner: (features,), UNDECIDED, OWN or OTHER.
        held: (2,), how many features the row and the reference hold.
        fork: (depth,), the nodes.
        own_left: (depth,), whether the row itself goes left at the fork.
        sums: (depth, 2), what each own and each other feature gets from the row's side of the fork.
    """

    own_codes: Codes
    other_codes: Codes
    owner: npt.NDArray[np.int8]
    held: npt.NDArray[np.int64]
    fork: npt.NDArray[np.int64]
    own_left: npt.NDArray[np.uint8]
    sums: Floats


def contrast_rows(trees: Trees, shape: tuple[int, int], rows: Floats, reference: Floats) -> Floats:
    """Contributions that lead from the score of the reference to the score of each row.

    Args:
        trees: The model.
        shape: Number of features and of classes.
        rows: (n, features), C-order float64.
        reference: (1, features), C-order float64.

    Returns:
        (n, features * classes), index feature * classes + class, not yet multiplied by the scale of the model; a row's
        values of one class sum to its score minus that of the reference.
    """
    features, classes = shape
    out = np.zeros((len(rows), features * classes))
    _contrast_all(trees, coalition_weights(features, _most_nodes(trees)), shape, (rows, reference), out)
    return out


def coalition_weights(features: int, nodes: int) -> Floats:
    """W[a, c] = (a - 1)! c! / (a + c)!, and 0 for a = 0, for as many features as one path can hold."""
    size = min(features, nodes) + 1
    weights = np.zeros((size + 1, size + 1))
    weights[1] = 1 / np.arange(1, size + 2)
    for own in range(1, size):
        weights[own + 1] = weights[own] * own / (own + 1 + np.arange(size + 1))
    return weights


def _most_nodes(trees: Trees) -> int:
    return int(np.diff(trees.node_start).max(initial=0))


@kernel
def _contrast_all(
    trees: Trees, weights: Floats, shape: tuple[int, int], pair: tuple[Floats, Floats], out: Floats
) -> None:
    rows, reference = pair
    features, classes = shape
    columns = len(trees.column_feature)
    most = len(weights)
    walk = Walk(
        np.empty((columns, 1), np.uint16),
        np.empty((columns, 1), np.uint16),
        np.zeros(features, np.int8),
        np.zeros(2, np.int64),
        np.empty(most, np.int64),
        np.empty(most, np.uint8),
        np.empty((most, 2)),
    )
    encode(trees, reference, 0, 1, walk.other_codes)
    for row in range(len(rows)):
        encode(trees, rows, row, 1, walk.own_codes)
        for tree in range(len(trees.node_start) - 1):
            if trees.node_start[tree + 1] > trees.node_start[tree]:
                totals = out[row, tree % classes :: classes]
                _contrast_tree(trees, weights, walk, tree, totals)


@kernel
def _contrast_tree(trees: Trees, weights: Floats, walk: Walk, tree: int, totals: Floats) -> None:
    """Visit every leaf that some mixture of the two rows reaches, depth first, and add to the totals on the way back."""
    node = trees.node_start[tree]
    depth = 0
    while True:
        node = _down_to_fork(trees, walk, node, depth)
        if node >= 0:
            walk.owner[trees.node_feature[node]] = OWN
            walk.held[0] += 1
            walk.fork[depth] = node
            node = trees.left[node] if walk.own_left[depth] else trees.right[node]
            depth += 1
            continue
        value = trees.leaf_value[~node]
        own, other = walk.held
        own_sum, other_sum = value * weights[own, other], -value * weights[other, own]
        while depth > 0 and walk.owner[trees.node_feature[walk.fork[depth - 1]]] == OTHER:
            depth -= 1
            feature = trees.node_feature[walk.fork[depth]]
            totals[feature] += other_sum
            own_sum += walk.sums[depth, 0]
            other_sum += walk.sums[depth, 1]
            walk.owner[feature] = UNDECIDED
            walk.held[1] -= 1
        if depth == 0:
            return
        node = _turn_to_other_side(trees, walk, depth - 1, (own_sum, other_sum), totals)


@kernel
def _down_to_fork(trees: Trees, walk: Walk, node: int, depth: int) -> int:
    """The next node at which the rows part on a feature of nobody, or the leaf that is reached before."""
    while node >= 0:
        column, owner = trees.node_column[node], walk.owner[trees.node_feature[node]]
        own_left = goes_left(trees, node, walk.own_codes[column, 0])
        other_left = goes_left(trees, node, walk.other_codes[column, 0])
        if own_left != other_left and owner == UNDECIDED:
            walk.own_left[depth] = own_left
            return node
        left = other_left if owner == OTHER else own_left
        node = trees.left[node] if left else trees.right[node]
    return node


@kernel
def _turn_to_other_side(trees: Trees, walk: Walk, at: int, sums: tuple[float, float], totals: Floats) -> int:
    """The row's own side of a fork is done: keep its sums, and go on with the side of the reference."""
    node = walk.fork[at]
    feature = trees.node_feature[node]
    totals[feature] += sums[0]
    walk.sums[at, 0], walk.sums[at, 1] = sums
    walk.owner[feature] = OTHER
    walk.held[0] -= 1
    walk.held[1] += 1
    return trees.right[node] if walk.own_left[at] else trees.left[node]  # type: ignore[no-any-return]
