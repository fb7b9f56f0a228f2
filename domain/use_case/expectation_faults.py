"""Expectations that cannot be asked as they are written: unknown names, arguments, columns, stages.

Each function yields (path of keys, what was found, what is allowed).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.use_case.columns import needed_columns
from domain.use_case.expectations import Expectation, Suite, speaks_of_numbers
from domain.use_case.known_expectations import (
    COMPARED_COLUMNS,
    argument_faults,
    has_rows,
    judges_single_rows,
    known_expectation,
)
from domain.use_case.naming import Item

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase


def expectation_faults(use_case: UseCase) -> Iterator[Item]:
    """What is wrong with `checks.expectations` and with the places of `checks.suites`; as in `consistency`."""
    for place, expectation in enumerate(use_case.checks.expectations):
        path = ("checks", "expectations", str(place))
        faults = list(argument_faults(expectation.type, expectation.kwargs))
        yield from (((*path, *keys), found, allowed) for keys, found, allowed in faults)
        if known_expectation(expectation.type) is None:
            continue
        yield from (((*path, "type"), expectation.type, allowed) for allowed in _not_here(expectation.type))
        yield from (((*path, *keys), found, allowed) for keys, found, allowed in _place(use_case, expectation))
        yield from (((*path, *keys), found, allowed) for keys, found, allowed in _quarantine(expectation))
        if not faults and not list(_place(use_case, expectation)):
            yield from (
                ((*path, *keys), found, allowed) for keys, found, allowed in column_faults(use_case, expectation)
            )
    for place, suite in enumerate(use_case.checks.suites):
        yield from (
            (("checks", "suites", str(place), *keys), found, allowed)
            for keys, found, allowed in _place(use_case, suite)
        )
        if suite.failing_rows == "quarantine" and suite.days is not None:
            yield ("checks", "suites", str(place), "days"), str(suite.days), _ALWAYS


def column_faults(use_case: UseCase, expectation: Expectation) -> Iterator[Item]:
    """Columns that the stage has not."""
    known = known_columns(use_case, expectation)
    where = "a feature or a key" if expectation.source is None else f"a column of {expectation.source} that is read"
    for argument in ("column", "column_A", "column_B", "column_list"):
        value = expectation.kwargs.get(argument)
        for name in value if isinstance(value, list) else [value]:
            if name is not None and str(name) not in known:
                more = (
                    "" if expectation.source is None else f"; `sources.{expectation.source}.columns` makes another read"
                )
                yield ("kwargs", argument), str(name), f"{where}: {', '.join(known)}{more}"


def known_columns(use_case: UseCase, expectation: Expectation) -> tuple[str, ...]:
    """The columns that an expectation may name."""
    if expectation.source is None:
        return tuple(dict.fromkeys((*use_case.features, *use_case.keys, "day")))
    source = use_case.sources[expectation.source]
    return tuple(dict.fromkeys((*needed_columns(use_case, expectation.source), *source.rename)))


_ALWAYS = "no `days` with `quarantine`: a row that is left out today must be left out tomorrow and in training, too"


def _not_here(name: str) -> Iterator[str]:
    known = known_expectation(name)
    if known is not None and not known.asked:
        yield "one that needs no database: Vouch asks a table of its own (`expect_column_values_to_match_regex`, for example)"
    if name.startswith(COMPARED_COLUMNS):
        yield "one about rows or values: Vouch reads only the columns that it needs, and a missing one holds the run"


def _place(use_case: UseCase, asked: Expectation | Suite) -> Iterator[Item]:
    """Whether source, stage and days fit."""
    if asked.source is None:
        if asked.stage not in (None, "features"):
            yield ("stage",), asked.stage, "`features`, or the name of a `source` beside it"
        if asked.days is not None:
            yield ("days",), str(asked.days), "no `days`: the batch is of one day"
        return
    source = use_case.sources.get(asked.source)
    if source is None:
        yield ("source",), asked.source, "one of " + ", ".join(use_case.sources)
        return
    if asked.stage == "features":
        yield ("stage",), "features", "`received` or `cleaned`; features belong to the batch, without `source`"
    if asked.days is not None and source.date is None:
        yield ("days",), str(asked.days), f"no `days`: {asked.source} has no dates"
    texts = asked.stage == "received" and source.path is not None and source.format == "csv"
    if texts and isinstance(asked, Expectation) and speaks_of_numbers(asked):
        yield ("stage",), "received", f"`cleaned`: as received, everything in {name_of(asked)} is text"


def name_of(asked: Expectation) -> str:
    """What its columns are called in a sentence."""
    return ", ".join(asked.columns) or f"{asked.source}"


def _quarantine(expectation: Expectation) -> Iterator[Item]:
    if expectation.failing_rows != "quarantine":
        return
    if not has_rows(expectation.type):
        yield ("failing_rows",), "quarantine", "`pass_on`: this expectation is about the whole, no row fails it"
    elif not judges_single_rows(expectation.type) or expectation.kwargs.get("row_condition"):
        yield (
            ("failing_rows",),
            "quarantine",
            "`pass_on`: its answer on a row depends on more than that row, so training could not leave out the same",
        )
    if expectation.days is not None:
        yield ("days",), str(expectation.days), _ALWAYS
