"""The one stylesheet, and the palette of the theme that the visitor's browser uses."""

from functools import cache
from pathlib import Path

import streamlit as st

from presentation.charts.palette import DARK, LIGHT, Palette, css_variables

STYLESHEET = Path(__file__).with_name("style.css")


@cache
def _rules() -> str:
    return STYLESHEET.read_text(encoding="utf-8")


def palette() -> Palette:
    """The colours for charts, light or dark as the visitor sees the page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def draw_style() -> None:
    """Write the colours as CSS variables and the rules that Streamlit's theme has no option for."""
    st.html(f"<style>:root{{{css_variables(palette())}}}\n{_rules()}</style>")
