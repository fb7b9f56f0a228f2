"""The languages that the dashboard can speak: English, and every folder of `locale/` that holds a catalogue (`docs/translating.md`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from presentation.words.catalogue import ENGLISH, Translations

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

LOCALE = Path(__file__).with_name("locale")
DEFAULT = "en"


def catalogue_file(language: str) -> Path:
    """Where the texts of a language are, or would be."""
    return LOCALE / language / "LC_MESSAGES" / "vouch.po"


def known_languages() -> tuple[str, ...]:
    """The names that `VOUCH_LANGUAGE` can have."""
    return tuple(sorted({DEFAULT, *(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/vouch.po"))}))


@cache
def translations(language: str) -> Translations:
    """The texts of a language, read once. What its catalogue leaves empty, or marks as fuzzy, is in English.

    Babel is loaded here and not at the top: English, the language of the texts themselves, does without it.

    Raises:
        OSError: the language has no catalogue, or it cannot be read.
        ValueError: its catalogue is malformed, or names a placeholder that its English text does not have.
    """
    if language == DEFAULT:
        return ENGLISH
    from gettext import GNUTranslations
    from io import BytesIO

    from babel.messages.mofile import write_mo

    catalog = read_catalogue(catalogue_file(language), language)
    for message in translated(catalog):
        unknown = placeholders(_words(message.string)) - placeholders(_words(message.id))
        if unknown:
            raise ValueError(f"{_words(message.id)[0]}: {', '.join(sorted(unknown))}")
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def read_catalogue(path: Path, language: str | None = None) -> Catalog:
    """A catalogue as Babel reads it; without a language it is the template.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is malformed.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error


def translated(catalog: Catalog) -> Iterable[Message]:
    """The texts of a catalogue that have a translation."""
    return [message for message in catalog if message.id and message.string and all(_words(message.string))]


def placeholders(words: Iterable[str]) -> set[str]:
    """The names in braces of a text and its forms.

    Raises:
        ValueError: a brace without its other half.
    """
    return {name for text in words for _, name, _, _ in Formatter().parse(text) if name is not None}


def _words(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())
