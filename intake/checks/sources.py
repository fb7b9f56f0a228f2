"""Gate checks of the sources: how many rows, how many values that are none, how late."""

from datetime import date, timedelta

from domain.finding import Finding, Severity
from domain.use_case import UseCase
from intake.columns import used_sources
from intake.quoting import name
from intake.staging import Staging

BAD_VALUES = ("not_a_number", "not_a_date", "key_missing", "malformed_line")
"""Changes that mean a column does not hold what it should."""


def source_findings(staging: Staging, use_case: UseCase, run_date: date) -> list[Finding]:
    """Findings on every source that the run reads."""
    findings: list[Finding] = []
    for source in used_sources(use_case):
        rows = staging.count(f"SELECT count(*) FROM {name('clean_' + source)}")
        findings.append(Finding("source_rows", Severity.INFO, source, count=rows, detail={"rows": rows}))
        findings += _bad_values(staging, use_case, source, rows)
        findings += _duplicates(staging, use_case, source)
        findings += _lateness(staging, use_case, source, run_date)
    return findings


def _bad_values(staging: Staging, use_case: UseCase, source: str, rows: int) -> list[Finding]:
    """A column with too large a share of values that are none: the file is not what it should be."""
    counts = staging.rows(
        "SELECT code, column_name, count(*), list(before ORDER BY line)[:5] FROM changes WHERE source = ? "
        f"AND code IN ({', '.join('?' * len(BAD_VALUES))}) GROUP BY code, column_name ORDER BY code, column_name",
        [source, *BAD_VALUES],
    )
    findings = []
    for code, column, count, values in counts:
        share = int(str(count)) / max(rows + (0 if code == "not_a_number" else int(str(count))), 1)
        if share > use_case.checks.bad_values_at_most:
            assert isinstance(values, list)
            findings.append(
                Finding(
                    "too_many_bad_values",
                    Severity.CRITICAL,
                    source,
                    None if column is None else str(column),
                    int(str(count)),
                    detail={
                        "code": code,
                        "share": round(share, 4),
                        "allowed": use_case.checks.bad_values_at_most,
                        "values": values,
                    },
                )
            )
    return findings


def _duplicates(staging: Staging, use_case: UseCase, source: str) -> list[Finding]:
    rules = use_case.clean.get(source)
    if rules is not None and rules.duplicates != "hold":
        return []
    count = staging.count("SELECT count(*) FROM changes WHERE source = ? AND code = 'duplicate_rows'", [source])
    return [Finding("duplicates_hold", Severity.CRITICAL, source, count=count)] if count else []


def _lateness(staging: Staging, use_case: UseCase, source_name: str, run_date: date) -> list[Finding]:
    """Whether the newest row is as new as the use case file promises."""
    source = use_case.sources[source_name]
    if source.date is None or source_name == use_case.batch.source:
        return []
    late = (
        use_case.target.available_after_days if source_name == use_case.target.source else source.available_after_days
    )
    horizon = run_date + timedelta(days=use_case.dates.horizon_days)
    expected = min(run_date - timedelta(days=late), horizon)
    newest = staging.rows(
        f"SELECT max(_day) FROM {name('clean_' + source_name)} WHERE _day <= CAST(? AS DATE)", [expected]
    )[0][0]
    if newest is None:
        return [Finding("source_empty_for_day", Severity.WARNING, source_name, detail={"date": expected.isoformat()})]
    assert isinstance(newest, date)
    if newest >= expected or _closed_since(staging, newest, expected):
        return []
    return [
        Finding(
            "source_late",
            Severity.WARNING,
            source_name,
            count=(expected - newest).days,
            detail={"expected": expected.isoformat(), "found": newest.isoformat()},
        )
    ]


def _closed_since(staging: Staging, newest: date, expected: date) -> bool:
    """Whether everything is closed on every day after the newest row, so that nothing is late."""
    closed = staging.count("SELECT count(DISTINCT day) FROM shut_days WHERE day > ? AND day <= ?", [newest, expected])
    return closed >= (expected - newest).days
