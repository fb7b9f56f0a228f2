"""The contributions of one leaf without a table, for one pattern of satisfied features."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Floats
from models.tree_shap.plan import Plan
from models.tree_shap.tables import Quadrature

Bytes = npt.NDArray[np.uint8]


class LeafFormula(NamedTuple):
    """What does not depend on the row.

    Attributes:
        value: of the leaf.
        factors: (2, k, 2, m) for a rule of m points x; [0, j, o] is the factor z (1 - x) + o x of the formula of `tables`,
            and [1, j, o] is (o - z) divided by it.
        start: (m,), weights of the points times the value of the leaf.
        met, met_share: (patterns, k), (patterns,), the patterns of the background rows and their shares; without a
            background there are none, and `factors` count.
        weights: (k + 1, k + 1), of coalitions, as in `contrast`; for a background only.
    """

    value: float
    factors: Floats
    start: Floats
    met: Bytes
    met_share: Floats
    weights: Floats


@kernel
def leaf_formula(plan: Plan, group: int, quadrature: Quadrature, value: float) -> LeafFormula:
    """Prepare the formula of a leaf without a table."""
    cover = plan.cover[plan.feature_start[group] : plan.feature_start[group + 1]]
    width = len(cover)
    first, patterns = plan.met_first[group], plan.met_start[group + 1] - plan.met_start[group]
    points = (width + 1) // 2 if patterns == 0 else 0
    rule = quadrature.start[width]
    formula = LeafFormula(
        value,
        np.empty((2, width, 2, points)),
        quadrature.weight[rule : rule + points] * value,
        plan.met[first : first + patterns * width].reshape(patterns, width),
        plan.met_share[plan.met_start[group] : plan.met_start[group + 1]],
        np.zeros((width + 1, width + 1)),
    )
    if patterns == 0:
        fill_factors(quadrature, cover, formula.factors)
    else:
        fill_weights(formula.weights)
    return formula


@kernel
def fill_factors(quadrature: Quadrature, cover: Floats, factors: Floats) -> None:
    """Write the factors, see `LeafFormula`."""
    start = quadrature.start[len(cover)]
    for j in range(len(cover)):
        for at in range(factors.shape[3]):
            x = quadrature.point[start + at]
            unsatisfied = cover[j] * (1.0 - x)
            factors[0, j, 0, at] = unsatisfied
            factors[0, j, 1, at] = unsatisfied + x
            # Nobody stays here without satisfying j: its factor is 0, and so is its share.
            factors[1, j, 0, at] = -cover[j] / unsatisfied if unsatisfied > 0.0 else 0.0
            factors[1, j, 1, at] = (1.0 - cover[j]) / (unsatisfied + x)


@kernel
def fill_weights(weights: Floats) -> None:
    """Write W[a, c] = (a - 1)! c! / (a + c)!, see `contrast`; W[0, c] stays 0."""
    for other in range(weights.shape[1]):
        weights[1, other] = 1.0 / (other + 1)
        for own in range(1, weights.shape[0] - 1):
            weights[own + 1, other] = weights[own, other] * own / (own + 1 + other)


@kernel
def formula_values(formula: LeafFormula, satisfied: Bytes, product: Floats, out: Floats) -> None:
    """Contributions of the leaf for one pattern.

    Args:
        formula: of the leaf.
        satisfied: (at least k,), 1 where the row satisfies all conditions on the feature.
        product: (m,), a buffer.
        out: (at least k,), is written to.
    """
    if len(formula.met_share) == 0:
        values_by_cover(formula, satisfied, product, out)
    else:
        values_by_background(formula, satisfied, out)


@kernel
def values_by_cover(formula: LeafFormula, satisfied: Bytes, product: Floats, out: Floats) -> None:
    """Path-dependent contributions, see `formula_values`."""
    points = len(product)
    for at in range(points):
        product[at] = formula.start[at]
    for j in range(formula.factors.shape[1]):
        factor = formula.factors[0, j, satisfied[j]]
        for at in range(points):
            product[at] *= factor[at]
    for j in range(formula.factors.shape[1]):
        share = formula.factors[1, j, satisfied[j]]
        total = 0.0
        for at in range(points):
            total += product[at] * share[at]
        out[j] = total


@kernel
def values_by_background(formula: LeafFormula, satisfied: Bytes, out: Floats) -> None:
    """Interventional contributions: the mean over the patterns of the background rows, see `contrast`."""
    width = formula.met.shape[1]
    out[:width] = 0.0
    for pattern in range(len(formula.met_share)):
        met, own, other, reached = formula.met[pattern], 0, 0, True
        for j in range(width):
            own += satisfied[j] > met[j]
            other += satisfied[j] < met[j]
            reached = reached and satisfied[j] + met[j] > 0
        if not reached:
            continue
        share = formula.value * formula.met_share[pattern]
        for_own, for_other = share * formula.weights[own, other], share * formula.weights[other, own]
        for j in range(width):
            if satisfied[j] > met[j]:
                out[j] += for_own
            elif satisfied[j] < met[j]:
                out[j] -= for_other
