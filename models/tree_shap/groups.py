"""What a group gives: for one state, or for all of them as a table. Leaf by leaf and in the same order, so with the same bits."""

from typing import NamedTuple

import numpy as np

from models.tree_shap.by_background import Met, background_table, background_values, meet, room_for_met
from models.tree_shap.by_cover import cover_table, cover_values
from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats
from models.tree_shap.leaves import Leaves, satisfy
from models.tree_shap.prepared import Background, Bytes, Prepared
from models.tree_shap.quadrature import Quadrature
from models.tree_shap.states import decide

SHORT_RUN = 64
"""States with the same answers inside a group follow each other; shorter runs are not worth their overhead (measured)."""


class Room(NamedTuple):
    """Buffers for one group at a time.

    Attributes:
        satisfied: (widest,), which parts of a leaf are satisfied.
        values: (widest,), what a leaf gives.
        sums: (widest,), what a group gives.
        met: what the background rows satisfy.
        theirs: (nodes of a tree, background rows), their decisions.
    """

    satisfied: Bytes
    values: Floats
    sums: Floats
    met: Met
    theirs: Codes


@kernel
def room_for(background: Background, widest: int, nodes: int) -> Room:
    """Buffers for groups of so many features or answers, in trees of so many nodes."""
    theirs = np.empty((nodes, background.codes.shape[1]), np.uint16)
    return Room(
        np.empty(widest, np.uint8), np.empty(widest), np.empty(widest), room_for_met(background, widest), theirs
    )


@kernel
def ask_background(prepared: Prepared, tree: int, room: Room) -> None:
    """Decide all nodes of a tree for the background rows; all groups of the tree may be asked afterwards."""
    if len(prepared.background.times):
        decide(prepared.trees, tree, prepared.background.codes, len(prepared.background.times), room.theirs)


@kernel
def add_by_cover(
    leaves: Leaves,
    quadrature: Quadrature,
    leaf_value: Floats,
    group: int,
    state: int,
    buffers: tuple[Bytes, Floats],
    out: Floats,
) -> None:
    """Add the path-dependent contributions of a group in one state.

    Handing over a whole model costs more than the formula of a leaf: hence the short arguments.

    Args:
        leaves: of the model.
        quadrature: of the model.
        leaf_value: of the model.
        group: which group.
        state: of the row; -1 where it is too wide for a number, and the first buffer holds the answers instead.
        buffers: `satisfied` and `values` of `Room`.
        out: (at least width,), is added to.
    """
    satisfied, values = buffers
    for member in range(leaves.start[group], leaves.start[group + 1]):
        first, end = leaves.part_start[member], leaves.part_start[member + 1]
        if state >= 0:
            satisfy(leaves, member, state, satisfied)
        cover_values(quadrature, leaves.cover, (first, end), leaf_value[leaves.leaf[member]], satisfied, values)
        for at in range(first, end):
            out[leaves.slot[at]] += values[at - first]


@kernel
def add_against(prepared: Prepared, group: int, state: int, room: Room, out: Floats) -> None:
    """Add the interventional contributions of a group in one state; `room.theirs` is asked, the rest as `add_by_cover`."""
    for member in range(prepared.leaves.start[group], prepared.leaves.start[group + 1]):
        meet(prepared, group, member, room.theirs, room.met)
        add_leaf_against(prepared, member, state, room, out)


@kernel
def add_leaf_against(prepared: Prepared, member: int, state: int, room: Room, out: Floats) -> None:
    """Add those of one leaf, whose parts the background rows have met."""
    leaves = prepared.leaves
    first, end = leaves.part_start[member], leaves.part_start[member + 1]
    if state >= 0:
        satisfy(leaves, member, state, room.satisfied)
    value, satisfied = prepared.trees.leaf_value[leaves.leaf[member]], room.satisfied[: end - first]
    background_values(prepared.background, room.met, value, satisfied, room.values)
    for at in range(first, end):
        out[leaves.slot[at]] += room.values[at - first]


@kernel
def fill_table(prepared: Prepared, group: int, room: Room, table: Floats) -> None:
    """Contributions for all states, shape (width * 2^bits,), feature after feature; at most 16 bits."""
    plan, leaves = prepared.plan, prepared.leaves
    states = 1 << plan.bits[group]
    table[:] = 0.0
    buffers = (np.empty(states), np.empty(states))
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
        add_leaf(leaves, member, plan.path_bits[group], mine, table.reshape(-1, states))


@kernel
def add_leaf(leaves: Leaves, member: int, path_bits: int, values: Floats, table: Floats) -> None:
    """Add the contributions of a leaf by pattern of parts, (k, 2^k), to a table by state, (width, 2^bits)."""
    first, paths = leaves.part_start[member], 1 << path_bits
    slots = leaves.slot[first : leaves.part_start[member + 1]]
    if paths < SHORT_RUN:
        pattern = np.empty(table.shape[1], np.uint16)
        write_patterns(leaves, member, pattern)
        for j in range(len(slots)):
            add_looked_up(values[j], pattern, table[slots[j]])
        return
    for inner in range(0, table.shape[1], paths):
        open_parts, fixed = parts_met(leaves, member, inner, path_bits)
        for j in range(len(slots)):
            total = table[slots[j], inner : inner + paths]
            if open_parts == paths - 1:
                add_all(values[j, fixed : fixed + paths], total)
            else:
                add_masked(values[j, fixed : fixed + paths], open_parts, total)


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
def parts_met(leaves: Leaves, member: int, inner: int, path_bits: int) -> tuple[int, int]:
    """With these answers inside the group: the parts that the answers about the path decide, and those that are satisfied."""
    decided, satisfied = 0, 0
    first = leaves.part_start[member]
    for at in range(first, leaves.part_start[member + 1]):
        asked, must = leaves.asked[at] >> path_bits, leaves.must[at] >> path_bits
        if ((np.uint16(inner) >> path_bits) & asked) == must:
            bit = 1 << (at - first)
            decided |= bit if at - first < path_bits else 0
            satisfied |= 0 if at - first < path_bits else bit
    return decided, satisfied


@kernel
def add_looked_up(values: Floats, pattern: Codes, total: Floats) -> None:
    """Add to each place the value with its number."""
    for at in range(len(total)):
        total[at] += values[pattern[at]]


@kernel
def add_all(values: Floats, total: Floats) -> None:
    """Add values place by place."""
    for at in range(len(total)):
        total[at] += values[at]


@kernel
def add_masked(values: Floats, mask: int, total: Floats) -> None:
    """Add to each place the value of its masked place."""
    for at in range(len(total)):
        total[at] += values[at & mask]


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
