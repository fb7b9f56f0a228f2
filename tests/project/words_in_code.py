"""Where words for people stand in the code, read from its syntax tree."""

import ast
import re
from collections.abc import Iterator
from typing import get_args, get_type_hints

from domain.errors import NotFoundError

CATALOGUE_CALLS = frozenset({"text", "marked", "rich", "plural", "forms"})

ELEMENTS = {
    "button", "caption", "chat_input", "checkbox", "code", "color_picker", "date_input", "download_button", "error",
    "expander", "feedback", "file_uploader", "form_submit_button", "header", "html", "info", "link_button", "markdown",
    "metric", "multiselect", "number_input", "pills", "popover", "progress", "radio", "segmented_control",
    "select_slider", "selectbox", "slider", "spinner", "status", "subheader", "success", "tabs", "text_area",
    "text_input", "time_input", "title", "toast", "toggle", "warning", "write", "chip", "draw_lead",
}  # fmt: skip
"""Streamlit's elements whose first argument is read by people, and two of our own."""
ONLY_BY_NAME = {"Page", "set_page_config", "Figure", "page_link"}
"""What says something only in arguments with a name: the first one is a path or a file name."""
SPOKEN_ARGUMENTS = {
    "label", "body", "placeholder", "help", "text", "options", "title", "caption", "message", "tip", "alt", "page_title",
    "delta",
}  # fmt: skip

_MARKUP = re.compile(r"<(style|script|code|kbd)\b.*?</\1>|<[^<>]*>?|&\w+;|\{\w+\}", flags=re.DOTALL)
"""Tags, what between tags is the same in every language (commands and keys), and places for something else."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")
_NOT_FOR_PEOPLE = re.compile(r"[^\0]*[{};][^\0]*$| ?\w+-\w+|.*sans-serif$|vouch [a-z]", flags=re.DOTALL)
"""Style sheets, names of classes, fonts, commands."""
_KINDS_OF_THINGS = frozenset(get_args(get_type_hints(NotFoundError)["kind"]))
"""Data of an error, which `presentation.words.problems` tells in words."""
_LOG = "LOG"

_NO_TEXTS = (ast.Compare, ast.Subscript, ast.Lambda)
"""Texts in these are names of something."""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """`button` of `left.button(...)`."""
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def said_directly(call: ast.Call) -> Iterator[str]:
    """The words that an element of a screen is given past the catalogue."""
    given = list(call.args[:1]) if name_of(call) in ELEMENTS else []
    if name_of(call) in ELEMENTS | ONLY_BY_NAME:
        given += [keyword.value for keyword in call.keywords if keyword.arg in SPOKEN_ARGUMENTS]
    for argument in given:
        for written in _texts(argument):
            yield from _WORD.findall(_MARKUP.sub(" ", written))


def sentences_beside_the_catalogue(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Texts of two and more words that are neither given to the catalogue nor the docstring of something."""
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in _expressions(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and node not in docstrings:
            written = _written(node)
            if _TWO_WORDS.search(_MARKUP.sub(" \0 ", written)) and not _is_data(written):
                yield node.lineno, written


def _is_data(written: str) -> bool:
    return bool(_NOT_FOR_PEOPLE.match(written)) or written in _KINDS_OF_THINGS


def _texts(node: ast.AST) -> Iterator[str]:
    for found in _expressions(node):
        if isinstance(found, ast.JoinedStr | ast.Constant):
            yield _written(found)


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    """The node and what is in it, without what the catalogue, a log, a comparison or a key is given."""
    if isinstance(node, _NO_TEXTS) or (isinstance(node, ast.Call) and _is_silent(node)):
        return
    yield node
    for child in _children(node):
        yield from _expressions(child)


def _is_silent(call: ast.Call) -> bool:
    owner = getattr(getattr(call.func, "value", None), "id", "")
    return getattr(call.func, "id", "") in CATALOGUE_CALLS or owner == _LOG


def _children(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        yield from _values_outside_of_tags(node)
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, ast.Call) and name_of(node) in ELEMENTS:
        # The other arguments of a chip or a button are tones and names.
        yield from node.args[:1]
    else:
        yield from ast.iter_child_nodes(node)


def _values_outside_of_tags(node: ast.JoinedStr) -> Iterator[ast.AST]:
    """The values of an f-string that are not part of an HTML tag, as a class would be."""
    before = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            before += str(part.value)
        elif isinstance(part, ast.FormattedValue) and before.rfind("<") <= before.rfind(">"):
            yield part.value


def _written(node: ast.JoinedStr | ast.Constant) -> str:
    """A text; an f-string with its values left out."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
    return node.value if isinstance(node.value, str) else ""
