"""A figure on a screen: the drawing, its numbers as a table and as CSV, how to read it, and the picture to keep.

The picture is made by Plotly in the visitor's browser; nothing leaves the machine.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import plotly.graph_objects as go
import streamlit as st

from presentation.words.catalogue import text
from ui.markup import table

BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV file for UTF-8 only when it starts with this."""

Selection = Literal["points", "box"] | tuple[Literal["points"], Literal["box"]]


@dataclass(frozen=True)
class Figure:
    """What a figure needs besides its drawing.

    Attributes:
        name: of its files, without ending: letters, digits, dashes.
        drawing: for Plotly, or HTML whose values are escaped, for figures that are lists with bars.
        alt: the figure in words.
        head, rows: its numbers as text; columns in `right` are numbers.
        reading: how to read it, in two sentences.
        spoken: whether a screen reader finds the table without opening it; for tables of a few rows.
        csv: the content of its CSV file, where that has more than the table; made only when somebody wants it.
    """

    name: str
    drawing: go.Figure | str
    alt: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    reading: str
    right: frozenset[int] = frozenset()
    spoken: bool = False
    csv: Callable[[], str] | None = None


def draw_figure(figure: Figure, key: str, *, selection: Selection | None = None) -> list[dict[str, object]]:
    """The figure with its tools.

    Args:
        figure: what to draw.
        key: unique on the page.
        selection: "points", "box" or both where a click or a frame selects; None draws a figure to look at.

    Returns:
        The selected points as Plotly tells them; none without `selection`.
    """
    with st.container(key=f"figure_{key}", gap=None):
        _draw_tools(figure, key)
        if figure.spoken:
            st.html(f'<div class="spoken">{table(figure.head, list(figure.rows))}</div>')
        if isinstance(figure.drawing, str):
            st.html(figure.drawing)
            return []
        config = plot_config(figure.name, framed=selection is not None and "box" in selection)
        if selection is None:
            st.plotly_chart(figure.drawing, theme=None, config=config, key=key, alt=figure.alt, width="stretch")
            return []
        event = st.plotly_chart(
            figure.drawing,
            theme=None,
            config=config,
            key=key,
            alt=figure.alt,
            width="stretch",
            on_select="rerun",
            selection_mode=selection,
        )
    return [dict(point) for point in event.selection.points]


def plot_config(name: str, *, framed: bool = False) -> dict[str, object]:
    """Plotly's settings: a button that saves the picture under this name; `framed`: two that turn to framing and back.

    Streamlit takes clicks on points only while no frame is being drawn.
    """
    buttons = ["select2d", "pan2d", "toImage"] if framed else ["toImage"]
    return {
        "responsive": True,
        "displaylogo": False,
        "modeBarButtons": [buttons],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
    }


def csv_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as CSV, as Excel opens it."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([head, *rows])
    return BYTE_ORDER_MARK + file.getvalue()


def _draw_tools(figure: Figure, key: str) -> None:
    with st.container(horizontal=True, gap="small", key=f"tools_{key}", width="content"):
        with st.popover(text("Table"), type="tertiary", key=f"table_{key}"):
            st.html(table(figure.head, list(figure.rows), right=figure.right))
            st.download_button(
                text("Download as CSV"),
                figure.csv or csv_text(figure.head, figure.rows),
                f"{figure.name}.csv",
                "text/csv",
                key=f"csv_{key}",
                on_click="ignore",
            )
        with st.popover(text("How to read this"), type="tertiary", key=f"help_{key}"):
            st.html(f'<div class="reading">{escape(figure.reading)}</div>')
