r"""Path-dependent contributions of one leaf, by Gauss-Legendre quadrature.

For a leaf with value v and distinct path features j, let z_j be the product of the cover ratios of j's nodes on the path,
and o_j = 1 if the row satisfies all conditions on j, else 0. The path-dependent Shapley value (Lundberg et al. 2020) is

    phi_j = v (o_j - z_j) integral_0^1 prod_{i != j} (z_i (1 - x) + o_i x) dx,

because the integral of x^s (1 - x)^(k-1-s) is s! (k-1-s)! / k!, the weight of a coalition of s among k - 1 others. The
integrand has degree k - 1, so ceil(k / 2) Gauss-Legendre points give it exactly (but for rounding). All terms of the sum
over points have one sign, so nothing cancels. With P(x) the product over all features, a feature with o_j = 1 gets
v (1 - z_j) integral P(x) / (z_j (1 - x) + x) dx, and all features with o_j = 0 get the same, -v integral P(x) / (1 - x) dx.

`cover_values` (one pattern of o) and `cover_table` (all of them) do the same operations in the same order: same bits.
"""

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import inlined, kernel
from models.tree_shap.encoding import Floats
from models.tree_shap.quadrature import Quadrature

Bytes = npt.NDArray[np.uint8]


@inlined
def cover_values(
    quadrature: Quadrature, cover: Floats, span: tuple[int, int], value: float, satisfied: Bytes, out: Floats
) -> None:
    """Contributions for one pattern.

    Args:
        quadrature: the rules.
        cover: z of the formula, of all leaves.
        span: which part of it belongs to the leaf, k long.
        value: of the leaf.
        satisfied: (at least k,), o of the formula.
        out: (at least k,), is written to.
    """
    first, count = span[0], span[1] - span[0]
    for j in range(count):
        out[j] = 0.0
    unmet = 0.0
    start = quadrature.start[count]
    for at in range(start, start + (count + 1) // 2):
        x = quadrature.point[at]
        product = quadrature.weight[at] * value
        for j in range(count):
            # Adding 0.0 or x instead of asking which keeps the loop free of branches.
            product *= cover[first + j] * (1.0 - x) + satisfied[j] * x
        unmet += product * (-1.0 / (1.0 - x))
        for j in range(count):
            out[j] += product * ((1.0 - cover[first + j]) / (cover[first + j] * (1.0 - x) + x))
    for j in range(count):
        if not satisfied[j]:
            out[j] = unmet


@kernel
def cover_table(
    quadrature: Quadrature, cover: Floats, value: float, buffers: tuple[Floats, Floats], out: Floats
) -> None:
    """Contributions for all patterns.

    Args:
        quadrature: the rules.
        cover: (k,), z of the formula.
        value: of the leaf.
        buffers: two of (at least 2^k,).
        out: (k, 2^k), is written to; bit j of a pattern is o_j.
    """
    count = len(cover)
    patterns = 1 << count
    product, unmet = buffers[0][:patterns], buffers[1][:patterns]
    out[:] = 0.0
    unmet[:] = 0.0
    start = quadrature.start[count]
    for at in range(start, start + (count + 1) // 2):
        x = quadrature.point[at]
        product[0] = quadrature.weight[at] * value
        for j in range(count):
            unsatisfied, half = cover[j] * (1.0 - x), 1 << j
            grow(product[:half], product[half : 2 * half], unsatisfied, unsatisfied + x)
        add_scaled(product, -1.0 / (1.0 - x), unmet)
        for j in range(count):
            # Patterns without j are overwritten below; leaving them out here would break the loop into short runs.
            add_scaled(product, (1.0 - cover[j]) / (cover[j] * (1.0 - x) + x), out[j])
    for j in range(count):
        for pattern in range(patterns):
            out[j, pattern] = out[j, pattern] if (pattern >> j) & 1 else unmet[pattern]


@kernel
def grow(products: Floats, more: Floats, unsatisfied: float, satisfied: float) -> None:
    """Multiply the products of all patterns by the factor of one more feature."""
    for pattern in range(len(products)):
        product = products[pattern]
        more[pattern] = product * satisfied
        products[pattern] = product * unsatisfied


@kernel
def add_scaled(values: Floats, factor: float, total: Floats) -> None:
    """Add the values times the factor."""
    for at in range(len(values)):
        total[at] += values[at] * factor
