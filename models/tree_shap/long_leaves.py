"""Leaves without a table: the formula itself, once per distinct pattern of satisfied features within a chunk.

A long path is seldom followed far, so many rows share few patterns. Up to 16 features a pattern is a small number and has
its own slot; beyond, a hash table finds the patterns that were met before. What follows is as for a table: its columns hold
the patterns that were met, and each row knows the number of its pattern.
"""

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats
from models.tree_shap.leaf_formula import Bytes, formula_values, leaf_formula
from models.tree_shap.plan import Plan
from models.tree_shap.states import add_columns, answer, assemble
from models.tree_shap.tables import Quadrature

STATE_BITS = 16
"""A state of so many features fits into 16 bits."""
SLOTS = 1 << STATE_BITS
HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, vol. 3, 6.4)."""
KEY_BITS = 64

Keys = npt.NDArray[np.uint64]
Slots = npt.NDArray[np.int32]


@kernel
def number_states(state: Codes, count: int, slots: Slots, satisfied: Bytes) -> int:
    """Number the distinct states, and replace each row's state by its number; how many there are.

    Args:
        state: (at least count,).
        count: how many rows.
        slots: (65,536,), all -1, and left like that.
        satisfied: (count, k), is written to: the pattern with each number.
    """
    met = np.empty(count, np.uint16)
    found = 0
    for row in range(count):
        at = state[row]
        if slots[at] < 0:
            slots[at], met[found] = found, at
            found += 1
        state[row] = slots[at]
    for number in range(found):
        slots[met[number]] = -1
        for bit in range(satisfied.shape[1]):
            satisfied[number, bit] = (met[number] >> bit) & 1
    return found


@kernel
def same_pattern(satisfied: Bytes, key: Keys, row: int, other: int) -> bool:
    """Whether two rows have the same pattern; the key alone says so for up to 64 features."""
    if key[row] != key[other]:
        return False
    same = True
    for at in range(satisfied.shape[1] - KEY_BITS):
        same = same and satisfied[row, at] == satisfied[other, at]
    return same


@kernel
def number_patterns(satisfied: Bytes, key: Keys, state: Codes) -> int:
    """Number the distinct patterns by hashing; how many there are.

    Args:
        satisfied: (count, k), the rows' patterns; afterwards the first rows hold the pattern with each number.
        key: (count,), the last 64 answers of each pattern.
        state: (at least count,), is written to: the number of each row's pattern.
    """
    count = len(key)
    first = np.empty(count, np.int64)
    size = 2
    while size < 2 * count:
        size *= 2
    slots = np.full(size, -1, np.int64)
    found = 0
    for row in range(count):
        at = np.int64((key[row] * HASH_FACTOR) >> np.uint64(33)) & (size - 1)
        while slots[at] >= 0 and not same_pattern(satisfied, key, row, first[slots[at]]):
            at = (at + 1) & (size - 1)
        if slots[at] < 0:
            slots[at], first[found] = found, row
            found += 1
        state[row] = slots[at]
    for number in range(found):
        # Never overwrites a pattern that is still needed: number <= first[number], and both grow.
        satisfied[number] = satisfied[first[number]]
    return found


@kernel
def leaf_answers(plan: Plan, group: int, decisions: Codes, count: int, satisfied: Bytes, key: Keys) -> None:
    """Write per row which path features are satisfied, as bytes (count, k) and packed into a key (the last 64 of them)."""
    mask = np.empty(count, np.uint16)
    key[:count] = 0
    for at in range(plan.bits[group]):
        answer(plan, decisions, plan.bit_start[group] + at, count, mask)
        for row in range(count):
            yes = mask[row] & np.uint16(1)
            satisfied[row, at] = yes
            key[row] = (key[row] << np.uint64(1)) | np.uint64(yes)


@kernel
def row_patterns(plan: Plan, group: int, decisions: Codes, slots: Slots, satisfied: Bytes, state: Codes) -> int:
    """Number the patterns of the rows; how many there are. Writes `satisfied` (count, k) and `state` (count,)."""
    count, features = satisfied.shape
    mask = np.empty(count, np.uint16)
    if features <= STATE_BITS:
        assemble(plan, group, decisions, count, state, mask)
        return number_states(state, count, slots, satisfied)
    key = np.empty(count, np.uint64)
    leaf_answers(plan, group, decisions, count, satisfied, key)
    return number_patterns(satisfied, key, state)


@kernel
def add_long_leaf(
    plan: Plan,
    group: int,
    quadrature: Quadrature,
    value: float,
    decisions: Codes,
    count: int,
    slots: Slots,
    totals: Floats,
) -> None:
    """Add the contributions of a leaf without a table to totals (features, at least count)."""
    feature = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
    width = len(feature)
    satisfied, state = np.empty((count, width), np.uint8), np.empty(count, np.uint16)
    found = row_patterns(plan, group, decisions, slots, satisfied, state)
    formula = leaf_formula(plan, group, quadrature, value)
    product, out = np.empty(len(formula.start)), np.empty(width)
    values = np.empty(width * found)
    for number in range(found):
        formula_values(formula, satisfied[number], product, out)
        for at in range(width):
            values[at * found + number] = out[at]
    add_columns(feature, values, state, count, totals)
