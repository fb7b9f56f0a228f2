"""The statistical snapshot of a stage: a few numbers per column, so that a jump can be traced to its step.

Of a source with dates the rows of one day are looked at (`snapshot_day`), of one without dates all rows, and of the
joined and the finished batch the batch itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.stage import BATCH, QUANTILES, TOP_VALUES, ColumnStatistics, ColumnType, Stage, StageSnapshot
from domain.use_case import Source, UseCase
from domain.use_case.columns import Kind, needed_columns
from intake.cleaning.expressions import is_text, parsed
from intake.columns import cleaned_name, used_sources
from intake.quoting import STABLE_DIGITS, literal, name
from intake.staging import Staging

SAMPLED_ROWS = 100_000
"""Rows whose quantiles are taken: at so many, the standard error of a median is 0.4 % of a standard deviation."""

MANY_VALUES = 10_000
"""Of a column with more different values than this the most frequent ones are counted in the sample only: they are names of rows."""

_BATCH_TABLES = {Stage.JOINED: "joined", Stage.FEATURES: "prepared"}

_NUMBERS = "count({v}), avg({v}), stddev_samp({v}), min({v}), max({v}), approx_count_distinct({v})"
_TEXTS = "count({v}), approx_count_distinct({v})"


@dataclass(frozen=True)
class _Column:
    """A column to look at: its name in the snapshot, what it holds, and its value over the table."""

    name: str
    type: ColumnType
    value: str


@dataclass(frozen=True)
class _Table:
    """The rows to look at: a table or a query in brackets, and the order in which they stand (for the sample)."""

    name: str
    rows: str
    order: str
    day: date | None
    columns: tuple[_Column, ...]


def snapshot_day(use_case: UseCase, source_name: str, run_date: date) -> date | None:
    """The day whose rows of a source are looked at on a morning; None for a source without dates.

    The batch's own rows: the day predicted. The target: the newest day whose actual is known. Another source: the day
    that the batch reads, which is the day predicted minus the smallest lag that one of its features has; never later
    than what is known on the morning.
    """
    source = use_case.sources[source_name]
    if source.date is None:
        return None
    target_date = run_date + timedelta(days=use_case.dates.horizon_days)
    if source_name == use_case.target.source:
        return run_date - timedelta(days=use_case.target.available_after_days)
    lags = [
        feature.column.lag_days
        for feature in use_case.features.values()
        if feature.column is not None and feature.column.source == source_name
    ]
    wanted = target_date - timedelta(days=min(lags, default=0))
    if source_name == use_case.batch.source:
        wanted = target_date
    return min(wanted, run_date - timedelta(days=source.available_after_days))


def take_snapshots(staging: Staging, use_case: UseCase, run_date: date, stage: Stage) -> tuple[StageSnapshot, ...]:
    """The snapshots of the tables that a stage has just made."""
    if stage in _BATCH_TABLES:
        tables = [_batch(staging, use_case, stage)]
    else:
        made = _received if stage is Stage.RECEIVED else _cleaned
        tables = [made(staging, use_case, source, run_date) for source in used_sources(use_case)]
    return tuple(_snapshot(staging, run_date, stage, table) for table in tables)


def _received(staging: Staging, use_case: UseCase, source_name: str, run_date: date) -> _Table:
    source, raw = use_case.sources[source_name], name("raw_" + source_name)
    types = staging.columns(raw)
    day = snapshot_day(use_case, source_name, run_date)
    rows = raw if day is None or source.date is None else rows_of_day(staging, source, raw, day)
    columns = tuple(
        _as_received(source, column, kinds, types[column])
        for column, kinds in needed_columns(use_case, source_name).items()
    )
    return _Table(source_name, rows, "_line", day, columns)


def rows_of_day(staging: Staging, source: Source, raw: str, day: date) -> str:
    """The raw rows of a day. A file has few different dates, however many rows: each is read once."""
    assert source.date is not None
    column, raw_type = name(source.date), staging.columns(raw)[source.date]
    reading = f"{parsed(source.date, Kind.DATE, raw_type, source)} = DATE {literal(day.isoformat())}"
    if not is_text(raw_type):
        return f"(SELECT * FROM {raw} WHERE {reading})"
    written = staging.rows(f"SELECT {column} FROM (SELECT DISTINCT {column} FROM {raw}) WHERE {reading} ORDER BY 1")
    listed = ", ".join(literal(str(found)) for (found,) in written) or "NULL"
    return f"(SELECT * FROM {raw} WHERE {column} IN ({listed}))"


def _as_received(source: Source, column: str, kinds: tuple[Kind, ...], raw_type: str) -> _Column:
    """A column before the cleaning. Text that is a number in the use case is read as one, to compare it with what it became."""
    raw = name(column)
    if Kind.NUMBER in kinds:
        return _Column(column, "number", number_as_received(raw, raw_type, source.decimal))
    kind: ColumnType = "date" if Kind.DATE in kinds else "text"
    value = f"nullif(trim({raw}), '')" if is_text(raw_type) else f"CAST({raw} AS VARCHAR)"
    return _Column(column, kind, value)


def number_as_received(raw: str, raw_type: str, decimal: str) -> str:
    """SQL that reads a raw value as a number, by the decimal mark of its source; what is none is NULL."""
    point = f"replace({raw}, ',', '.')" if is_text(raw_type) and decimal == "," else raw
    value = f"TRY_CAST({point} AS DOUBLE)"
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def _cleaned(staging: Staging, use_case: UseCase, source_name: str, run_date: date) -> _Table:
    clean = name("clean_" + source_name)
    types = staging.columns(clean)
    day = snapshot_day(use_case, source_name, run_date)
    needed = needed_columns(use_case, source_name)
    stored = [cleaned_name(needed, column, kind) for column, kinds in needed.items() for kind in kinds]
    rows = clean if day is None else f"(SELECT * FROM {clean} WHERE _day = DATE {literal(day.isoformat())})"
    return _Table(source_name, rows, "_line", day, tuple(_typed(column, column, types[column]) for column in stored))


def _batch(staging: Staging, use_case: UseCase, stage: Stage) -> _Table:
    table = _BATCH_TABLES[stage]
    types = staging.columns(table)
    columns = [(feature, "x_" + feature) for feature in use_case.features if "x_" + feature in types]
    day = staging.rows(f"SELECT max(day) FROM {table}")[0][0]
    assert day is None or isinstance(day, date)
    return _Table(BATCH, table, "_row", day, tuple(_typed(shown, held, types[held]) for shown, held in columns))


def _typed(shown: str, held: str, sql_type: str) -> _Column:
    if sql_type == "DATE":
        return _Column(shown, "date", f"CAST({name(held)} AS VARCHAR)")
    return _Column(shown, "text" if is_text(sql_type) else "number", name(held))


def _snapshot(staging: Staging, run_date: date, stage: Stage, table: _Table) -> StageSnapshot:
    parts = [(_NUMBERS if column.type == "number" else _TEXTS).format(v=column.value) for column in table.columns]
    found = iter(staging.rows(f"SELECT {', '.join(['count(*)', *parts])} FROM {table.rows}")[0])
    rows = _whole(next(found))
    quantiles = _quantiles(staging, table, rows)
    columns = []
    for column in table.columns:
        if column.type == "number":
            columns.append(_of_numbers(column.name, [next(found) for _ in range(6)], rows, quantiles))
        else:
            count, distinct = _whole(next(found)), _whole(next(found))
            many = distinct > MANY_VALUES
            top = _top(staging, table, column.value, _step(rows) if many else 1) if count else ()
            columns.append(
                ColumnStatistics(column.name, column.type, count, rows - count, distinct=min(distinct, count), top=top)
            )
    return StageSnapshot(run_date, stage, table.name, table.day, rows, tuple(columns))


def _of_numbers(
    column: str, found: Sequence[object], rows: int, quantiles: Mapping[str, Sequence[float]]
) -> ColumnStatistics:
    count, (mean, std, low, high), distinct = _whole(found[0]), map(_float, found[1:5]), _whole(found[5])
    if not count or mean is None or low is None or high is None:
        return ColumnStatistics(column, "number", count, rows - count)
    inner = tuple(min(max(value, low), high) for value in quantiles[column])
    return ColumnStatistics(
        column, "number", count, rows - count, mean, std or 0.0, (low, *inner, high), min(distinct, count)
    )


def _quantiles(staging: Staging, table: _Table, rows: int) -> dict[str, Sequence[float]]:
    """The inner quantiles of all columns of numbers, of every row or of an even sample that is the same each time."""
    numbers = [column for column in table.columns if column.type == "number"]
    if not numbers or not rows:
        return {}
    wanted = f"[{', '.join(map(str, QUANTILES[1:-1]))}]"
    parts = ", ".join(f"quantile_cont({column.value}, {wanted})" for column in numbers)
    found: tuple[Any, ...] = staging.rows(f"SELECT {parts} FROM {table.rows} WHERE {_sampled(table, _step(rows))}")[0]
    return {column.name: values or () for column, values in zip(numbers, found, strict=True)}


def _step(rows: int) -> int:
    """One of so many rows is in the sample."""
    return max(1, -(-rows // SAMPLED_ROWS))


def _sampled(table: _Table, step: int) -> str:
    return f"hash({table.order}) % {step} = 0"


def _top(staging: Staging, table: _Table, value: str, step: int) -> tuple[tuple[str, int], ...]:
    counted = staging.rows(
        f"SELECT {value} AS value, count(*) AS held FROM {table.rows} WHERE {value} IS NOT NULL AND {_sampled(table, step)} "
        f"GROUP BY 1 ORDER BY held DESC, value LIMIT {TOP_VALUES}"
    )
    return tuple((str(found), _whole(held) * step) for found, held in counted)


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


def _float(value: object) -> float | None:
    """A statistic, the same in whatever order two threads added its rows."""
    return None if value is None else float(f"{float(str(value)):.{STABLE_DIGITS}g}")
