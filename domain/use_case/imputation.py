"""Rules for missing values that could not be carried out. Each function yields as in `domain.use_case.consistency`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.use_case.missing import LOOKS_BACK
from domain.use_case.naming import Item

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase
    from domain.use_case.feature import Feature
    from domain.use_case.missing import Missing


def idle_imputation(use_case: UseCase) -> Iterator[Item]:
    """Rules on features that have no column, that look at days a source does not have, or that mix names and amounts."""
    for name, feature in use_case.features.items():
        if feature.missing is None:
            continue
        path = ("features", name, "missing")
        if feature.column is None:
            yield path, "a rule for missing values", "none: only a feature built from a `column` can have one"
            continue
        source = use_case.sources.get(feature.column.source)
        if feature.missing.rule in LOOKS_BACK and source is not None and source.date is None:
            yield (
                (*path, "rule"),
                feature.missing.rule,
                "constant or from: this source has no `date`, so no earlier days",
            )
        if feature.missing.rule == "median" and feature.is_category:
            yield (*path, "rule"), "median", "last_known, same_weekday, constant or from: names have no median"
        yield from _constant(path, feature, feature.missing)
        yield from _other(use_case, name, feature, feature.missing)


def _constant(path: tuple[str, ...], feature: Feature, rule: Missing) -> Iterator[Item]:
    if rule.rule == "constant" and isinstance(rule.value, str) is not feature.is_category:
        kind = "a text in quotes: the feature is a category" if feature.is_category else "a number"
        yield (*path, "value"), str(rule.value), kind


def _other(use_case: UseCase, name: str, feature: Feature, rule: Missing) -> Iterator[Item]:
    if rule.feature is None:
        return
    fitting = [
        other
        for other, held in use_case.features.items()
        if other != name and held.column is not None and held.is_category is feature.is_category
    ]
    if rule.feature not in fitting:
        kind = "names" if feature.is_category else "numbers"
        allowed = f"another feature built from a column of {kind}: {', '.join(fitting) or 'there is none'}"
        yield ("features", name, "missing", "feature"), rule.feature, allowed
