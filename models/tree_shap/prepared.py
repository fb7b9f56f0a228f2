"""What every kernel that explains rows takes: a model with its groups, their leaves, and how an absent feature is replaced."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats, Trees
from models.tree_shap.leaves import Leaves
from models.tree_shap.plan import Plan
from models.tree_shap.quadrature import Quadrature

Bytes = npt.NDArray[np.uint8]


class Background(NamedTuple):
    """The rows to compare with; rows that no node of the model tells apart are one.

    Attributes:
        codes: (columns, m), as `encoding.encode` writes them; m is 0 where absent features are replaced by cover ratios.
        times: (m,), how often each row occurs, divided by what all of them have in common.
        total: sum of `times`.
        weights: of coalitions, as in `contrast`.
    """

    codes: Codes
    times: npt.NDArray[np.int32]
    total: int
    weights: Floats


class Prepared(NamedTuple):
    """A model made ready.

    Attributes:
        trees, plan, leaves: the model, its groups and their leaves.
        quadrature: a rule for every leaf.
        background: the rows to compare with; none for path-dependent values.
        tables: the kept tables, one after the other, where `plan.table_start` says.
    """

    trees: Trees
    plan: Plan
    leaves: Leaves
    quadrature: Quadrature
    background: Background
    tables: Floats


def no_background(columns: int) -> Background:
    """What stands for a background where values are path-dependent."""
    return Background(np.zeros((columns, 0), np.uint16), np.zeros(0, np.int32), 0, np.zeros((1, 1)))


@kernel
def most_nodes(trees: Trees) -> int:
    """The most nodes of a tree, and at least 1."""
    most = 1
    for tree in range(len(trees.node_start) - 1):
        most = max(most, trees.node_start[tree + 1] - trees.node_start[tree])
    return most


@kernel
def widest_group(plan: Plan) -> int:
    """The most answers or features of a group."""
    widest = 1
    for group in range(len(plan.root)):
        widest = max(widest, plan.bits[group], plan.feature_start[group + 1] - plan.feature_start[group])
    return widest
