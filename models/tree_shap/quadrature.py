"""Gauss-Legendre rules on [0, 1], one for every number of features that a path may hold.

A rule of m points is exact for polynomials of degree below 2 m; the integrand for k features has degree k - 1 (`by_cover`).
"""

from typing import NamedTuple

import numpy as np

from models.tree_shap.encoding import Floats, Ints


class Quadrature(NamedTuple):
    """Rules on [0, 1].

    Attributes:
        start: (widest + 1,), where the rule for k features begins; a rule has ceil(k / 2) points.
        point, weight: the rules, one after the other.
    """

    start: Ints
    point: Floats
    weight: Floats


def quadrature_of(widths: Ints) -> Quadrature:
    """The rules that paths of these numbers of distinct features need; the start of any other rule is -1."""
    start = np.full(int(widths.max(initial=1)) + 1, -1, np.int64)
    points: list[Floats] = [np.zeros(0)]
    weights: list[Floats] = [np.zeros(0)]
    made: dict[int, int] = {}
    length = 0
    for width in np.unique(widths):
        count = (int(width) + 1) // 2
        if count not in made:
            nodes, weight = np.polynomial.legendre.leggauss(count)
            points.append((1.0 - nodes) / 2.0)
            weights.append(weight / 2.0)
            made[count] = length
            length += count
        start[width] = made[count]
    return Quadrature(start, np.concatenate(points), np.concatenate(weights))
