"""A source that is fresher than possible: what training then learns from is not there on a real morning."""

from datetime import date, timedelta
from typing import Final

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from intake.cleaning.expressions import parsed, present
from intake.columns import used_sources
from intake.quoting import name
from intake.staging import Staging

CODE: Final = "fresh_source"


def fresh_sources(staging: Staging, use_case: UseCase, run_date: date) -> list[CheckResult]:
    """Whether a measured source has rows that could not be there yet on this morning.

    The morning on which the files were written is read off the other sources: where they, too, reach further, an old
    morning is repeated with newer files, and nothing is wrong. Sources that are known ahead may reach as far as they like.

    Returns:
        A result per source with dates; its detail holds expected and found (days), and `days` between them.
    """
    measured = [
        source
        for source in used_sources(use_case)
        if use_case.sources[source].date is not None and use_case.sources[source].available_after_days > 0
    ]
    ahead = {source: _days_ahead(staging, use_case, source, run_date) for source in measured}
    return [_told(use_case, source, run_date, ahead) for source in measured]


def _told(use_case: UseCase, source: str, run_date: date, ahead: dict[str, int | None]) -> CheckResult:
    severity = use_case.checks.watches.severity(CODE)
    days = ahead[source]
    others = [other for key, other in ahead.items() if key != source and other is not None]
    if days is None or not others or min(others) > 0:
        why = "no row" if days is None else "a single source" if not others else "newer files"
        return CheckResult(CODE, Outcome.NOT_APPLICABLE, severity, Stage.RECEIVED, source, detail={"why": why})
    expected = run_date - timedelta(days=_late(use_case, source))
    detail = {
        "days": days,
        "expected": expected.isoformat(),
        "found": (expected + timedelta(days=days)).isoformat(),
    }
    outcome = Outcome.WARNED if days > 0 else Outcome.PASSED
    return CheckResult(CODE, outcome, severity, Stage.RECEIVED, source, count=max(days, 0), detail=detail)


def _late(use_case: UseCase, source: str) -> int:
    return (
        use_case.target.available_after_days
        if source == use_case.target.source
        else use_case.sources[source].available_after_days
    )


def _days_ahead(staging: Staging, use_case: UseCase, source_name: str, run_date: date) -> int | None:
    """By how many days the newest row with a value is newer than the file promises; None without a row."""
    source = use_case.sources[source_name]
    assert source.date is not None
    raw = name("raw_" + source_name)
    types = staging.columns(raw)
    day = parsed(source.date, Kind.DATE, types[source.date], source)
    values = [column for column in needed_columns(use_case, source_name) if column not in (source.date, *source.keys)]
    there = " OR ".join(f"coalesce({present(column, types[column])}, false)" for column in values) or "true"
    newest = staging.rows(f"SELECT max({day}) FROM {raw} WHERE {there}")[0][0]
    if newest is None:
        return None
    assert isinstance(newest, date)
    return (newest - (run_date - timedelta(days=_late(use_case, source_name)))).days
