"""Propose checks, spellings and units learned from the past, as YAML for a person to accept. Nothing applies itself."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.errors import TooLittleDataError
from domain.use_case import UseCase
from domain.use_case.columns import Kind
from intake.past_values import PastColumn, past_columns, share_inside, smallest_day
from intake.prepare import prepare_past
from intake.staging import Staging, open_staging
from services.dependencies import SILENT, Dependencies, Progress
from services.load_use_case import LoadedUseCase, origin_of
from services.near_spellings import near_spellings

MARGIN = 0.1
"""Limits lie a tenth of the spread seen so far beyond the smallest and the largest value seen."""

MOSTLY = 0.999
"""One value in a thousand may lie outside before anybody is told: days without precedent happen."""

MOST_VALUES = 50
"""A column with more different texts is no set to hold new ones against."""

LEAST_ROWS = 100
"""Of fewer rows no limit is learned."""

MISSING_TWICE = 2.0
"""Twice the share of missing values seen so far is let pass."""

LAST_DAYS = 56
DAY_SHARE = 0.8
"""A batch of less than four fifths of the smallest day of the last eight weeks is not whole."""

UNITS = {
    "inches to centimetres": (2.54, 0.0, "cm"),
    "pounds to kilograms": (0.45359237, 0.0, "kg"),
    "ounces to grams": (28.349523125, 0.0, "g"),
    "Fahrenheit to Celsius": (5 / 9, -160 / 9, "°C"),
    "grams to kilograms": (0.001, 0.0, "kg"),
    "kilograms to grams": (1000.0, 0.0, "g"),
    "cents": (0.01, 0.0, "€"),
}
"""Changes of unit that are tried where a column does not keep to the `range` of its feature (NIST Handbook 44, appendix C), each with
the unit that it leads to. Where the feature names another unit it is not tried; where several would do, none is proposed."""

OUTSIDE, INSIDE = 0.5, 0.99
"""Proposed where less than half lies within the range as it is, and (almost) everything after the change."""


@dataclass(frozen=True)
class Proposal:
    """One thing to accept: where it goes in the file, the line, and what it rests on.

    Attributes:
        path: keys down to the place of the line; expectations are items of a list.
        line: YAML in flow style, `name: {...}` or an item.
        evidence: one sentence, written as a comment above the line.
    """

    path: tuple[str, ...]
    line: str
    evidence: str


def suggest_checks(
    deps: Dependencies, loaded: LoadedUseCase, as_of: date, progress: Progress = SILENT
) -> tuple[Proposal, ...]:
    """What could be asked of the data, from everything known on a morning.

    Raises:
        SourceError: a source cannot be read.
        TooLittleDataError: no day is known.
    """
    use_case = loaded.use_case
    with open_staging(deps.staging) as staging:
        table = prepare_past(staging, use_case, origin_of(deps, loaded), as_of, progress.step)
        if table.num_rows == 0:
            raise TooLittleDataError(use_case.name, "history", 0, use_case.checks.history_days_at_least)
        progress.step("looking for what has always held")
        return tuple(_proposals(staging, use_case))


def suggested_yaml(use_case: UseCase, proposals: tuple[Proposal, ...]) -> str:
    """The proposals as a piece of a use case file."""
    lines = [
        f"# Proposed for {use_case.name} from its past. Nothing of it holds until it stands in the file of the use case."
    ]
    open_path: tuple[str, ...] = ()
    for proposal in sorted(proposals, key=lambda proposal: proposal.path):
        path = proposal.path
        shared = next(
            (at for at, (a, b) in enumerate(zip(open_path, path, strict=False)) if a != b),
            min(len(path), len(open_path)),
        )
        lines += [f"{'  ' * depth}{_key(path[depth])}:" for depth in range(shared, len(path))]
        open_path = path
        indent = "  " * len(path)
        lines += [f"{indent}# {proposal.evidence}", f"{indent}{proposal.line}"]
    return "\n".join(lines) + "\n"


def _key(text: str) -> str:
    return text if text.isidentifier() else json.dumps(text, ensure_ascii=False)


def _proposals(staging: Staging, use_case: UseCase) -> Iterator[Proposal]:
    fewest = smallest_day(staging, LAST_DAYS)
    if math.floor(DAY_SHARE * fewest) > use_case.checks.rows_at_least:
        evidence = f"The smallest day of the last {LAST_DAYS} had {fewest} rows."
        yield Proposal(("checks",), f"rows_at_least: {math.floor(DAY_SHARE * fewest)}", evidence)
    for past in past_columns(staging, use_case):
        if past.rows < LEAST_ROWS:
            continue
        unit = _unit(staging, use_case, past) if past.kind is Kind.NUMBER else None
        if unit is not None:
            yield unit
        if past.kind is not Kind.NUMBER:
            yield from _aliases(use_case, past)
        yield from (found for found in _expectations(past, unit) if found is not None)


def _expectations(past: PastColumn, unit: Proposal | None) -> Iterator[Proposal | None]:
    """What holds of a column that an expectation can name: one that is read twice goes by its name for the first reading."""
    if past.stored != past.column:
        return
    yield _not_null(past)
    if past.kind is not Kind.NUMBER:
        yield _in_set(past)
    elif unit is None:
        yield _flag(past) if past.whole and (past.low, past.high) == (0, 1) else _between(past)


def _expectation(past: PastColumn, name: str, evidence: str, **kwargs: object) -> Proposal:
    content = {
        "type": name,
        "source": past.source,
        "kwargs": {"column": past.column, **kwargs},
        "severity": "warning",
    }
    return Proposal(("checks", "expectations"), f"- {json.dumps(content, ensure_ascii=False)}", evidence)


def _not_null(past: PastColumn) -> Proposal | None:
    """Keys are always there after cleaning, so nothing is asked of them."""
    if past.kind is Kind.KEY or past.missing == past.rows:
        return None
    share = past.missing / past.rows
    mostly = math.floor(1000 * (1 - MISSING_TWICE * share)) / 1000
    if mostly <= 0:
        return None
    evidence = f"{past.rows:,} rows, {past.missing:,} without a value."
    more = {} if not past.missing else {"mostly": mostly}
    return _expectation(past, "expect_column_values_to_not_be_null", evidence, **more)


def _flag(past: PastColumn) -> Proposal:
    evidence = f"{past.rows - past.missing:,} values, nothing but 0 and 1."
    return _expectation(past, "expect_column_values_to_be_in_set", evidence, value_set=[0, 1])


def _between(past: PastColumn) -> Proposal | None:
    if past.low is None or past.high is None or past.low == past.high:
        return None
    margin = MARGIN * (past.high - past.low)
    low = 0.0 if 0 <= past.low <= margin else past.low - margin
    evidence = f"{past.rows - past.missing:,} values from {past.low:g} to {past.high:g}."
    lowest, highest = _rounded(low, math.floor), _rounded(past.high + margin, math.ceil)
    limits = (math.floor(lowest), math.ceil(highest)) if past.whole else (lowest, highest)
    named = dict(zip(("min_value", "max_value"), limits, strict=True))
    return _expectation(past, "expect_column_values_to_be_between", evidence, **named, mostly=MOSTLY)


def _rounded(value: float, to_whole: Callable[[float], int]) -> float:
    """Two digits, away from the values seen."""
    if value == 0:
        return 0.0
    size = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return float(f"{to_whole(value / size) * size:.12g}")


def _aliases(use_case: UseCase, past: PastColumn) -> Iterator[Proposal]:
    near = near_spellings(past.texts)
    rules = use_case.clean.get(past.source)
    if near and past.kind in (Kind.KEY, Kind.TEXT) and (rules is None or past.column not in rules.aliases):
        slips = [f"{text} ({past.texts[text]:,} rows)" for others in near.values() for text in others]
        yield Proposal(
            ("clean", past.source, "aliases"),
            f"{_key(past.column)}: {json.dumps(near, ensure_ascii=False)}",
            f"Probably another spelling: {', '.join(slips[:5])}{' and more' if len(slips) > 5 else ''}.",
        )


def _in_set(past: PastColumn) -> Proposal | None:
    meant = {text for others in near_spellings(past.texts).values() for text in others}
    values = sorted(text for text in past.texts if text not in meant)
    if not 0 < len(values) <= MOST_VALUES:
        return None
    evidence = f"{past.rows - past.missing:,} rows, {len(values)} different values."
    return _expectation(past, "expect_column_values_to_be_in_set", evidence, value_set=values)


def _unit(staging: Staging, use_case: UseCase, past: PastColumn) -> Proposal | None:
    """A change of unit, where a column does not keep to the range of its feature and would after the change."""
    rules = use_case.clean.get(past.source)
    feature = next(
        (
            feature
            for feature in use_case.features.values()
            if feature.column is not None
            and feature.range is not None
            and (feature.column.source, feature.column.name) == (past.source, past.column)
        ),
        None,
    )
    if feature is None or feature.range is None or (rules is not None and past.column in rules.units):
        return None
    limits = feature.range
    if share_inside(staging, past, limits, (1.0, 0.0)) >= OUTSIDE:
        return None
    shares = {
        words: share_inside(staging, past, limits, (multiply, add))
        for words, (multiply, add, unit) in UNITS.items()
        if feature.unit in (None, unit)
    }
    fitting = [words for words, share in shares.items() if share >= INSIDE]
    if len(fitting) != 1:
        return None
    words = fitting[0]
    multiply, add, _ = UNITS[words]
    evidence = f"{words}: {100 * shares[words]:.1f} % would then lie within the range of the feature, {limits[0]:g} to {limits[1]:g}."
    line = f"{_key(past.column)}: {json.dumps({'multiply': round(multiply, 8), 'add': round(add, 6)})}"
    return Proposal(("clean", past.source, "units"), line, evidence)
