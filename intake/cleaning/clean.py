"""Clean one source: `raw_<source>` becomes `clean_<source>`, and every change is recorded.

The order is fixed: text, aliases, units, impossible values, rows without date or key, duplicates.
"""

from dataclasses import dataclass
from datetime import date

from domain.finding import Action
from domain.use_case import Source, UseCase
from domain.use_case.source import Clean
from intake.cleaning.changes import record
from intake.cleaning.duplicates import drop_duplicates
from intake.cleaning.expressions import is_impossible, is_text, parsed, present, with_aliases, with_unit
from intake.columns import Kind, needed_columns
from intake.quoting import literal, name
from intake.staging import Staging


@dataclass(frozen=True)
class _Column:
    """A column on its way: its parsed expression and the finished one, both over the raw table."""

    name: str
    kind: Kind
    raw_type: str
    parsed: str
    finished: str
    rejected: str  # the condition that the finished value cannot be


@dataclass(frozen=True)
class Days:
    """The days whose rows are looked at: from the first that is needed to the last that is known on the morning."""

    earliest: date | None
    latest: date


def clean_source(staging: Staging, use_case: UseCase, source_name: str, days: Days) -> None:
    """Make `clean_<source>`: typed columns, `_line`, and `_day` where the source has a date.

    Args:
        staging: holds `raw_<source>` and the list of changes.
        use_case: says how to clean.
        source_name: which source.
        days: rows of other days are left aside before anything else; a row without a readable date is not.
    """
    source = use_case.sources[source_name]
    rules = use_case.clean.get(source_name) or Clean.model_validate({})
    raw = name("raw_" + source_name)
    types = staging.columns(raw)
    columns = [_column(column, kind, types[column], source, rules) for column, kind in needed_columns(use_case, source_name).items()]
    day = next((column.parsed for column in columns if column.kind is Kind.DATE), "CAST(NULL AS DATE)")
    scope = "true" if source.date is None else _scope(day, days)
    _record_events(staging, source_name, day, scope, [event for column in columns for event in _events(column, rules)])
    dropped = " OR ".join(["false", *(f"({c.finished}) IS NULL" for c in columns if c.kind in (Kind.DATE, Kind.KEY)),
                           *(c.rejected for c in columns if c.name in rules.impossible and rules.impossible[c.name].then == "drop")])
    values = ", ".join(f"{_final(column, rules)} AS {name(column.name)}" for column in columns)
    staging.run(f"CREATE OR REPLACE TABLE {name('clean_' + source_name)} AS SELECT _line, {day} AS _day, {values} FROM {raw} "
                f"WHERE {scope} AND NOT coalesce({dropped}, false)")
    drop_duplicates(staging, source_name, source, rules, [column.name for column in columns if column.kind is Kind.NUMBER])


def _scope(day: str, days: Days) -> str:
    first = "" if days.earliest is None else f" AND {day} >= DATE {literal(days.earliest.isoformat())}"
    return f"coalesce({day} <= DATE {literal(days.latest.isoformat())}{first}, true)"


def _column(column: str, kind: Kind, raw_type: str, source: Source, rules: Clean) -> _Column:
    value = parsed(column, kind, raw_type, source)
    finished = value
    if kind in (Kind.KEY, Kind.TEXT):
        finished = with_aliases(value, rules.aliases.get(column, {}))
    if kind is Kind.NUMBER:
        finished = with_unit(value, rules.units.get(column))
    limits = rules.impossible.get(column)
    rejected = is_impossible(finished, limits) if limits is not None and kind is Kind.NUMBER else "false"
    return _Column(column, kind, raw_type, value, finished, rejected)


def _final(column: _Column, rules: Clean) -> str:
    limits = rules.impossible.get(column.name)
    if limits is not None and limits.then == "missing":
        return f"CASE WHEN NOT coalesce({column.rejected}, false) THEN {column.finished} END"
    return column.finished


@dataclass(frozen=True)
class _Event:
    """Something that may happen to a value: its code, what is done, the condition, and the value afterwards."""

    code: str
    action: Action
    column: _Column
    where: str
    after: str = "NULL"


def _events(column: _Column, rules: Clean) -> list[_Event]:
    there = present(column.name, column.raw_type)
    events = []
    if column.kind is Kind.NUMBER:
        events.append(_Event("not_a_number", "imputed", column, f"{there} AND ({column.parsed}) IS NULL"))
    if column.kind is Kind.DATE:
        events.append(_Event("not_a_date", "dropped", column, f"({column.parsed}) IS NULL"))
    if column.kind is Kind.KEY:
        events.append(_Event("key_missing", "dropped", column, f"NOT coalesce({there}, false)"))
    if column.kind in (Kind.KEY, Kind.TEXT) and is_text(column.raw_type):
        events.append(_Event("text_cleaned", "changed", column, f"{there} AND ({column.parsed}) <> {name(column.name)}", column.parsed))
    if column.kind in (Kind.KEY, Kind.TEXT) and column.name in rules.aliases:
        events.append(_Event("alias_applied", "changed", column, f"({column.finished}) <> ({column.parsed})", column.finished))
    if column.name in rules.units and column.kind is Kind.NUMBER:
        events.append(_Event("unit_changed", "changed", column, f"({column.parsed}) IS NOT NULL", column.finished))
    if column.rejected != "false":
        action: Action = "imputed" if rules.impossible[column.name].then == "missing" else "dropped"
        events.append(_Event("impossible_value", action, column, column.rejected))
    return events


def _record_events(staging: Staging, source: str, day: str, scope: str, events: list[_Event]) -> None:
    """Put what happened on the list of changes. One pass over the source finds out what did not happen at all."""
    raw = name("raw_" + source)
    counts = staging.rows("SELECT " + ", ".join(f"count(*) FILTER (coalesce({event.where}, false))" for event in events) + f" FROM {raw} WHERE {scope}")[0]
    for event, count in zip(events, counts, strict=True):
        if count:
            column = name(event.column.name)
            record(
                staging, event.code, event.action,
                f"SELECT {literal(source)}, _line, {literal(event.column.name)}, CAST({column} AS VARCHAR), CAST({event.after} AS VARCHAR), {day} "
                f"FROM {raw} WHERE {scope} AND coalesce({event.where}, false)",
            )
