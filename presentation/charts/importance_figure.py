"""The importance bars drawn. A bar without colour over the whole row takes the click, because a short bar is hard to hit."""

from collections.abc import Sequence

import plotly.graph_objects as go

from presentation.charts.figure import CLEAR, FONT_SIZE, axis, figure, plain, shortened
from presentation.charts.importance import OTHERS, Bar
from presentation.charts.palette import Palette
from presentation.words.catalogue import plural
from presentation.words.shares import share_text

ROW_HEIGHT = 42
BAR_WIDTH = 0.46
CORNER = 2
LABEL_SHARE = 0.44
"""Share of the width that belongs to the labels (LOOK)."""
BARS_END = 0.84
"""Where the bars end; behind it stand the doubts."""
LONGEST_LABEL = 40
SPARE = 1.22
"""Room behind the longest bar for its number."""
MANY_DOUBTS = 5
"""From so many on, doubts stand out: in a month that is more than one a week."""


def importance_figure(bars: Sequence[Bar], chosen: str | None, palette: Palette) -> go.Figure:
    """The figure of `importance_table`; each point of its last trace carries the code of its row.

    Args:
        bars: at least one.
        chosen: the code of the row to mark.
        palette: light or dark.
    """
    count = len(bars)
    low, high = _span(bars)
    layout = {
        "xaxis": axis(palette, range=[low, high], visible=False),
        "yaxis": axis(palette, range=[count - 0.5, -0.5], visible=False),
        "barmode": "overlay",
        "shapes": [_rule(row, palette) for row in range(count)],
        "annotations": [note for row, bar in enumerate(bars) for note in _notes(row, bar, palette, chosen)],
    }
    return figure(palette, ROW_HEIGHT * count + 4, [_bars(bars, chosen, palette), _targets(bars, low, high)], layout)


def _span(bars: Sequence[Bar]) -> tuple[float, float]:
    """The axis over the whole width, on which zero lies where the labels end."""
    longest = max(max(bar.share for bar in bars), 1) * SPARE
    whole = longest / (BARS_END - LABEL_SHARE)
    return -whole * LABEL_SHARE, whole * (1 - LABEL_SHARE)


def _bars(bars: Sequence[Bar], chosen: str | None, palette: Palette) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "x": [bar.share for bar in bars],
        "width": BAR_WIDTH,
        "hoverinfo": "skip",
        "marker": {
            "color": [_colour(bar, chosen, palette) for bar in bars],
            "cornerradius": CORNER,
            "line": {"width": 0},
        },
        **_unfaded(1.0),
    }


def _targets(bars: Sequence[Bar], low: float, high: float) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "base": low,
        "x": [high - low] * len(bars),
        "width": 1,
        "customdata": [bar.code for bar in bars],
        "hoverinfo": "text",
        "hovertext": [_hover(bar) for bar in bars],
        "marker": {"color": CLEAR, "opacity": 0, "line": {"width": 0}},
        **_unfaded(0.0),
    }


def _unfaded(opacity: float) -> dict[str, object]:
    """What is selected is marked by colour; Plotly would fade everything else."""
    return {"selected": {"marker": {"opacity": opacity}}, "unselected": {"marker": {"opacity": opacity}}}


def _colour(bar: Bar, chosen: str | None, palette: Palette) -> str:
    if bar.code == chosen:
        return palette.you
    return palette.outline if bar.code == OTHERS else palette.neutral


def _hover(bar: Bar) -> str:
    mean = f"<br>{plain(bar.mean)}" if bar.mean else ""
    return f"<b>{plain(bar.label)}</b><br>{plain(bar.note)}<br>{share_text(bar.share)}{mean}"


def _rule(row: int, palette: Palette) -> dict[str, object]:
    line = {"color": palette.hairline, "width": 1}
    place = {"x0": 0, "x1": 1, "xref": "paper", "y0": row + 0.5, "y1": row + 0.5, "layer": "below"}
    return {"type": "line", "line": line, **place}


def _notes(row: int, bar: Bar, palette: Palette, chosen: str | None) -> list[dict[str, object]]:
    name = plain(shortened(bar.label, LONGEST_LABEL))
    label = f"<b>{name}</b>" if bar.code == chosen else name
    soft = (
        f'<br><span style="font-size:{FONT_SIZE - 1.5}px;color:{palette.soft}">{plain(bar.note)}</span>'
        if bar.note
        else ""
    )
    common: dict[str, object] = {"y": row, "yanchor": "middle", "showarrow": False, "font": {"size": FONT_SIZE}}
    notes = [
        {**common, "x": 0, "xref": "paper", "xanchor": "left", "align": "left", "text": label + soft},
        {**common, "x": bar.share, "xanchor": "left", "xshift": 6, "text": f"<b>{share_text(bar.share)}</b>"},
    ]
    if bar.doubts:
        doubted = plural("{count} doubt", "{count} doubts", bar.doubts)
        colour = palette.you_text if bar.doubts >= MANY_DOUBTS else palette.soft
        font = {"size": FONT_SIZE - 1, "color": colour}
        notes.append({**common, "x": 1, "xref": "paper", "xanchor": "right", "text": doubted, "font": font})
    return notes
