"""From a feature table to the matrix that LightGBM reads.

A category's code is its place in the manifest's list. Missing values and categories never seen in training are NaN,
which LightGBM takes for missing; the latter are counted by `unseen`, because LightGBM would not say a word.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.feature_facts import FeatureFacts
from models.table import Bools, FeatureTable, Floats, positions


def encode(table: FeatureTable, facts: Sequence[FeatureFacts]) -> Floats:
    """The matrix of a table.

    Args:
        table: any columns beyond the model's are ignored, their order does not matter.
        facts: the model's features, in its order.

    Returns:
        Shape (n, features), C order; NaN where missing or unseen, infinities kept.

    Raises:
        ValueError: a feature of the model is not in the table, or is of the other kind.
    """
    matrix = np.empty((table.row_count, len(facts)), dtype=np.float64)
    for place, fact in enumerate(facts):
        matrix[:, place] = _encode_column(feature_column(table, fact), fact)
    return matrix


def unseen(table: FeatureTable, facts: Sequence[FeatureFacts]) -> dict[str, Bools]:
    """Per category feature, shape (n,): whether the value is a category that training never saw (missing is not one)."""
    masks = {}
    for fact in facts:
        if fact.kind == "category":
            column = feature_column(table, fact)
            masks[fact.name] = is_present(column) & (positions(column, fact.categories) < 0)
    return masks


def is_present(column: pa.Array | pa.ChunkedArray) -> Bools:
    """Whether each value is there, shape (n,); NaN is missing as null is."""
    return np.asarray(pc.invert(pc.is_null(column, nan_is_null=True)).to_numpy(zero_copy_only=False), dtype=np.bool_)


def feature_column(table: FeatureTable, fact: FeatureFacts) -> pa.Array | pa.ChunkedArray:
    """The column of a feature, checked to be what training had.

    Raises:
        ValueError: it is not there, or of the other kind.
    """
    if fact.name not in table.names:
        raise ValueError(f"the table lacks the model's feature {fact.name}")
    if table.kind(fact.name) != fact.kind:
        raise ValueError(f"feature {fact.name} is a {table.kind(fact.name)}, in training it was a {fact.kind}")
    return table.columns.column(fact.name)


def _encode_column(column: pa.Array | pa.ChunkedArray, fact: FeatureFacts) -> Floats:
    if fact.kind == "category":
        code = positions(column, fact.categories).astype(np.float64)
        code[code < 0] = np.nan
        return code
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
