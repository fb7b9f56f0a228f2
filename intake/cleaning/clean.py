"""Clean one source: `raw_<source>` becomes `clean_<source>`, and every change is recorded.

The order is fixed: identical rows and rows left out, text, case, aliases, units, impossible values, rows without date
or key, one name for each code, duplicates, small series taken together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.finding import Action
from domain.use_case import Source, UseCase
from domain.use_case.columns import Kind, needed_columns
from domain.use_case.source import Clean
from intake.cleaning.changes import record
from intake.cleaning.dropping import Known, drop_rows
from intake.cleaning.duplicates import drop_duplicates
from intake.cleaning.expressions import in_case, is_impossible, is_text, parsed, present, with_aliases, with_unit
from intake.cleaning.names_of_codes import count_cases, unify_names
from intake.cleaning.small_series import count_received, take_together
from intake.columns import cleaned_name
from intake.quoting import literal, name
from intake.staging import Staging


@dataclass(frozen=True)
class _Column:
    """A column on its way: its parsed expression and the finished one, both over the raw table."""

    name: str
    stored: str
    kind: Kind
    raw_type: str
    parsed: str
    cased: str
    finished: str
    rejected: str  # the condition that the finished value cannot be


@dataclass(frozen=True)
class Days:
    """The days whose rows are looked at.

    Attributes:
        earliest: the first that is needed; None: all there are.
        latest: the last that is known on the morning.
        target_latest: the last whose target is known, in the source that holds it; None in other sources.
    """

    earliest: date | None
    latest: date
    target_latest: date | None = None


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
    needed = needed_columns(use_case, source_name)
    types = staging.columns(name("raw_" + source_name))
    known = known_rows(use_case, source_name, types, days)
    texts = _texts(needed, types, source)
    if texts or (source.date is not None and is_text(types[source.date])):
        known = _read_once(staging, source_name, known, texts)
    received = known
    known = drop_rows(staging, source_name, source, rules, Known(known, types, _late(use_case, source_name, days)))
    columns = [
        _column(column, (kind, cleaned_name(needed, column, kind)), types[column], source, rules)
        for column, kinds in needed.items()
        for kind in kinds
    ]
    _record_events(staging, source_name, known, [event for column in columns for event in _events(column, rules)])
    dropped = " OR ".join(
        [
            "false",
            *(f"({c.finished}) IS NULL" for c in columns if c.kind in (Kind.DATE, Kind.KEY)),
            *(c.rejected for c in columns if c.name in rules.impossible and rules.impossible[c.name].then == "drop"),
        ]
    )
    values = ", ".join(f"{_final(column, rules)} AS {name(column.stored)}" for column in columns)
    staging.run(
        f"CREATE OR REPLACE TABLE {name('clean_' + source_name)} AS SELECT _line, {_DAY} AS _day, {values} FROM {known} "
        f"WHERE NOT coalesce({dropped}, false)"
    )
    numbers = [column.stored for column in columns if column.kind is Kind.NUMBER]
    count_cases(staging, source_name, rules, received)
    unify_names(staging, source_name, rules, received)
    drop_duplicates(staging, source_name, source, rules, numbers)
    if rules.aggregate is not None:
        sold = next(column.parsed for column in columns if column.name == use_case.target.column)
        count_received(staging, use_case, sold, received)
        take_together(staging, use_case, numbers, days.target_latest or days.latest)


_DAY = '"_parsed_day"'
"""The date of a known row, parsed once."""


def _texts(needed: Mapping[str, tuple[Kind, ...]], types: Mapping[str, str], source: Source) -> dict[str, str]:
    """Name of what is read off a text -> how it is read; dates are read with the known rows."""
    return {
        _read(cleaned_name(needed, column, kind)): parsed(column, kind, types[column], source)
        for column, kinds in needed.items()
        for kind in kinds
        if kind is not Kind.DATE and is_text(types[column])
    }


def _read(stored: str) -> str:
    return f"_parsed {stored}"


def _read_once(staging: Staging, source_name: str, known: str, texts: Mapping[str, str]) -> str:
    """The known rows with what their texts say, as a table: reading is the dearest part of cleaning, and is done once."""
    read = "".join(f", {how} AS {name(called)}" for called, how in texts.items())
    staging.run(f"CREATE OR REPLACE TABLE {name('known_' + source_name)} AS SELECT *{read} FROM {known}")
    return name("known_" + source_name)


def known_rows(use_case: UseCase, source_name: str, types: Mapping[str, str], days: Days) -> str:
    """What is known of a source on the morning: its rows, with later values taken out where the target has its own delay.

    A value that is not known yet must not even be able to drop its row, or to be reported.
    """
    source = use_case.sources[source_name]
    raw = name("raw_" + source_name)
    if source.date is None:
        return f"(SELECT *, CAST(NULL AS DATE) AS {_DAY} FROM {raw})"
    dated = f"(SELECT *, {parsed(source.date, Kind.DATE, types[source.date], source)} AS {_DAY} FROM {raw})"
    last = max(days.latest, days.target_latest or days.latest)
    since = "" if days.earliest is None else f" AND {_DAY} >= {_day_literal(days.earliest)}"
    scope = f"coalesce({_DAY} <= {_day_literal(last)}{since}, true)"
    hidden = ", ".join(
        f"CASE WHEN coalesce({_DAY} <= {_day_literal(limit)}, true) THEN {name(column)} END AS {name(column)}"
        for column, limit in _late(use_case, source_name, days).items()
    )
    return f"(SELECT *{f' REPLACE ({hidden})' if hidden else ''} FROM {dated} WHERE {scope})"


def _late(use_case: UseCase, source_name: str, days: Days) -> dict[str, date]:
    """Column -> the last day whose value is known, where the target and the rest of its source are known at other times."""
    source = use_case.sources[source_name]
    if source.date is None or days.target_latest in (None, days.latest):
        return {}
    assert days.target_latest is not None
    fixed = {source.date, *source.keys}
    return {
        column: days.target_latest if column == use_case.target.column else days.latest
        for column in needed_columns(use_case, source_name)
        if column not in fixed
    }


def _day_literal(day: date) -> str:
    return f"DATE {literal(day.isoformat())}"


def _column(column: str, held: tuple[Kind, str], raw_type: str, source: Source, rules: Clean) -> _Column:
    kind, stored = held
    value = _DAY
    if kind is not Kind.DATE:
        value = name(_read(stored)) if is_text(raw_type) else parsed(column, kind, raw_type, source)
    cased = finished = value
    if kind in (Kind.KEY, Kind.TEXT):
        cased = in_case(value, rules.case.get(column))
        finished = with_aliases(cased, rules.aliases.get(column, {}))
    if kind is Kind.NUMBER:
        finished = with_unit(value, rules.units.get(column))
    limits = rules.impossible.get(column)
    rejected = is_impossible(finished, limits) if limits is not None and kind is Kind.NUMBER else "false"
    return _Column(column, stored, kind, raw_type, value, cased, finished, rejected)


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
        events.append(_Event("not_a_number", "imputed", column, f"{there} AND ({column.finished}) IS NULL"))
    if column.kind is Kind.DATE:
        events.append(_Event("not_a_date", "dropped", column, f"({column.parsed}) IS NULL"))
    if column.kind is Kind.KEY:
        events.append(_Event("key_missing", "dropped", column, f"NOT coalesce({there}, false)"))
    if column.kind in (Kind.KEY, Kind.TEXT):
        events += _text_events(column, rules)
    if column.name in rules.units and column.kind is Kind.NUMBER:
        events.append(_Event("unit_changed", "changed", column, f"({column.parsed}) IS NOT NULL", column.finished))
    if column.rejected != "false":
        action: Action = "imputed" if rules.impossible[column.name].then == "missing" else "dropped"
        events.append(_Event("impossible_value", action, column, column.rejected))
    return events


def _text_events(column: _Column, rules: Clean) -> list[_Event]:
    events = []
    if is_text(column.raw_type):
        tidied = f"{present(column.name, column.raw_type)} AND ({column.parsed}) <> {name(column.name)}"
        events.append(_Event("text_cleaned", "changed", column, tidied, column.parsed))
    if column.cased != column.parsed:
        events.append(_Event("case_changed", "changed", column, f"({column.cased}) <> ({column.parsed})", column.cased))
    if column.name in rules.aliases:
        events.append(
            _Event("alias_applied", "changed", column, f"({column.finished}) <> ({column.cased})", column.finished)
        )
    return events


def _record_events(staging: Staging, source: str, known: str, events: list[_Event]) -> None:
    """Put what happened on the list of changes. One pass over the source finds out what did not happen at all."""
    counted = ", ".join(f"count(*) FILTER (coalesce({event.where}, false))" for event in events)
    counts = staging.rows(f"SELECT {counted} FROM {known}")[0]
    for event, count in zip(events, counts, strict=True):
        if count:
            before = f"CAST({name(event.column.name)} AS VARCHAR)"
            record(
                staging,
                event.code,
                event.action,
                f"SELECT {literal(source)}, _line, {literal(event.column.name)}, {before}, CAST({event.after} AS VARCHAR), "
                f"{_DAY} FROM {known} WHERE coalesce({event.where}, false)",
            )
