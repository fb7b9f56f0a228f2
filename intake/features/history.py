"""The target's past as far as it is known on a morning, without closed days."""

from datetime import date

from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from intake.cleaning.changes import record
from intake.cleaning.expressions import present
from intake.columns import cleaned_name
from intake.quoting import literal, name, names, same
from intake.staging import Staging


def make_closed_days(staging: Staging, use_case: UseCase) -> None:
    """Make `closed_days` (day and the keys of its source) and `shut_days` (days on which everything is closed).

    Both are empty where the use case has no closed days.
    """
    closed = use_case.closed
    if closed is None:
        staging.run("CREATE OR REPLACE TABLE closed_days (day DATE)")
        staging.run("CREATE OR REPLACE TABLE shut_days (day DATE)")
        return
    keys = use_case.sources[closed.source].keys
    table = name("clean_" + closed.source)
    column = cleaned_name(needed_columns(use_case, closed.source), closed.column, Kind.TEXT)
    is_closed = f"coalesce({name(column)} = {literal(closed.value)}, false)"
    staging.run(
        f"CREATE OR REPLACE TABLE closed_days AS SELECT DISTINCT _day AS day{_keys_of(keys)} FROM {table} WHERE {is_closed}"
    )
    staging.run(
        f"CREATE OR REPLACE TABLE shut_days AS SELECT _day AS day FROM {table} GROUP BY _day HAVING bool_and({is_closed})"
    )


def not_closed(use_case: UseCase, alias: str, day: str) -> str:
    """The condition that a row is not on a closed day."""
    keys = use_case.sources[use_case.closed.source].keys if use_case.closed is not None else []
    return f"NOT EXISTS (SELECT 1 FROM closed_days AS c WHERE c.day = {alias}.{day} AND {same(keys, 'c', alias)})"


def make_history(staging: Staging, use_case: UseCase, as_of: date) -> None:
    """Make `history` (day, keys, target): open days whose actual is known on the morning of `as_of`.

    For classes the target is the place of the class in the use case file.
    """
    target = use_case.target
    source = name("clean_" + target.source)
    staging.run(
        f"CREATE OR REPLACE TABLE history AS SELECT s._day AS day{_keys_of(use_case.keys, 's.')}, {target_value(use_case)} AS target "
        f"FROM {source} AS s WHERE {target_value(use_case)} IS NOT NULL "
        f"AND s._day <= DATE {literal(as_of.isoformat())} - {target.available_after_days} AND {not_closed(use_case, 's', '_day')}"
    )
    raw = name("raw_" + target.source)
    raw_type = staging.columns(raw)[target.column]
    record(
        staging,
        "target_missing",
        "left out",
        f"SELECT {literal(target.source)}, s._line, {literal(target.column)}, NULL, NULL, s._day FROM {source} AS s JOIN {raw} AS r USING (_line) "
        f"WHERE NOT coalesce({present(target.column, raw_type).replace(name(target.column), 'r.' + name(target.column))}, false) "
        f"AND s._day <= DATE {literal(as_of.isoformat())} - {target.available_after_days}",
    )
    if use_case.task != "regression":
        record(
            staging,
            "unknown_class",
            "left out",
            f"SELECT {literal(target.source)}, s._line, {literal(target.column)}, s.{name(target.column)}, NULL, s._day FROM {source} AS s "
            f"WHERE s.{name(target.column)} IS NOT NULL AND {target_value(use_case)} IS NULL",
        )


def target_value(use_case: UseCase) -> str:
    """The target as a number, over the alias `s`."""
    column = f"s.{name(use_case.target.column)}"
    if use_case.task == "regression":
        return column
    places = " ".join(f"WHEN {literal(text)} THEN {place}.0" for place, text in enumerate(use_case.target.classes))
    return f"CAST(CASE {column} {places} END AS DOUBLE)"


def _keys_of(keys: list[str], prefix: str = "") -> str:
    return ", " + names(keys, prefix) if keys else ""
