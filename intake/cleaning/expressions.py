"""SQL for one column: from the raw value to what it means."""

from collections.abc import Mapping

from domain.use_case.columns import Kind
from domain.use_case.source import Clean, Impossible, Source, Unit
from intake.quoting import literal, name

MISSING_TEXTS = ("", "na", "n/a", "nan", "null", "none")
"""Texts (in small letters) that mean "no value", as pandas, R and Excel write it."""

BLANKS = " \t\n\v\f\r\u00a0\u2007\u202f\ufeff"
"""What may stand around a value without being part of it; spreadsheets and web pages leave hard spaces behind."""

_NUMBERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
)


def is_text(raw_type: str) -> bool:
    """Whether the raw column is text that has to be parsed."""
    return raw_type == "VARCHAR"


def _is_number(raw_type: str) -> bool:
    return raw_type.startswith(_NUMBERS)


def _trimmed(raw: str) -> str:
    # Nearly every text is plain already; seeing that takes a fifth of the time that trimming takes.
    return (
        f"CASE WHEN regexp_full_match({raw}, '[!-~]([ -~]*[!-~])?') THEN {raw} ELSE trim({raw}, {literal(BLANKS)}) END"
    )


def present(column: str, raw_type: str) -> str:
    """The condition that a raw value is there at all."""
    raw = name(column)
    if is_text(raw_type):
        return f"lower({_trimmed(raw)}) NOT IN ({', '.join(map(literal, MISSING_TEXTS))})"
    return f"({raw} IS NOT NULL AND NOT isnan({raw}))" if raw_type in ("DOUBLE", "FLOAT") else f"{raw} IS NOT NULL"


def parsed(column: str, kind: Kind, raw_type: str, source: Source) -> str:
    """The value of a raw column; NULL where it is missing or is not what it should be."""
    raw = name(column)
    if kind is Kind.DATE:
        text = f"try_strptime({_trimmed(raw)}, {literal(source.date_format)})"
        return f"CAST({text if is_text(raw_type) else f'TRY_CAST({raw} AS TIMESTAMP)'} AS DATE)"
    there = present(column, raw_type)
    if kind is Kind.NUMBER:
        number = _text_number(raw, source.decimal) if is_text(raw_type) else f"TRY_CAST({raw} AS DOUBLE)"
        return f"CASE WHEN {there} AND isfinite({number}) THEN {number} END"
    return f"CASE WHEN {there} THEN {_as_text(raw, raw_type)} END"


def _text_number(raw: str, decimal: str) -> str:
    """A number written with the stated decimal mark and nothing else: `1.234` with a decimal comma is not 1.234."""
    mark = "[.]" if decimal == "." else ","
    form = rf"[+-]?([0-9]+({mark}[0-9]*)?|{mark}[0-9]+)([eE][+-]?[0-9]+)?"
    plain = _trimmed(raw) if decimal == "." else f"replace({_trimmed(raw)}, ',', '.')"
    return f"CASE WHEN regexp_full_match({_trimmed(raw)}, {literal(form)}) THEN TRY_CAST({plain} AS DOUBLE) END"


def _as_text(raw: str, raw_type: str) -> str:
    """Text without surplus spaces; whole numbers without a decimal point, so that 1 and 1.0 are one category."""
    if is_text(raw_type):
        tidied = rf"trim(regexp_replace({raw}, '[\s\v\p{{Z}}\x{{feff}}]+', ' ', 'g'))"
        # Nearly every text is plain already; seeing that takes a seventh of the time that tidying it takes.
        return f"CASE WHEN regexp_full_match({raw}, '[!-~]+( [!-~]+)*') THEN {raw} ELSE {tidied} END"
    if raw_type == "BOOLEAN":
        return f"CAST(CAST({raw} AS INTEGER) AS VARCHAR)"
    if _is_number(raw_type):
        return f"CASE WHEN {raw} = floor({raw}) AND abs({raw}) < 1e15 THEN CAST(CAST({raw} AS BIGINT) AS VARCHAR) ELSE CAST({raw} AS VARCHAR) END"
    return f"CAST({raw} AS VARCHAR)"


def in_case(expression: str, case: str | None) -> str:
    """A text in capital or in small letters, where the use case file says so."""
    return expression if case is None else f"{case}({expression})"


def with_aliases(expression: str, aliases: Mapping[str, list[str]]) -> str:
    """The right text for each of its other spellings."""
    if not aliases:
        return expression
    spellings = {
        " ".join(text.split()).lower(): right for right, others in aliases.items() for text in (right, *others)
    }
    wrong, right = ", ".join(map(literal, spellings)), ", ".join(map(literal, spellings.values()))
    return f"coalesce(map([{wrong}], [{right}])[lower({expression})], {expression})"


def key_value(key: str, raw_type: str, source: Source, rules: Clean) -> str:
    """The value of a key, in the case and by the spelling that the use case file says."""
    return with_aliases(
        in_case(parsed(key, Kind.KEY, raw_type, source), rules.case.get(key)), rules.aliases.get(key, {})
    )


def with_unit(expression: str, unit: Unit | None) -> str:
    """The value in the unit of the use case file."""
    if unit is None:
        return expression
    changed = f"(({expression}) * {unit.multiply!r} + {unit.add!r})"
    return f"CASE WHEN isfinite({changed}) THEN {changed} END"


def is_impossible(expression: str, limits: Impossible) -> str:
    """The condition that a value cannot be."""
    sides = []
    if limits.min is not None:
        sides.append(f"{expression} < {limits.min!r}")
    if limits.max is not None:
        sides.append(f"{expression} > {limits.max!r}")
    return f"({' OR '.join(sides)})" if sides else "false"
