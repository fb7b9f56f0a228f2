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

_TOLD = frozenset({"closed_rows", "identical_rows", "row_dropped"})
"""What the use case file asks for by name, with its reason; so is every change that loses nothing."""


def make_list(staging: Staging) -> None:
    """Start an empty list."""
    staging.run(
        "CREATE OR REPLACE TABLE changes (source VARCHAR, line BIGINT, column_name VARCHAR, code VARCHAR, "
        "action VARCHAR, before VARCHAR, after VARCHAR, day DATE, reason VARCHAR)"
    )
    staging.run(
        "CREATE OR REPLACE TABLE change_facts (source VARCHAR, column_name VARCHAR, code VARCHAR, fact VARCHAR, value BIGINT)"
    )


def record(staging: Staging, code: str, action: Action, rows: str, reason: str = "") -> None:
    """Add the rows of a query (source, line, column, before, after, day) to the list.

    The action `none` is for a row that went for another reason already: it is like this, too.
    """
    staging.run(
        f"INSERT INTO changes SELECT c.source, c.line, c.column_name, {literal(code)}, {literal(action)}, c.before, c.after, c.day, "
        f"{literal(reason)} FROM ({rows}) AS c(source, line, column_name, before, after, day)"
    )


def note_fact(staging: Staging, told: tuple[str, str, str], fact: str, value: int) -> None:
    """Note a number that belongs to the finding of a source, column and code."""
    staging.run("INSERT INTO change_facts VALUES (?, ?, ?, ?, ?)", [*told, fact, value])


def change_findings(staging: Staging, as_of: date) -> list[Finding]:
    """One finding per source, column, code and reason, with counts and examples (the latest first)."""
    fresh = as_of - timedelta(days=FRESH_DAYS)
    groups = staging.rows(
        "SELECT source, column_name, code, reason, arg_min(action, action = 'none'), count(*) FILTER (action <> 'none'), "
        "count(*) FILTER (action <> 'none' AND (day IS NULL OR day >= ?)), count(*) "
        "FROM changes GROUP BY source, column_name, code, reason ORDER BY source, column_name NULLS FIRST, code, min(rowid)",
        [fresh],
    )
    return [_finding(staging, group) for group in groups]


def _finding(staging: Staging, group: tuple[object, ...]) -> Finding:
    source, column, code, reason, action, count, fresh, matched = group
    examples = staging.rows(
        "SELECT line, before, after, day FROM changes WHERE source = ? AND code = ? AND column_name IS NOT DISTINCT FROM ? "
        f"AND reason = ? ORDER BY action = 'none', day DESC NULLS FIRST, line LIMIT {EXAMPLES}",
        [source, code, column, reason],
    )
    facts = staging.rows(
        "SELECT fact, value FROM change_facts WHERE source = ? AND code = ? AND column_name IS NOT DISTINCT FROM ?",
        [source, code, column],
    )
    stated = {"reason": reason, "matched": matched} if reason else {}
    severity = Severity.INFO if code in _TOLD or action in ("changed", "none") or not fresh else Severity.WARNING
    return Finding(
        code=str(code),
        severity=severity,
        source=str(source),
        column=None if column is None else str(column),
        count=int(str(count)),
        action=cast(Action, action),
        detail={"recent": fresh, **stated, **{str(fact): value for fact, value in facts}},
        examples=tuple(
            {"line": line, "before": before, "after": after, "day": None if day is None else str(day)}
            for line, before, after, day in examples
        ),
    )
