"""Let a stated rule stand in for missing values of features; every one is counted, and the row says which.

Only days before the one whose value is missing are looked at. What a feature's own day may know, they may, too.
"""

from datetime import date

from domain.finding import Finding, Severity
from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from domain.use_case.feature import Column, Feature
from domain.use_case.missing import LOOKS_BACK, Missing
from intake.columns import cleaned_name
from intake.quoting import literal, name, names, same, stable
from intake.staging import Staging

IMPUTED = "_imputed"
"""The column that names the imputed features of a row, with commas between them; empty where there is none."""


def is_imputing(use_case: UseCase) -> bool:
    """Whether any feature has a rule for its missing values."""
    return bool(_rules(use_case))


def joined_table(use_case: UseCase) -> str:
    """The table that features are taken from: `joined`, or `filled` where rules stand in for missing values."""
    return "filled" if is_imputing(use_case) else "joined"


def fill_gaps(staging: Staging, use_case: UseCase, as_of: date) -> None:
    """Make `filled` from `joined`: the same rows with missing values replaced by rule, and `_imputed`.

    Without a rule there is nothing to do.
    """
    rules = _rules(use_case)
    if not rules:
        return
    joins, columns, marks = [], [], []
    for feature, rule in rules.items():
        own = f"j.{name('x_' + feature)}"
        value = _stated(use_case, feature, rule)
        if rule.rule in LOOKS_BACK:
            table = _look_back(staging, use_case, feature, as_of)
            joins.append(f"LEFT JOIN {table} AS {table} ON {table}._row = j._row")
            value = f"{table}.value"
        columns.append(f"coalesce({own}, {value}) AS {name('x_' + feature)}")
        marks.append(f"CASE WHEN {own} IS NULL AND {value} IS NOT NULL THEN {literal(feature)} END")
    staging.run(
        f"CREATE OR REPLACE TABLE filled AS SELECT j.* REPLACE ({', '.join(columns)}), concat_ws(',', {', '.join(marks)}) "
        f"AS {IMPUTED} FROM joined AS j {' '.join(joins)} ORDER BY j._row"
    )


def imputed_findings(staging: Staging, use_case: UseCase) -> list[Finding]:
    """One finding per feature whose missing values were replaced: a warning where that is most of the rows."""
    findings = []
    for feature, rule in _rules(use_case).items():
        column = name("x_" + feature)
        count, of, days = staging.rows(
            f"SELECT count(*) FILTER (list_contains(string_split({IMPUTED}, ','), {literal(feature)})), count(*), "
            f"count(DISTINCT day) FILTER (list_contains(string_split({IMPUTED}, ','), {literal(feature)})) FROM filled"
        )[0]
        if not count:
            continue
        examples = staging.rows(
            f"SELECT {column}, {names(['day', *use_case.keys])} FROM filled WHERE list_contains(string_split({IMPUTED}, ','), {literal(feature)}) "
            "ORDER BY day DESC, _row LIMIT 20"
        )
        share = int(str(count)) / int(str(of))
        findings.append(
            Finding(
                "imputed",
                Severity.WARNING if share > use_case.checks.missing_at_most else Severity.INFO,
                "features",
                feature,
                int(str(count)),
                "imputed",
                {"rule": rule.rule, "within_days": rule.within_days, "share": round(share, 4), "days": days},
                tuple(
                    {
                        "before": None,
                        "after": value,
                        "day": str(day),
                        "keys": dict(zip(use_case.keys, keys, strict=True)),
                    }
                    for value, day, *keys in examples
                ),
            )
        )
    return findings


def _rules(use_case: UseCase) -> dict[str, Missing]:
    return {name_: feature.missing for name_, feature in use_case.features.items() if feature.missing is not None}


def _stated(use_case: UseCase, feature: str, rule: Missing) -> str:
    """The value of the rules that look at no other day."""
    if rule.feature is not None:
        return f"j.{name('x_' + rule.feature)}"
    if use_case.features[feature].is_category:
        return literal(str(rule.value))
    return "NULL" if rule.value is None else f"CAST({float(rule.value)!r} AS DOUBLE)"


def _look_back(staging: Staging, use_case: UseCase, feature_name: str, as_of: date) -> str:
    """Make a table of the row and the value that earlier days give it; returns its name."""
    feature = use_case.features[feature_name]
    assert feature.column is not None
    assert feature.missing is not None
    column, rule = feature.column, feature.missing
    source = use_case.sources[column.source]
    held = f"c.{name(_held(use_case, feature, column))}"
    own_day = f"j.day - {column.lag_days}"
    conditions = [
        same(source.keys, "c", "j"),
        f"c._day < {own_day} AND c._day >= {own_day} - {rule.within_days}",
        f"c._day <= DATE {literal(as_of.isoformat())} - {source.available_after_days}",
        f"{held} IS NOT NULL",
    ]
    if rule.rule == "same_weekday":
        conditions.append(f"isodow(c._day) = isodow({own_day})")
    value = stable(f"median({held})") if rule.rule == "median" else f"arg_max({held}, c._day)"
    table = name("earlier " + feature_name)
    staging.run(
        f"CREATE OR REPLACE TABLE {table} AS SELECT j._row, {value} AS value FROM joined AS j "
        f"JOIN {name('clean_' + column.source)} AS c ON {' AND '.join(conditions)} "
        f"WHERE j.{name('x_' + feature_name)} IS NULL GROUP BY j._row"
    )
    return table


def _held(use_case: UseCase, feature: Feature, column: Column) -> str:
    kind = Kind.TEXT if feature.is_category else Kind.NUMBER
    return cleaned_name(needed_columns(use_case, column.source), column.name, kind)
