"""Interventional contributions of one leaf: the mean of the contrasts with the rows of a background.

Let a row x satisfy the parts o of a leaf, and a background row the parts b. It counts only if every part is satisfied by one
of the two. Then the |o - b| features that x alone satisfies get value * W[k - |b|, k - |o|] each, and the |b - o| that the
background row alone satisfies get -value * W[k - |o|, k - |b|], with W as in `contrast`: the weights depend on the sizes
only. With T the parts that x does not satisfy, and C[T, s] the number of background rows that satisfy s parts and all of T,

    phi_j = value / n  sum_s W[k - s, |T|] (C[T, s] - C[T + j, s])    where x satisfies j,
    phi_j = -value / n  sum_s W[|T|, k - s] C[T, s]                   elsewhere.

C of all T comes from the number of rows per b by adding up over supersets. Source of the idea to count patterns: Nadel and
Wettenstein (2026), "From Decision Trees to Boolean Logic: A Fast and Unified SHAP Algorithm" (Woodelf).
`background_values` (one o) and `background_table` (all of them) do the same operations in the same order: same bits. The
counts are whole numbers, so the order of the background rows cannot matter.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats
from models.tree_shap.plan import LEFT_SATISFIES, RIGHT_SATISFIES
from models.tree_shap.prepared import Background, Bytes, Prepared

WORD_BITS = 64
LOW_PARTS = 3
"""So many parts are counted for all their subsets at once, see `superset_counts`."""
Words = npt.NDArray[np.uint64]


class Met(NamedTuple):
    """Which parts of a leaf the background rows satisfy.

    Attributes:
        words: (words, m), bit j % 64 of word j // 64 for part j.
        sizes: (m,), how many parts.
        counts: (k + 1, k + 1), a buffer for C[T + j, s], the last row for C[T, s].
    """

    words: Words
    sizes: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]


@kernel
def room_for_met(background: Background, widest: int) -> Met:
    """Buffers for leaves of up to so many parts."""
    rows = background.codes.shape[1]
    words = (widest + WORD_BITS - 1) // WORD_BITS
    counts = widest + 1 if rows else 0
    return Met(np.empty((words, rows), np.uint64), np.empty(rows, np.int64), np.empty((counts, counts), np.int64))


@kernel
def meet(prepared: Prepared, group: int, member: int, theirs: Codes, met: Met) -> None:
    """Write which parts of a leaf each background row satisfies, given its decisions at the nodes of the tree."""
    trees, plan, leaves = prepared.trees, prepared.plan, prepared.leaves
    leaf, first, end = leaves.leaf[member], leaves.part_start[member], leaves.part_start[member + 1]
    met.words[:] = np.uint64(0xFFFFFFFFFFFFFFFF)
    met.sizes[:] = end - first
    tree_start = trees.node_start[np.searchsorted(trees.leaf_start, leaf, side="right") - 1]
    child, node = ~leaf, trees.leaf_parent[leaf]
    while node >= 0:
        part = first
        while plan.feature[plan.feature_start[group] + leaves.slot[part]] != trees.node_feature[node]:
            part += 1
        words, shift = met.words[(part - first) // WORD_BITS], np.uint64((part - first) % WORD_BITS)
        flip = LEFT_SATISFIES if trees.left[node] == child else RIGHT_SATISFIES
        decision = theirs[node - tree_start]
        for row in range(len(met.sizes)):
            lost = np.uint64((decision[row] ^ flip) == 0) & (words[row] >> shift)
            words[row] ^= lost << shift
            met.sizes[row] -= np.int64(lost)
        child, node = node, trees.node_parent[node]


@kernel
def background_values(background: Background, met: Met, value: float, satisfied: Bytes, out: Floats) -> None:
    """Contributions for one pattern.

    Args:
        background: the rows.
        met: what they satisfy.
        value: of the leaf.
        satisfied: (k,), o of the formula.
        out: (at least k,), is written to.
    """
    k, counts, weights = len(satisfied), met.counts, background.weights
    unmet = k - count_reached(background, met, satisfied)
    together, other = 0.0, 0.0
    for s in range(unmet, k + 1):
        together += weights[k - s, unmet] * counts[k, s]
        other += weights[unmet, k - s] * counts[k, s]
    scale = value / background.total
    for j in range(k):
        if satisfied[j]:
            both = 0.0
            for s in range(unmet, k + 1):
                both += weights[k - s, unmet] * counts[j, s]
            out[j] = (together - both) * scale
        else:
            out[j] = -other * scale


@kernel
def count_reached(background: Background, met: Met, satisfied: Bytes) -> int:
    """Fill in the counts of the rows that satisfy all that x does not; how many parts x satisfies."""
    k = len(satisfied)
    needed = np.zeros(len(met.words), np.uint64)
    own = 0
    for j in range(k):
        own += satisfied[j]
        needed[j // WORD_BITS] |= np.uint64(1 - satisfied[j]) << np.uint64(j % WORD_BITS)
    met.counts[: k + 1, : k + 1] = 0
    for row in range(len(met.sizes)):
        reached = True
        for word in range(len(needed)):
            reached = reached and (met.words[word, row] & needed[word]) == needed[word]
        if reached:
            size, times = met.sizes[row], background.times[row]
            met.counts[k, size] += times
            for j in range(k):
                bit = (met.words[j // WORD_BITS, row] >> np.uint64(j % WORD_BITS)) & np.uint64(1)
                met.counts[j, size] += times * np.int64(bit)
    return own


@kernel
def background_table(background: Background, met: Met, value: float, out: Floats) -> None:
    """Contributions for all patterns of a leaf of at most 16 parts.

    Args:
        background: the rows.
        met: what they satisfy.
        value: of the leaf.
        out: (k, 2^k), is written to; bit j of a pattern is o_j.
    """
    k, patterns = out.shape
    counts, is_met = superset_counts(background, met, k)
    together, both, other = np.zeros(patterns), np.zeros(patterns), np.zeros(patterns)
    size = np.zeros(patterns, np.uint8)
    for pattern in range(patterns):
        size[pattern] = size[pattern >> 1] + (pattern & 1)
    for s in range(k + 1):
        if is_met[s]:
            weigh(background.weights, counts[s], size, (s, k), (together, both, other))
    scale = value / background.total
    for j in range(k):
        write_part(together[::-1], both[::-1], other[::-1], scale, j, out[j])


@kernel
def superset_counts(background: Background, met: Met, k: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """C[T, s] for all T, shape (k + 1, 2^k), and which s occur at all."""
    counts, is_met = np.zeros((k + 1, 1 << k), np.int32), np.zeros(k + 1, np.bool_)
    low = min(k, LOW_PARTS)
    mask, low_mask = (1 << k) - 1, (1 << low) - 1
    for row in range(len(met.sizes)):
        pattern, size, times = np.int64(met.words[0, row]) & mask, met.sizes[row], background.times[row]
        is_met[size] = True
        # All subsets of the lowest parts at once: adding up over these parts would be runs of 1, 2 and 4, which do not
        # vectorise.
        subset = pattern & low_mask
        while True:
            counts[size, (pattern & ~low_mask) | subset] += times
            if subset == 0:
                break
            subset = (subset - 1) & pattern & low_mask
    for size in range(k + 1):
        if is_met[size]:
            for j in range(low, k):
                add_supersets(counts[size].reshape(-1, 2, 1 << j))
    return counts, is_met


@kernel
def add_supersets(pairs: npt.NDArray[np.int32]) -> None:
    """Add the counts of the sets with a part, pairs[:, 1], to those of the sets without it."""
    for pair in range(pairs.shape[0]):
        for at in range(pairs.shape[2]):
            pairs[pair, 0, at] += pairs[pair, 1, at]


@kernel
def weigh(
    weights: Floats,
    counts: npt.NDArray[np.int32],
    size: Bytes,
    met: tuple[int, int],
    sums: tuple[Floats, Floats, Floats],
) -> None:
    """Add for every T what background rows that satisfy s of k parts give.

    Args:
        weights: of coalitions.
        counts: (2^k,), C[T, s].
        size: (2^k,), |T|.
        met: s and k.
        sums: to the first W[k - s, |T|] C is added, to the second W[k - s, |T| - 1] C, to the third W[|T|, k - s] C.
    """
    (s, k), (together, both, other) = met, sums
    first, second, third = np.zeros(k + 1), np.zeros(k + 1), np.zeros(k + 1)
    for unmet in range(k + 1):
        first[unmet], third[unmet] = weights[k - s, unmet], weights[unmet, k - s]
        second[unmet] = weights[k - s, unmet - 1] if unmet else 0.0
    for pattern in range(len(counts)):
        unmet, count = size[pattern], counts[pattern]
        together[pattern] += first[unmet] * count
        both[pattern] += second[unmet] * count
        other[pattern] += third[unmet] * count


@kernel
def write_part(together: Floats, both: Floats, other: Floats, scale: float, j: int, out: Floats) -> None:
    """Write what part j gets for every o; the sums are by the complement of T, which is o, and the complement of T + j is o - j."""
    half = 1 << j
    for own in range(half):
        out[own] = -other[own] * scale
    for own in range(half, len(out)):
        satisfied = (together[own] - both[own - half]) * scale
        out[own] = satisfied if (own >> j) & 1 else -other[own] * scale
