"""An engine whose values are interventional: against the mean score of a set of background rows.

Explaining a row then costs the same as without a background, however many rows that has: only the tables differ, and
`by_background` says how.
"""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import kernel
from models.tree_shap.contrast import coalition_weights
from models.tree_shap.encoding import Codes, Floats, Ints, Trees, encode
from models.tree_shap.engine import Engine, with_tables
from models.tree_shap.prepared import Background, most_nodes, widest_group
from models.tree_shap.states import decide


def with_background(engine: Engine, matrix: Floats, *, keeps_tables: bool) -> Engine:
    """The engine with interventional values: the mean of the contrasts with every background row.

    Args:
        engine: The model as built for path-dependent values.
        matrix: (background rows, features), C-order float64, at least one row. Their order has no influence.
        keeps_tables: fill the tables now, which pays off when rows come one by one; else every block of rows fills its own.

    Returns:
        An engine whose contributions lead from the mean score of the background rows (its `base`) to a row's score.
    """
    plan = engine.prepared.plan
    if not keeps_tables:
        plan = plan._replace(table_start=np.full_like(plan.table_start, -1))
    background = _background(engine.prepared.trees, matrix, widest_group(plan))
    prepared = engine.prepared._replace(plan=plan, background=background, tables=np.zeros(0))
    return replace(engine, prepared=with_tables(prepared), base=_mean_scores(engine, background))


def _background(trees: Trees, matrix: Floats, widest: int) -> Background:
    codes = np.empty((len(trees.column_feature), len(matrix)), np.uint16)
    encode(trees, matrix, 0, len(matrix), codes)
    distinct, times = np.unique(codes.T, axis=0, return_counts=True)
    # Shares of rows are what matters: the same rows twice over are the same background, to the bit.
    times = times // np.gcd.reduce(times)
    weights = coalition_weights(widest, widest)
    return Background(np.ascontiguousarray(distinct.T), times.astype(np.int32), int(times.sum()), weights)


def _mean_scores(engine: Engine, background: Background) -> Floats:
    model, trees = engine.model, engine.prepared.trees
    hits = np.zeros(len(model.leaf_value), np.int64)
    count_hits(
        trees, background.codes, background.times, np.empty((most_nodes(trees), len(background.times)), np.uint16), hits
    )
    label = np.repeat(np.arange(model.trees), np.diff(model.leaf_start)) % model.classes
    parts = [(hits * model.leaf_value)[label == number].tolist() for number in range(model.classes)]
    return np.array([math.fsum(part) for part in parts]) / background.total * engine.scale


@kernel
def count_hits(trees: Trees, codes: Codes, times: npt.NDArray[np.int32], decisions: Codes, hits: Ints) -> None:
    """Count the background rows that end at each leaf."""
    for tree in range(len(trees.node_start) - 1):
        first, end = trees.node_start[tree], trees.node_start[tree + 1]
        decide(trees, tree, codes, len(times), decisions)
        for row in range(len(times)):
            node = first if end > first else ~trees.leaf_start[tree]
            while node >= 0:
                node = trees.left[node] if decisions[node - first, row] else trees.right[node]
            hits[~node] += times[row]
