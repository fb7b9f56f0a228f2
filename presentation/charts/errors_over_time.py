"""How far off the model, people and the simple rule were, over time: the line of Outcomes and its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from domain.outcome import DayErrors
from presentation.charts.figure import FONT_SIZE, axis, figure, plain
from presentation.charts.palette import Palette
from presentation.words.catalogue import text
from presentation.words.dates import day_text, short_day
from presentation.words.outcomes import share_text

HEIGHT = 340
MARGIN = {"l": 44, "r": 100, "t": 26, "b": 28}
MOST_DAYS = 92
"""More points than this are drawn by week: a line of a year of days is a hedge."""

LABEL_GAP = 16
"""Pixels between two names at the ends of the lines."""

TICKS = 4


@dataclass(frozen=True)
class TimePoint:
    """A day, or the week that begins with it; shares of what happened, None where nothing can be said."""

    day: date
    is_week: bool
    model: float | None
    decided: float | None
    simple: float | None
    count: int


def time_points(days: Sequence[DayErrors]) -> tuple[TimePoint, ...]:
    """The errors by day, or by week where there are many days; days without an actual are left out."""
    known = [day for day in days if day.model.count]
    weekly = len(known) > MOST_DAYS
    return tuple(
        TimePoint(first, weekly, part.model.share, part.decided.share, part.simple.share, part.model.count)
        for first, part in (_by_week(known) if weekly else ((day.day, day) for day in known))
    )


def _by_week(days: Iterable[DayErrors]) -> list[tuple[date, DayErrors]]:
    weeks: dict[date, DayErrors] = {}
    for day in days:
        monday = day.day - timedelta(days=day.day.weekday())
        weeks[monday] = weeks[monday].plus(day) if monday in weeks else day
    return sorted(weeks.items())


def time_title(points: Sequence[TimePoint]) -> str:
    """What the line is called."""
    if any(point.is_week for point in points):
        return text("How far off, week by week")
    return text("How far off, day by day")


def people_changed(points: Sequence[TimePoint]) -> bool:
    """Whether people's changes made any difference, so that they have a line of their own."""
    return any(point.decided != point.model for point in points)


def time_header() -> tuple[str, ...]:
    """The columns of `time_table`."""
    return text("Day"), text("Model"), text("With people's changes"), text("Simple rule"), text("Predictions")


def time_table(points: Sequence[TimePoint]) -> tuple[tuple[str, ...], ...]:
    """The points as text, under `time_header`."""
    return tuple(
        (point_label(p), share_text(p.model), share_text(p.decided), share_text(p.simple), f"{p.count:,}")
        for p in points
    )


def point_label(point: TimePoint) -> str:
    """The day, or that it is a week."""
    day = day_text(point.day)
    return text("week from {day}", day=day) if point.is_week else day


def time_alt(points: Sequence[TimePoint]) -> str:
    """The line in words."""
    if not points:
        return text("No day with an actual yet.")
    last = points[-1]
    return text(
        "Error over {count} points in time. Last, {day}: model {model}, with people's changes {decided}, simple rule {simple}.",
        count=len(points),
        day=point_label(last),
        model=share_text(last.model),
        decided=share_text(last.decided),
        simple=share_text(last.simple),
    )


def time_reading() -> str:
    """How to read the lines."""
    return text(
        "Each line is the sum of the errors of a day as a share of what happened: the lower, the closer. "
        "With people's changes means what was decided in the end; the simple rule is the usual value, where one is known, "
        "and of classes always the one that was most frequent before."
    )


def time_figure(points: Sequence[TimePoint], palette: Palette) -> go.Figure:
    """The lines of `time_points`, each with its name at its end."""
    lines = _lines(points, palette)
    levels = [value for _, values, _, _ in lines for value in values if value is not None]
    low, high = _limits(levels)
    ticks = [low + (high - low) * step / TICKS for step in range(TICKS + 1)]
    places = list(range(len(points)))
    shown = sorted({round(at * (len(points) - 1) / 3) for at in range(4)}) if points else []
    layout = {
        "margin": MARGIN,
        "xaxis": axis(
            palette,
            range=[-0.3, max(len(points) - 0.7, 0.7)],
            tickvals=shown,
            ticktext=[short_day(points[at].day) for at in shown],
            ticklabelstandoff=8,
        ),
        "yaxis": axis(
            palette,
            range=[low, high],
            tickvals=ticks,
            ticktext=[f"{100 * tick:.0f} %" for tick in ticks],
            showgrid=True,
            gridcolor=palette.hairline,
        ),
        "annotations": _names(lines, (low, high)),
    }
    traces = [_trace(points, places, line) for line in lines]
    return figure(palette, HEIGHT, traces, layout)


_Line = tuple[str, list[float | None], str, dict[str, object]]
"""Name, values, colour of the name, and the line's own style."""


def _lines(points: Sequence[TimePoint], palette: Palette) -> list[_Line]:
    lines: list[_Line] = []
    simple = [point.simple for point in points]
    if any(value is not None for value in simple):
        style: dict[str, object] = {"color": palette.neutral, "width": 1.5, "dash": "dot"}
        lines.append((text("simple rule"), simple, palette.soft, style))
    lines.append((text("model"), [point.model for point in points], palette.ink, {"color": palette.ink, "width": 2}))
    if people_changed(points):
        decided = [point.decided for point in points]
        lines.append((text("with changes"), decided, palette.you_text, {"color": palette.you, "width": 2.5}))
    return lines


def _limits(levels: Sequence[float]) -> tuple[float, float]:
    """From zero to a round share above everything, so that a small error looks small."""
    largest = max(levels, default=0.1)
    step = next(
        step for step in (0.04, 0.08, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 4.0, 8.0, 20.0, 1e9) if largest <= step
    )
    return 0.0, step


def _trace(points: Sequence[TimePoint], places: list[int], line: _Line) -> dict[str, object]:
    name, values, _, style = line
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(points) < 3 else "lines",
        "x": places,
        "y": values,
        "line": style,
        "connectgaps": False,
        "hoverinfo": "text",
        "hovertext": [
            plain(text("{day}: {line} {share}", day=point_label(point), line=name, share=share_text(value)))
            for point, value in zip(points, values, strict=True)
        ],
    }


def _names(lines: Sequence[_Line], limits: tuple[float, float]) -> list[dict[str, object]]:
    """Names at the line ends, moved apart where two lines end close together."""
    pixels = (HEIGHT - MARGIN["t"] - MARGIN["b"]) / (limits[1] - limits[0])
    ends = [
        (next((v for v in reversed(values) if v is not None), 0.0), name, colour) for name, values, colour, _ in lines
    ]
    notes: list[dict[str, object]] = []
    lowest = float(-LABEL_GAP)
    for value, name, colour in sorted(ends):
        place = max(value * pixels, lowest + LABEL_GAP)
        lowest = place
        font = {"size": FONT_SIZE, "color": colour}
        notes.append(
            {"x": 1, "xref": "paper", "y": value, "yshift": place - value * pixels, "xshift": 8, "text": plain(name),
             "showarrow": False, "xanchor": "left", "font": font}
        )  # fmt: skip
    return notes
