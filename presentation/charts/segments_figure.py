"""Importance within segments drawn: a heat map with its numbers."""

import plotly.graph_objects as go

from presentation.charts.figure import CLEAR, FONT_SIZE, axis, figure, plain, shortened, wrapped
from presentation.charts.palette import Palette
from presentation.charts.segments import SegmentTable
from presentation.words.shares import share_text

ROW_HEIGHT = 38
HEAD = 34
LABEL_SHARE = 0.32
LONGEST_LABEL, LONGEST_HEAD = 26, 12


def segment_figure(table: SegmentTable, palette: Palette) -> go.Figure:
    """The shares as a heat map with its numbers; each cell carries the code of its row and the place of its column."""
    rows, columns = len(table.labels), len(table.heads)
    layout = {
        "margin": {"l": 0, "r": 0, "t": HEAD, "b": 4},
        "xaxis": axis(
            palette,
            domain=[LABEL_SHARE, 1],
            side="top",
            range=[-0.5, columns - 0.5],
            tickvals=list(range(columns)),
            ticktext=[plain(shortened(head, LONGEST_HEAD)) for head in table.heads],
        ),
        "yaxis": axis(palette, range=[rows - 0.5, -0.5], visible=False),
        "annotations": [_label(place, label) for place, label in enumerate(table.labels)],
        "barmode": "overlay",
    }
    return figure(palette, ROW_HEIGHT * rows + HEAD + 4, [_cells(table, palette), _targets(table)], layout)


def _cells(table: SegmentTable, palette: Palette) -> dict[str, object]:
    return {
        "type": "heatmap",
        "z": [list(row) for row in table.shares],
        "text": [[share_text(share) for share in row] for row in table.shares],
        "texttemplate": "%{text}",
        "textfont": {"size": FONT_SIZE, "color": palette.ink},
        "colorscale": [[0, palette.card], [1, palette.less_pale]],
        "zmin": 0,
        "zmax": max((max(row) for row in table.shares if row), default=1) or 1,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverinfo": "skip",
    }


def _targets(table: SegmentTable) -> dict[str, object]:
    """A heat map cannot be selected from, so that an unseen bar over each cell takes the click."""
    cells = [(row, column) for row in range(len(table.codes)) for column in range(len(table.heads))]
    unseen = {"marker": {"opacity": 0}}
    return {
        "type": "bar",
        "orientation": "h",
        "y": [row for row, _ in cells],
        "base": [column - 0.5 for _, column in cells],
        "x": [1] * len(cells),
        "width": 1,
        "customdata": [[table.codes[row], column] for row, column in cells],
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{plain(table.labels[row])}</b><br>{plain(table.heads[column])}: {share_text(table.shares[row][column])}"
            for row, column in cells
        ],
        "marker": {"color": CLEAR, "opacity": 0, "line": {"width": 0}},
        "selected": unseen,
        "unselected": unseen,
    }


def _label(place: int, label: str) -> dict[str, object]:
    words = {"text": wrapped(label, LONGEST_LABEL), "font": {"size": FONT_SIZE}, "align": "left"}
    return {"x": 0, "xref": "paper", "xanchor": "left", "y": place, "yanchor": "middle", "showarrow": False, **words}
