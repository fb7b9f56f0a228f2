r"""Contributions of every state of every group, by Gauss-Legendre quadrature.

For a leaf with value v and distinct path features j, let z_j be the product of the cover ratios of j's nodes on the path,
and o_j = 1 if the row satisfies all conditions on j, else 0. The path-dependent Shapley value (Lundberg et al. 2020) is

    phi_j = v (o_j - z_j) integral_0^1 prod_{i != j} (z_i (1 - x) + o_i x) dx,

because the integral of x^s (1 - x)^(k-1-s) is s! (k-1-s)! / k!, the weight of a coalition of s among k - 1 others. The
integrand has degree k - 1, so ceil(k / 2) Gauss-Legendre points give it exactly (but for rounding). All terms of the sum
over points have one sign, so nothing cancels.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Floats, Ints, Trees
from models.tree_shap.plan import Plan

Masks = npt.NDArray[np.uint32]


class Quadrature(NamedTuple):
    """Gauss-Legendre rules on [0, 1].

    Attributes:
        start: (widest + 2,), where the rule for k features begins; a rule has ceil(k / 2) points.
        point, weight: the rules, one after the other.
    """

    start: Ints
    point: Floats
    weight: Floats


class LeafTerms(NamedTuple):
    """What is known of one leaf within its group; room for as many features as a group has bits.

    Attributes:
        feature: the distinct features on the path.
        cover: z of the formula.
        must: bits of the state that have to be 1 for o = 1. never: bits that have to be 0.
    """

    feature: npt.NDArray[np.int32]
    cover: Floats
    must: Masks
    never: Masks


def quadrature_of(widths: Ints) -> Quadrature:
    """The rules that paths of these numbers of distinct features need; the start of any other rule is -1."""
    widest = int(widths.max(initial=1))
    start = np.full(widest + 1, -1, np.int64)
    points: list[Floats] = []
    weights: list[Floats] = []
    made: dict[int, int] = {0: 0}
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
    return Quadrature(start, np.concatenate([np.zeros(0), *points]), np.concatenate([np.zeros(0), *weights]))


@kernel
def leaf_terms(trees: Trees, plan: Plan, group: int, leaf: int, terms: LeafTerms) -> int:
    """Fill in `terms` by climbing from the leaf to the root of the tree; how many features there are."""
    root, path_bits = plan.root[group], plan.path_bits[group]
    features = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
    node_terms = plan.term_start[plan.bit_start[group] + path_bits]
    tree_start = 0 if root < 0 else root - plan.term_node[node_terms]
    count = 0
    child, node, above = ~leaf, trees.leaf_parent[leaf], root < 0
    while node >= 0:
        feature, at = trees.node_feature[node], 0
        while at < count and terms.feature[at] != feature:
            at += 1
        if at == count:
            terms.feature[at], terms.cover[at] = feature, 1.0
            terms.must[at], terms.never[at] = np.uint32(0), np.uint32(0)
            count += 1
        terms.cover[at] *= trees.node_ratio[child] if child >= 0 else trees.leaf_ratio[~child]
        bit = 0
        if above:
            while features[bit] != feature:
                bit += 1
        else:
            while plan.term_node[node_terms + bit] != node - tree_start:
                bit += 1
            bit += path_bits
        if above or trees.left[node] == child:
            terms.must[at] |= np.uint32(1 << bit)
        else:
            terms.never[at] |= np.uint32(1 << bit)
        above = above or node == root
        child, node = node, trees.node_parent[node]
    return count


@kernel
def leaf_values(quadrature: Quadrature, cover: Floats, value: float, product: Floats, out: Floats) -> None:
    """Contributions of one leaf for all patterns of satisfied features.

    Args:
        quadrature: the rules.
        cover: (k,), z of the formula.
        value: of the leaf.
        product: (at least 2^k,), a buffer.
        out: (k, 2^k), is written to; bit j of a pattern is o_j.
    """
    count = len(cover)
    patterns = 1 << count
    out[:] = 0.0
    start = quadrature.start[count]
    for at in range(start, start + (count + 1) // 2):
        x = quadrature.point[at]
        product[0] = quadrature.weight[at] * value
        for j in range(count):
            unsatisfied = cover[j] * (1.0 - x)
            half = 1 << j
            for pattern in range(half):
                product[half + pattern] = product[pattern] * (unsatisfied + x)
            for pattern in range(half):
                product[pattern] *= unsatisfied
        for j in range(count):
            unsatisfied = cover[j] * (1.0 - x)
            yes = (1.0 - cover[j]) / (unsatisfied + x)
            # Nobody stays here without satisfying j: its factor is 0, and so is its share.
            no = -cover[j] / unsatisfied if unsatisfied > 0.0 else 0.0
            row = out[j]
            for pattern in range(patterns):
                row[pattern] += product[pattern] * (yes if (pattern >> j) & 1 else no)


@kernel
def leaf_patterns(terms: LeafTerms, count: int, pattern: Masks) -> None:
    """Write for every state of the group which features of the leaf are satisfied."""
    pattern[:] = 0
    for j in range(count):
        must, asked, bit = terms.must[j], terms.must[j] | terms.never[j], np.uint32(1 << j)
        for state in range(len(pattern)):
            pattern[state] |= bit if (np.uint32(state) & asked) == must else np.uint32(0)


@kernel
def add_leaf(values: Floats, pattern: Masks, table: Floats) -> None:
    """Add a feature's contributions by pattern to its row of the table."""
    for state in range(len(table)):
        table[state] += values[pattern[state]]


@kernel
def fill_table(trees: Trees, plan: Plan, group: int, quadrature: Quadrature, table: Floats) -> None:
    """Fill the table of one group, shape (width, 2^bits)."""
    bits, states = plan.bits[group], table.shape[1]
    features = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
    terms = LeafTerms(np.empty(bits, np.int32), np.empty(bits), np.empty(bits, np.uint32), np.empty(bits, np.uint32))
    pattern, product = np.empty(states, np.uint32), np.empty(states)
    values = np.empty(table.size)
    stack = np.empty(bits + 2, np.int32)
    stack[0], waiting = plan.root[group], 1
    table[:] = 0.0
    while waiting:
        waiting -= 1
        item = stack[waiting]
        if item >= 0:
            stack[waiting], stack[waiting + 1] = trees.left[item], trees.right[item]
            waiting += 2
            continue
        count = leaf_terms(trees, plan, group, ~item, terms)
        mine = values[: count << count].reshape(count, 1 << count)
        leaf_values(quadrature, terms.cover[:count], trees.leaf_value[~item], product, mine)
        leaf_patterns(terms, count, pattern)
        for j in range(count):
            at = 0
            while features[at] != terms.feature[j]:
                at += 1
            add_leaf(mine[j], pattern, table[at])


@kernel
def fill_tables(trees: Trees, plan: Plan, quadrature: Quadrature, groups: tuple[int, int], tables: Floats) -> None:
    """Fill the tables of the groups from the first to before the second."""
    for group in range(groups[0], groups[1]):
        start = plan.table_start[group]
        if start >= 0:
            width = plan.feature_start[group + 1] - plan.feature_start[group]
            states = 1 << plan.bits[group]
            table = tables[start : start + width * states].reshape(width, states)
            fill_table(trees, plan, group, quadrature, table)
