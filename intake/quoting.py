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
