"""Everything that a screen says, read from the messages that Streamlit would send to the browser."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from tests.presentation.pseudo_locale import escaped, spoken

UNSPOKEN = frozenset(
    [
        "id",
        "form_id",
        "element_id",
        "deferred_file_id",
        "type",
        "shortcut",
        "autocomplete",
        "url",
        "config",
        "icon",
        "format",
        "color",
        "widget_key",
        "key",
        "page",
        "page_script_hash",
        "query_string",
        "variant",
        "language",
        "theme",
        "unit_system",
    ]
)
"""Fields of Streamlit's messages that nobody reads; every other one is taken for words."""
SPOKEN_IN_FIGURES = frozenset({"text", "hovertext", "hovertemplate", "ticktext", "labels", "name"})


def _said(node: Any) -> Iterator[str]:
    if getattr(node, "proto", None) is not None:
        yield from _said_by(node.proto)
    for child in getattr(node, "children", {}).values():
        yield from _said(child)


def _said_by(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in UNSPOKEN:
            continue
        values = value if field.is_repeated else [value]
        if field.type == field.TYPE_MESSAGE:
            for part in values:
                if isinstance(part, Message):
                    yield from _said_by(part)
        elif field.type == field.TYPE_STRING:
            for words in values:
                yield from _said_in_figure(json.loads(words)) if field.name == "spec" else [words]


def _said_in_figure(spec: Any, *, heard: bool = False) -> Iterator[str]:
    if isinstance(spec, Mapping):
        for name, value in spec.items():
            yield from _said_in_figure(value, heard=name in SPOKEN_IN_FIGURES)
    elif isinstance(spec, list):
        for value in spec:
            yield from _said_in_figure(value, heard=heard)
    elif heard and isinstance(spec, str):
        yield spec


def assert_nothing_escapes(at: AppTest, known: frozenset[str] = frozenset()) -> None:
    said = [spoken(words) for words in _said(at._tree)]
    left = {words: found for words in said if (found := set(escaped(words)) - known)}
    # This is no test module, so pytest does not say by itself what was compared.
    assert any("⟦" in words for words in said), "nothing on this screen is in the made-up language"
    assert not left, f"escaped the catalogue: {left}"
    assert not at.exception, [error.message for error in at.exception]
