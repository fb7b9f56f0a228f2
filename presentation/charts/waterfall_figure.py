"""The waterfall drawn. No bar starts at zero: start and total are marks, so the axis can zoom in and no bar lies.

Labels are annotations in paper coordinates, because a margin in pixels does not fold on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from presentation.charts.figure import FONT_SIZE, axis, figure, plain, shortened
from presentation.charts.palette import Palette
from presentation.charts.step import INDENT, Step, levels_of
from presentation.charts.tones import Tones, tones_of
from presentation.words.quantities import Scale, shown

ROW_HEIGHT = 38
"""Pixels; labels closer than 36 px read as one block (LOOK)."""
LABEL_SHARE = 0.27
"""Share of the width that belongs to the labels."""
LONGEST_LABEL = 30
LONGEST_NOTE = 34
"""Characters that fit into the label column at 1440 px; the whole text is in the hover box."""
BAR_WIDTH = 0.54
SPARE_LOW, SPARE_HIGH = 0.12, 0.16
"""Room beside the outermost marks for the numbers, as shares of the span."""
CORNER = 2
OPEN, CLOSE = "▸ ", "▾ "
HATCH = {"fgopacity": 0.8, "size": 6, "solidity": 0.4}


@dataclass(frozen=True)
class _Levels:
    """Where each row starts and ends, and the range of the total, all as shown."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]
    span: tuple[float, float] | None

    def axis_range(self) -> list[float]:
        points = (*self.ends, *(self.span or ()))
        low, high = min(points), max(points)
        wide = high - low or 1.0
        return [low - SPARE_LOW * wide, high + SPARE_HIGH * wide]


def waterfall_figure(
    steps: Sequence[Step],
    palette: Palette,
    span: tuple[float, float] | None,
    unit_scale: Scale,
    higher_is_better: bool | None = None,
) -> go.Figure:
    """The figure of `waterfall_steps`.

    Args:
        steps: at least start and total.
        palette: light or dark.
        span: the range as the prediction has it (not rounded, not in percent), or None.
        unit_scale: the scale of the prediction, see `scale_of`.
        higher_is_better: as the use case says; colours then mean good and bad.
    """
    tones = tones_of(palette, higher_is_better)
    whisker = None if span is None else (shown(span[0], unit_scale), shown(span[1], unit_scale))
    levels = _levels(steps, whisker)
    count = len(steps)
    layout = {
        "height": ROW_HEIGHT * count + 4,
        "xaxis": axis(palette, domain=[LABEL_SHARE, 1], range=levels.axis_range(), visible=False),
        "yaxis": axis(palette, range=[count - 0.5, -0.5], visible=False),
        "bargap": 0.42,
        "shapes": [*_rows(count, palette), *_connectors(levels, palette), *_whisker(levels, palette)],
        "annotations": [*_labels(steps, palette), *_values(steps, levels, (palette, tones))],
    }
    traces = [_bars(steps, levels, (palette, tones)), *_marks(steps, palette)]
    return figure(palette, ROW_HEIGHT * count + 4, traces, layout)


def _levels(steps: Sequence[Step], span: tuple[float, float] | None) -> _Levels:
    found = levels_of(steps)
    return _Levels(tuple(start for start, _ in found), tuple(end for _, end in found), span)


def _bars(steps: Sequence[Step], levels: _Levels, colours: tuple[Palette, Tones]) -> dict[str, object]:
    rows = [(index, step) for index, step in enumerate(steps) if step.is_bar]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [index for index, _ in rows],
        "x": [step.amount for _, step in rows],
        "base": [levels.starts[index] for index, _ in rows],
        "width": BAR_WIDTH,
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [plain(step.hover or step.label) for _, step in rows],
        "marker": {
            "color": [_colour(step, *colours) for _, step in rows],
            "line": {"width": 0},
            "cornerradius": CORNER,
            "pattern": {
                "shape": ["/" if step.kind == "rule" else "" for _, step in rows],
                "fgcolor": colours[0].card,
                **HATCH,
            },
        },
    }


def _colour(step: Step, palette: Palette, tones: Tones) -> str:
    if step.kind == "other":
        return palette.neutral
    return tones.up if step.amount > 0 else tones.down


def _marks(steps: Sequence[Step], palette: Palette) -> list[dict[str, object]]:
    """The tick of the start and the square of the total."""
    start = {"symbol": "line-ns", "size": FONT_SIZE * 1.6, "line": {"width": 5, "color": palette.neutral}}
    total = {
        "symbol": "square",
        "size": FONT_SIZE * 1.25,
        "color": palette.ink,
        "line": {"width": 2, "color": palette.card},
    }
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [steps[row].amount],
            "y": [row % len(steps)],
            "marker": marker,
            "hoverinfo": "text",
            "hovertext": [plain(steps[row].hover or steps[row].label)],
        }
        for row, marker in ((0, start), (-1, total))
    ]


def _line(x: tuple[float, float], y: tuple[float, float], line: dict[str, object], **more: object) -> dict[str, object]:
    return {"type": "line", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "line": line, **more}


def _rows(count: int, palette: Palette) -> list[dict[str, object]]:
    """A thin rule under each row, a stronger one above the total."""
    return [
        _line(
            (0, 1),
            (row + 0.5, row + 0.5),
            {"color": palette.outline if row == count - 2 else palette.hairline, "width": 1},
            xref="paper",
            layer="below",
        )
        for row in range(count - 1)
    ]


def _connectors(levels: _Levels, palette: Palette) -> list[dict[str, object]]:
    """From the end of each bar to the next, and a dotted line down from the start."""
    line: dict[str, object] = {"color": palette.neutral, "width": 1}
    last = len(levels.ends) - 1
    steps = [_line((end, end), (row + 0.26, row + 0.74), line) for row, end in enumerate(levels.ends[:last])]
    start = levels.ends[0]
    dotted: dict[str, object] = {"color": palette.outline, "width": 1, "dash": "dot"}
    return [*steps, _line((start, start), (0.5, last - 0.5), dotted, layer="below")]


def _whisker(levels: _Levels, palette: Palette) -> list[dict[str, object]]:
    if levels.span is None:
        return []
    low, high = levels.span
    row = len(levels.ends) - 1
    line: dict[str, object] = {"color": palette.you, "width": 2.5}
    ends = [_line((end, end), (row - 0.2, row + 0.2), line) for end in (low, high)]
    return [_line((low, high), (row, row), line, layer="below"), *ends]


def _labels(steps: Sequence[Step], palette: Palette) -> list[dict[str, object]]:
    return [
        {
            "x": 0,
            "y": row,
            "xref": "paper",
            "yref": "y",
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "text": _label(step, palette),
            "font": {"size": FONT_SIZE},
        }
        for row, step in enumerate(steps)
    ]


def _label(step: Step, palette: Palette) -> str:
    """Reason and value; a triangle where the row opens or closes."""
    sign = "" if step.opens is None else CLOSE if step.kind == "head" else OPEN
    indent = INDENT * step.level
    label = indent + sign + plain(shortened(step.label, LONGEST_LABEL - 2 * step.level - len(sign)))
    if step.kind == "total":
        label = f"<b>{label}</b>"
    if not step.note:
        return label
    note = indent + plain(shortened(step.note, LONGEST_NOTE - 2 * step.level))
    return f'{label}<br><span style="font-size:{FONT_SIZE - 1.5}px;color:{palette.soft}">{note}</span>'


def _values(steps: Sequence[Step], levels: _Levels, colours: tuple[Palette, Tones]) -> list[dict[str, object]]:
    """The numbers: right of a bar, left of the whisker, where they are never cut."""
    annotations: list[dict[str, object]] = []
    for row, step in enumerate(steps):
        end = max(levels.starts[row], levels.ends[row]) if step.is_bar else levels.ends[row]
        place: dict[str, object] = {"x": end, "xanchor": "left", "xshift": 7 if step.is_bar else 13}
        if step.kind == "total":
            left = levels.span[0] if levels.span is not None else end
            place = {"x": left, "xanchor": "right", "xshift": -9 if levels.span is not None else -13}
        size = FONT_SIZE + (2 if step.kind == "total" else 0)
        font = {"size": size, "color": _value_colour(step, *colours)}
        common: dict[str, object] = {"y": row, "yanchor": "middle", "showarrow": False, "font": font}
        annotations.append({**common, **place, "text": _value(step)})
    return annotations


def _value(step: Step) -> str:
    number, space, unit = step.text.partition(" ")
    return f"<b>{plain(number)}</b>{space}{plain(unit)}"


def _value_colour(step: Step, palette: Palette, tones: Tones) -> str:
    if step.kind == "head" or (step.is_bar and not step.amount):
        return palette.soft
    if step.kind not in ("effect", "rule"):
        return palette.ink
    return tones.up_text if step.amount > 0 else tones.down_text
