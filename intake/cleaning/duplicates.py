"""Rows with the same keys and date: keep the first, keep the last, add them up, or hold the run."""

from domain.use_case import Source
from domain.use_case.source import Clean
from intake.cleaning.changes import record
from intake.quoting import literal, name, names, stable
from intake.staging import Staging


def drop_duplicates(staging: Staging, source_name: str, source: Source, rules: Clean, numbers: list[str]) -> None:
    """Leave one row per keys and date in `clean_<source>`; record the others as `duplicate_rows`.

    Where the rule is to hold the run, the last row stays and the gate sees the record.
    """
    table = name("clean_" + source_name)
    group = names([*source.keys, *([source.date] if source.date is not None else [])])
    if not group:
        return
    if not staging.count(f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {group} HAVING count(*) > 1)"):
        return
    order = "_line" if rules.duplicates in ("first", "sum") else "_line DESC"
    staging.run(
        f"CREATE OR REPLACE TEMP TABLE _ranked AS SELECT *, row_number() OVER (PARTITION BY {group} ORDER BY {order}) AS _copy FROM {table}"
    )
    shown = f"concat_ws(' | ', {names(numbers)})" if numbers else "NULL"
    record(
        staging,
        "duplicate_rows",
        "changed" if rules.duplicates == "sum" else "dropped",
        f"SELECT {literal(source_name)}, _line, NULL, CAST({shown} AS VARCHAR), NULL, _day FROM _ranked WHERE _copy > 1",
    )
    columns = "*"
    if rules.duplicates == "sum" and numbers:
        sums = ", ".join(f"{stable(f'sum({name(n)}) OVER (PARTITION BY {group})')} AS {name(n)}" for n in numbers)
        columns = f"* REPLACE ({sums})"
    staging.run(
        f"CREATE OR REPLACE TABLE {table} AS SELECT * EXCLUDE (_copy) FROM (SELECT {columns} FROM _ranked) WHERE _copy = 1"
    )
    staging.run("DROP TABLE _ranked")
