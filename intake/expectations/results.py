"""From the answers of Great Expectations to results of the gate, and the rows that failed to the list of failing rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.check_result import CheckResult, Outcome
from domain.finding import Severity
from domain.stage import BATCH, Stage
from domain.use_case import UseCase
from domain.use_case.expectations import Expectation
from domain.use_case.known_expectations import has_rows
from intake.cleaning.changes import EXAMPLES, FRESH_DAYS
from intake.expectations.answers import Answer
from intake.expectations.looked_at import LookedAt, Standing
from intake.quoting import literal, name
from intake.staging import Staging

CODE = "expectation"

LISTED = 10_000
"""Rows listed of a check whose rows are passed on; what is left out is listed to the last row."""

NO_ROWS = "no rows"
"""The fault of an expectation about rows where there is none: nothing was looked at, so nothing passed."""

_ROWS_COUNTED = "expect_table_row_count"


@dataclass(frozen=True)
class Asking:
    """An expectation, its place among all of the use case, what it looked at and what was answered."""

    place: int
    expectation: Expectation
    looked: LookedAt
    answer: Answer

    @property
    def leaves_out(self) -> bool:
        """Whether rows that fail are left out."""
        return self.expectation.failing_rows == "quarantine" and self.answer.success is not None


def result_of(staging: Staging, standing: Standing, asking: Asking, left_out: int) -> CheckResult:
    """What the gate keeps of an expectation, passed ones too; its failing rows are put on the list.

    Args:
        staging: holds the table and `expectation_lines`.
        standing: the morning.
        asking: what was asked and answered.
        left_out: rows that this expectation is the first to leave out.
    """
    expectation, answer = asking.expectation, asking.answer
    rows = staging.count(f"SELECT count(*) FROM ({asking.looked.rows})")
    fresh = _fresh(staging, standing, asking)
    outcome, severity = _outcome(asking, rows, fresh)
    shown = outcome is not Outcome.PASSED and answer.success is not None
    if shown and answer.unexpected:
        _list_rows(staging, asking)
    fault = answer.fault or (NO_ROWS if outcome is Outcome.NOT_APPLICABLE else "")
    detail: dict[str, object] = {
        "type": expectation.type,
        "kwargs": dict(expectation.kwargs),
        "mostly": expectation.mostly,
        "position": asking.place,
        "stage": expectation.looks_at,
        "of": answer.considered or rows,
        "recent": fresh,
        "left_out": left_out,
    }
    detail |= {"share": answer.unexpected / answer.considered} if answer.considered and answer.unexpected else {}
    detail |= {"observed": answer.observed} if answer.observed is not None else {}
    detail |= {"note": expectation.note} if expectation.note else {}
    detail |= {"why": fault} if fault else {}
    return CheckResult(
        CODE,
        outcome,
        severity,
        Stage(expectation.looks_at),
        expectation.source or BATCH,
        expectation.columns[0] if expectation.columns else None,
        answer.unexpected,
        answer.considered or rows,
        "left out" if asking.leaves_out and answer.unexpected else "none",
        detail,
        _examples(staging, standing.use_case, asking.place) if shown and answer.unexpected else (),
    )


def _outcome(asking: Asking, rows: int, fresh: int) -> tuple[Outcome, Severity]:
    expectation, answer = asking.expectation, asking.answer
    severity = Severity(expectation.severity)
    if answer.success is None:
        return (Outcome.NOT_APPLICABLE if severity is Severity.INFO else Outcome.FAILED), severity
    if not rows and not expectation.type.startswith(_ROWS_COUNTED):
        return Outcome.NOT_APPLICABLE, severity
    if answer.success:
        # Rows that are left out are told even where so many may fail: nothing vanishes unseen.
        told = asking.leaves_out and answer.unexpected
        return (Outcome.WARNED, Severity.INFO) if told else (Outcome.PASSED, severity)
    if answer.unexpected and has_rows(expectation.type) and not fresh:
        return Outcome.WARNED, Severity.INFO
    return (Outcome.FAILED if severity is Severity.CRITICAL else Outcome.WARNED), severity


def _fresh(staging: Staging, standing: Standing, asking: Asking) -> int:
    """Failing rows of the last days; a row without a day is always new."""
    if not asking.answer.unexpected:
        return 0
    since = literal((standing.as_of - timedelta(days=FRESH_DAYS)).isoformat())
    return staging.count(f"SELECT count(*) FROM ({_failing(asking)}) WHERE _day IS NULL OR _day >= DATE {since}")


def _failing(asking: Asking) -> str:
    return (
        f"SELECT r.* FROM ({asking.looked.rows}) AS r "
        f"JOIN expectation_lines AS l ON l.line = r._line AND l.place = {asking.place}"
    )


def _list_rows(staging: Staging, asking: Asking) -> None:
    expectation, looked = asking.expectation, asking.looked
    columns = [name(looked.column(column)) for column in expectation.columns]
    found = (
        rf"regexp_replace(CAST({columns[0]} AS VARCHAR), '^(-?[0-9]+)\.0$', '\1')"
        if len(columns) == 1
        else _json_of(looked, expectation.columns)
    )
    reason = json.dumps({"type": expectation.type, "kwargs": expectation.kwargs, "note": expectation.note})
    action = "left out" if asking.leaves_out else "none"
    limit = "" if asking.leaves_out else f" LIMIT {LISTED}"
    staging.run(
        f"INSERT INTO failing_rows SELECT {literal(expectation.looks_at)}, {literal(expectation.source or BATCH)}, {literal(CODE)}, "
        f"{asking.place}, _line, _day, {literal(', '.join(expectation.columns))}, {found}, {literal(reason)}, "
        f"{_json_of(looked, looked.columns)}, {literal(action)} FROM ({_failing(asking)}) "
        f"ORDER BY _day DESC NULLS FIRST, _line{limit}"
    )


def _json_of(looked: LookedAt, called: Mapping[str, str] | tuple[str, ...]) -> str:
    """A row, or some of its columns, as JSON with the names that people use."""
    parts = ", ".join(f"{literal(column)}, {name(looked.column(column))}" for column in called)
    return f"CAST(json_object({parts}) AS VARCHAR)" if parts else "NULL"


def _examples(staging: Staging, use_case: UseCase, place: int) -> tuple[Mapping[str, object], ...]:
    rows = staging.rows(
        f"SELECT CASE WHEN source <> {literal(BATCH)} THEN line END, found, day, row FROM failing_rows WHERE code = {literal(CODE)} AND position = {place} "
        f"ORDER BY day DESC NULLS FIRST, line LIMIT {EXAMPLES}"
    )
    return tuple(_example(use_case, row) for row in rows)


def _example(use_case: UseCase, row: tuple[object, ...]) -> Mapping[str, object]:
    line, found, day, content = row
    held = json.loads(str(content)) if content else {}
    keys = {key: held[key] for key in use_case.keys if key in held}
    told = {"before": found, "day": day.isoformat() if isinstance(day, date) else None, "keys": keys}
    # The rows of a batch are numbered, but nobody can look a number up.
    return told if line is None else {"line": line, **told}
