"""The catalogue: how a text is found, filled in and counted, which language speaks, and what a bad catalogue is told."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from presentation.words import languages
from presentation.words.catalogue import ENGLISH, forms, marked, plural, speak, speaking, text
from presentation.words.languages import DEFAULT, catalogue_file, known_languages, placeholders, translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
GERMAN = """\
msgid "Save"
msgstr "Speichern"

msgid "{own} instead of {predicted}"
msgstr "statt {predicted} lieber {own}"

msgid "{count} row"
msgid_plural "{count} rows"
msgstr[0] "eine Zeile"
msgstr[1] "{count} Zeilen"

msgid "Not yet translated"
msgstr ""
"""


@pytest.fixture
def locale_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of catalogues of this test."""
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    translations.cache_clear()
    yield tmp_path
    translations.cache_clear()


def write(folder: Path, language: str, content: str) -> None:
    path = folder / language / "LC_MESSAGES" / "vouch.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + content, encoding="utf-8")


def test_english_is_the_text_itself() -> None:
    assert text("Save") == "Save"
    assert text("{own} instead of {predicted}", own=4, predicted="5") == "4 instead of 5"
    assert [plural("{count} row", "{count} rows", count) for count in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert plural(*forms("{count} row", "{count} rows"), 12_000, count="12,000") == "12,000 rows"
    assert text(marked("Save")) == "Save"


def test_an_empty_text_is_empty_in_every_language(locale_folder: Path) -> None:
    write(locale_folder, "de", GERMAN)
    with speaking(translations("de")):
        assert text("") == ""


def test_braces_of_data_stay_as_they_are() -> None:
    assert text("Found: {found}", found="{x} %s") == "Found: {x} %s"


def test_another_language_has_its_own_order_and_forms(locale_folder: Path) -> None:
    write(locale_folder, "de", GERMAN)
    with speaking(translations("de")):
        assert text("Save") == "Speichern"
        assert text("{own} instead of {predicted}", own=4, predicted=5) == "statt 5 lieber 4"
        assert [plural("{count} row", "{count} rows", count) for count in (0, 1, 2)] == [
            "0 Zeilen",
            "eine Zeile",
            "2 Zeilen",
        ]
    assert text("Save") == "Save"


def test_what_is_not_translated_yet_is_in_english(locale_folder: Path) -> None:
    write(locale_folder, "de", GERMAN)
    with speaking(translations("de")):
        assert text("Not yet translated") == "Not yet translated"
        assert text("Nobody knows this text") == "Nobody knows this text"


def test_what_the_process_speaks_is_spoken_in_every_thread(locale_folder: Path) -> None:
    write(locale_folder, "de", GERMAN)
    said: list[str] = []
    speak(translations("de"))
    thread = threading.Thread(target=lambda: said.append(text("Save")))
    thread.start()
    thread.join()
    with speaking(ENGLISH):
        said.append(text("Save"))
    assert said == ["Speichern", "Save"]


def test_every_folder_with_a_catalogue_is_a_language(locale_folder: Path) -> None:
    write(locale_folder, "de", GERMAN)
    (locale_folder / "fr").mkdir()
    assert known_languages() == ("de", "en")


@pytest.mark.parametrize(
    "content",
    [
        'msgid "Save"\nmsgstr "Sichern {everything}"\n',
        'msgid "Save"\nmsgstr "Sichern {"\n',
        'msgid "{count} row"\nmsgid_plural "{count} rows"\nmsgstr[0] "{count} Zeile"\nmsgstr[1] "{number} Zeilen"\n',
        "this is no catalogue\n",
    ],
)
def test_a_catalogue_that_would_break_a_page_is_refused_before_it_does(locale_folder: Path, content: str) -> None:
    write(locale_folder, "de", content)
    with pytest.raises(ValueError, match=r"\S"):
        translations("de")


def test_a_language_without_a_catalogue_cannot_be_read(locale_folder: Path) -> None:
    with pytest.raises(OSError, match=r"vouch\.po"):
        translations("de")


def test_placeholders_are_found_whatever_stands_around_them() -> None:
    assert placeholders(["{a} and {b}", "{{no}} {b}"]) == {"a", "b"}


def test_english_is_spoken_without_loading_babel() -> None:
    code = (
        "import sys; from presentation.words.languages import translations, known_languages; "
        f"translations({DEFAULT!r}); known_languages(); print([n for n in sys.modules if n.startswith('babel')])"
    )
    project = catalogue_file(DEFAULT).parents[5]
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
