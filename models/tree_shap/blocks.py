"""Rows of any number, block by block on the shared threads."""

import numpy as np

from models.tree_shap.encoding import Floats
from models.tree_shap.engine import Engine
from models.tree_shap.inputs import Rows
from models.tree_shap.rows import block_rows, explain
from models.tree_shap.threads import run, threads

INLINE_ROWS = 256
"""So few rows are explained by the calling thread: they take less time than waiting for another."""


def explain_rows(engine: Engine, rows: Rows) -> Floats:
    """Contributions of all rows, shape (n, features * classes), feature-major."""
    out = np.empty((len(rows), engine.model.features * engine.model.classes))
    block = _rows_per_job(len(rows), block_rows(engine))

    def work(start: int) -> None:
        stop = min(start + block, len(rows))
        # A fresh float64 array in C order: another dtype, layout or read-only flag would compile again.
        explain(engine, rows.block(start, stop), out[start:stop])
        if engine.scale != 1.0:
            out[start:stop] *= engine.scale

    if len(rows) <= INLINE_ROWS:
        work(0)
    else:
        run(work, range(0, len(rows), block))
    return out


def _rows_per_job(rows: int, most: int) -> int:
    """Input is copied job by job, which bounds the memory, and every thread gets as many jobs as any other."""
    jobs = -(-rows // most)
    shared = -(-jobs // threads()) * threads()
    return max(-(-rows // max(shared, 1)), INLINE_ROWS)
