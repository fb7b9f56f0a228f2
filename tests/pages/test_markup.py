"""HTML made by the user interface: values stay text, colours exist, and the narrow waterfall tells no lies."""

import re
from dataclasses import fields
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.charts.palette import DARK, LIGHT
from presentation.charts.waterfall import Step
from ui.draft import plain
from ui.markup import chip, table
from ui.narrow_waterfall import narrow_waterfall
from ui.style import STYLESHEET

dangerous = st.text() | st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='x", "</table>", "&lt;b&gt;"]
)


class _Reader(HTMLParser):
    """Collects tags, attribute names and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(dangerous, dangerous)
def test_a_chip_adds_no_tag_and_no_attribute_whatever_it_says(text: str, tip: str) -> None:
    reader = _read(chip(text, "you", tip))

    assert reader.tags == ["span"]
    assert reader.attributes <= {"class", "title"}
    assert "".join(reader.text) == text


@given(st.lists(st.tuples(dangerous, dangerous), max_size=4), dangerous)
def test_a_table_has_exactly_its_cells_whatever_they_say(rows: list[tuple[str, str]], head: str) -> None:
    reader = _read(table((head, "Effect"), rows, right=frozenset({1})))

    assert reader.tags.count("td") == 2 * len(rows)
    assert reader.tags.count("th") == 2
    assert set(reader.tags) <= {"table", "thead", "tbody", "tr", "th", "td"}


amounts = st.floats(-1000, 1000).map(lambda value: round(value, 1))


@given(amounts, st.lists(amounts, max_size=8))
def test_bars_of_the_narrow_waterfall_are_as_long_as_their_amounts(base: float, effects: list[float]) -> None:
    steps = [
        Step("base", "Start", "", base, (), ""),
        *(Step("effect", "Reason", "", amount, ("x",), "") for amount in effects),
    ]
    total = base + sum(effects)
    markup = narrow_waterfall([*steps, Step("total", "Prediction", "", total, (), "")])

    places = [(float(left), float(width)) for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", markup)]
    levels = [base, *(base + sum(effects[: at + 1]) for at in range(len(effects)))]
    span = (max(levels) - min(levels)) or 1.0
    assert len(places) == len(effects) + 2
    for (left, width), amount in zip(places[1:-1], effects, strict=True):
        assert width == pytest.approx(100 * abs(amount) / span, abs=0.02)
        assert -0.01 <= left <= left + width <= 100.02


@given(st.floats(-1e12, 1e12))
def test_a_number_written_into_the_form_is_read_back_as_it_was(value: float) -> None:
    assert float(plain(value)) == value
    assert "e" not in plain(value).lower()


def test_the_stylesheet_uses_only_colours_that_the_palette_has() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", STYLESHEET.read_text(encoding="utf-8")))

    assert used <= {field.name.replace("_", "-") for field in fields(LIGHT)}
    assert len(used) > 10
    assert LIGHT != DARK


def test_the_stylesheet_fetches_nothing() -> None:
    text = STYLESHEET.read_text(encoding="utf-8")

    assert not re.search(r"@import|url\(|https?://", text)
