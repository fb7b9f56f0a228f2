"""A model made ready: everything the kernels need to explain rows, built once."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.tree_shap.columns import trees_of
from models.tree_shap.groups import fill_tables, room_for
from models.tree_shap.leaves import leaves_of
from models.tree_shap.model_text import TreeModel
from models.tree_shap.plan import plan_of, table_length
from models.tree_shap.prepared import Prepared, most_nodes, no_background, widest_group
from models.tree_shap.quadrature import quadrature_of
from models.tree_shap.threads import run

TREES_PER_JOB = 8
"""Tables are filled in jobs of so many trees: some 10 ms each, so that threads end together."""


@dataclass(frozen=True)
class Engine:
    """A model with its plan and tables.

    Attributes:
        model: as the file has it.
        prepared: as the kernels have it.
        scale: what contributions are multiplied by: 1, or 1 / iterations in random-forest mode.
        base: (classes,), what an explanation starts from.
    """

    model: TreeModel
    prepared: Prepared
    scale: float
    base: npt.NDArray[np.float64]

    @cached_property
    def lacks_tables(self) -> bool:
        """Whether some groups keep no table."""
        return bool((self.prepared.plan.table_start < 0).any())


def engine_of(model: TreeModel, table_bits: int, table_bytes: float, where: str) -> Engine:
    """Build plan and tables.

    Raises:
        UnsupportedModelError: a feature has too many thresholds.
    """
    trees = trees_of(model, where)
    plan = plan_of(trees, table_bits, table_bytes)
    leaves = leaves_of(trees, plan)
    quadrature = quadrature_of(np.diff(leaves.part_start))
    scale = 1.0 / model.iterations if model.averaged and model.iterations else 1.0
    empty = Prepared(trees, plan, leaves, quadrature, no_background(len(trees.column_feature)), np.zeros(0))
    return Engine(model, with_tables(empty), scale, _base(model) * scale)


def with_tables(prepared: Prepared) -> Prepared:
    """The same with all tables filled that are kept."""
    plan = prepared.plan
    tables = np.empty(table_length(plan))
    trees = len(plan.group_start) - 1

    def fill(first: int) -> None:
        room = room_for(prepared.background, widest_group(plan), most_nodes(prepared.trees))
        fill_tables(prepared, (first, min(first + TREES_PER_JOB, trees)), plan.table_start, tables, room)

    run(fill, range(0, trees, TREES_PER_JOB))
    return prepared._replace(tables=tables)


def _base(model: TreeModel) -> npt.NDArray[np.float64]:
    """The cover-weighted mean of the leaf values, as `Tree::ExpectedValue` of LightGBM has it, summed without rounding."""
    parts: list[list[float]] = [[] for _ in range(model.classes)]
    for tree in range(model.trees):
        leaves = slice(model.leaf_start[tree], model.leaf_start[tree + 1])
        share = np.ones(1)
        if model.node_start[tree] < model.node_start[tree + 1]:
            share = model.leaf_count[leaves] / model.node_count[model.node_start[tree]]
        parts[tree % model.classes].extend((model.leaf_value[leaves] * share).tolist())
    return np.array([math.fsum(part) for part in parts], dtype=np.float64)
