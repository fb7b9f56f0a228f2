"""Collect every text of the dashboard with Babel, and bring the catalogue of each language up to date: `make texts`.

No dates, places or versions are written, so that the files change only where a text does, and two branches seldom collide.
"""

import ast
import re
import sys
from collections.abc import Container, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import write_po

from presentation.words.languages import DEFAULT, LOCALE, catalogue_file, known_languages, read_catalogue, translated

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = ("presentation", "ui", "pages")
"""The command line speaks English (docs/translating.md), so `cli` is not among them."""
KEYWORDS = {"text": None, "marked": None, "rich": None, "plural": (1, 2), "forms": (1, 2)}
TEMPLATE = LOCALE / "vouch.pot"
HEADER = "# Texts of Vouch. Made by `make texts`; how to translate them stands in docs/translating.md.\n#"
VOLATILE = re.compile(
    r'^"(?:Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):.*\n',
    flags=re.MULTILINE,
)


def calls(
    file: BinaryIO, keywords: Container[str], *_: object, **__: object
) -> Iterator[tuple[int, str, list[str | None], list[str]]]:
    """A Babel extraction method: calls of the keywords, also those inside f-strings.

    Babel's own method reads tokens, and before Python 3.12 an f-string is a single one: its texts would be lost.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            given = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            yield node.lineno, node.func.id, given, []


def collected() -> Catalog:
    """Every text in the code."""
    catalog = Catalog(project="Vouch", version="1", header_comment=HEADER, charset="utf-8")
    found = [message for _, message, _, _ in extract_from_file(calls, PROJECT / "app.py", KEYWORDS)]
    for folder in FOLDERS:
        in_folder = extract_from_dir(str(PROJECT / folder), [("**.py", calls)], None, KEYWORDS)
        found += [message for _, _, message, _, _ in in_folder]
    for message in found:
        # Not a format of Python's: "less than 1 %" is a percentage.
        catalog.add(message).flags.discard("python-format")
    return catalog


def english(template: Catalog) -> Catalog:
    """English, complete: every text is its own translation."""
    catalog = Catalog(locale=DEFAULT, project="Vouch", version="1", header_comment=HEADER, fuzzy=False)
    for message in template:
        if message.id:
            catalog.add(message.id, message.id).flags.discard("python-format")
    return catalog


def brought_up_to_date(language: str, template: Catalog) -> Catalog:
    """The catalogue of another language: new texts are empty, those that are gone are left out."""
    catalog = read_catalogue(catalogue_file(language), language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    # The header of a copied template is fuzzy until somebody says otherwise; here somebody translates.
    catalog.fuzzy = False
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
