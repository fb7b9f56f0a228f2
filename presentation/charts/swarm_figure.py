"""The swarm drawn: one row per driver, one mark per prediction."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from domain.points import Points
from domain.use_case import UseCase
from presentation.charts.figure import FONT_SIZE, TICK_SIZE, axis, figure, plain, wrapped
from presentation.charts.palette import Palette
from presentation.charts.swarm import SwarmRow
from presentation.charts.ticks import round_ticks
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.entities import entity_title
from presentation.words.features import value_text
from presentation.words.insights import effect_scale, effect_unit
from presentation.words.quantities import Scale, signed

ROW_HEIGHT = 46
FOOT = 44
LABEL_SHARE = 0.32
LONGEST_LABEL = 26
SPARE = 0.04


def swarm_figure(use_case: UseCase, rows: Sequence[SwarmRow], points: Points, palette: Palette) -> go.Figure:
    """The figure of `swarm_table`; each mark carries the id of its prediction and the code of its row."""
    sizes = [float(value) for row in rows for value in (row.effects.min(), row.effects.max())]
    scale = effect_scale(use_case, sizes)
    factor = 100.0 if scale.percent else 1.0
    low, high = factor * min(*sizes, 0.0), factor * max(*sizes, 0.0)
    spare = SPARE * (high - low) or 1.0
    ticks = round_ticks(low, high, 4)
    unit = effect_unit(use_case)
    title = text("effect in {unit}", unit=unit) if unit else text("effect")
    layout = {
        "margin": {"l": 0, "r": 8, "t": 4, "b": FOOT},
        "xaxis": axis(
            palette,
            domain=[LABEL_SHARE, 1],
            range=[low - spare, high + spare],
            tickvals=list(ticks),
            ticktext=[signed(tick / factor, scale) for tick in ticks],
            title={"text": plain(title), "font": {"size": TICK_SIZE + 1, "color": palette.soft}, "standoff": 4},
        ),
        "yaxis": axis(palette, range=[len(rows) - 0.5, -0.5], visible=False),
        "shapes": [_zero(palette), *(_rule(place, palette) for place in range(len(rows)))],
        "annotations": [_label(place, row) for place, row in enumerate(rows)],
    }
    traces = [_trace(use_case, place, row, points, (palette, scale)) for place, row in enumerate(rows)]
    return figure(palette, ROW_HEIGHT * len(rows) + FOOT, traces, layout)


def _trace(
    use_case: UseCase, place: int, row: SwarmRow, points: Points, drawn: tuple[Palette, Scale]
) -> dict[str, object]:
    palette, scale = drawn
    factor = 100.0 if scale.percent else 1.0
    known = np.isfinite(row.height)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": (factor * row.effects).tolist(),
        "y": (place + row.offset).tolist(),
        "customdata": [[prediction, row.code] for prediction in points.ids],
        "hoverinfo": "text",
        "hovertext": [_hover(use_case, row, points, at, scale) for at in range(len(points))],
        "marker": {
            "size": 5,
            "opacity": 0.7,
            "color": [
                _colour(height, palette) if hit else palette.neutral
                for height, hit in zip(row.height, known, strict=True)
            ],
        },
        "selected": {"marker": {"opacity": 1.0}},
        "unselected": {"marker": {"opacity": 0.35}},
    }


def _colour(height: float, palette: Palette) -> str:
    """Between blue for the lowest value and orange for the highest, over grey."""
    ends = (palette.less, palette.neutral) if height < 0.5 else (palette.neutral, palette.more)
    part = 2 * height if height < 0.5 else 2 * height - 1
    first, last = ([int(end[at : at + 2], 16) for at in (1, 3, 5)] for end in ends)
    return "#" + "".join(f"{round(a + part * (b - a)):02X}" for a, b in zip(first, last, strict=True))


def _hover(use_case: UseCase, row: SwarmRow, points: Points, at: int, scale: Scale) -> str:
    title = f"<b>{plain(str(entity_title(use_case, points.entities[at])))}</b>, {day_text(points.days[at])}"
    value = points.values.get(row.code)
    words = row.label if value is None else f"{row.label}: {value_text(use_case, row.code, value[at])}"
    effect = f"{signed(float(row.effects[at]), scale)} {effect_unit(use_case)}".strip()
    return f"{title}<br>{plain(words)}<br>{plain(text('effect {amount}', amount=effect))}"


def _zero(palette: Palette) -> dict[str, object]:
    line = {"color": palette.neutral, "width": 1}
    return {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def _rule(place: int, palette: Palette) -> dict[str, object]:
    line = {"color": palette.hairline, "width": 1}
    ends = {"x0": 0, "x1": 1, "xref": "paper", "y0": place + 0.5, "y1": place + 0.5}
    return {"type": "line", "line": line, "layer": "below", **ends}


def _label(place: int, row: SwarmRow) -> dict[str, object]:
    words = {"text": wrapped(row.label, LONGEST_LABEL), "font": {"size": FONT_SIZE}, "align": "left"}
    return {"x": 0, "xref": "paper", "xanchor": "left", "y": place, "yanchor": "middle", "showarrow": False, **words}
