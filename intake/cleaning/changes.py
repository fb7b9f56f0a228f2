"""The list of everything that was changed, dropped or taken as missing. No row vanishes without a line in it."""

from datetime import date, timedelta
from typing import cast

from domain.finding import Action, Finding, Severity
from intake.quoting import literal
from intake.staging import Staging

FRESH_DAYS = 7
"""A fault in rows of the last days is a warning; an older one was already shown on its day and is only told."""

EXAMPLES = 20
"""Rows kept with a finding; the whole list is in the run's `changes.parquet`."""

_TOLD = frozenset({"text_cleaned", "alias_applied", "unit_changed", "closed_rows"})
"""Changes that the use case file asks for and that lose nothing."""


def make_list(staging: Staging) -> None:
    """Start an empty list."""
    staging.run(
        "CREATE OR REPLACE TABLE changes (source VARCHAR, line BIGINT, column_name VARCHAR, code VARCHAR, "
        "action VARCHAR, before VARCHAR, after VARCHAR, day DATE)"
    )


def record(staging: Staging, code: str, action: Action, rows: str) -> None:
    """Add the rows of a query (source, line, column, before, after, day) to the list."""
    staging.run(
        f"INSERT INTO changes SELECT c.source, c.line, c.column_name, {literal(code)}, {literal(action)}, c.before, c.after, c.day "
        f"FROM ({rows}) AS c(source, line, column_name, before, after, day)"
    )


def change_findings(staging: Staging, as_of: date) -> list[Finding]:
    """One finding per source, column and code, with counts and examples (the latest first)."""
    fresh = as_of - timedelta(days=FRESH_DAYS)
    groups = staging.rows(
        "SELECT source, column_name, code, any_value(action), count(*), count(*) FILTER (day IS NULL OR day >= ?) "
        "FROM changes GROUP BY source, column_name, code ORDER BY source, column_name NULLS FIRST, code",
        [fresh],
    )
    return [_finding(staging, group) for group in groups]


def _finding(staging: Staging, group: tuple[object, ...]) -> Finding:
    source, column, code, action, count, fresh = group
    examples = staging.rows(
        "SELECT line, before, after, day FROM changes WHERE source = ? AND code = ? AND column_name IS NOT DISTINCT FROM ? "
        f"ORDER BY day DESC NULLS FIRST, line LIMIT {EXAMPLES}",
        [source, code, column],
    )
    severity = Severity.INFO if code in _TOLD or not fresh else Severity.WARNING
    return Finding(
        code=str(code),
        severity=severity,
        source=str(source),
        column=None if column is None else str(column),
        count=int(str(count)),
        action=cast(Action, action),
        detail={"recent": fresh},
        examples=tuple(
            {"line": line, "before": before, "after": after, "day": None if day is None else str(day)}
            for line, before, after, day in examples
        ),
    )
