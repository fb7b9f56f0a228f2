"""The scalar path for a handful of rows: no chunk buffers, and bitwise the result of `rows`."""

import numpy as np

from models.tree_shap.compiling import kernel
from models.tree_shap.encoding import Codes, Floats, Trees, encode, goes_left
from models.tree_shap.leaf_formula import Bytes, formula_values, leaf_formula
from models.tree_shap.plan import Plan
from models.tree_shap.tables import Quadrature


@kernel
def decide_row(trees: Trees, tree: int, codes: Codes, decisions: Codes) -> None:
    """Decide all nodes of a tree for one row: 0xFFFF for left, 0 for right."""
    first = trees.node_start[tree]
    for node in range(first, trees.node_start[tree + 1]):
        left = goes_left(trees, node, codes[trees.node_column[node], 0])
        decisions[node - first] = np.uint16(0xFFFF) if left else np.uint16(0)


@kernel
def answer_row(plan: Plan, group: int, decisions: Codes, satisfied: Bytes) -> None:
    """Write the answers to the bits of a group, 1 or 0."""
    start = plan.bit_start[group]
    for bit in range(start, plan.bit_start[group + 1]):
        mask = np.uint16(1)
        for term in range(plan.term_start[bit], plan.term_start[bit + 1]):
            mask &= decisions[plan.term_node[term]] ^ plan.term_flip[term]
        satisfied[bit - start] = mask


@kernel
def state_of(satisfied: Bytes, bits: int) -> int:
    """The answers as one number."""
    state = 0
    for bit in range(bits):
        state += int(satisfied[bit]) << bit
    return state


@kernel
def leaf_row(trees: Trees, plan: Plan, quadrature: Quadrature, group: int, satisfied: Bytes, values: Floats) -> None:
    """Write the contributions of a leaf without a table to the first of `values`."""
    formula = leaf_formula(plan, group, quadrature, trees.leaf_value[~plan.root[group]])
    formula_values(formula, satisfied, np.empty(len(formula.start)), values)


@kernel
def buffer_sizes(trees: Trees, plan: Plan) -> tuple[int, int]:
    """The most nodes of a tree, and the most bits or features of a group."""
    largest, widest = 1, 1
    for tree in range(len(trees.node_start) - 1):
        largest = max(largest, trees.node_start[tree + 1] - trees.node_start[tree])
    for group in range(len(plan.root)):
        widest = max(widest, plan.bits[group], plan.feature_start[group + 1] - plan.feature_start[group])
    return largest, widest


@kernel
def explain_few(
    trees: Trees,
    plan: Plan,
    quadrature: Quadrature,
    tables: Floats,
    matrix: Floats,
    shape: tuple[int, int],
    out: Floats,
) -> None:
    """Write the contributions of a few rows; as `rows.explain`."""
    classes = shape[1]
    largest, widest = buffer_sizes(trees, plan)
    codes, decisions = np.empty((len(trees.column_feature), 1), np.uint16), np.empty(largest, np.uint16)
    satisfied, values = np.empty(widest, np.uint8), np.empty(widest)
    out[:] = 0.0
    for row in range(len(matrix)):
        encode(trees, matrix, row, 1, codes)
        for tree in range(len(trees.node_start) - 1):
            decide_row(trees, tree, codes, decisions)
            label = tree % classes
            for group in range(plan.group_start[tree], plan.group_start[tree + 1]):
                first, end = plan.feature_start[group], plan.feature_start[group + 1]
                answer_row(plan, group, decisions, satisfied)
                table, bits = plan.table_start[group], plan.bits[group]
                if table < 0:
                    leaf_row(trees, plan, quadrature, group, satisfied, values)
                else:
                    table += state_of(satisfied, bits)
                    for at in range(end - first):
                        values[at] = tables[table + (at << bits)]
                for at in range(first, end):
                    out[row, plan.feature[at] * classes + label] += values[at - first]
