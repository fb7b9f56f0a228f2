"""Every text that a person sees goes through here: English is the key, and a catalogue holds the words of a language.

`text("Start point")` and `plural("{count} other reason", "{count} other reasons", n)` are what `make texts` collects
into `presentation/words/locale/vouch.pot` (Babel, `docs/translating.md`). Labels, names and units come from the use case and are data.
A constant is written as `marked(...)` or `forms(..., ...)` and translated where it is used, never at import.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Translations(Protocol):
    """A language: what `babel.support.Translations` offers of it."""

    def gettext(self, message: str) -> str:
        """The words for a text."""
        ...

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The words for a text about so many."""
        ...


class English:
    """The language in which the texts are written."""

    def gettext(self, message: str) -> str:
        """The text itself."""
        return message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """One of the two."""
        return one if count == 1 else many


ENGLISH = English()
_SPOKEN: ContextVar[Translations | None] = ContextVar("spoken", default=None)
_OF_THE_PROCESS: Translations = ENGLISH


def speak(translations: Translations) -> None:
    """From now on all texts of this process are in this language.

    Streamlit runs every rerun, every fragment and every deferred download in a new thread, which starts without context variables,
    and callbacks before the first line of a page: only what the whole process shares reaches all of them.
    """
    global _OF_THE_PROCESS
    _OF_THE_PROCESS = translations


@contextmanager
def speaking(translations: Translations) -> Iterator[None]:
    """Within the block (and its thread) all texts are in this language, whatever the process speaks."""
    token = _SPOKEN.set(translations)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def _spoken() -> Translations:
    return _SPOKEN.get() or _OF_THE_PROCESS


def text(message: str, /, **values: object) -> str:
    """A text in the language spoken, its `{placeholders}` filled in.

    Args:
        message: English, a literal, so that it can be collected.
        values: put in as they are; they are not translated.
    """
    # Under the empty text a catalogue keeps its header.
    translated = _spoken().gettext(message) if message else ""
    return translated.format(**values) if values else translated


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """A text about a number of things; `{count}` stands for the number unless `values` writes it in another way."""
    return _spoken().ngettext(one, many, count).format(**{"count": count, **values})


def marked(message: str) -> str:
    """Mark a constant for the catalogue; it is translated where it is used, by `text(CONSTANT)`."""
    return message


def forms(one: str, many: str) -> tuple[str, str]:
    """Mark a constant pair for the catalogue; it is translated where it is used, by `plural(*PAIR, count)`."""
    return one, many
