"""Leave rows out for the reasons that the use case file states; every row and every reason is on the list of changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.use_case.columns import Kind
from domain.use_case.fixes import Drop
from domain.use_case.source import Clean, Source
from intake.cleaning.changes import record
from intake.cleaning.expressions import parsed
from intake.quoting import literal, name, names
from intake.staging import Staging


@dataclass(frozen=True)
class Known:
    """The rows of a source that are known on the morning.

    Attributes:
        relation: a table or query in brackets, with `_line` and `_parsed_day`.
        types: of the raw columns.
        late: column -> the last day whose value is known, where others of the row are known earlier.
    """

    relation: str
    types: Mapping[str, str]
    late: Mapping[str, date]


@dataclass(frozen=True)
class _Reason:
    """Why rows go: the code, the column, the words, and the condition over a known row."""

    code: str
    column: str | None
    words: str
    condition: str


def drop_rows(staging: Staging, source_name: str, source: Source, rules: Clean, known: Known) -> str:
    """The known rows without those that a stated reason leaves out, as the name of a table.

    A row goes for the first reason that applies. The other reasons are written down, too, with the action `none`: so
    each reason has both its rows, and the rows that are like this at all.
    """
    reasons = _reasons(source, rules, known)
    if not reasons:
        return known.relation
    flags = ", ".join(f"coalesce({reason.condition}, false) AS _r{place}" for place, reason in enumerate(reasons))
    first = "CASE " + " ".join(f"WHEN _r{place} THEN {place}" for place in range(len(reasons))) + " END"
    judged, kept = name("judged_" + source_name), name("kept_" + source_name)
    staging.run(
        f"CREATE OR REPLACE TABLE {judged} AS SELECT *, {first} AS _first FROM (SELECT *, {flags} FROM {known.relation})"
    )
    for place, reason in enumerate(reasons):
        column = "NULL" if reason.column is None else literal(reason.column)
        before = "NULL" if reason.column is None else f"CAST({name(reason.column)} AS VARCHAR)"
        rows = (
            f"SELECT {literal(source_name)}, _line, {column}, {before}, NULL, _parsed_day FROM {judged} WHERE _r{place}"
        )
        record(staging, reason.code, "dropped", f"{rows} AND _first = {place}", reason.words)
        record(staging, reason.code, "none", f"{rows} AND _first <> {place}", reason.words)
    flags = ", ".join(f"_r{place}" for place in range(len(reasons)))
    staging.run(
        f"CREATE OR REPLACE TABLE {kept} AS SELECT * EXCLUDE (_first, {flags}) FROM {judged} WHERE _first IS NULL"
    )
    staging.run(f"DROP TABLE {judged}")
    return kept


def _reasons(source: Source, rules: Clean, known: Known) -> list[_Reason]:
    reasons = []
    if rules.identical == "first":
        seen = f"row_number() OVER (PARTITION BY {names(c for c in known.types if c != '_line')} ORDER BY _line) > 1"
        reasons.append(_Reason("identical_rows", None, "", seen))
    for drop in rules.drop.values():
        reasons.append(_Reason("row_dropped", drop.column, drop.reason, _condition(drop, source, known)))
    return reasons


def _condition(drop: Drop, source: Source, known: Known) -> str:
    kind = Kind.NUMBER if drop.asks_for_number else Kind.TEXT
    value = parsed(drop.column, kind, known.types[drop.column], source)
    if drop.missing:
        limit = known.late.get(drop.column)
        # What is not known yet is not missing.
        visible = "true" if limit is None else f"_parsed_day <= DATE {literal(limit.isoformat())}"
        return f"({value}) IS NULL AND {visible}"
    if drop.matches is not None:
        return f"regexp_full_match({value}, {literal(drop.matches)})"
    if drop.values:
        return f"lower({value}) IN ({', '.join(literal(text.lower()) for text in drop.values)})"
    limits = {"<": drop.below, "<=": drop.at_most, ">": drop.above, ">=": drop.at_least}
    sign, number = next((sign, number) for sign, number in limits.items() if number is not None)
    return f"({value}) {sign} {number!r}"
