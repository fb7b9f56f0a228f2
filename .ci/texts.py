"""Collect every text of the dashboard with Babel, and bring the catalogue of each language up to date: `make texts`.

No dates, places or versions are written, so that the files change only where a text does, and two branches seldom collide.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import write_po

from presentation.words.languages import DEFAULT, LOCALE, catalogue_file, known_languages, read_catalogue, translated

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = ("presentation", "ui", "pages")
"""The command line speaks English (docs/translating.md), so `cli` is not among them."""
KEYWORDS = {"text": None, "marked": None, "rich": None, "plural": (1, 2), "forms": (1, 2)}
COMMENT = "Translators:"
"""A comment that starts like this stands above its text in the catalogues."""
TEMPLATE = LOCALE / "vouch.pot"
HEADER = "# Texts of Vouch. Made by `make texts`; how to translate them stands in docs/translating.md.\n#"
VOLATILE = re.compile(
    r'^"(?:Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):.*\n',
    flags=re.MULTILINE,
)


def collected() -> Catalog:
    """Every text in the code."""
    catalog = Catalog(project="Vouch", version="1", header_comment=HEADER, charset="utf-8")
    found = list(extract_from_file("python", PROJECT / "app.py", KEYWORDS, (COMMENT,)))
    for folder in FOLDERS:
        mapping = extract_from_dir(str(PROJECT / folder), [("**.py", "python")], None, KEYWORDS, (COMMENT,))
        found += [(line, message, comments, context) for _, line, message, comments, context in mapping]
    for _, message, comments, context in found:
        # Not a format of Python's: "less than 1 %" is a percentage.
        catalog.add(message, auto_comments=comments, context=context).flags.discard("python-format")
    return catalog


def english(template: Catalog) -> Catalog:
    """English, complete: every text is its own translation."""
    catalog = Catalog(locale=DEFAULT, project="Vouch", version="1", header_comment=HEADER, fuzzy=False)
    for message in template:
        if message.id:
            catalog.add(message.id, message.id, flags=message.flags, auto_comments=message.auto_comments)
            catalog[message.id].flags.discard("python-format")
    return catalog


def brought_up_to_date(language: str, template: Catalog) -> Catalog:
    """The catalogue of another language: new texts are empty, those that are gone are left out."""
    catalog = read_catalogue(catalogue_file(language), language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog:
        message.flags.discard("python-format")
    return catalog


def as_file(catalog: Catalog) -> str:
    """The catalogue as it is written."""
    content = BytesIO()
    write_po(content, catalog, width=0, no_location=True, sort_output=True)
    return VOLATILE.sub("", content.getvalue().decode("utf-8")).rstrip() + "\n"


def files() -> dict[Path, str]:
    """Every file and what it should hold."""
    template = collected()
    made = {TEMPLATE: as_file(template), catalogue_file(DEFAULT): as_file(english(template))}
    for language in known_languages():
        if language != DEFAULT:
            made[catalogue_file(language)] = as_file(brought_up_to_date(language, template))
    return made


def main() -> None:
    """Write them, and say what a language lacks."""
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for language in known_languages():
        catalog = read_catalogue(catalogue_file(language), language)
        missing = len(catalog) - len(list(translated(catalog)))
        sys.stdout.write(f"{language}: {len(catalog)} texts, {missing} without a translation\n")


if __name__ == "__main__":
    main()
