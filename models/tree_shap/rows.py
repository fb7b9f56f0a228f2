"""Rows through the groups: encode, decide, assemble the state, add the table's columns.

Rows are worked on in chunks, one group after the other, so that a group's table stays in the processor's cache and the
loops over rows vectorise. A handful of rows takes the scalar path of `few_rows`, which adds the same numbers in the same
order: results are bitwise the same, whatever the chunk.
"""

import numpy as np

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Floats, Trees, encode
from models.tree_shap.engine import Engine
from models.tree_shap.few_rows import explain_few
from models.tree_shap.long_leaves import SLOTS, add_long_leaf
from models.tree_shap.plan import Plan
from models.tree_shap.states import add_columns, assemble, decide
from models.tree_shap.tables import Quadrature

FEW_ROWS = 10
"""Below so many rows the scalar path is faster (measured)."""
CHUNK_ROWS = 4096
"""Rows per chunk: the state of a group for all of them fits into the first-level cache (measured)."""
LONG_LEAF_CHUNK_ROWS = 16_384
"""With long leaves more rows share a pattern in a larger chunk: a third faster on a model of 1000 x 63 (measured). The
number of a pattern has 16 bits, so more than 65,535 rows would not do."""
SMALLEST_CHUNK = 64
ACCUMULATOR_BYTES = 16 * 2**20
"""With thousands of features x classes the chunk shrinks, so that the sums of a chunk stay within this."""
PADDING = 40
"""Rows whose stride is a power of two fall onto the same cache sets; so many unused elements move them apart."""


def best_chunk_rows(engine: Engine) -> int:
    """How many rows at a time are fastest, within bounded memory."""
    fastest = LONG_LEAF_CHUNK_ROWS if engine.has_long_leaves else CHUNK_ROWS
    fitting = ACCUMULATOR_BYTES // (8 * engine.model.features * engine.model.classes)
    return min(fastest, max(fitting, SMALLEST_CHUNK))


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
        explain_few(engine.trees, engine.plan, engine.quadrature, engine.tables, matrix, shape, out)
        return
    chunk = min(chunk_rows or best_chunk_rows(engine), len(matrix))
    explain_chunks(engine.trees, engine.plan, engine.quadrature, engine.tables, matrix, shape, chunk, out)


@kernel
def explain_chunks(
    trees: Trees,
    plan: Plan,
    quadrature: Quadrature,
    tables: Floats,
    matrix: Floats,
    shape: tuple[int, int],
    chunk: int,
    out: Floats,
) -> None:
    """The rows of a block, chunk after chunk; see `explain`."""
    features, classes = shape
    largest = 1
    for tree in range(len(trees.node_start) - 1):
        largest = max(largest, trees.node_start[tree + 1] - trees.node_start[tree])
    codes = np.empty((len(trees.column_feature), chunk + PADDING), np.uint16)
    decisions = np.empty((largest, chunk + PADDING), np.uint16)
    state, mask = np.empty(chunk, np.uint16), np.empty(chunk, np.uint16)
    slots = np.full(SLOTS, -1, np.int32)
    totals = np.empty((classes, features, chunk + PADDING))
    for start in range(0, len(matrix), chunk):
        count = min(chunk, len(matrix) - start)
        encode(trees, matrix, start, count, codes)
        totals[:] = 0.0
        for tree in range(len(trees.node_start) - 1):
            decide(trees, tree, codes, count, decisions)
            mine = totals[tree % classes]
            for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
                at = plan.table_start[group]
                if at < 0:
                    value = trees.leaf_value[~plan.root[group]]
                    add_long_leaf(plan, group, quadrature, value, decisions, count, slots, mine)
                else:
                    feature = plan.feature[plan.feature_start[group] : plan.feature_start[group + 1]]
                    assemble(plan, group, decisions, count, state, mask)
                    add_columns(feature, tables[at : at + (len(feature) << plan.bits[group])], state, count, mine)
        store(totals, count, out[start : start + count])


@kernel
def store(totals: Floats, count: int, out: Floats) -> None:
    """Turn totals (classes, features, rows) into rows of feature-major contributions."""
    classes, features = totals.shape[0], totals.shape[1]
    for feature in range(features):
        for label in range(classes):
            total, at = totals[label, feature], feature * classes + label
            for row in range(count):
                out[row, at] = total[row]
