"""Names and texts of the use case file, made safe for SQL."""

from collections.abc import Iterable


def name(text: str) -> str:
    """A quoted identifier."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted string."""
    return "'" + text.replace("'", "''") + "'"


def names(texts: Iterable[str], prefix: str = "") -> str:
    """Quoted identifiers with commas between them, each behind the same prefix (`s.`)."""
    return ", ".join(prefix + name(text) for text in texts)


def same(keys: Iterable[str], left: str, right: str) -> str:
    """The condition that two aliases agree on all keys; true where there is none."""
    return " AND ".join(f"{left}.{name(key)} = {right}.{name(key)}" for key in keys) or "true"


STABLE_DIGITS = 12
"""Significant digits of a sum or mean: a float64 has 15 to 17, and the order of adding changes only the last few."""


def stable(number: str) -> str:
    """A statistic that is the same in whatever order its rows were added: rounded to `STABLE_DIGITS`.

    Without it the mean of the same days differs in its last bits between training and the daily run.
    """
    places = f"CAST({STABLE_DIGITS - 1} - floor(log10(abs({number}))) AS INTEGER)"
    return f"CASE WHEN {number} = 0 THEN 0.0 ELSE round(CAST({number} AS DOUBLE), {places}) END"
