"""Volumes drawn: the calendar as a heat map, and the last days as a line over their normal band."""

from datetime import date, timedelta

import plotly.graph_objects as go

from domain.normal_range import SPREADS
from domain.volume_series import VolumeDay, VolumeSeries
from presentation.charts.figure import TICK_SIZE, axis, figure, plain
from presentation.charts.palette import Palette
from presentation.charts.ticks import round_ticks
from presentation.charts.volumes import MARKS, band_text, calendar_of, last_days, rows_text, side_text
from presentation.words.catalogue import text
from presentation.words.dates import day_text, short_day, short_weekday

HEIGHT = 286
TOOLS = 28
"""Pixels above the drawing, where its tools stand."""
FLOOR = 0.04
"""Share of the height below zero, so that its number does not touch the days."""
FULL = 2 * SPREADS
"""Robust standard deviations from the middle at which a colour is full: twice the band."""


def calendar_figure(series: VolumeSeries, today: date, palette: Palette) -> go.Figure:
    """Weekday by week; `today` is framed in the accent."""
    calendar = calendar_of(series)
    grid = [[calendar.days.get(monday + timedelta(days=weekday)) for monday in calendar.mondays] for weekday in calendar.weekdays]  # fmt: skip
    edge = SPREADS / (2 * FULL)
    scale = [
        [0, palette.less], [0.5 - edge - 0.001, palette.less_pale], [0.5 - edge, palette.band], [0.5 + edge, palette.band],
        [0.5 + edge + 0.001, palette.more_pale], [1, palette.more],
    ]  # fmt: skip
    names = [short_weekday(calendar.mondays[0] + timedelta(days=weekday)) for weekday in calendar.weekdays]
    heat = {
        "type": "heatmap", "z": [[_distance(found) for found in row] for row in grid], "zmin": -FULL, "zmax": FULL,
        "colorscale": scale, "showscale": False, "xgap": 3, "ygap": 3, "hoverinfo": "text", "texttemplate": "<b>%{text}</b>",
        "text": [["" if found is None else MARKS[found.side] for found in row] for row in grid],
        "textfont": {"color": palette.ink, "size": 13},
        "hovertext": [[_hover(found) for found in row] for row in grid],
    }  # fmt: skip
    places = list(range(len(calendar.mondays)))
    layout = {
        "margin": {"l": 38, "r": 4, "t": TOOLS, "b": 24},
        "xaxis": axis(palette, tickvals=places[::3], ticktext=[short_day(monday) for monday in calendar.mondays[::3]]),
        "yaxis": axis(palette, tickvals=list(range(len(names))), ticktext=names, autorange="reversed"),
        "annotations": _closed(grid, palette),
        "shapes": _frame(calendar.mondays, calendar.weekdays, today, palette),
    }
    return figure(palette, HEIGHT, [heat], layout)


def _distance(found: VolumeDay | None) -> float | None:
    if found is None or found.side == "closed":
        return None
    if found.normal is None or not found.normal.spread:
        return 0.0
    return max(-FULL, min(FULL, (found.rows - found.normal.middle) / found.normal.spread))


def _closed(grid: list[list[VolumeDay | None]], palette: Palette) -> list[object]:
    """A dash on each closed day: its field has no colour, and a field without colour no text."""
    font = {"color": palette.soft, "size": 13}
    return [
        {"x": x, "y": y, "text": MARKS["closed"], "showarrow": False, "font": font}
        for y, row in enumerate(grid)
        for x, found in enumerate(row)
        if found is not None and found.side == "closed"
    ]


def _hover(found: VolumeDay | None) -> str:
    if found is None:
        return ""
    if found.side == "closed":
        return f"<b>{plain(day_text(found.day))}</b><br>{plain(rows_text(found.rows))}<br>{plain(side_text(found))}"
    normal = text("normal: {band}", band=band_text(found))
    return f"<b>{plain(day_text(found.day))}</b><br>{plain(rows_text(found.rows))}<br>{plain(normal)}"


def _frame(mondays: tuple[date, ...], weekdays: tuple[int, ...], today: date, palette: Palette) -> list[object]:
    monday = today - timedelta(days=today.weekday())
    if monday not in mondays or today.weekday() not in weekdays:
        return []
    x, y = mondays.index(monday), weekdays.index(today.weekday())
    line = {"color": palette.you, "width": 2}
    return [{"type": "rect", "x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5, "line": line}]


def line_figure(series: VolumeSeries, palette: Palette) -> go.Figure:
    """The last days with their band; days outside it carry a triangle and their name."""
    days = last_days(series)
    at = list(range(len(days)))
    banded = [place for place, found in enumerate(days) if found.normal is not None]
    lows = [max(0.0, days[place].normal.low) for place in banded]  # type: ignore[union-attr]
    highs = [days[place].normal.high for place in banded]  # type: ignore[union-attr]
    top = max([*highs, *(found.rows for found in days), 1]) * 1.12
    traces = [
        {
            "type": "scatter", "x": [*banded, *reversed(banded)], "y": [*highs, *reversed(lows)], "fill": "toself",
            "fillcolor": palette.band, "line": {"width": 0}, "mode": "lines", "hoverinfo": "skip",
        },
        {
            "type": "scatter", "x": at, "y": [found.rows for found in days], "mode": "lines+markers", "hoverinfo": "text",
            "hovertext": [_hover(found) for found in days], "line": {"color": palette.ink, "width": 1.6},
            "marker": {
                "size": [11 if found.side in ("fewer", "more") else 5 for found in days],
                "symbol": [{"fewer": "triangle-down", "more": "triangle-up"}.get(found.side, "circle") for found in days],
                "color": [{"fewer": palette.less, "more": palette.more}.get(found.side, palette.ink) for found in days],
            },
        },
    ]  # fmt: skip
    ticks = round_ticks(0, top, 4)
    step = max(1, -(-len(days) // 4))
    layout = {
        "margin": {"l": 44, "r": 84, "t": TOOLS, "b": 24},
        "xaxis": axis(
            palette, range=[-0.5, len(days) - 0.5], tickvals=at[::step],
            ticktext=[short_day(found.day) for found in days[::step]],
        ),
        "yaxis": axis(
            palette, range=[-top * FLOOR, top], tickvals=list(ticks), ticktext=[f"{tick:,.0f}" for tick in ticks], showgrid=True,
            gridcolor=palette.hairline,
        ),
        "annotations": _notes(days, palette),
    }  # fmt: skip
    return figure(palette, HEIGHT, traces, layout)


def _notes(days: tuple[VolumeDay, ...], palette: Palette) -> list[object]:
    notes = list[object]()
    for place, found in enumerate(days):
        if found.side not in ("fewer", "more"):
            continue
        colour = palette.less_text if found.side == "fewer" else palette.more_text
        right = place > len(days) * 0.7
        notes.append(
            {
                "x": place, "y": found.rows, "text": plain(f"{day_text(found.day)}: {found.rows:,}"), "showarrow": False,
                "xanchor": "right" if right else "left", "xshift": -10 if right else 10, "font": {"size": TICK_SIZE, "color": colour},
            }
        )  # fmt: skip
    last = days[-1] if days else None
    if last is not None and last.normal is not None:
        label = {"text": plain(text("normal band")), "font": {"size": TICK_SIZE, "color": palette.soft}}
        notes.append({"x": len(days) - 1, "y": last.normal.middle, "showarrow": False, "xanchor": "left", "xshift": 8, **label})  # fmt: skip
    return notes[-4:]
