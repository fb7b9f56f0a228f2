"""A made-up language that shows what does not come from the catalogue.

Every piece of a text is put between ⟦ and ⟧, and what is put into it (names, numbers, other texts) stays outside, so
that an English fragment handed over as a value is seen as well. Data is written in Greek letters: whatever Latin
letters then stand outside of the brackets are a text that escaped the catalogue.
"""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from presentation.words.languages import LOCALE, read_catalogue

LANGUAGE = "eo"
"""Babel knows its plural, and nobody has translated Vouch into it."""

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_GREEK = "αβγδεφζηιξκλμνοπθρστυωχψωξ"
_TO_GREEK = str.maketrans(_LATIN + _LATIN.upper(), _GREEK + _GREEK.upper())
_PLACEHOLDER = re.compile(r"(\{\w+\})")
_TRANSLATED = re.compile(r"⟦[^⟦⟧]*(?:⟧|…)")
"""A label that a chart cut short ends with an ellipsis instead of its bracket."""
_LETTERS = re.compile(r"[A-Za-z]+")
_FINGERPRINT = re.compile(r"sha256:[0-9a-f]+")
"""Letters that are no words."""
SPOKEN_ATTRIBUTES = frozenset({"title", "alt", "aria-label", "placeholder"})
NOT_SPOKEN = frozenset({"code", "kbd", "pre", "style", "script"})
"""What is typed is the same in every language; `pre` holds the place of a problem, as the computer names it."""


def greek(data: str) -> str:
    """Data that no text can be taken for."""
    return data.translate(_TO_GREEK)


def pseudo(message: str) -> str:
    """A text in the made-up language."""
    pieces = _PLACEHOLDER.split(message)
    return "".join(piece if _PLACEHOLDER.fullmatch(piece) or not piece else f"⟦{piece}⟧" for piece in pieces)


def write_pseudo_catalogue(folder: Path) -> None:
    """The catalogue of the made-up language, made from the template; what `make texts` did not collect is not in it."""
    catalog = Catalog(locale=LANGUAGE, fuzzy=False)
    for message in read_catalogue(LOCALE / "vouch.pot"):
        if message.id:
            words = message.id
            catalog.add(words, pseudo(words) if isinstance(words, str) else tuple(map(pseudo, words)))
    path = folder / LANGUAGE / "LC_MESSAGES" / "vouch.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalog)


def escaped(said: str) -> list[str]:
    """The words that stand outside of the catalogue."""
    return _LETTERS.findall(_TRANSLATED.sub(" ", _FINGERPRINT.sub(" ", said)))


def assert_from_the_catalogue(*said: str, known: frozenset[str] = frozenset()) -> None:
    assert {words: left for words in said if (left := set(escaped(words)) - known)} == {}


class _Spoken(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]
        if tag in NOT_SPOKEN:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def spoken(markup: str) -> str:
    """What a person reads of HTML: text, tooltips, names for screen readers."""
    reader = _Spoken()
    reader.feed(markup)
    reader.close()
    return html.unescape(" ".join(reader.words))
