"""Importance over time drawn: a line for each driver with its name at its end, a dotted line where the model changed."""

import plotly.graph_objects as go

from presentation.charts.figure import FONT_SIZE, TICK_SIZE, axis, figure, plain, wrapped
from presentation.charts.over_time import OverTime, TimeLine, shown_share, version_changes
from presentation.charts.palette import Palette
from presentation.charts.ticks import round_ticks
from presentation.words.catalogue import text
from presentation.words.dates import day_text, short_day
from presentation.words.shares import share_text

HEIGHT = 384
MOST_TICKS = 6
LONGEST_LABEL = 15
NAMES = 0.68
"""Where the lines end; behind them stand their names."""
APART = 8.5
"""Percent of the height that names must be apart to be read."""


def over_time_figure(table: OverTime, chosen: str | None, palette: Palette) -> go.Figure:
    """The figure of `over_time`; each point carries the id of its run and the code of its line."""
    highest = max((share for line in table.lines for share in line.shares if share is not None), default=1) * 1.12 or 1
    last = max(len(table.runs) - 1, 1)
    step = -(-len(table.runs) // MOST_TICKS)
    places = list(range(0, len(table.runs), step))
    ticks = round_ticks(0, highest, 4)
    layout = {
        "margin": {"l": 40, "r": 0, "t": 22, "b": 30},
        "xaxis": axis(
            palette,
            domain=[0, NAMES],
            range=[-0.03 * last, last * 1.02],
            tickvals=places,
            ticktext=[short_day(table.days[place]) for place in places],
        ),
        "yaxis": axis(
            palette,
            range=[0, highest],
            tickvals=list(ticks),
            ticktext=[f"{tick:g} %" for tick in ticks],
            showgrid=True,
            gridcolor=palette.hairline,
        ),
        "shapes": [_change(place, palette) for place in version_changes(table)],
        "annotations": [*_names(table, chosen, palette, highest), *_versions(table, palette)],
    }
    return figure(palette, HEIGHT, [_line(table, line, chosen, palette) for line in table.lines], layout)


def _line(table: OverTime, line: TimeLine, chosen: str | None, palette: Palette) -> dict[str, object]:
    marked = line.code == chosen
    colour = palette.you if marked else palette.neutral
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(table.runs))),
        "y": list(line.shares),
        "customdata": [[run, line.code] for run in table.runs],
        "line": {"color": colour, "width": 2.5 if marked else 1.5},
        "marker": {"size": 6, "color": colour},
        "connectgaps": False,
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{plain(line.label)}</b><br>{day_text(day)}: {shown_share(share)}"
            for day, share in zip(table.days, line.shares, strict=True)
        ],
        "selected": {"marker": {"opacity": 1.0}},
        "unselected": {"marker": {"opacity": 1.0}},
    }


def _names(table: OverTime, chosen: str | None, palette: Palette, highest: float) -> list[dict[str, object]]:
    """The names at the ends of the lines, moved apart where they would cover each other."""
    ends = [(next((share for share in reversed(line.shares) if share is not None), 0), line) for line in table.lines]
    notes, floor = list[dict[str, object]](), -highest
    for end, line in sorted(ends, key=lambda found: found[0]):
        level = max(float(end), floor)
        floor = level + APART / 100 * highest
        name = wrapped(f"{share_text(end)} {line.label}", LONGEST_LABEL)
        colour = palette.you_text if line.code == chosen else palette.ink
        words = {
            "text": f"<b>{name}</b>" if line.code == chosen else name,
            "font": {"size": FONT_SIZE - 1, "color": colour},
        }
        place = {"x": NAMES, "xref": "paper", "xanchor": "left", "xshift": 8, "y": level, "yanchor": "middle"}
        notes.append({**place, **words, "showarrow": False, "align": "left"})
    return notes


def _change(place: int, palette: Palette) -> dict[str, object]:
    line = {"color": palette.soft, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": place - 0.5, "x1": place - 0.5, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _versions(table: OverTime, palette: Palette) -> list[dict[str, object]]:
    font = {"size": TICK_SIZE, "color": palette.soft}
    return [
        {
            "x": place - 0.5, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "center", "showarrow": False, "font": font,
            "text": plain(text("model {version}", version=table.versions[place])),
        }
        for place in version_changes(table)
    ]  # fmt: skip
