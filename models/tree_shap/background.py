"""Interventional SHAP against a set of background rows, by the same tables.

Against one background row, a leaf counts only through the features that exactly one of the two rows satisfies (`contrast`).
So the mean over the background needs no more than how often each pattern of satisfied features occurs among its rows: where
`tables` weighs a leaf by cover ratios, this counts patterns. Explaining a row then costs the same as without a background,
however many rows that has. Source of the idea: Nadel and Wettenstein (2026), "From Decision Trees to Boolean Logic: A Fast
and Unified SHAP Algorithm" (Woodelf).
"""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.contrast import coalition_weights
from models.tree_shap.encoding import Codes, Floats, Ints, Trees, encode
from models.tree_shap.engine import Engine
from models.tree_shap.long_leaves import leaf_answers
from models.tree_shap.plan import LEFT_SATISFIES, RIGHT_SATISFIES, Plan
from models.tree_shap.states import decide
from models.tree_shap.tables import LeafTerms, Masks, add_leaf, leaf_patterns, leaf_terms
from models.tree_shap.threads import run

TREES_PER_JOB = 8
"""Tables are filled in jobs of so many trees: some 10 ms each with a hundred background rows."""

Bytes = npt.NDArray[np.uint8]


def with_background(engine: Engine, matrix: Floats) -> Engine:
    """The engine with interventional tables: the mean of the contrasts with every background row.

    Args:
        engine: The model as built for path-dependent values.
        matrix: (background rows, features), C-order float64, at least one row. Their order has no influence.

    Returns:
        An engine whose contributions lead from the mean score of the background rows (its `base`) to a row's score.
    """
    trees, plan, count = engine.trees, engine.plan, len(matrix)
    codes = np.empty((len(trees.column_feature), count), np.uint16)
    encode(trees, matrix, 0, count, codes)
    tables = np.empty_like(engine.tables)
    hits = np.zeros(len(trees.leaf_value), np.int64)
    widest = int(plan.bits[plan.table_start >= 0].max(initial=1))
    weights = coalition_weights(widest, widest)

    def fill(first: int) -> None:
        end = min(first + TREES_PER_JOB, engine.model.trees)
        fill_background(trees, plan, weights, codes, (first, end), hits, tables)

    run(fill, range(0, engine.model.trees, TREES_PER_JOB))
    base = _mean_scores(engine, hits, count)
    return replace(engine, plan=_with_patterns(trees, plan, codes), tables=tables, base=base)


def _mean_scores(engine: Engine, hits: Ints, count: int) -> Floats:
    model = engine.model
    tree_of_leaf = np.repeat(np.arange(model.trees), np.diff(model.leaf_start))
    parts = [
        (hits * model.leaf_value)[tree_of_leaf % model.classes == label].tolist() for label in range(model.classes)
    ]
    return np.array([math.fsum(part) for part in parts]) / count * engine.scale


def _with_patterns(trees: Trees, plan: Plan, codes: Codes) -> Plan:
    """The plan with the patterns of the background rows at every long leaf."""
    met: list[Bytes] = []
    shares: list[Floats] = []
    patterns = np.zeros(len(plan.root), np.int64)
    tree_of = np.repeat(np.arange(len(plan.group_start) - 1), np.diff(plan.group_start))
    for group in np.flatnonzero(plan.table_start < 0).tolist():
        satisfied = np.zeros((codes.shape[1], plan.bits[group]), np.uint8)
        answer_background(trees, plan, codes, int(tree_of[group]), group, satisfied)
        # Sorted patterns, so that the order of the background rows is not the order of a sum.
        distinct, counts = np.unique(satisfied, axis=0, return_counts=True)
        met.append(distinct.reshape(-1))
        shares.append(counts / codes.shape[1])
        patterns[group] = len(counts)
    length = patterns * plan.bits
    return plan._replace(
        met_start=np.concatenate([[0], np.cumsum(patterns)]),
        met_first=np.cumsum(length) - length,
        met=np.concatenate([np.zeros(0, np.uint8), *met]),
        met_share=np.concatenate([np.zeros(0), *shares]),
    )


@kernel
def answer_background(trees: Trees, plan: Plan, codes: Codes, tree: int, group: int, satisfied: Bytes) -> None:
    """Write which path features of a long leaf each background row satisfies, (rows, k)."""
    count = codes.shape[1]
    decisions = np.empty((trees.node_start[tree + 1] - trees.node_start[tree], count), np.uint16)
    decide(trees, tree, codes, count, decisions)
    leaf_answers(plan, group, decisions, count, satisfied, np.empty(count, np.uint64))


@kernel
def fill_background(
    trees: Trees, plan: Plan, weights: Floats, codes: Codes, span: tuple[int, int], hits: Ints, tables: Floats
) -> None:
    """Fill the tables of the trees from the first to before the second, and count the rows that end at each leaf."""
    count = codes.shape[1]
    for tree in range(span[0], span[1]):
        nodes = trees.node_start[tree + 1] - trees.node_start[tree]
        if nodes == 0:
            hits[trees.leaf_start[tree]] = count
            continue
        decisions = np.empty((nodes, count), np.uint16)
        decide(trees, tree, codes, count, decisions)
        count_hits(trees, tree, decisions, hits)
        for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
            start = plan.table_start[group]
            if start >= 0:
                width = plan.feature_start[group + 1] - plan.feature_start[group]
                states = 1 << plan.bits[group]
                table = tables[start : start + width * states].reshape(width, states)
                fill_background_table(trees, plan, group, weights, decisions, trees.node_start[tree], table)


@kernel
def count_hits(trees: Trees, tree: int, decisions: Codes, hits: Ints) -> None:
    """Count the background rows that end at each leaf of a tree."""
    first = trees.node_start[tree]
    for row in range(decisions.shape[1]):
        node = first
        while node >= 0:
            node = trees.left[node] if decisions[node - first, row] else trees.right[node]
        hits[~node] += 1


@kernel
def fill_background_table(
    trees: Trees, plan: Plan, group: int, weights: Floats, decisions: Codes, first: int, table: Floats
) -> None:
    """Fill the table of one group, shape (width, 2^bits), from the decisions on the background rows."""
    bits, states, count = plan.bits[group], table.shape[1], decisions.shape[1]
    features = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
    terms = LeafTerms(np.empty(bits, np.int32), np.empty(bits), np.empty(bits, np.uint32), np.empty(bits, np.uint32))
    pattern, met, values = np.empty(states, np.uint32), np.empty(count, np.uint32), np.empty(table.size)
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
        width = leaf_terms(trees, plan, group, ~item, terms)
        met_patterns(trees, ~item, first, terms.feature[:width], decisions, met)
        mine = values[: width << width].reshape(width, 1 << width)
        values_against(weights, met, trees.leaf_value[~item], mine)
        leaf_patterns(terms, width, pattern)
        for j in range(width):
            at = 0
            while features[at] != terms.feature[j]:
                at += 1
            add_leaf(mine[j], pattern, table[at])


@kernel
def met_patterns(
    trees: Trees, leaf: int, first: int, features: npt.NDArray[np.int32], decisions: Codes, met: Masks
) -> None:
    """Write per background row which features it satisfies all the way to the leaf: bit j for the j-th of `features`."""
    met[:] = np.uint32((1 << len(features)) - 1)
    child, node = ~leaf, trees.leaf_parent[leaf]
    while node >= 0:
        j = 0
        while features[j] != trees.node_feature[node]:
            j += 1
        others = ~np.uint32(1 << j)
        flip = LEFT_SATISFIES if trees.left[node] == child else RIGHT_SATISFIES
        decision = decisions[node - first]
        for row in range(len(met)):
            if decision[row] == flip:
                met[row] &= others
        child, node = node, trees.node_parent[node]


@kernel
def values_against(weights: Floats, met: Masks, value: float, out: Floats) -> None:
    """Contributions of one leaf for all patterns of satisfied features, as the mean over background patterns.

    Args:
        weights: of coalitions, see `contrast`.
        met: (background rows,), their patterns.
        value: of the leaf.
        out: (k, 2^k), is written to; bit j of a pattern says whether the row satisfies feature j.
    """
    patterns = out.shape[1]
    out[:] = 0.0
    counts = np.zeros(patterns, np.int64)
    for row in range(len(met)):
        counts[met[row]] += 1
    for theirs in range(patterns):
        if counts[theirs]:
            share = value * (counts[theirs] / len(met))
            add_pattern(weights, theirs, share, out)


@kernel
def add_pattern(weights: Floats, theirs: int, share: float, out: Floats) -> None:
    """Add what background rows with one pattern give to all patterns that can reach the leaf in a mixture with it."""
    k, patterns = out.shape
    needed = (patterns - 1) & ~theirs
    own = 0
    for j in range(k):
        own += (needed >> j) & 1
    # Subsets of what the background satisfies, from all of it down to nothing: satisfied by both rows.
    both = theirs
    while True:
        alone, pattern = theirs & ~both, needed | both
        other = 0
        for j in range(k):
            other += (alone >> j) & 1
        for_own, for_other = share * weights[own, other], share * weights[other, own]
        for j in range(k):
            if (needed >> j) & 1:
                out[j, pattern] += for_own
            elif (alone >> j) & 1:
                out[j, pattern] -= for_other
        if both == 0:
            return
        both = (both - 1) & theirs
