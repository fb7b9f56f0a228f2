"""Small pieces of HTML. Every value is escaped here, so that text from a file or a person stays text."""

from html import escape
from typing import Literal

from presentation.words.catalogue import text

Tone = Literal["", "you", "more", "less", "warn"]


def rich(message: str, /, **markup: str) -> str:
    """A text of the catalogue for HTML: its own words are escaped, what is put in is HTML already."""
    return escape(text(message), quote=False).format(**markup)


def bold(words: str) -> str:
    """A text as HTML, in which what stands between two asterisks is bold."""
    return "".join(f"<b>{escape(part)}</b>" if at % 2 else escape(part) for at, part in enumerate(words.split("*")))


def command(written: str) -> str:
    """What somebody is to type, the same in every language."""
    return f"<code class='cmd'>{escape(written)}</code>"


def chip(label: str, tone: Tone = "", tip: str = "") -> str:
    """A rounded label; `tip` is shown under the pointer."""
    title = f' title="{escape(tip)}"' if tip else ""
    return f'<span class="chip {tone}"{title}>{escape(label)}</span>'


def table(
    head: tuple[str, ...], rows: list[tuple[str, ...]], right: frozenset[int] = frozenset(), name: str = ""
) -> str:
    """A plain table of text; columns in `right` are numbers and stand right-aligned."""

    def cells(tag: str, values: tuple[str, ...]) -> str:
        return "".join(f"<{tag}{_aligned(at in right)}>{escape(value)}</{tag}>" for at, value in enumerate(values))

    caption = f"<caption>{escape(name)}</caption>" if name else ""
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f'<table class="t">{caption}<thead><tr>{cells("th", head)}</tr></thead><tbody>{body}</tbody></table>'


def _aligned(is_number: bool) -> str:
    return ' class="r"' if is_number else ""
