"""The names of cleaned columns, and the sources that a run reads."""

from collections.abc import Mapping

from domain.use_case import UseCase
from domain.use_case.columns import Kind
from domain.use_case.expectations import asked_expectations


def cleaned_name(columns: Mapping[str, tuple[Kind, ...]], column: str, kind: Kind) -> str:
    """The name under which `clean_<source>` holds a column: its own for the first kind, another for the second."""
    first = columns[column][0]
    own = kind is first or (kind is Kind.TEXT and first is Kind.KEY)
    return column if own else f"{column} as {kind.value}"


def used_sources(use_case: UseCase) -> tuple[str, ...]:
    """The sources that a run reads; one that nothing refers to is not opened."""
    referred = {use_case.target.source}
    referred |= {feature.column.source for feature in use_case.features.values() if feature.column is not None}
    if use_case.batch.source is not None:
        referred.add(use_case.batch.source)
    if use_case.closed is not None:
        referred.add(use_case.closed.source)
    referred |= {each.source for each in asked_expectations(use_case) if each.source is not None}
    return tuple(name for name in use_case.sources if name in referred)
