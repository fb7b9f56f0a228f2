"""Cleaning rules that could never apply, or that say two things: each is a slip of the keyboard, not a wish.

Each function yields (path of keys, what was found, what is allowed).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from domain.use_case.columns import Kind, needed_columns

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase
    from domain.use_case.source import Clean

Item = tuple[tuple[str, ...], str, str]


def idle_rules(use_case: UseCase) -> Iterator[Item]:
    """Rules for a source or column that is not there, not used, or holds something else."""
    for source, rules in use_case.clean.items():
        if source not in use_case.sources:
            yield ("clean", source), source, "one of " + ", ".join(sorted(use_case.sources))
            continue
        columns = needed_columns(use_case, source)
        for part, column, kinds in _named(rules):
            fitting = sorted(name for name, held in columns.items() if kinds & set(held))
            if column not in fitting:
                what = "numbers" if Kind.NUMBER in kinds else "texts"
                allowed = f"a column of {what} that this use case uses: {', '.join(fitting) or 'there is none'}"
                yield ("clean", source, part, column), column, allowed
        for column, spellings in rules.aliases.items():
            yield from _ambiguous(("clean", source, "aliases", column), spellings)


def _named(rules: Clean) -> Iterator[tuple[str, str, frozenset[Kind]]]:
    yield from (("aliases", column, frozenset({Kind.KEY, Kind.TEXT})) for column in rules.aliases)
    yield from (("units", column, frozenset({Kind.NUMBER})) for column in rules.units)
    yield from (("impossible", column, frozenset({Kind.NUMBER})) for column in rules.impossible)


def _ambiguous(path: tuple[str, ...], aliases: Mapping[str, list[str]]) -> Iterator[Item]:
    """A spelling that stands for two texts."""
    meant: dict[str, str] = {}
    for right, others in aliases.items():
        for text in (right, *others):
            first = meant.setdefault(" ".join(text.split()).lower(), right)
            if first != right:
                yield (*path, right), f"`{text}` for {first} and for {right}", "every spelling for one text only"
