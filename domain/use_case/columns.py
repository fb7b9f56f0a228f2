"""Which columns of which source a use case needs, and what they should hold."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.use_case.expectations import suite_columns

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase


class Kind(StrEnum):
    """What a column should hold."""

    DATE = "date"
    KEY = "key"
    NUMBER = "number"
    TEXT = "text"


def needed_columns(use_case: UseCase, source_name: str) -> dict[str, tuple[Kind, ...]]:
    """The columns to read from a source, by the names of the use case file, each with everything it should hold.

    A column that is a name for one feature and an amount for another is cleaned as both. A suite adds the columns that
    nothing else reads.
    """
    columns: dict[str, tuple[Kind, ...]] = {}
    for column, kind in _wanted(use_case, source_name):
        known = columns.get(column, ())
        if kind not in known and not (kind is Kind.TEXT and Kind.KEY in known):
            columns[column] = (*known, kind)
    for column, held in suite_columns(use_case, source_name):
        columns.setdefault(column, (Kind(held),))
    return columns


def _wanted(use_case: UseCase, source_name: str) -> Iterator[tuple[str, Kind]]:
    source = use_case.sources[source_name]
    if source.date is not None:
        yield source.date, Kind.DATE
    yield from ((key, Kind.KEY) for key in source.keys)
    if use_case.target.source == source_name:
        yield use_case.target.column, Kind.NUMBER if use_case.task == "regression" else Kind.TEXT
    if use_case.closed is not None and use_case.closed.source == source_name:
        yield use_case.closed.column, Kind.TEXT
    for feature in use_case.features.values():
        if feature.column is not None and feature.column.source == source_name:
            yield feature.column.name, Kind.TEXT if feature.is_category else Kind.NUMBER
    yield from ((column, Kind(held)) for column, held in source.columns.items())
