"""The scalar path for a handful of rows: no chunk buffers, and bitwise the result of `rows`."""

import numpy as np

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats, Trees, encode, goes_left
from models.tree_shap.groups import Room, ask_background, group_values, room_for
from models.tree_shap.plan import Plan
from models.tree_shap.prepared import Bytes, Prepared, most_nodes, widest_group


@kernel
def decide_row(trees: Trees, tree: int, codes: Codes, decisions: Codes) -> None:
    """Decide all nodes of a tree for one row: 0xFFFF for left, 0 for right."""
    first = trees.node_start[tree]
    for node in range(first, trees.node_start[tree + 1]):
        left = goes_left(trees, node, codes[trees.node_column[node]])
        decisions[node - first] = np.uint16(0xFFFF) if left else np.uint16(0)


@kernel
def answer_row(plan: Plan, group: int, decisions: Codes, answers: Bytes) -> int:
    """Write the answers to the bits of a group, 1 or 0; they as one number, where that has room for them."""
    start, state = plan.bit_start[group], 0
    for bit in range(start, plan.bit_start[group + 1]):
        mask = np.uint16(1)
        for term in range(plan.term_start[bit], plan.term_start[bit + 1]):
            mask &= decisions[plan.term_node[term]] ^ plan.term_flip[term]
        answers[bit - start] = mask
        state |= int(mask) << (bit - start)
    return state


@kernel
def lacks_table(plan: Plan, tree: int) -> bool:
    """Whether a group of the tree keeps no table."""
    lacks = False
    for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
        lacks = lacks or plan.table_start[group] < 0
    return lacks


@kernel
def explain_few(prepared: Prepared, matrix: Floats, shape: tuple[int, int], out: Floats) -> None:
    """Write the contributions of a few rows; as `rows.explain`."""
    trees, plan, classes = prepared.trees, prepared.plan, shape[1]
    widest, nodes = widest_group(plan), most_nodes(trees)
    room = room_for(prepared.background, widest, nodes)
    codes = np.empty((len(trees.column_feature), len(matrix)), np.uint16)
    encode(trees, matrix, 0, len(matrix), codes)
    of_row = codes.T.copy()
    buffers = (np.empty(nodes, np.uint16), np.empty(widest, np.uint8), np.empty(widest))
    out[:] = 0.0
    for tree in range(len(trees.node_start) - 1):
        if lacks_table(plan, tree):
            ask_background(prepared, tree, room)
        for row in range(len(matrix)):
            add_tree(prepared, tree, of_row[row], (buffers, room), out[row, tree % classes :: classes])


@kernel
def add_tree(
    prepared: Prepared, tree: int, codes: Codes, buffers: tuple[tuple[Codes, Bytes, Floats], Room], out: Floats
) -> None:
    """Add what one tree gives to one row; out is (features,)."""
    plan = prepared.plan
    (decisions, answers, values), room = buffers
    decide_row(prepared.trees, tree, codes, decisions)
    for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
        first, end = plan.feature_start[group], plan.feature_start[group + 1]
        state = answer_row(plan, group, decisions, answers)
        table = plan.table_start[group]
        if table < 0:
            group_values(prepared, group, state, answers, room, values)
            for at in range(first, end):
                out[plan.feature[at]] += values[at - first]
        else:
            bits = plan.bits[group]
            for at in range(first, end):
                out[plan.feature[at]] += prepared.tables[table + state + ((at - first) << bits)]
