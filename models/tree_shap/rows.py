"""Rows through the groups: encode, decide, assemble the state, add the table's columns.

A block of rows meets the trees in batches, so that the tables of a batch stay in the processor's cache while all chunks of the
block pass; and groups that keep no table get one for as long as their batch lasts, if the block is large enough to pay
for it. A handful of rows takes the scalar path of `few_rows`. All paths add the same numbers in the same order: results are
bitwise the same, whatever block, batch and chunk.
"""

import numpy as np

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats, Ints, encode
from models.tree_shap.engine import Engine
from models.tree_shap.few_rows import explain_few
from models.tree_shap.groups import Room, ask_background, fill_tables, room_for
from models.tree_shap.patterns import SLOTS, Slots, add_by_pattern
from models.tree_shap.prepared import Prepared, most_nodes, widest_group
from models.tree_shap.states import add_columns, assemble, decide
from models.tree_shap.table_limits import LARGEST_TABLE_BITS

FEW_ROWS = 10
"""Below so many rows the scalar path is faster (measured)."""
CHUNK_ROWS = 8192 - 40
"""Rows per chunk: the state of a group for all of them fits into the first-level cache (measured). No power of two, because
columns at such a distance fall onto the same cache sets."""
SMALLEST_CHUNK = 64
CHUNK_BYTES = 16 * 2**20
"""With thousands of features x classes the chunk shrinks, so that its sums stay within this."""
BLOCK_ROWS = 131_072
"""Rows per block: the more, the less a table costs each that only lasts for a batch; a block of 30 features takes 40 MB."""
SMALL_BLOCK_ROWS = 16_384
"""The same where all groups keep their tables."""
BLOCK_BYTES = 64 * 2**20
"""With hundreds of features the block shrinks, so that its copy and its codes stay within this."""
CELL_BYTES = 8 + 2
"""Of a value and its code."""
BATCH_BYTES = 16 * 2**20
"""Tables per batch of trees: half a usual third-level cache."""
BATCH_TABLE_BITS = 13
"""No table for a batch is larger: on models of 1000 x 63, tables of 14 to 16 bits would take 130 MB at a time for two in a
hundred of the leaves (measured)."""
ROWS_PER_STATE = 0.25
"""A table for a batch is worth filling from so many rows per state on (measured)."""


def block_rows(engine: Engine) -> int:
    """How many rows at a time are fastest, within bounded memory."""
    fastest = BLOCK_ROWS if engine.lacks_tables else SMALL_BLOCK_ROWS
    return min(fastest, max(BLOCK_BYTES // (CELL_BYTES * max(engine.model.features, 1)), CHUNK_ROWS))


def explain(engine: Engine, matrix: Floats, out: Floats, *, chunk_rows: int | None = None) -> None:
    """Write the contributions of a block of rows, not yet multiplied by `engine.scale`.

    Args:
        engine: the model.
        matrix: (n, features), float64, C order.
        out: (n, features * classes), C order; feature-major.
        chunk_rows: how many rows at a time, 1 to 65,535; does not change the result.
    """
    shape = (engine.model.features, engine.model.classes)
    if len(matrix) < FEW_ROWS:
        explain_few(engine.prepared, matrix, shape, out)
        return
    fitting = max(CHUNK_BYTES // (8 * max(shape[0] * shape[1], 1)), SMALLEST_CHUNK)
    chunk = chunk_rows or min(CHUNK_ROWS, fitting)
    explain_block(engine.prepared, matrix, shape, min(chunk, len(matrix)), out.reshape(-1))


@kernel
def explain_block(prepared: Prepared, matrix: Floats, shape: tuple[int, int], chunk: int, out: Floats) -> None:
    """The rows of a block; see `explain`. `out` is flat, and holds the sums of a chunk feature by feature until the end."""
    trees, plan = prepared.trees, prepared.plan
    count, width = len(matrix), shape[0] * shape[1]
    chunks = (count + chunk - 1) // chunk
    codes = np.empty((chunks, len(trees.column_feature), chunk), np.uint16)
    for at in range(chunks):
        encode(trees, matrix, at * chunk, min(chunk, count - at * chunk), codes[at])
    out[:] = 0.0
    starts = np.full(len(plan.root), -1, np.int64)
    spare = np.empty(longest_batch(prepared, count, starts))
    room = room_for(prepared.background, widest_group(plan), most_nodes(trees))
    decisions = np.empty((most_nodes(trees), chunk), np.uint16)
    slots = np.full(SLOTS, -1, np.int32)
    first, trees_in_all = 0, len(trees.node_start) - 1
    while first < trees_in_all:
        end, _ = next_batch(prepared, first, count, starts)
        fill_tables(prepared, (first, end), starts, spare, room)
        for at in range(chunks):
            start, stop = at * chunk, min(at * chunk + chunk, count)
            totals = out[start * width : stop * width].reshape(shape[1], shape[0], stop - start)
            for tree in range(first, end):
                decide(trees, tree, codes[at], stop - start, decisions)
                mine = totals[tree % shape[1]]
                add_groups(prepared, tree, (starts, spare), decisions, (slots, room), mine)
        first = end
    for start in range(0, count, chunk):
        turn(out[start * width : min(start + chunk, count) * width], shape)


@kernel
def next_batch(prepared: Prepared, first: int, rows: int, starts: Ints) -> tuple[int, int]:
    """Where the batch ends that begins with this tree, and how long its spare tables are; writes where each begins."""
    plan = prepared.plan
    tree, kept, spare = first, 0, 0
    while tree < len(plan.group_start) - 1 and (tree == first or 8 * (kept + spare) < BATCH_BYTES):
        for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
            length = (plan.feature_start[group + 1] - plan.feature_start[group]) << min(
                plan.bits[group], LARGEST_TABLE_BITS
            )
            starts[group] = -1
            if plan.table_start[group] >= 0:
                kept += length
            elif plan.bits[group] <= BATCH_TABLE_BITS and rows >= ROWS_PER_STATE * (1 << plan.bits[group]):
                starts[group] = spare
                spare += length
        tree += 1
    return tree, spare


@kernel
def longest_batch(prepared: Prepared, rows: int, starts: Ints) -> int:
    """How long the spare tables of a batch can be."""
    first, longest = 0, 0
    while first < len(prepared.plan.group_start) - 1:
        first, length = next_batch(prepared, first, rows, starts)
        longest = max(longest, length)
    return longest


@kernel
def add_groups(
    prepared: Prepared,
    tree: int,
    spare: tuple[Ints, Floats],
    decisions: Codes,
    buffers: tuple[Slots, Room],
    totals: Floats,
) -> None:
    """Add what one tree gives to the rows of a chunk; totals is (features, rows)."""
    plan, count, asked = prepared.plan, totals.shape[1], False
    starts, spare_tables = spare
    state, mask = np.empty(count, np.uint16), np.empty(count, np.uint16)
    for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
        kept = plan.table_start[group] >= 0
        start = plan.table_start[group] if kept else starts[group]
        if start < 0:
            if not asked:
                ask_background(prepared, tree, buffers[1])
                asked = True
            add_by_pattern(prepared, group, decisions, count, buffers[0], buffers[1], totals)
            continue
        feature = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
        end = start + (len(feature) << plan.bits[group])
        assemble(plan, group, decisions, count, state, mask)
        add_columns(feature, (prepared.tables if kept else spare_tables)[start:end], state, count, totals)


@kernel
def turn(sums: Floats, shape: tuple[int, int]) -> None:
    """Turn the sums of a chunk (classes, features, rows) into rows of feature-major contributions, in place."""
    features, classes = shape
    width = features * classes
    rows = len(sums) // max(width, 1)
    before = sums.copy()
    for feature in range(features):
        for label in range(classes):
            start, at = (label * features + feature) * rows, feature * classes + label
            for row in range(rows):
                sums[row * width + at] = before[start + row]
