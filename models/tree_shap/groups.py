"""What a group gives: for one state, or for all of them as a table. Leaf by leaf and in the same order, so with the same bits."""

from typing import NamedTuple

import numpy as np

from models.tree_shap.by_background import Met, background_table, background_values, meet, room_for_met
from models.tree_shap.by_cover import cover_table, cover_values
from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats
from models.tree_shap.leaves import Leaves, satisfy
from models.tree_shap.plan import STATE_BITS
from models.tree_shap.prepared import Background, Bytes, Prepared
from models.tree_shap.states import decide


class Room(NamedTuple):
    """Buffers for one group at a time.

    Attributes:
        satisfied: (widest,), which parts of a leaf are satisfied.
        values: (widest,), what a leaf gives.
        met: what the background rows satisfy.
        theirs: (nodes of a tree, background rows), their decisions.
    """

    satisfied: Bytes
    values: Floats
    met: Met
    theirs: Codes


@kernel
def room_for(background: Background, widest: int, nodes: int) -> Room:
    """Buffers for groups of so many features or answers, in trees of so many nodes."""
    theirs = np.empty((nodes, background.codes.shape[1]), np.uint16)
    return Room(np.empty(widest, np.uint8), np.empty(widest), room_for_met(background, widest), theirs)


@kernel
def ask_background(prepared: Prepared, tree: int, room: Room) -> None:
    """Decide all nodes of a tree for the background rows; all groups of the tree may be asked afterwards."""
    if len(prepared.background.times):
        decide(prepared.trees, tree, prepared.background.codes, len(prepared.background.times), room.theirs)


@kernel
def group_values(prepared: Prepared, group: int, state: int, answers: Bytes, room: Room, out: Floats) -> None:
    """Contributions for one state.

    Args:
        prepared: the model.
        group: which group.
        state: of the row.
        answers: (bits,), the bits one by one, read where a state is too wide for a number.
        room: buffers; what the background rows decide.
        out: (at least width,), is written to.
    """
    plan, leaves = prepared.plan, prepared.leaves
    out[: plan.feature_start[group + 1] - plan.feature_start[group]] = 0.0
    for member in range(leaves.start[group], leaves.start[group + 1]):
        first, end = leaves.part_start[member], leaves.part_start[member + 1]
        satisfied, value = room.satisfied[: end - first], prepared.trees.leaf_value[leaves.leaf[member]]
        if plan.bits[group] > STATE_BITS:
            satisfied[:] = answers[: end - first]
        else:
            satisfy(leaves, member, state, satisfied)
        if len(prepared.background.times):
            meet(prepared, group, member, room.theirs, room.met)
            background_values(prepared.background, room.met, value, satisfied, room.values)
        else:
            cover_values(prepared.quadrature, leaves.cover[first:end], value, satisfied, room.values)
        for at in range(first, end):
            out[leaves.slot[at]] += room.values[at - first]


@kernel
def fill_table(prepared: Prepared, group: int, room: Room, table: Floats) -> None:
    """Contributions for all states, shape (width * 2^bits,), feature after feature; at most 16 bits."""
    plan, leaves = prepared.plan, prepared.leaves
    states = 1 << plan.bits[group]
    table[:] = 0.0
    buffers, pattern = (np.empty(states), np.empty(states)), np.empty(states, np.uint16)
    values = np.empty(len(table))
    for member in range(leaves.start[group], leaves.start[group + 1]):
        first, end = leaves.part_start[member], leaves.part_start[member + 1]
        width, value = end - first, prepared.trees.leaf_value[leaves.leaf[member]]
        mine = values[: width << width].reshape(width, 1 << width)
        if len(prepared.background.times):
            meet(prepared, group, member, room.theirs, room.met)
            background_table(prepared.background, room.met, value, mine)
        else:
            cover_table(prepared.quadrature, leaves.cover[first:end], value, buffers, mine)
        write_patterns(leaves, member, pattern)
        for j in range(width):
            slot = leaves.slot[first + j]
            add_leaf(mine[j], pattern, table[slot * states : (slot + 1) * states])


@kernel
def write_patterns(leaves: Leaves, member: int, pattern: Codes) -> None:
    """Write for every state of the group which parts of the leaf are satisfied: bit j for part j."""
    pattern[:] = 0
    first = leaves.part_start[member]
    for at in range(first, leaves.part_start[member + 1]):
        must, asked, bit = leaves.must[at], leaves.asked[at], np.uint16(1 << (at - first))
        for state in range(len(pattern)):
            pattern[state] |= bit if (np.uint16(state) & asked) == must else np.uint16(0)


@kernel
def add_leaf(values: Floats, pattern: Codes, table: Floats) -> None:
    """Add a feature's contributions by pattern to its part of the table."""
    for state in range(len(table)):
        table[state] += values[pattern[state]]


@kernel
def fill_tables(prepared: Prepared, span: tuple[int, int], starts: np.ndarray, tables: Floats, room: Room) -> None:
    """Fill the tables of the trees from the first to before the second, where `starts` says; -1 is no table."""
    plan = prepared.plan
    for tree in range(span[0], span[1]):
        ask_background(prepared, tree, room)
        for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
            start = starts[group]
            if start >= 0:
                length = (plan.feature_start[group + 1] - plan.feature_start[group]) << plan.bits[group]
                fill_table(prepared, group, room, tables[start : start + length])
