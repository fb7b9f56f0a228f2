"""A column stage by stage over the last mornings: one small line under the other, each over its own normal band."""

from collections.abc import Sequence

import plotly.graph_objects as go

from domain.jump import Measure, StageLine, Trace
from domain.use_case import UseCase
from presentation.charts.figure import FONT_SIZE, TICK_SIZE, axis, figure, plain
from presentation.charts.palette import Palette
from presentation.words.catalogue import text
from presentation.words.dates import day_text, short_day
from presentation.words.stages import line_state, measure_name, normal_text, reading_text, stage_name, traced_label

ROW = 84
"""Pixels for each stage: its name, and its line below."""

HEAD = 26
"""Pixels above the first stage, where the tools of the figure stand."""


def stage_lines_figure(use_case: UseCase, trace: Trace, measure: Measure, palette: Palette) -> go.Figure:
    """The lines of one measure; the first stage that moved is marked in orange and in words."""
    lines = trace.lines[measure]
    traces, layout = list[dict[str, object]](), dict[str, object]()
    notes = list[dict[str, object]]()
    for place, line in enumerate(lines):
        first = _is_first(trace, measure, line)
        top = 1 - place / len(lines)
        suffix = "" if place == 0 else str(place + 1)
        traces += _drawn(use_case, trace.name, measure, (line, suffix, first), palette)
        layout[f"yaxis{suffix}"] = axis(
            palette, domain=[top - 0.92 / len(lines), top - 0.3 / len(lines)], tickvals=[], range=_span(line, lines)
        )
        layout[f"xaxis{suffix}"] = axis(
            palette, anchor=f"y{suffix}", range=[-0.6, max(len(line.readings) - 0.4, 1)],
            **_ticks(line, last=place == len(lines) - 1),
        )  # fmt: skip
        notes += _names(use_case, trace, measure, (line, top - 0.13 / len(lines)), palette)
    layout |= {"margin": {"l": 4, "r": 4, "t": HEAD, "b": 22}, "annotations": notes}
    return figure(palette, ROW * max(len(lines), 1) + HEAD + 22, traces, layout)


def _is_first(trace: Trace, measure: Measure, line: StageLine) -> bool:
    jump = trace.jump
    return jump is not None and jump.measure == measure and jump.first.stage is line.stage


def _span(line: StageLine, lines: Sequence[StageLine]) -> list[float]:
    """From where to where a line is drawn: stages at the same level alike, so that equal steps look equal."""
    own = _reach(line)
    others = [_reach(other) for other in lines if other.readings]
    alike = [own, *(reach for reach in others if reach[0] <= own[1] and own[0] <= reach[1])]
    low, high = min(reach[0] for reach in alike), max(reach[1] for reach in alike)
    room = 0.12 * (high - low) or 1.0
    return [low - room, high + room]


def _reach(line: StageLine) -> tuple[float, float]:
    values = [reading.value for reading in line.readings if reading.value is not None]
    for reading in line.readings:
        if reading.normal is not None:
            values += [reading.normal.low, reading.normal.high]
    return (min(values), max(values)) if values else (0.0, 1.0)


def _ticks(line: StageLine, *, last: bool) -> dict[str, object]:
    step = max(1, -(-len(line.readings) // 5))
    places = list(range(0, len(line.readings), step)) if last else []
    return {"tickvals": places, "ticktext": [short_day(line.readings[place].day) for place in places]}


def _drawn(
    use_case: UseCase, name: str, measure: Measure, row: tuple[StageLine, str, bool], palette: Palette
) -> list[dict[str, object]]:
    line, suffix, first = row
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "type": "scatter"}
    banded = [place for place, reading in enumerate(line.readings) if reading.normal is not None]
    normals = [line.readings[place].normal for place in banded]
    band = [*(normal.high for normal in normals if normal), *(normal.low for normal in reversed(normals) if normal)]
    colour = palette.more if first else palette.ink
    moved = [reading.moved for reading in line.readings]
    return [
        {
            **axes, "x": [*banded, *reversed(banded)], "y": band, "fill": "toself", "fillcolor": palette.band,
            "line": {"width": 0}, "mode": "lines", "hoverinfo": "skip",
        },
        {
            **axes, "x": list(range(len(line.readings))), "y": [reading.value for reading in line.readings],
            "mode": "lines+markers", "line": {"color": colour, "width": 2 if first else 1.4}, "hoverinfo": "text",
            "marker": {"size": [9 if out else 4 for out in moved], "color": colour},
            "hovertext": [
                f"<b>{plain(day_text(reading.day))}</b><br>{plain(reading_text(use_case, name, measure, reading.value))}"
                for reading in line.readings
            ],
        },
    ]  # fmt: skip


def _names(
    use_case: UseCase, trace: Trace, measure: Measure, row: tuple[StageLine, float], palette: Palette
) -> list[dict[str, object]]:
    line, level = row
    first = _is_first(trace, measure, line)
    now = line.readings[-1].value if line.readings else None
    mark = {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": level,
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
    }
    name = f"<b>{plain(stage_name(line.stage))}</b>"
    soft = plain(text("◀ first stage that moved")) if first else plain(_state(use_case, trace, measure, line))
    value = {
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": level,
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
    }
    return [
        {**mark, "text": f"{name}  {soft}", "align": "left", "font": {"size": TICK_SIZE, "color": palette.more_text if first else palette.soft}},
        {**value, "text": plain(reading_text(use_case, trace.name, measure, now)), "font": {"size": FONT_SIZE, "color": palette.ink}},
    ]  # fmt: skip


def _state(use_case: UseCase, trace: Trace, measure: Measure, line: StageLine) -> str:
    jump = trace.jump
    if jump is not None and jump.measure == measure:
        return line_state(use_case, trace.name, jump, line)
    judged = bool(line.readings) and line.readings[-1].normal is not None
    return text("as usual") if judged else text("nothing to compare with yet")


def stage_head() -> tuple[str, ...]:
    """The header of `stage_rows`."""
    return text("Stage"), text("Day"), text("Value"), text("Normal")


def stage_rows(use_case: UseCase, trace: Trace, measure: Measure) -> tuple[tuple[str, ...], ...]:
    """Every reading, stage by stage, the newest first."""
    return tuple(
        (
            stage_name(line.stage),
            day_text(reading.day),
            reading_text(use_case, trace.name, measure, reading.value),
            normal_text(use_case, trace.name, measure, reading) or "–",
        )
        for line in trace.lines[measure]
        for reading in reversed(line.readings)
    )


def stage_alt(use_case: UseCase, trace: Trace, measure: Measure) -> str:
    """The lines in words."""
    ends = "; ".join(
        f"{stage_name(line.stage)} {reading_text(use_case, trace.name, measure, line.readings[-1].value)}"
        for line in trace.lines[measure]
        if line.readings
    )
    return text(
        "The {measure} of “{column}” at each stage on this morning: {ends}.",
        measure=measure_name(measure),
        column=traced_label(use_case, trace.name),
        ends=ends,
    )


def stage_reading() -> str:
    """How to read it."""
    return text(
        "Each row is one stage of preparing the data, over the last mornings; the grey band is what is normal there. "
        "Read from top to bottom: the first row that leaves its band is where the change began. "
        "A stage that usually changes nothing is compared with the stage before it; its band is as narrow as its line."
    )
