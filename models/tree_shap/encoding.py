"""Values become small whole numbers once per row, so that a node is decided by one comparison of 16-bit integers.

A *column* is a (feature, missing type). The code of a numerical value is the number of thresholds of its column that lie
below it; then `x <= threshold` is `code <= rank of the threshold`. A missing value has the code 0xFFFF, which goes right;
where missing goes left, both sides of the comparison are shifted by one, and the code wraps around to 0. The code of a
category is 1 + its rank among the categories that the column knows, and 0 for any other value, which goes right.
The rules are those of `NumericalDecision` and `CategoricalDecision` in LightGBM's include/LightGBM/tree.h.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.tree_shap.compiling import inlined, kernel

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint16]

MISSING_NONE, MISSING_ZERO, MISSING_NAN, CATEGORY = 0, 1, 2, 3
"""Kinds of columns; the first three are LightGBM's MissingType."""
MISSING_CODE = np.uint16(0xFFFF)
ZERO_THRESHOLD = float(np.float32(1e-35))
"""kZeroThreshold of LightGBM's include/LightGBM/meta.h, which is a float32 literal."""
LARGEST_CATEGORY = 2147483648.0
"""LightGBM casts a category to a C int; from 2^31 on the cast is negative on the platforms it is built for."""


class Trees(NamedTuple):
    """The model as the kernels want it. Nodes and leaves are numbered through all trees.

    Attributes:
        column_feature, column_kind: (columns,).
        cut_start: (columns + 1,), where a column's part of `cuts` begins.
        cuts: thresholds or categories of the columns, ascending.
        node_start, leaf_start: (trees + 1,).
        node_column, node_feature: (nodes,).
        node_code: (nodes,), the rank of the threshold, plus the shift.
        node_shift: (nodes,), 1 where a missing value goes left.
        node_lookup: (nodes,), where a categorical node's part of `lookup` begins; -1 for a numerical node.
        lookup: 1 where the category with this code goes left.
        left, right: (nodes,); >= 0 a node, < 0 the leaf ~child.
        node_parent, leaf_parent: (nodes,), (leaves,); -1 at a root.
        node_ratio, leaf_ratio: (nodes,), (leaves,), rows of the training data here as a share of those at the parent.
        leaf_value: (leaves,).
    """

    column_feature: npt.NDArray[np.int32]
    column_kind: npt.NDArray[np.int32]
    cut_start: Ints
    cuts: Floats
    node_start: Ints
    leaf_start: Ints
    node_column: npt.NDArray[np.int32]
    node_feature: npt.NDArray[np.int32]
    node_code: Codes
    node_shift: Codes
    node_lookup: Ints
    lookup: npt.NDArray[np.uint8]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    node_parent: npt.NDArray[np.int32]
    leaf_parent: npt.NDArray[np.int32]
    node_ratio: Floats
    leaf_ratio: Floats
    leaf_value: Floats


@inlined
def goes_left(trees: Trees, node: int, code: np.uint16) -> bool:
    """Whether a value with this code goes left at this node."""
    at = trees.node_lookup[node]
    if at >= 0:
        return trees.lookup[at + code] != 0  # type: ignore[no-any-return]
    return np.uint16(code + trees.node_shift[node]) <= trees.node_code[node]  # type: ignore[no-any-return]


@kernel
def cuts_below(cuts: Floats, value: float) -> int:
    """How many of at least one ascending cuts are smaller than the value, by branch-free bisection."""
    low = 0
    length = len(cuts)
    while length > 1:
        half = length >> 1
        low = low + half if cuts[low + half - 1] < value else low
        length -= half
    return low + 1 if cuts[low] < value else low


@kernel
def number_code(cuts: Floats, kind: int, value: float) -> np.uint16:
    """The code of a numerical value."""
    if value != value:
        if kind != MISSING_NONE:
            return MISSING_CODE
        value = 0.0
    if abs(value) <= ZERO_THRESHOLD:
        if kind == MISSING_ZERO:
            return MISSING_CODE
        # LightGBM drops values this small on the way into a prediction (RowPairFunctionFromDenseMatric in c_api.cpp).
        value = 0.0
    return np.uint16(cuts_below(cuts, value))


@kernel
def category_code(cuts: Floats, value: float) -> np.uint16:
    """The code of a category: truncated towards zero as a C cast does; negative, NaN and unknown become 0."""
    if not (value > -1.0 and value < LARGEST_CATEGORY):
        return np.uint16(0)
    category = np.trunc(value)
    rank = cuts_below(cuts, category)
    known = rank < len(cuts) and cuts[rank] == category
    return np.uint16(rank + 1) if known else np.uint16(0)


@kernel
def encode(trees: Trees, matrix: Floats, start: int, count: int, codes: Codes) -> None:
    """Write the codes of rows start:start + count.

    Args:
        trees: the model.
        matrix: (n, features), C order.
        start: the first row to encode.
        count: how many rows.
        codes: (columns, at least count), is written to.
    """
    for column in range(len(trees.column_feature)):
        feature, kind = trees.column_feature[column], trees.column_kind[column]
        cuts = trees.cuts[trees.cut_start[column] : trees.cut_start[column + 1]]
        out = codes[column]
        if kind == CATEGORY:
            for row in range(count):
                out[row] = category_code(cuts, matrix[start + row, feature])
        else:
            for row in range(count):
                out[row] = number_code(cuts, kind, matrix[start + row, feature])
