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
        for path, column, kinds in _named(rules):
            fitting = sorted(name for name, held in columns.items() if kinds & set(held))
            if column not in fitting:
                allowed = f"a column{_WHAT[kinds]} that this use case uses: {', '.join(fitting) or 'there is none'}"
                yield ("clean", source, *path), column, allowed
        for column, spellings in rules.aliases.items():
            yield from _ambiguous(("clean", source, "aliases", column), spellings)
        yield from _one_name(use_case, source, rules)
        yield from _aggregate(use_case, source, rules)


_TEXTS = frozenset({Kind.KEY, Kind.TEXT})
_NUMBERS = frozenset({Kind.NUMBER})
_WHAT = {_TEXTS: " of texts", _NUMBERS: " of numbers", _TEXTS | _NUMBERS: ""}


def _named(rules: Clean) -> Iterator[tuple[tuple[str, ...], str, frozenset[Kind]]]:
    for name, drop in rules.drop.items():
        yield ("drop", name, "column"), drop.column, _NUMBERS if drop.asks_for_number else _TEXTS | _NUMBERS
    yield from ((("case", column), column, _TEXTS) for column in rules.case)
    yield from ((("aliases", column), column, _TEXTS) for column in rules.aliases)
    yield from ((("units", column), column, _NUMBERS) for column in rules.units)
    yield from ((("impossible", column), column, _NUMBERS) for column in rules.impossible)
    yield from ((("one_name", column), code, _TEXTS) for column, code in rules.one_name.items())


def _one_name(use_case: UseCase, source: str, rules: Clean) -> Iterator[Item]:
    """Which name is the most frequent one depends on the days that are read, so no model may look at it."""
    for column, code in rules.one_name.items():
        path = ("clean", source, "one_name", column)
        free = sorted(name for name in use_case.sources[source].columns if not _is_used(use_case, source, name))
        if column not in free or use_case.sources[source].columns[column] != "text":
            allowed = f"a column of texts that is read for checks only (`sources.{source}.columns`): {', '.join(free) or 'there is none'}"
            yield path, column, allowed
        if column == code:
            yield path, code, "another column: the code that each name belongs to"


def _is_used(use_case: UseCase, source: str, column: str) -> bool:
    if column in use_case.sources[source].keys or column == use_case.sources[source].date:
        return True
    used = {(use_case.target.source, use_case.target.column)}
    used |= {(feature.column.source, feature.column.name) for feature in use_case.features.values() if feature.column}
    if use_case.closed is not None:
        used.add((use_case.closed.source, use_case.closed.column))
    return (source, column) in used


def _aggregate(use_case: UseCase, source: str, rules: Clean) -> Iterator[Item]:
    """Small series are those of the target, of a number, and the batch is made of the series that were seen."""
    if rules.aggregate is None:
        return
    path = ("clean", source, "aggregate")
    if source != use_case.target.source:
        yield path, source, f"the source of the target: {use_case.target.source}"
    if rules.aggregate.key not in use_case.keys:
        allowed = f"one of {', '.join(use_case.keys)}" if use_case.keys else "no key: the use case has none"
        yield (*path, "key"), rules.aggregate.key, allowed
    if use_case.task != "regression":
        yield path, f"a task of kind {use_case.task}", "a regression: only numbers can be added up"
    if use_case.batch.seen_within_days is None:
        yield (
            path,
            f"the batch of {use_case.batch.source}",
            "`batch.seen_within_days`: the batch is then the series that were seen",
        )


def _ambiguous(path: tuple[str, ...], aliases: Mapping[str, list[str]]) -> Iterator[Item]:
    """A spelling that stands for two texts."""
    meant: dict[str, str] = {}
    for right, others in aliases.items():
        for text in (right, *others):
            first = meant.setdefault(" ".join(text.split()).lower(), right)
            if first != right:
                yield (*path, right), f"`{text}` for {first} and for {right}", "every spelling for one text only"
