"""A model made ready: everything the kernels need to explain rows, built once."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.tree_shap.columns import trees_of
from models.tree_shap.encoding import Floats, Trees
from models.tree_shap.model_text import TreeModel
from models.tree_shap.plan import Plan, plan_of, table_length
from models.tree_shap.tables import Quadrature, fill_tables, quadrature_of
from models.tree_shap.threads import run

GROUPS_PER_JOB = 256
"""Tables are filled in jobs of so many groups: some 10 ms each, so that threads end together."""


@dataclass(frozen=True)
class Engine:
    """A model with its plan and tables.

    Attributes:
        model: as the file has it.
        trees: as the kernels have it.
        plan: the groups.
        quadrature: the rules for long leaves.
        tables: float64, all tables one after the other.
        scale: what contributions are multiplied by: 1, or 1 / iterations in random-forest mode.
        base: (classes,), what an explanation starts from.
    """

    model: TreeModel
    trees: Trees
    plan: Plan
    quadrature: Quadrature
    tables: Floats
    scale: float
    base: Floats

    @cached_property
    def has_long_leaves(self) -> bool:
        """Whether some leaves have more path features than a table may have bits."""
        return bool((self.plan.table_start < 0).any())


def engine_of(model: TreeModel, table_bits: int, where: str) -> Engine:
    """Build plan and tables.

    Raises:
        UnsupportedModelError: a feature has too many thresholds.
    """
    trees = trees_of(model, where)
    plan = plan_of(trees, table_bits)
    long_leaves = plan.bits[plan.table_start < 0]
    quadrature = quadrature_of(np.concatenate([np.arange(1, table_bits + 1), long_leaves]))
    scale = 1.0 / model.iterations if model.averaged and model.iterations else 1.0
    tables = np.empty(table_length(plan))
    groups = len(plan.root)

    def fill(first: int) -> None:
        fill_tables(trees, plan, quadrature, (first, min(first + GROUPS_PER_JOB, groups)), tables)

    run(fill, range(0, groups, GROUPS_PER_JOB))
    return Engine(model, trees, plan, quadrature, tables, scale, _base(model) * scale)


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
