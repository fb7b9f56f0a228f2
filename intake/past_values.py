"""What the columns of cleaned sources have held so far: the facts that proposals for checks are learned from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from intake.columns import cleaned_name, used_sources
from intake.quoting import literal, name
from intake.staging import Staging

MOST_TEXTS = 2_000
"""Different texts that are looked at; a column with more is no set of names."""


@dataclass(frozen=True)
class PastColumn:
    """A column of a cleaned source.

    Attributes:
        stored: its name in the cleaned table, which differs where it is read both as text and as a number.
        rows, missing: how many there are, and how many of them lack a value.
        low, high: smallest and largest number; None without one.
        median: of the numbers; whole: whether all of them are whole.
        texts: text -> rows, the most frequent first; empty where there are more than `MOST_TEXTS`.
    """

    source: str
    column: str
    stored: str
    kind: Kind
    rows: int
    missing: int
    low: float | None = None
    high: float | None = None
    median: float | None = None
    whole: bool = False
    texts: Mapping[str, int] = field(default_factory=dict)


def past_columns(staging: Staging, use_case: UseCase) -> list[PastColumn]:
    """Every column that is no date, of every source that a run reads; the sources must have been cleaned."""
    return [
        _column(staging, source, (column, kind), cleaned_name(columns, column, kind))
        for source in used_sources(use_case)
        for columns in (needed_columns(use_case, source),)
        for column, kinds in columns.items()
        for kind in kinds
        if kind is not Kind.DATE
    ]


def share_inside(staging: Staging, past: PastColumn, limits: tuple[float, float], change: tuple[float, float]) -> float:
    """Share of a column of numbers that lies within limits once each is multiplied and added to."""
    held = name(past.stored)
    number = f"({held} * {change[0]!r} + {change[1]!r})"
    inside = f"{number} BETWEEN {limits[0]!r} AND {limits[1]!r}"
    table = name("clean_" + past.source)
    answer = staging.rows(
        f"SELECT coalesce(avg(CASE WHEN {inside} THEN 1.0 ELSE 0.0 END), 0.0) FROM {table} WHERE {held} IS NOT NULL"
    )
    return float(str(answer[0][0]))


def smallest_day(staging: Staging, last_days: int) -> int:
    """Rows of the day with the fewest of the last days in the history; 0 without a day."""
    return staging.count(
        "SELECT coalesce(min(rows), 0) FROM (SELECT count(*) AS rows FROM history "
        f"WHERE day > (SELECT max(day) FROM history) - {int(last_days)} GROUP BY day)"
    )


def _column(staging: Staging, source: str, held: tuple[str, Kind], stored: str) -> PastColumn:
    column, kind = held
    table, value = name("clean_" + source), name(stored)
    rows, present = staging.rows(f"SELECT count(*), count({value}) FROM {table}")[0]
    counted = int(str(rows)), int(str(rows)) - int(str(present))
    if kind is Kind.NUMBER:
        facts = f"min({value}), max({value}), median({value}), coalesce(bool_and({value} = round({value})), false)"
        *found, whole = staging.rows(f"SELECT {facts} FROM {table}")[0]
        low, high, median = (None if number is None else float(str(number)) for number in found)
        return PastColumn(source, column, stored, kind, *counted, low, high, median, bool(whole))
    texts = staging.rows(
        f"SELECT {value}, count(*) FROM {table} WHERE {value} IS NOT NULL AND {value} <> {literal('')} "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_TEXTS + 1}"
    )
    known = {} if len(texts) > MOST_TEXTS else {str(text): int(str(count)) for text, count in texts}
    return PastColumn(source, column, stored, kind, *counted, texts=known)
