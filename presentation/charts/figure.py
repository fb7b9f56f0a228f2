"""What all figures have in common: no toolbar space, no axis lines, no legend, text that is not taken for HTML."""

import html
import re
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from presentation.charts.palette import Palette

FONT = '"Source Sans", "Source Sans 3", sans-serif'
FONT_SIZE = 13
TICK_SIZE = 11
CONFIG = {"displayModeBar": False, "responsive": True}
"""For `st.plotly_chart(config=...)`."""

CLEAR = "rgba(0,0,0,0)"

Drawing = Mapping[str, object]


_BREAKS = re.compile(r"[ \t\r\n\v\f]+")
"""Not every white space: the narrow one between groups of digits must stay."""


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip(" ")


def plain(text: str) -> str:
    """Text for a label or a hover box: Plotly reads HTML there, so that a product called "<b>" must be escaped."""
    return html.escape(_one_line(text), quote=False)


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it is longer than `most` characters."""
    single = _one_line(text)
    return single if len(single) <= most else single[: most - 1].rstrip() + "…"


def wrapped(text: str, most: int) -> str:
    """The text escaped, on two lines where it is longer than `most` characters, cut where two do not hold it."""
    words = _one_line(text).split(" ")
    first = [words[0]]
    while len(first) < len(words) and len(" ".join([*first, words[len(first)]])) <= most:
        first.append(words[len(first)])
    second = " ".join(words[len(first) :])
    lines = [shortened(" ".join(first), most), *([shortened(second, most)] if second else [])]
    return "<br>".join(plain(line) for line in lines)


def axis(palette: Palette, **settings: object) -> dict[str, object]:
    """An axis without lines, grid and zoom."""
    quiet: dict[str, object] = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": False,
        "tickfont": {"color": palette.soft, "size": TICK_SIZE},
    }
    return {**quiet, **settings}


def figure(palette: Palette, height: int, traces: Sequence[Drawing], layout: Drawing) -> go.Figure:
    """A figure from plain dictionaries: built and validated in one go, which is what makes it quick."""
    font = {"family": FONT, "size": FONT_SIZE, "color": palette.ink}
    base: dict[str, object] = {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 2, "b": 2},
        "paper_bgcolor": palette.card,
        "plot_bgcolor": CLEAR,
        "font": font,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"bgcolor": palette.card, "bordercolor": palette.outline, "font": font, "align": "left"},
    }
    return go.Figure(data=list(traces), layout={**base, **layout})
