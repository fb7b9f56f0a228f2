"""The expectations that Great Expectations knows, without importing it: their arguments, and whether they judge rows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".json")
"""Made by `make docs` from the installed Great Expectations."""

NEAR = 60
"""Least likeness (rapidfuzz, 0 to 100) of a name that is offered instead of an unknown one."""

IGNORED = frozenset({"result_format", "catch_exceptions", "include_config", "batch_id"})
"""Arguments of old suite files that say how to answer, not what to ask."""

BY_OTHER_ROWS = ("unique", "increasing", "decreasing", "z_scores", "outliers", "of_type", "type_list")
"""Parts of the names of expectations whose answer on a row depends on other rows, or that know no rows."""

COMPARED_COLUMNS = ("expect_table_column_count", "expect_table_columns_to_match")
"""They compare all columns of a file; Vouch reads only those that it needs."""


Fault = tuple[tuple[str, ...], str, str]


@dataclass(frozen=True)
class Known:
    """An expectation that exists.

    Attributes:
        kind: rows (of one column), pairs (of two), records (of several), column (as a whole) or table.
        asked: whether Vouch can ask it.
        arguments: each with whether it is required.
    """

    kind: str
    asked: bool
    arguments: Mapping[str, bool]


@cache
def _all() -> Mapping[str, Known]:
    held = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: Known(about["kind"], about["asked"], about["arguments"]) for name, about in held.items()}


def known_expectation(name: str) -> Known | None:
    """What is known of an expectation."""
    return _all().get(name)


def has_rows(name: str) -> bool:
    """Whether its answer names the rows that failed."""
    known = known_expectation(name)
    return known is not None and known.kind in ("rows", "pairs", "records") and "type" not in name.split("_")


def judges_single_rows(name: str) -> bool:
    """Whether its answer on a row depends on this row alone, so that today and in training it is the same."""
    return has_rows(name) and not any(part in name for part in BY_OTHER_ROWS)


def argument_faults(name: str, kwargs: Mapping[str, object]) -> Iterator[Fault]:
    """What is wrong with a name and its arguments: (keys below the expectation, what was found, what is allowed)."""
    known = known_expectation(name)
    if known is None:
        yield ("type",), name or "an empty text", _instead(name)
        return
    yield from _arguments(name, known, kwargs)
    mostly = kwargs.get("mostly", 1.0)
    if isinstance(mostly, bool) or not isinstance(mostly, int | float) or not 0 <= mostly <= 1:
        yield ("kwargs", "mostly"), str(mostly), "a share from 0 to 1: 0.95 for 95 %"


def _arguments(name: str, known: Known, kwargs: Mapping[str, object]) -> Iterator[Fault]:
    for given in kwargs:
        if given not in known.arguments and given not in IGNORED:
            yield ("kwargs", given), f"the argument `{given}`", "one of " + ", ".join(known.arguments)
    for wanted, required in known.arguments.items():
        if required and kwargs.get(wanted) is None:
            yield ("kwargs",), f"no `{wanted}`", f"`{wanted}`: {name} needs it"
    bounds = [bound for bound in ("min_value", "max_value") if bound in known.arguments]
    if name.endswith("_be_between") and len(bounds) == 2 and all(kwargs.get(bound) is None for bound in bounds):
        yield ("kwargs",), "neither `min_value` nor `max_value`", "at least one of them"


def _instead(name: str) -> str:
    from rapidfuzz import process

    near = process.extractOne(name, list(_all()), score_cutoff=NEAR)
    hint = f" (did you mean `{near[0]}`?)" if near else ""
    return f"the name of an expectation of Great Expectations{hint}"
