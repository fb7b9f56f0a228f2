"""The scalar path for a handful of rows: no chunk buffers, and bitwise the result of `rows`.

Small kernels take single arrays, not the whole model: handing that over costs more than what they do.
"""

import numpy as np

from models.tree_shap.compiling import inlined, kernel
from models.tree_shap.encoding import Codes, Floats, Ints, Trees, encode, goes_left
from models.tree_shap.groups import Room, add_against, add_by_cover, ask_background, room_for
from models.tree_shap.plan import STATE_BITS
from models.tree_shap.prepared import Bytes, Prepared, most_nodes, widest_group
from models.tree_shap.subtrees import Indices


@kernel
def decide_row(trees: Trees, tree: int, codes: Codes, decisions: Codes) -> None:
    """Decide all nodes of a tree for one row: 0xFFFF for left, 0 for right."""
    first = trees.node_start[tree]
    for node in range(first, trees.node_start[tree + 1]):
        left = goes_left(trees, node, codes[trees.node_column[node]])
        decisions[node - first] = np.uint16(0xFFFF) if left else np.uint16(0)


@kernel
def find_states(
    starts: tuple[Ints, Ints],
    terms: tuple[Indices, Codes, Codes],
    groups: tuple[int, int],
    decisions: Codes,
    states: Codes,
) -> None:
    """Write the states of consecutive groups: all bits, less those of which a term does not hold.

    Args:
        starts: `bit_start` and `term_start` of the plan.
        terms: `term_node`, `term_flip` and `term_weight` of the plan.
        groups: the first, and the one after the last.
        decisions: at the nodes of the tree.
        states: (at least groups,), is written to; no state where there are more bits than 16.
    """
    bit_start, term_start = starts
    node, flip, weight = terms
    for group in range(groups[0], groups[1]):
        first, end = bit_start[group], bit_start[group + 1]
        lost = np.uint16(0)
        for term in range(term_start[first], term_start[end]):
            lost |= (decisions[node[term]] ^ flip[term] ^ np.uint16(0xFFFF)) & weight[term]
        states[group - groups[0]] = ((1 << (end - first)) - 1) & ~lost


@kernel
def answer_row(
    starts: tuple[Ints, Ints], terms: tuple[Indices, Codes, Codes], group: int, decisions: Codes, answers: Bytes
) -> None:
    """Write the answers to the bits of a group, 1 or 0; arguments as for `find_states`."""
    bit_start, term_start = starts
    node, flip, _ = terms
    for bit in range(bit_start[group], bit_start[group + 1]):
        mask = np.uint16(1)
        for term in range(term_start[bit], term_start[bit + 1]):
            mask &= decisions[node[term]] ^ flip[term]
        answers[bit - bit_start[group]] = mask


@kernel
def lacks_table(table_start: Ints, groups: tuple[int, int]) -> bool:
    """Whether one of these groups keeps no table."""
    lacks = False
    for group in range(groups[0], groups[1]):
        lacks = lacks or table_start[group] < 0
    return lacks


@inlined
def add_table(
    tables: Floats, at: int, states: int, features: Indices, span: tuple[int, int], label: tuple[int, int], out: Floats
) -> None:
    """Add the row of a table that begins `at` and goes on every so many `states`."""
    for slot in range(span[0], span[1]):
        out[features[slot] * label[1] + label[0]] += tables[at]
        at += states


@kernel
def explain_few(prepared: Prepared, matrix: Floats, shape: tuple[int, int], out: Floats) -> None:
    """Write the contributions of a few rows; as `rows.explain`."""
    trees, plan = prepared.trees, prepared.plan
    kept, features = (prepared.tables, plan.table_start, plan.bits), (plan.feature_start, plan.feature)
    starts, terms = (plan.bit_start, plan.term_start), (plan.term_node, plan.term_flip, plan.term_weight)
    nodes, widest = most_nodes(trees), widest_group(plan)
    room = room_for(prepared.background, widest, nodes)
    codes = np.empty((len(trees.column_feature), len(matrix)), np.uint16)
    encode(trees, matrix, 0, len(matrix), codes)
    of_row = codes.T.copy()
    decisions, states = np.empty(nodes, np.uint16), np.empty(nodes + 1, np.uint16)
    out[:] = 0.0
    for tree in range(len(trees.node_start) - 1):
        groups, label = (plan.group_start[tree], plan.group_start[tree + 1]), (tree % shape[1], shape[1])
        lacks = lacks_table(plan.table_start, groups)
        if lacks:
            ask_background(prepared, tree, room)
        for row in range(len(matrix)):
            decide_row(trees, tree, of_row[row], decisions)
            find_states(starts, terms, groups, decisions, states)
            if lacks:
                add_mixed(prepared, groups, (decisions, states), label, room, out[row])
            else:
                add_kept(kept, features, groups, states, label, out[row])


@kernel
def add_kept(
    kept: tuple[Floats, Ints, Ints],
    features: tuple[Ints, Indices],
    groups: tuple[int, int],
    states: Codes,
    label: tuple[int, int],
    out: Floats,
) -> None:
    """Add what consecutive groups give to one row, all of which keep their tables."""
    tables, table_start, bits = kept
    feature_start, feature = features
    for group in range(groups[0], groups[1]):
        at, span = table_start[group] + states[group - groups[0]], (feature_start[group], feature_start[group + 1])
        add_table(tables, at, 1 << bits[group], feature, span, label, out)


@kernel
def add_mixed(
    prepared: Prepared,
    groups: tuple[int, int],
    found: tuple[Codes, Codes],
    label: tuple[int, int],
    room: Room,
    out: Floats,
) -> None:
    """Add what consecutive groups give to one row, with or without tables."""
    plan, leaves, quadrature, leaf_value = (
        prepared.plan,
        prepared.leaves,
        prepared.quadrature,
        prepared.trees.leaf_value,
    )
    starts, terms = (plan.bit_start, plan.term_start), (plan.term_node, plan.term_flip, plan.term_weight)
    tables, satisfied, values, sums = prepared.tables, room.satisfied, room.values, room.sums
    has_background, (decisions, states) = len(prepared.background.times) > 0, found
    for group in range(groups[0], groups[1]):
        span, at = (plan.feature_start[group], plan.feature_start[group + 1]), plan.table_start[group]
        state, bits = int(states[group - groups[0]]), plan.bits[group]
        if at >= 0:
            add_table(tables, at + state, 1 << bits, plan.feature, span, label, out)
            continue
        if bits > STATE_BITS:
            answer_row(starts, terms, group, decisions, satisfied)
            state = -1
        sums[: span[1] - span[0]] = 0.0
        if has_background:
            add_against(prepared, group, state, room, sums)
        else:
            add_by_cover(leaves, quadrature, leaf_value, group, state, (satisfied, values), sums)
        add_table(sums, 0, 1, plan.feature, span, label, out)
