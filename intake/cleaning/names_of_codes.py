"""One name for each code: the most frequent one. And how many codes were written in two cases or under several names."""

from domain.use_case.source import Clean
from intake.cleaning.changes import note_fact, record
from intake.quoting import literal, name
from intake.staging import Staging


def unify_names(staging: Staging, source_name: str, rules: Clean, known: str) -> None:
    """Give every code of `clean_<source>` its most frequent name; of names as frequent, the first of the alphabet.

    Args:
        staging: holds `clean_<source>`.
        source_name: which source.
        rules: `one_name` says of which columns.
        known: the rows as received; codes with several names are counted there.
    """
    table = name("clean_" + source_name)
    for column, code in rules.one_name.items():
        c, k = name(column), name(code)
        several = staging.count(
            f"SELECT count(*) FROM (SELECT 1 FROM {known} WHERE {c} <> '' GROUP BY {k} HAVING count(DISTINCT {c}) > 1)"
        )
        note_fact(staging, (source_name, column, "name_unified"), "codes", several)
        staging.run(
            f"CREATE OR REPLACE TEMP TABLE _names AS SELECT {k} AS code, {c} AS best FROM {table} WHERE {c} IS NOT NULL "
            f"GROUP BY {k}, {c} QUALIFY row_number() OVER (PARTITION BY {k} ORDER BY count(*) DESC, {c}) = 1"
        )
        record(
            staging,
            "name_unified",
            "changed",
            f"SELECT {literal(source_name)}, t._line, {literal(column)}, t.{c}, n.best, t._day FROM {table} AS t "
            f"JOIN _names AS n ON n.code = t.{k} WHERE t.{c} <> n.best",
        )
        staging.run(f"UPDATE {table} AS t SET {c} = n.best FROM _names AS n WHERE n.code = t.{k} AND t.{c} <> n.best")
        staging.run("DROP TABLE _names")


def count_cases(staging: Staging, source_name: str, rules: Clean, known: str) -> None:
    """Count the codes that differ from another only in capital and small letters, as received."""
    for column, case in rules.case.items():
        folded = f"{case}(trim({name(column)}))"
        twice = staging.count(
            f"SELECT count(*) FROM (SELECT 1 FROM {known} GROUP BY {folded} HAVING count(DISTINCT trim({name(column)})) > 1)"
        )
        note_fact(staging, (source_name, column, "case_changed"), "codes", twice)
