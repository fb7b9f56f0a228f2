"""The catalogue of texts is up to date and complete, and no text for people stands in the code beside it."""

import ast
from pathlib import Path
from types import ModuleType

import pytest

from presentation.words.languages import (
    DEFAULT,
    catalogue_file,
    known_languages,
    placeholders,
    read_catalogue,
    translated,
)
from tests.project.conftest import script
from tests.project.words_in_code import (
    CATALOGUE_CALLS,
    calls,
    name_of,
    said_directly,
    sentences_beside_the_catalogue,
)

FOLDERS = ("presentation", "ui", "pages")
NAMES_OF_THE_PRODUCT = {"Vouch"}


@pytest.fixture(scope="module")
def texts() -> ModuleType:
    """The script behind `make texts`."""
    return script(".ci/texts.py")


@pytest.fixture(scope="module")
def speaking_modules(product_modules: list[Path], project: Path) -> dict[Path, ast.Module]:
    """The modules that have words for people."""
    return {
        path.relative_to(project): ast.parse(path.read_text(encoding="utf-8"))
        for path in product_modules
        if path.name == "app.py" or path.relative_to(project).parts[0] in FOLDERS
    }


# --- the files ----------------------------------------------------------------------------------------------------


def test_the_catalogues_are_up_to_date(texts: ModuleType, project: Path) -> None:
    made = texts.files()
    assert len(made) == 1 + len(known_languages())
    stale = [
        str(path.relative_to(project))
        for path, content in made.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != content
    ]
    assert stale == [], "make texts"


def test_the_texts_of_every_folder_are_collected(texts: ModuleType) -> None:
    found = {message.id for message in texts.collected()}
    for words in ("Today", "What deserves a second look?", "Save and next", "Reason", "The disk is full", "held"):
        assert words in found
    # Inside an f-string, where Babel's own extractor does not look before Python 3.12.
    assert "What to do" in found
    assert ("{count} Monday", "{count} Mondays") in found


def test_english_is_complete(texts: ModuleType) -> None:
    template, english = texts.collected(), read_catalogue(catalogue_file(DEFAULT), DEFAULT)
    assert len(english) == len(template) > 500
    assert [message.id for message in english if message.id and message.string != message.id] == []


@pytest.mark.parametrize("language", known_languages())
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    def names(words: object) -> set[str]:
        return placeholders([words] if isinstance(words, str) else words)  # type: ignore[arg-type]

    catalog = read_catalogue(catalogue_file(language), language)
    # A form for one may say "one" instead of {count}; all else has to be there, in every form together.
    wrong = {
        str(message.id): names(message.string) ^ names(message.id)
        for message in translated(catalog)
        if names(message.string) ^ names(message.id)
    }
    assert wrong == {}


# --- the code -----------------------------------------------------------------------------------------------------


def test_what_is_given_to_the_catalogue_can_be_collected(speaking_modules: dict[Path, ast.Module]) -> None:
    glued = [
        f"{path}:{call.lineno}"
        for path, tree in speaking_modules.items()
        for call in calls(tree)
        # `plural(*PAIR, count)` has a pair that was marked where it was written.
        if name_of(call) in CATALOGUE_CALLS and not isinstance(call.args[0], ast.Starred)
        for argument in call.args[: 2 if name_of(call) in ("plural", "forms") else 1]
        if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call)
        and getattr(getattr(argument, "func", None), "attr", "") != "get"
    ]
    assert glued == []


def test_every_placeholder_gets_a_value_and_every_value_has_a_placeholder(
    speaking_modules: dict[Path, ast.Module],
) -> None:
    wrong = {}
    for path, tree in speaking_modules.items():
        for call in calls(tree):
            name = name_of(call)
            words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            written = [word for word in words if isinstance(word, str)]
            given = {keyword.arg for keyword in call.keywords}
            if name not in ("text", "rich", "plural") or not written or None in given:
                continue
            wanted = placeholders(written)
            if (wanted | {"count"} if name == "plural" else wanted) != (
                given | {"count"} if name == "plural" else given
            ):
                wrong[f"{path}:{call.lineno}"] = wanted ^ {str(name) for name in given}
    assert wrong == {}


def test_no_element_of_a_screen_is_given_a_text_directly(speaking_modules: dict[Path, ast.Module]) -> None:
    direct = {
        f"{path}:{call.lineno}": found
        for path, tree in speaking_modules.items()
        if path.parts[0] != "presentation"
        for call in calls(tree)
        if (found := set(said_directly(call)) - NAMES_OF_THE_PRODUCT)
    }
    assert direct == {}


def test_no_sentence_stands_beside_the_catalogue(speaking_modules: dict[Path, ast.Module]) -> None:
    beside = {
        f"{path}:{line}": words
        for path, tree in speaking_modules.items()
        for line, words in sentences_beside_the_catalogue(tree)
    }
    assert beside == {}


@pytest.mark.parametrize(
    "line",
    [
        'st.button("Save")',
        'left.html(f"<b>{x}</b> rows")',
        'st.toast("Saved" if x else y)',
        'st.text_input(text("Name"), help="Yours")',
        'st.tabs(["Why", "What"])',
        "st.html(f'<p>{escape(\"Rows\")}</p>')",
        'chip("late", "warn")',
        'st.Page("pages/x.py", title="Rows")',
    ],
)
def test_a_text_that_is_given_directly_is_found(line: str) -> None:
    assert [word for call in calls(ast.parse(line)) for word in said_directly(call)]


@pytest.mark.parametrize(
    "line",
    [
        'st.button(text("Save"), key="save")',
        'st.html(f\'<b class="{"on" if x else "off"}">{escape(text("Rows"))}</b>\')',
        'chip(text("late"), "warn")',
        'st.html(f"<code>vouch daily {name}</code>")',
        'st.selectbox(text("Day"), days, key="day", label_visibility="collapsed")',
        "st.html(\"<div class='rule'></div>\")",
    ],
)
def test_a_text_of_the_catalogue_and_what_nobody_reads_are_not_found(line: str) -> None:
    assert [word for call in calls(ast.parse(line)) for word in said_directly(call)] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('X = "two words"', 1),
        ('def f():\n    """Two words."""\n    return f"{x} rows left"', 1),
        ('X = marked("two words")', 0),
        ('X = {"two words": marked("x")}', 0),
        ('if x == "two words": pass', 0),
    ],
)
def test_a_sentence_beside_the_catalogue_is_found(code: str, found: int) -> None:
    assert len(list(sentences_beside_the_catalogue(ast.parse(code)))) == found
