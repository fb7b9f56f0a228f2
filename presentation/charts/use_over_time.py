"""Use week by week: answers and visits as lines, with the range that is normal for answers."""

from collections.abc import Sequence

import plotly.graph_objects as go

from domain.use_of_weeks import WeekOfUse
from presentation.charts.figure import FONT_SIZE, axis, figure, plain
from presentation.charts.palette import Palette
from presentation.charts.ticks import round_ticks
from presentation.words.catalogue import text
from presentation.words.dates import day_text, short_day
from presentation.words.quantities import digits
from presentation.words.use import week_text

HEIGHT = 250
MARGIN = {"l": 40, "r": 66, "t": 14, "b": 28}
MOST_TICKS = 4
LABEL_GAP = 17
"""Pixels between two names at the ends of the lines."""

ROOM = 1.08
"""Above the highest point."""

_Line = tuple[str, list[int], str, str, str]
"""Name, values, colour of the line, of the name, and dash."""


def use_alt(weeks: Sequence[WeekOfUse]) -> str:
    """The lines in words."""
    last = weeks[-1]
    return text(
        "Use in {count} weeks. In the week from {day} so far: {reviews} answers by {people} people.",
        count=len(weeks), day=day_text(last.monday), reviews=last.reviews, people=last.reviewers,
    )  # fmt: skip


def use_reading(*, with_visits: bool) -> str:
    """How to read it."""
    points = text(
        "Each point is a week from Monday on; the last one is not over, so it is hollow. "
        "A week without predictions has a grey mark on its axis and is not judged."
    )
    if not with_visits:
        return points
    return f"{points} {text('Visits are pages opened, once per person and hour.')}"


def use_figure(weeks: Sequence[WeekOfUse], palette: Palette) -> go.Figure:
    """The lines of the weeks, each with its name at its end; weeks without predictions are marked on the axis."""
    lines = _lines(weeks, palette)
    highest = max((value for _, values, *_ in lines for value in values), default=0) * ROOM or 1.0
    ticks = [tick for tick in round_ticks(0, highest, 4) if tick == int(tick)]
    step = -(-len(weeks) // MOST_TICKS)
    places = list(range(len(weeks) - 1, -1, -step))
    layout = {
        "margin": MARGIN,
        "xaxis": axis(
            palette,
            range=[-0.4, len(weeks) - 0.7],
            tickvals=places,
            ticktext=[short_day(weeks[place].monday) for place in places],
            ticklabelstandoff=8,
        ),
        "yaxis": axis(
            palette,
            range=[-0.03 * highest, highest],
            tickvals=ticks,
            ticktext=[digits(int(tick), 0) for tick in ticks],
            showgrid=True,
            gridcolor=palette.hairline,
        ),
        "annotations": _names(lines, highest),
        "shapes": [_gap(place, palette) for place, week in enumerate(weeks) if not week.runs],
    }
    return figure(palette, HEIGHT, [_trace(weeks, line, palette) for line in lines], layout)


def _lines(weeks: Sequence[WeekOfUse], palette: Palette) -> list[_Line]:
    found: list[_Line] = []
    visits = [week.visits for week in weeks if week.visits is not None]
    if len(visits) == len(weeks):
        found.append((text("visits"), visits, palette.neutral, palette.soft, "dot"))
    answers = [week.reviews for week in weeks]
    return [*found, (text("answers"), answers, palette.you, palette.you_text, "solid")]


def _trace(weeks: Sequence[WeekOfUse], line: _Line, palette: Palette) -> dict[str, object]:
    name, values, colour, _, dash = line
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(weeks))),
        "y": values,
        "line": {"color": colour, "width": 2 if dash == "solid" else 1.5, "dash": dash},
        "marker": {
            "size": 7,
            "color": [colour if week.complete else palette.card for week in weeks],
            "line": {"color": colour, "width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [
            plain(
                text(
                    "{week}: {count} {line}",
                    week=week_text(week.monday, complete=week.complete),
                    count=digits(value, 0),
                    line=name,
                )
            )
            for week, value in zip(weeks, values, strict=True)
        ],
    }


def _gap(place: int, palette: Palette) -> dict[str, object]:
    ends = {"x0": place - 0.25, "x1": place + 0.25, "y0": 0, "y1": 0, "yref": "paper"}
    return {"type": "line", **ends, "line": {"color": palette.outline, "width": 4}}


def _names(lines: Sequence[_Line], highest: float) -> list[dict[str, object]]:
    """Names at the line ends, moved apart where two lines end close together."""
    pixels = (HEIGHT - MARGIN["t"] - MARGIN["b"]) / (1.03 * highest)
    notes, lowest = list[dict[str, object]](), float(-LABEL_GAP)
    for value, name, colour in sorted((values[-1], name, ink) for name, values, _, ink, _ in lines):
        place = max(value * pixels, lowest + LABEL_GAP)
        lowest = place
        notes.append(
            {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "y": value, "yshift": place - value * pixels,
             "text": plain(name), "showarrow": False, "font": {"size": FONT_SIZE, "color": colour}}
        )  # fmt: skip
    return notes
