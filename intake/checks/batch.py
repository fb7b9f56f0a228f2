"""The gate checks of a batch, in the order in which a person would ask."""

from datetime import date, timedelta

from domain.finding import Finding, Severity
from domain.use_case import UseCase
from intake.checks.features import feature_findings
from intake.checks.sources import source_findings
from intake.features.history import not_closed
from intake.quoting import name
from intake.staging import Staging

GAP_DAYS = 28
"""How far back missing days in the history are looked for: four weeks carry most of what a daily model looks at."""


def batch_findings(staging: Staging, use_case: UseCase, run_date: date, closed: int) -> tuple[Finding, ...]:
    """Every finding on the prepared batch.

    Args:
        staging: holds the cleaned sources, `history`, `wanted` and `prepared`.
        use_case: its `checks` hold the limits.
        run_date: the morning of the run.
        closed: rows left out because their entity is closed.
    """
    rows = staging.count("SELECT count(*) FROM prepared")
    findings = [
        *source_findings(staging, use_case, run_date),
        *_rows(staging, use_case, run_date, (rows, closed)),
        *_history(staging, use_case, run_date),
    ]
    if rows:
        findings += feature_findings(staging, use_case, rows)
    return tuple(findings)


def _rows(staging: Staging, use_case: UseCase, run_date: date, counts: tuple[int, int]) -> list[Finding]:
    rows, closed = counts
    target_date = (run_date + timedelta(days=use_case.dates.horizon_days)).isoformat()
    source = use_case.batch.source or use_case.target.source
    if rows == 0 and (closed or _all_closed(staging, target_date)):
        return [Finding("all_closed", Severity.INFO, source, count=closed, detail={"date": target_date})]
    findings = []
    if closed and use_case.batch.source is None:
        # Rows of a source are on the list of changes; entities that no source names are counted here.
        findings.append(Finding("closed_rows", Severity.INFO, source, count=closed, action="left out"))
    if rows == 0:
        findings.append(Finding("no_rows", Severity.CRITICAL, source, detail={"date": target_date}))
    elif rows < use_case.checks.rows_at_least:
        findings.append(
            Finding(
                "rows_too_few",
                Severity.CRITICAL,
                source,
                count=rows,
                detail={"found": rows, "needed": use_case.checks.rows_at_least},
            )
        )
    return findings


def _all_closed(staging: Staging, target_date: str) -> bool:
    """Whether the calendar closes everything that day."""
    return staging.count("SELECT count(*) FROM shut_days WHERE day = CAST(? AS DATE)", [target_date]) > 0


def _history(staging: Staging, use_case: UseCase, run_date: date) -> list[Finding]:
    source = use_case.target.source
    days = staging.count("SELECT count(DISTINCT day) FROM history")
    needed = use_case.checks.history_days_at_least
    if days < needed:
        return [
            Finding(
                "history_too_short", Severity.CRITICAL, source, count=days, detail={"found": days, "needed": needed}
            )
        ]
    newest = run_date - timedelta(days=use_case.target.available_after_days)
    missing = staging.rows(
        "SELECT day FROM (SELECT unnest(generate_series(CAST(? AS DATE), CAST(? AS DATE), INTERVAL 1 DAY))::DATE AS day) AS wanted_days "
        "WHERE day NOT IN (SELECT day FROM history) AND day NOT IN (SELECT day FROM shut_days) "
        # A weekday that never has a row is one on which nothing happens, whether or not a calendar says so.
        "AND isodow(day) IN (SELECT isodow(day) FROM history) ORDER BY day",
        [newest - timedelta(days=GAP_DAYS - 1), newest],
    )
    if not missing:
        return []
    there = _days_with_rows(staging, use_case)
    empty = [str(row[0]) for row in missing]
    return [
        Finding(
            "day_missing_in_history",
            Severity.WARNING,
            source,
            use_case.target.column,
            count=len(missing),
            detail={
                "days": [day for day in empty if day not in there],
                "unusable": [day for day in empty if day in there],
            },
        )
    ]


def _days_with_rows(staging: Staging, use_case: UseCase) -> set[str]:
    """Days on which the target's source has rows of what was open, whether or not their values could be used."""
    source = use_case.target.source
    rows = staging.rows(
        f"SELECT DISTINCT s._day FROM {name('clean_' + source)} AS s WHERE {not_closed(use_case, 's', '_day')} "
        "UNION SELECT DISTINCT day FROM changes WHERE source = ? AND action = 'dropped'",
        [source],
    )
    return {str(row[0]) for row in rows}
