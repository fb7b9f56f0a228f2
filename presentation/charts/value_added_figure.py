"""The drawing of `value_added`: dots with intervals about the line "no difference"."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from presentation.charts.figure import FONT_SIZE, axis, figure, plain, shortened
from presentation.charts.palette import Palette
from presentation.charts.value_added import ValueRow
from presentation.words.catalogue import text
from presentation.words.features import plain_number
from presentation.words.outcomes import not_enough

ROW_HEIGHT = 42
HEAD = 22
"""Room for the tools of the figure."""

FOOT = 26
DOMAIN = 0.4
"""Share of the width for the labels."""

LABEL_LENGTH = 24
DOT = 11
MOST_ROWS = 6
"""More rows do not fit beside the line; the table has all of them."""


def value_figure(rows: Sequence[ValueRow], palette: Palette) -> go.Figure:
    """The first `MOST_ROWS` rows."""
    shown = rows[:MOST_ROWS]
    reach = _reach(shown)
    step = _step(reach)
    ticks = [-step, 0.0, step]
    layout = {
        "margin": {"l": 0, "r": 10, "t": HEAD, "b": FOOT},
        "xaxis": axis(
            palette,
            domain=[DOMAIN, 1],
            range=[-1.06 * reach, 1.06 * reach],
            tickvals=ticks,
            ticktext=[_tick(tick) for tick in ticks],
            tickangle=0,
            showgrid=True,
            gridcolor=palette.hairline,
        ),
        "yaxis": axis(palette, range=[len(shown) - 0.5, -0.5], visible=False),
        "shapes": [{"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": len(shown) - 0.5, "line": {"color": palette.neutral, "width": 1}}],
        "annotations": [note for at, row in enumerate(shown) for note in _labels(at, row, palette)],
    }  # fmt: skip
    traces = [trace for at, row in enumerate(shown) for trace in _marks(at, row, palette)]
    return figure(palette, ROW_HEIGHT * len(shown) + FOOT + HEAD, traces or [_nothing()], layout)


def _reach(rows: Sequence[ValueRow]) -> float:
    ends = [abs(end) for row in rows if row.interval is not None for end in (row.interval.low, row.interval.high)]
    return max(ends, default=0.0) or 1.0


def _step(reach: float) -> float:
    """The largest round number within reach: one tick to each side leaves room for its words on a phone."""
    base = 10.0 ** math.floor(math.log10(reach))
    return max(base * factor for factor in (1, 2, 5) if base * factor <= reach)


def _tick(tick: float) -> str:
    size = plain_number(abs(tick))
    if not tick:
        return text("no difference")
    return text("{amount} better", amount=size) if tick > 0 else text("{amount} worse", amount=size)


def _labels(at: int, row: ValueRow, palette: Palette) -> list[dict[str, object]]:
    label = f'{plain(shortened(row.label, LABEL_LENGTH))}<br><span style="font-size:11.5px;color:{palette.soft}">{plain(row.counted)}</span>'
    common: dict[str, object] = {"y": at, "showarrow": False, "xref": "paper", "align": "left", "xanchor": "left"}
    notes: list[dict[str, object]] = [
        {**common, "x": 0, "text": label, "font": {"size": FONT_SIZE, "color": palette.ink}}
    ]
    if row.interval is None:
        font = {"size": 12, "color": palette.soft}
        notes.append(
            {**common, "x": 1, "xanchor": "right", "text": plain(not_enough()), "font": font, "bgcolor": palette.card}
        )
    return notes


def _marks(at: int, row: ValueRow, palette: Palette) -> list[dict[str, object]]:
    interval = row.interval
    if interval is None:
        return []
    colour = palette.neutral if not interval.is_clear else palette.you if interval.mean > 0 else palette.ink
    hover = {"hoverinfo": "text", "hovertext": plain(f"{row.label}: {row.written}, {row.counted}")}
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [interval.low, interval.high],
        "y": [at, at],
        "line": {"color": colour, "width": 3},
    }
    marker = {
        "size": DOT,
        "color": colour if interval.is_clear else palette.card,
        "line": {"color": colour, "width": 2},
    }
    return [
        {**line, **hover},
        {"type": "scatter", "mode": "markers", "x": [interval.mean], "y": [at], "marker": marker, **hover},
    ]


def _nothing() -> dict[str, object]:
    """A trace that draws nothing: a figure needs one for its axes."""
    return {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip"}
