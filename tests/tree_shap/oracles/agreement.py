"""How the engine's float64 answers are held against exact ones."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tests.tree_shap.oracles.forest import Forest, Leaf, Node

Matrix = NDArray[np.float64]

CLOSE = 1e-12
"""Of |base| + the largest sum of |contributions| that the model can give; the bound the engine promises."""


def with_class_axis(values: Matrix) -> Matrix:
    """(rows, features, classes), also where the model has one class and the engine leaves the axis out."""
    return values if values.ndim == 3 else values[:, :, np.newaxis]


def as_matrix(exact: Sequence[Sequence[Fraction]]) -> Matrix:
    """(features, classes) from the oracle's [class][feature]."""
    return np.array([[float(value) for value in of_class] for of_class in exact]).T


def magnitude(forest: Forest) -> float:
    """The size that rounding is measured against: the largest leaf of every tree, added up."""
    return 1e-300 + float(sum(_largest(tree) for tree in forest.trees) * forest.scale)


def _largest(node: Node) -> Fraction:
    return abs(node.value) if isinstance(node, Leaf) else max(_largest(node.left), _largest(node.right))
