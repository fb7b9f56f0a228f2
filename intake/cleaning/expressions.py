"""SQL for one column: from the raw value to what it means."""

from collections.abc import Mapping

from domain.use_case.source import Impossible, Source, Unit
from intake.columns import Kind
from intake.quoting import literal, name

MISSING_TEXTS = ("", "na", "n/a", "nan", "null", "none")
"""Texts (in small letters) that mean "no value", as pandas, R and Excel write it."""

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL")


def is_text(raw_type: str) -> bool:
    """Whether the raw column is text that has to be parsed."""
    return raw_type == "VARCHAR"


def _is_number(raw_type: str) -> bool:
    return raw_type.startswith(_NUMBERS)


def present(column: str, raw_type: str) -> str:
    """The condition that a raw value is there at all."""
    raw = name(column)
    if is_text(raw_type):
        return f"lower(trim({raw})) NOT IN ({', '.join(map(literal, MISSING_TEXTS))})"
    return f"({raw} IS NOT NULL AND NOT isnan({raw}))" if raw_type in ("DOUBLE", "FLOAT") else f"{raw} IS NOT NULL"


def parsed(column: str, kind: Kind, raw_type: str, source: Source) -> str:
    """The value of a raw column; NULL where it is missing or is not what it should be."""
    raw = name(column)
    if kind is Kind.DATE:
        value = f"try_strptime(trim({raw}), {literal(source.date_format)})" if is_text(raw_type) else f"TRY_CAST({raw} AS TIMESTAMP)"
        return f"CAST({value} AS DATE)"
    there = present(column, raw_type)
    if kind is Kind.NUMBER:
        point = f"replace({raw}, ',', '.')" if source.decimal == "," and is_text(raw_type) else raw
        number = f"TRY_CAST(trim({point}) AS DOUBLE)" if is_text(raw_type) else f"TRY_CAST({raw} AS DOUBLE)"
        return f"CASE WHEN {there} AND isfinite({number}) THEN {number} END"
    return f"CASE WHEN {there} THEN {_as_text(raw, raw_type)} END"


def _as_text(raw: str, raw_type: str) -> str:
    """Text without surplus spaces; whole numbers without a decimal point, so that 1 and 1.0 are one category."""
    if is_text(raw_type):
        return f"regexp_replace(trim({raw}), '\\s+', ' ', 'g')"
    if _is_number(raw_type):
        return f"CASE WHEN {raw} = floor({raw}) AND abs({raw}) < 1e15 THEN CAST(CAST({raw} AS BIGINT) AS VARCHAR) ELSE CAST({raw} AS VARCHAR) END"
    return f"CAST({raw} AS VARCHAR)"


def with_aliases(expression: str, aliases: Mapping[str, list[str]]) -> str:
    """The right text for each of its other spellings."""
    if not aliases:
        return expression
    spellings = {" ".join(text.split()).lower(): right for right, others in aliases.items() for text in (right, *others)}
    wrong, right = ", ".join(map(literal, spellings)), ", ".join(map(literal, spellings.values()))
    return f"coalesce(map([{wrong}], [{right}])[lower({expression})], {expression})"


def with_unit(expression: str, unit: Unit | None) -> str:
    """The value in the unit of the use case file."""
    return expression if unit is None else f"({expression}) * {unit.multiply!r} + {unit.add!r}"


def is_impossible(expression: str, limits: Impossible) -> str:
    """The condition that a value cannot be."""
    sides = []
    if limits.min is not None:
        sides.append(f"{expression} < {limits.min!r}")
    if limits.max is not None:
        sides.append(f"{expression} > {limits.max!r}")
    return f"({' OR '.join(sides)})" if sides else "false"
