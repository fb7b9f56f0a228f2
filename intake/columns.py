"""Which columns of which source a use case needs, and what they should hold."""

from enum import StrEnum

from domain.use_case import UseCase


class Kind(StrEnum):
    """What a column should hold."""

    DATE = "date"
    KEY = "key"
    NUMBER = "number"
    TEXT = "text"


def needed_columns(use_case: UseCase, source_name: str) -> dict[str, Kind]:
    """The columns to read from a source, by the names of the use case file.

    A column that is a name for one feature and an amount for another is read as text and turned into a number there.
    """
    source = use_case.sources[source_name]
    columns: dict[str, Kind] = {}
    if source.date is not None:
        columns[source.date] = Kind.DATE
    columns.update(dict.fromkeys(source.keys, Kind.KEY))
    if use_case.closed is not None and use_case.closed.source == source_name:
        columns[use_case.closed.column] = Kind.TEXT
    for feature in use_case.features.values():
        if feature.column is not None and feature.column.source == source_name:
            kind = Kind.TEXT if feature.is_category else Kind.NUMBER
            known = columns.get(feature.column.name)
            columns[feature.column.name] = kind if known in (None, kind) else known if known is Kind.KEY else Kind.TEXT
    if use_case.target.source == source_name:
        columns[use_case.target.column] = Kind.NUMBER if use_case.task == "regression" else Kind.TEXT
    return columns


def used_sources(use_case: UseCase) -> tuple[str, ...]:
    """The sources that a run reads; one that nothing refers to is not opened."""
    referred = {use_case.target.source}
    referred |= {feature.column.source for feature in use_case.features.values() if feature.column is not None}
    if use_case.batch.source is not None:
        referred.add(use_case.batch.source)
    if use_case.closed is not None:
        referred.add(use_case.closed.source)
    return tuple(name for name in use_case.sources if name in referred)
