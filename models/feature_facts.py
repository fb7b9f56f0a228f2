"""What training saw of each feature: its categories, its range, how often it was missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from domain.use_case import UseCase
from models.table import FeatureKind, FeatureTable

OUTER_SHARE = 0.001
"""Share of training values below `low` and above `high`: one in a thousand, so that a single slip does not set them."""


@dataclass(frozen=True)
class FeatureFacts:
    """What the manifest keeps of a feature.

    Attributes:
        categories: the code of a category is its place here; empty for numbers.
        minimum, maximum: of the finite training values; None where there was none, and for categories.
        low, high: their 0.1 % and 99.9 % quantiles.
        missing_share: share of training rows without a value, 0 to 1.
        calendar: read off the date, so that a new day is never out of the ordinary.
    """

    name: str
    kind: FeatureKind
    categories: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    low: float | None = None
    high: float | None = None
    missing_share: float = 0.0
    calendar: bool = False


def describe_features(use_case: UseCase, table: FeatureTable) -> tuple[FeatureFacts, ...]:
    """The facts of every feature of a use case, from the training rows.

    Raises:
        ValueError: the table does not hold the use case's features, each in its kind.
    """
    if set(table.names) != set(use_case.features):
        raise ValueError(f"the table holds {list(table.names)}, the use case {list(use_case.features)}")
    facts = tuple(_describe(table, name, use_case.features[name].calendar is not None) for name in use_case.features)
    for fact in facts:
        if (fact.kind == "category") != use_case.features[fact.name].is_category:
            raise ValueError(f"feature {fact.name} came as a {fact.kind}")
    return facts


def feature_names(facts: Sequence[FeatureFacts]) -> tuple[str, ...]:
    """The model's features in its order."""
    return tuple(fact.name for fact in facts)


def _describe(table: FeatureTable, name: str, calendar: bool) -> FeatureFacts:
    column = table.columns.column(name)
    kind = table.kind(name)
    share = float(pc.sum(pc.is_null(column, nan_is_null=True)).as_py() or 0) / max(table.row_count, 1)
    if kind == "category":
        # Sorted, so that the order of the rows does not change a code.
        seen = tuple(sorted(value for value in pc.unique(column).to_pylist() if value is not None))
        return FeatureFacts(name, kind, categories=seen, missing_share=share, calendar=calendar)
    values = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    values = values[np.isfinite(values)]
    if values.size == 0:
        return FeatureFacts(name, kind, missing_share=share, calendar=calendar)
    low, high = np.quantile(values, [OUTER_SHARE, 1 - OUTER_SHARE])
    return FeatureFacts(
        name, kind, (), float(values.min()), float(values.max()), float(low), float(high), share, calendar
    )
