"""Export what people said and what came of it: answers, disputes, outcomes, sessions or cases, as one kind of file."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from domain.case import CaseFilter
from domain.errors import ExportError
from domain.exported import Content, Table, Wanted
from domain.outcome import Period
from domain.use_case import UseCase
from services.case_table import case_table
from services.dependencies import Dependencies
from services.export_outcomes import outcome_tables
from services.export_sessions import session_tables
from services.export_talk import dispute_tables, review_tables
from services.list_use_cases import registered
from services.write_tables import write_tables

_MAKERS: Mapping[Content, Callable[[Dependencies, UseCase, Period], tuple[Table, ...]]] = {
    Content.REVIEWS: review_tables,
    Content.DISPUTES: dispute_tables,
    Content.OUTCOMES: outcome_tables,
    Content.SESSIONS: session_tables,
    Content.CASES: lambda deps, use_case, period: (case_table(deps, use_case.name, CaseFilter(period)),),
}


def period_of(since: date | None, through: date | None) -> Period:
    """The target dates from one to another, both included; what is left out is open.

    Raises:
        ExportError: the last day lies before the first.
    """
    period = Period(since or date.min, through or date.max)
    if period.last < period.first:
        raise ExportError("period", f"{period.first} – {period.last}")
    return period


def tables_of(deps: Dependencies, wanted: Wanted) -> tuple[Table, ...]:
    """The tables of a content, with how many rows each has.

    Raises:
        NotFoundError: the use case is not registered.
        PredictionFileError: the files of a run are gone or broken.
    """
    return _MAKERS[wanted.content](deps, registered(deps, wanted.use_case), wanted.period)


def export_feedback(
    deps: Dependencies, wanted: Wanted, path: Path, told: Callable[[int], None] | None = None
) -> Mapping[Path, int]:
    """Write a content; how many rows each file got. A file of that name is replaced once the new one is complete.

    Raises:
        ExportError: more rows than a sheet of Excel has; nothing is written.
        NotFoundError: the use case is not registered.
        PredictionFileError: the files of a run are gone or broken.
        StorageFullError: the disk is full.
    """
    return write_tables(path, tables_of(deps, wanted), wanted.format, told, plain=wanted.plain)
