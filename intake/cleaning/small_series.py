"""Small series are predicted together (docs/decisions/0013-small-series-are-predicted-together.md).

A row of day D counts for "together" if, by what was known on the morning of D, its series had sales on too few days. So
a row belongs to one entity, the same in training as in production, and every sale is counted once.
"""

from datetime import date

from domain.use_case import UseCase
from domain.use_case.fixes import Aggregate
from intake.cleaning.changes import note_fact, record
from intake.quoting import literal, name, names, stable
from intake.staging import Staging

CODE = "series_together"


def known_lag(use_case: UseCase) -> int:
    """How many days before a day its morning knows of sales."""
    return use_case.dates.horizon_days + use_case.target.available_after_days


def reach_days(use_case: UseCase) -> int:
    """How many days before its own a row of the target looks back to; 0 where nothing is taken together."""
    rules = use_case.clean.get(use_case.target.source)
    if rules is None or rules.aggregate is None:
        return 0
    return rules.aggregate.within_days + known_lag(use_case)


def take_together(staging: Staging, use_case: UseCase, numbers: list[str], known_through: date) -> None:
    """Put the small series of `clean_<source of the target>` together, and make `small_series` (the keys, days, sold).

    Args:
        staging: holds the cleaned source, one row per keys and day.
        use_case: says how.
        numbers: columns that are added up.
        known_through: the last day whose sales are known on the morning; small on the day predicted is who had too few
            days with sales up to it.
    """
    source_name = use_case.target.source
    rule = use_case.clean[source_name].aggregate
    assert rule is not None
    table = name("clean_" + source_name)
    _note_now(staging, use_case, rule, known_through)
    gap = known_lag(use_case)
    window = (
        f"OVER (PARTITION BY {names(use_case.keys)} ORDER BY _day RANGE BETWEEN INTERVAL {gap + rule.within_days - 1} DAYS "
        f"PRECEDING AND INTERVAL {gap} DAYS PRECEDING)"
    )
    sold = f"{name(use_case.target.column)} > 0"
    staging.run(
        f"CREATE OR REPLACE TEMP TABLE _sized AS SELECT *, coalesce(count(*) FILTER ({sold}) {window}, 0) "
        f"< {rule.fewer_than_days} AS _small FROM {table}"
    )
    record(
        staging,
        CODE,
        "changed",
        f"SELECT {literal(source_name)}, _line, {literal(rule.key)}, {name(rule.key)}, {literal(rule.together_as)}, _day "
        f"FROM _sized WHERE _small",
    )
    _add_up(staging, use_case, rule, numbers)
    staging.run("DROP TABLE _sized")


def _add_up(staging: Staging, use_case: UseCase, rule: Aggregate, numbers: list[str]) -> None:
    table = name("clean_" + use_case.target.source)
    group = {*use_case.keys, "_day"}
    values = []
    for column in staging.columns(table):
        held = name(column)
        if column in group:
            values.append(held)
        elif column in numbers:
            values.append(f"{stable(f'sum({held})')} AS {held}")
        else:
            values.append(f"arg_min({held}, _line) AS {held}" if column != "_line" else "min(_line) AS _line")
    named = f"CASE WHEN _small THEN {literal(rule.together_as)} ELSE {name(rule.key)} END AS {name(rule.key)}"
    staging.run(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {', '.join(values)} FROM (SELECT * REPLACE ({named}) FROM _sized) "
        f"GROUP BY {names([*use_case.keys, '_day'])}"
    )


def _note_now(staging: Staging, use_case: UseCase, rule: Aggregate, known_through: date) -> None:
    """Which series are small on the day predicted, with what each sold lately, and how many series there are at all."""
    source_name, through = use_case.target.source, f"DATE {literal(known_through.isoformat())}"
    target = name(use_case.target.column)
    counts = f"FILTER ({target} > 0 AND _day > {through} - {rule.within_days})"
    staging.run(
        f"CREATE OR REPLACE TABLE small_series AS SELECT {names(use_case.keys)}, count(*) {counts} AS days, "
        f"coalesce({stable(f'sum({target}) {counts}')}, 0.0) AS sold FROM {name('clean_' + source_name)} "
        f"WHERE _day <= {through} GROUP BY {names(use_case.keys)}"
    )
    told = (source_name, rule.key, CODE)
    note_fact(staging, told, "of", staging.count("SELECT count(*) FROM small_series WHERE days > 0"))
    staging.run(f"DELETE FROM small_series WHERE days >= {rule.fewer_than_days}")
    note_fact(staging, told, "series", staging.count("SELECT count(*) FROM small_series WHERE days > 0"))
    note_fact(staging, told, "days", rule.fewer_than_days)
    if rule.share_back:
        note_fact(staging, told, "unsold", staging.count("SELECT count(*) FROM small_series WHERE days = 0"))
        note_fact(staging, told, "within", rule.within_days)


def count_received(staging: Staging, use_case: UseCase, sold: str, known: str) -> None:
    """How many series of how many would have been small as received, before anything was left out.

    Args:
        staging: holds the rows.
        use_case: says how.
        sold: the target of a row as received.
        known: the rows as received, with `_parsed_day`.
    """
    source_name = use_case.target.source
    rule = use_case.clean[source_name].aggregate
    assert rule is not None
    small, of = staging.rows(
        f"SELECT count(*) FILTER (days < {rule.fewer_than_days}), count(*) FROM (SELECT count(DISTINCT _parsed_day) AS days "
        f"FROM {known} WHERE ({sold}) > 0 GROUP BY {names(use_case.keys)})"
    )[0]
    told = (source_name, rule.key, CODE)
    note_fact(staging, told, "received", int(str(small)))
    note_fact(staging, told, "received_of", int(str(of)))
