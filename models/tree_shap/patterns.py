"""Groups without a table: their formula, once per distinct state within a chunk of rows.

Many rows share few states. Up to 16 answers a state is a small number and has its own slot; beyond, a hash table finds the
patterns of answers that were met before. What follows is as for a table: its columns hold the states that were met, and each
row knows the number of its state.
"""

import numpy as np
import numpy.typing as npt

from models.tree_shap.by_background import meet
from models.tree_shap.compiling import inlined, kernel
from models.tree_shap.encoding import Codes, Floats
from models.tree_shap.groups import Room, add_by_cover, add_leaf_against
from models.tree_shap.plan import STATE_BITS, Plan
from models.tree_shap.prepared import Bytes, Prepared
from models.tree_shap.states import add_columns, answer, assemble

SLOTS = 1 << STATE_BITS
HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, vol. 3, 6.4)."""
KEY_BITS = 64

Keys = npt.NDArray[np.uint64]
Slots = npt.NDArray[np.int32]


@kernel
def number_states(state: Codes, count: int, slots: Slots, met: Codes) -> int:
    """Number the distinct states, and replace each row's state by its number; how many there are.

    Args:
        state: (at least count,).
        count: how many rows.
        slots: (65,536,), all -1, and left like that.
        met: (at least count,), is written to: the state with each number.
    """
    found = 0
    for row in range(count):
        at = state[row]
        if slots[at] < 0:
            slots[at], met[found] = found, at
            found += 1
        state[row] = slots[at]
    for number in range(found):
        slots[met[number]] = -1
    return found


@kernel
def same_pattern(answers: Bytes, key: Keys, row: int, other: int) -> bool:
    """Whether two rows have the same pattern; the key alone says so for up to 64 answers."""
    if key[row] != key[other]:
        return False
    same = True
    for at in range(answers.shape[1] - KEY_BITS):
        same = same and answers[row, at] == answers[other, at]
    return same


@kernel
def number_patterns(answers: Bytes, key: Keys, state: Codes) -> int:
    """Number the distinct patterns by hashing; how many there are.

    Args:
        answers: (count, bits), the rows' patterns; afterwards the first rows hold the pattern with each number.
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
        while slots[at] >= 0 and not same_pattern(answers, key, row, first[slots[at]]):
            at = (at + 1) & (size - 1)
        if slots[at] < 0:
            slots[at], first[found] = found, row
            found += 1
        state[row] = slots[at]
    for number in range(found):
        # Never overwrites a pattern that is still needed: number <= first[number], and both grow.
        answers[number] = answers[first[number]]
    return found


@kernel
def answer_rows(plan: Plan, group: int, decisions: Codes, count: int, answers: Bytes, key: Keys) -> None:
    """Write the answers of all rows, as bytes (count, bits) and packed into a key (the last 64 of them)."""
    mask = np.empty(count, np.uint16)
    key[:count] = 0
    for at in range(plan.bits[group]):
        answer(plan, decisions, plan.bit_start[group] + at, count, mask)
        for row in range(count):
            yes = mask[row] & np.uint16(1)
            answers[row, at] = yes
            key[row] = (key[row] << np.uint64(1)) | np.uint64(yes)


@kernel
def add_by_pattern(
    prepared: Prepared, group: int, decisions: Codes, count: int, slots: Slots, room: Room, totals: Floats
) -> None:
    """Add the contributions of a group without a table to totals (features, at least count)."""
    plan = prepared.plan
    feature = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
    width, is_wide = len(feature), plan.bits[group] > STATE_BITS
    state, met = np.empty(count, np.uint16), np.zeros(count, np.uint16)
    answers = np.empty((count if is_wide else 0, plan.bits[group]), np.uint8)
    if is_wide:
        key = np.empty(count, np.uint64)
        answer_rows(plan, group, decisions, count, answers, key)
        found = number_patterns(answers, key, state)
    else:
        # Nobody reads the mask of a state afterwards, so `met` may serve as the buffer for it.
        assemble(plan, group, decisions, count, state, met)
        found = number_states(state, count, slots, met)
    values = np.zeros((width, found))
    fill_columns(prepared, group, met[:found], answers[:found], room, values)
    add_columns(feature, values.reshape(-1), state, count, totals)


@kernel
def fill_columns(prepared: Prepared, group: int, met: Codes, answers: Bytes, room: Room, values: Floats) -> None:
    """Add the contributions of the states that were met, (width, states); `answers` has rows where they are wide."""
    if len(prepared.background.times):
        for member in range(prepared.leaves.start[group], prepared.leaves.start[group + 1]):
            meet(prepared, group, member, room.theirs, room.met)
            for number in range(len(met)):
                state = read_state(met, answers, number, room.satisfied)
                add_leaf_against(prepared, member, state, room, values[:, number])
        return
    leaves, quadrature, leaf_value = prepared.leaves, prepared.quadrature, prepared.trees.leaf_value
    satisfied, buffers, sums = room.satisfied, (room.satisfied, room.values), room.sums
    for number in range(len(met)):
        state = read_state(met, answers, number, satisfied)
        sums[: len(values)] = 0.0
        add_by_cover(leaves, quadrature, leaf_value, group, state, buffers, sums)
        for slot in range(len(values)):
            values[slot, number] = sums[slot]


@inlined
def read_state(met: Codes, answers: Bytes, number: int, satisfied: Bytes) -> int:
    """The state with this number; -1 where it is wide, and its answers are copied instead."""
    if len(answers) == 0:
        return int(met[number])
    for at in range(answers.shape[1]):
        satisfied[at] = answers[number, at]
    return -1
