"""How each kind of feature is made: the SQL value, and the joins it needs.

A feature of day T looks at rows of day T - lag only. `domain.use_case.consistency` has made sure that the lag is not
smaller than what the source allows; rows that are not known on the morning of the run are left out here once more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.use_case import CalendarFeature, Feature, UseCase
from domain.use_case.columns import Kind, needed_columns
from domain.use_case.feature import Lag, Rolling
from intake.columns import cleaned_name
from intake.quoting import literal, name, names, same, stable
from intake.staging import Staging


@dataclass(frozen=True)
class Origin:
    """A feature's value, and the joins to `wanted AS w` that provide it (the same join may serve several)."""

    value: str
    joins: tuple[str, ...] = ()


_CALENDAR = {
    CalendarFeature.WEEKDAY: "CAST(isodow(w.day) - 1 AS VARCHAR)",
    CalendarFeature.MONTH: "CAST(month(w.day) AS DOUBLE)",
    CalendarFeature.DAY_OF_MONTH: "CAST(day(w.day) AS DOUBLE)",
    CalendarFeature.DAY_OF_YEAR: "CAST(dayofyear(w.day) AS DOUBLE)",
    CalendarFeature.WEEK_OF_YEAR: "CAST(weekofyear(w.day) AS DOUBLE)",
    CalendarFeature.DAY_NUMBER: "CAST(w.day - DATE '1970-01-01' AS DOUBLE)",
}


def feature_origin(use_case: UseCase, feature_name: str, feature: Feature, as_of: date) -> Origin:
    """Value and joins of one feature."""
    if feature.calendar is not None:
        value = _CALENDAR[feature.calendar]
        return Origin(f"CAST({value} AS VARCHAR)" if feature.is_category else value)
    if feature.key is not None:
        return Origin(f"w.{name(feature.key)}")
    if feature.column is not None:
        return _column(use_case, feature, as_of)
    if feature.lag is not None:
        return lag_origin(use_case, feature.lag)
    assert feature.rolling is not None
    return rolling_origin(feature_name, feature.rolling, use_case)


def _column(use_case: UseCase, feature: Feature, as_of: date) -> Origin:
    assert feature.column is not None
    source = use_case.sources[feature.column.source]
    alias = name(f"{feature.column.source} {feature.column.lag_days}")
    conditions = [same(source.keys, alias, "w")]
    if source.date is not None:
        conditions.append(f"{alias}._day = w.day - {feature.column.lag_days}")
        conditions.append(f"{alias}._day <= DATE {literal(as_of.isoformat())} - {source.available_after_days}")
    join = f"LEFT JOIN {name('clean_' + feature.column.source)} AS {alias} ON {' AND '.join(conditions)}"
    kind = Kind.TEXT if feature.is_category else Kind.NUMBER
    held = cleaned_name(needed_columns(use_case, feature.column.source), feature.column.name, kind)
    return Origin(f"{alias}.{name(held)}", (join,))


def lag_origin(use_case: UseCase, lag: Lag) -> Origin:
    """The target of the same entity, some days before."""
    alias = name(f"target {lag.days}")
    join = f"LEFT JOIN history AS {alias} ON {same(use_case.keys, alias, 'w')} AND {alias}.day = w.day - {lag.days}"
    return Origin(f"{alias}.target", (join,))


def rolling_origin(feature_name: str, rolling: Rolling, use_case: UseCase) -> Origin:
    """The value made by `make_rolling`."""
    table = rolling_table(rolling, use_case)
    join = f"LEFT JOIN {table} ON {same(_by(rolling, use_case), table, 'w')} AND {table}.day = w.day"
    return Origin(f"CAST({table}.{name(feature_name)} AS DOUBLE)", (join,))


def rolling_table(rolling: Rolling, use_case: UseCase) -> str:
    """The table that holds all statistics taken over the same keys."""
    return name("rolling by " + ", ".join(_by(rolling, use_case)))


def _by(rolling: Rolling, use_case: UseCase) -> list[str]:
    return use_case.keys if rolling.by is None else rolling.by


def make_rolling(staging: Staging, use_case: UseCase, statistics: Mapping[str, Rolling]) -> None:
    """Make the tables of rolling statistics, one for each set of keys they are taken over."""
    groups: dict[str, dict[str, Rolling]] = {}
    for feature_name, rolling in statistics.items():
        groups.setdefault(rolling_table(rolling, use_case), {})[feature_name] = rolling
    for table, members in groups.items():
        _make_group(staging, table, _by(next(iter(members.values())), use_case), members)


def _make_group(staging: Staging, table: str, by: list[str], members: Mapping[str, Rolling]) -> None:
    keys = ", " + names(by) if by else ""
    series = (
        f"SELECT day{keys}, {stable('sum(target)')} AS target, false AS wanted FROM history GROUP BY ALL "
        f"UNION ALL SELECT DISTINCT day{keys}, NULL, true FROM wanted"
    )
    windows = ", ".join(f"{_statistic(rolling, by)} AS {name(member)}" for member, rolling in members.items())
    values = ", ".join(f"{stable(name(member))} AS {name(member)}" for member in members)
    staging.run(
        f"CREATE OR REPLACE TABLE {table} AS SELECT day{keys}, {values} "
        f"FROM (SELECT day{keys}, {windows} FROM ({series}) AS s QUALIFY wanted)"
    )


def _statistic(rolling: Rolling, by: Iterable[str]) -> str:
    function = {"mean": "avg", "std": "stddev_samp"}.get(rolling.statistic, rolling.statistic)
    parts = [name(key) for key in by] + (["isodow(day)"] if rolling.same_weekday else [])
    partition = f"PARTITION BY {', '.join(parts)} " if parts else ""
    oldest, newest = rolling.lag_days + rolling.window_days - 1, rolling.lag_days
    return (
        f"{function}(target) OVER ({partition}ORDER BY day RANGE BETWEEN INTERVAL {oldest} DAYS PRECEDING "
        f"AND INTERVAL {newest} DAYS PRECEDING)"
    )
