"""Names that a use case may not give: two that differ only in case, and those that the tables use themselves.

Each function yields (path of keys, what was found, what is allowed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from domain.use_case.columns import needed_columns

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase

Item = tuple[tuple[str, ...], str, str]

RESERVED_COLUMNS = frozenset({"_line", "_day", "_copy"})
"""Columns that the cleaned tables have of their own (intake.cleaning)."""

RESERVED_KEYS = RESERVED_COLUMNS | {"day", "target", "wanted", "_row", "_target", "usual", "past_days", "past_values"}
"""Columns that stand beside the keys in the tables of a batch (intake.features)."""


def unusable_names(use_case: UseCase) -> Iterator[Item]:
    """Names of sources, features, keys and columns that would clash in the tables."""
    yield from unusable("sources", use_case.sources)
    yield from unusable("features", use_case.features)
    yield from _twins(("keys",), use_case.keys)
    for key in use_case.keys:
        if key.lower() in RESERVED_KEYS or key.lower().startswith("x_"):
            yield ("keys",), key, _another(key)
    for source in use_case.sources:
        columns = needed_columns(use_case, source)
        yield from _twins(("sources", source), columns)
        yield from ((("sources", source), name, _another(name)) for name in columns if name.lower() in RESERVED_COLUMNS)


def unusable(part: str, names: Iterable[str], reserved: Iterable[str] = ()) -> Iterator[Item]:
    """Names that columns of a table could not have, or that would be taken for one another or for a reserved one."""
    given = list(names)
    for name in given:
        if not name.isidentifier() or not name.isascii():
            yield (part, name), name, "a name of letters, digits and underscores"
        elif name.lower() in reserved:
            yield (part, name), name, f"another name: {name.lower()} stands for a step that Vouch makes itself"
    yield from _twins((part,), given)


def _another(name: str) -> str:
    return f"another name (`rename` gives one): {name} stands for something else in the tables"


def _twins(path: tuple[str, ...], names: Iterable[str]) -> Iterator[Item]:
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(name.lower(), name)
        if first != name:
            yield (*path, name), f"{first} and {name}", "names that differ in more than capital letters"
