"""The steps of many rows at once: decide nodes, assemble states, add the columns of a table. All loops over rows vectorise."""

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats, Trees
from models.tree_shap.plan import Plan

LEFT, RIGHT = np.uint16(0xFFFF), np.uint16(0)


@kernel
def decide(trees: Trees, tree: int, codes: Codes, count: int, decisions: Codes) -> None:
    """Decide all nodes of a tree for all rows: decisions[node][row] is 0xFFFF for left, 0 for right."""
    first = trees.node_start[tree]
    for node in range(first, trees.node_start[tree + 1]):
        code, out = codes[trees.node_column[node]], decisions[node - first]
        at = trees.node_lookup[node]
        if at >= 0:
            lookup = trees.lookup[at:]
            for row in range(count):
                out[row] = np.uint16(0) - np.uint16(lookup[code[row]])
        else:
            threshold, shift = trees.node_code[node], trees.node_shift[node]
            for row in range(count):
                # numba widens 16-bit sums; the missing code must wrap around to 0.
                out[row] = LEFT if np.uint16(code[row] + shift) <= threshold else RIGHT


@kernel
def answer(plan: Plan, decisions: Codes, bit: int, count: int, mask: Codes) -> None:
    """Write the answer to one bit for all rows: 0xFFFF where all its terms hold."""
    first, end = plan.term_start[bit], plan.term_start[bit + 1]
    decision, flip = decisions[plan.term_node[first]], plan.term_flip[first]
    for row in range(count):
        mask[row] = decision[row] ^ flip
    for term in range(first + 1, end):
        other, turned = decisions[plan.term_node[term]], plan.term_flip[term]
        for row in range(count):
            mask[row] &= other[row] ^ turned


@kernel
def assemble(plan: Plan, group: int, decisions: Codes, count: int, state: Codes, mask: Codes) -> None:
    """Write the state of one group for all rows."""
    state[:count] = 0
    for at in range(plan.bits[group]):
        bit, weight = plan.bit_start[group] + at, np.uint16(1 << at)
        first, terms = plan.term_start[bit], plan.term_start[bit + 1] - plan.term_start[bit]
        decision, flip = decisions[plan.term_node[first]], plan.term_flip[first]
        if terms == 1:
            for row in range(count):
                state[row] |= (decision[row] ^ flip) & weight
        elif terms == 2:
            other, turned = decisions[plan.term_node[first + 1]], plan.term_flip[first + 1]
            for row in range(count):
                state[row] |= (decision[row] ^ flip) & (other[row] ^ turned) & weight
        else:
            answer(plan, decisions, bit, count, mask)
            for row in range(count):
                state[row] |= mask[row] & weight


@kernel
def add_one(table: Floats, state: Codes, count: int, total: Floats) -> None:
    """Add one feature's contributions."""
    for row in range(count):
        total[row] += table[state[row]]


@kernel
def add_two(tables: tuple[Floats, Floats], state: Codes, count: int, total: Floats, other: Floats) -> None:
    """Add two features' contributions, reading the state once."""
    table, second = tables
    for row in range(count):
        at = state[row]
        total[row] += table[at]
        other[row] += second[at]


@kernel
def add_columns(features: npt.NDArray[np.int32], tables: Floats, state: Codes, count: int, totals: Floats) -> None:
    """Add the contributions of a group to the totals of its class.

    Args:
        features: (width,), which totals the columns belong to.
        tables: (width * states,), column after column.
        state: (at least count,), where a row looks up.
        count: how many rows.
        totals: (features, at least count), is added to.
    """
    width = len(features)
    if width == 0:
        return
    states = len(tables) // width
    at = 0
    while at + 1 < width:
        start, middle = at * states, (at + 1) * states
        pair = (tables[start:middle], tables[middle : middle + states])
        add_two(pair, state, count, totals[features[at]], totals[features[at + 1]])
        at += 2
    if at < width:
        add_one(tables[at * states :], state, count, totals[features[at]])
