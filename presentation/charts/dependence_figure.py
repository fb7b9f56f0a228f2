"""The dependence plot drawn: one mark per prediction, two kinds of marks where another feature matters."""

import numpy as np
import plotly.graph_objects as go

from domain.points import Points, Split
from domain.use_case import UseCase
from presentation.charts.dependence import Flags
from presentation.charts.figure import FONT_SIZE, TICK_SIZE, axis, figure, plain, shortened
from presentation.charts.palette import Palette
from presentation.charts.places import Places
from presentation.charts.ticks import round_ticks
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.entities import entity_title
from presentation.words.features import feature_label, in_sentence, value_text
from presentation.words.insights import effect_scale, effect_unit, split_words
from presentation.words.quantities import Scale, signed, with_unit

HEIGHT = 404
MARGIN = {"l": 46, "r": 10, "t": 26, "b": 46}
LEGEND_ROOM = 34
"""Pixels above the plot for the two lines of the legend."""
SLANTED_ROOM = 28
"""Pixels below it for slanted names."""
SLANTED_FROM = 6
"""So many names do not fit beside each other level."""
LONGEST_TICK = 14
LONGEST_MARK = 46
"""Characters of the legend's first line that fit at 390 px."""
SHORTEST_NAME = 12
"""A feature's name is not cut shorter than this."""
MANY = 1_500
"""From so many points on marks are smaller and let others shine through."""
SPARE = 0.06
"""Room above and below, as a share of the span of the effects."""


def dependence_figure(
    use_case: UseCase, points: Points, places: Places, split: Split | None, palette: Palette
) -> go.Figure:
    """The figure of `places_of`; each point carries the id of its prediction.

    Args:
        use_case: for words and units.
        points: of one feature.
        places: where they stand.
        split: what else the effect depends on, if anything.
        palette: light or dark.
    """
    ((feature, effects),) = points.effects.items()
    scale = effect_scale(use_case, effects.tolist())
    factor = 100.0 if scale.percent else 1.0
    low, high = factor * min(float(effects.min()), 0.0), factor * max(float(effects.max()), 0.0)
    spare = SPARE * (high - low) or 1.0
    ticks = round_ticks(low, high)
    slanted = not places.on_scale and len(places.ticks) >= SLANTED_FROM
    layout = {
        "margin": {
            **MARGIN,
            "t": MARGIN["t"] + (0 if split is None else LEGEND_ROOM),
            "b": MARGIN["b"] + (SLANTED_ROOM if slanted else 0),
        },
        "xaxis": axis(
            palette,
            range=list(places.span),
            tickvals=[tick for tick, _ in places.ticks],
            ticktext=[plain(shortened(label, LONGEST_TICK)) for _, label in places.ticks],
            tickangle=-35 if slanted else 0,
            title=_title(in_sentence(feature_label(use_case, feature)), palette),
        ),
        "yaxis": axis(
            palette,
            range=[low - spare, high + spare],
            tickvals=list(ticks),
            ticktext=[signed(tick / factor, _tick_scale(scale, ticks)) for tick in ticks],
            showgrid=True,
            gridcolor=palette.hairline,
            title=_title(
                text("effect in {unit}", unit=effect_unit(use_case)) if effect_unit(use_case) else text("effect"),
                palette,
            ),
        ),
        "shapes": [_zero(palette)],
        "annotations": _legend(use_case, split, palette),
    }
    marks = _Marks(use_case, points, places, scale)
    return figure(palette, HEIGHT, _traces(marks, split, palette), layout)


class _Marks:
    """What all traces of the plot are cut from."""

    def __init__(self, use_case: UseCase, points: Points, places: Places, scale: Scale) -> None:
        self.points, self.places = points, places
        ((self.feature, self.effects),) = points.effects.items()
        factor = 100.0 if scale.percent else 1.0
        self.y = (factor * self.effects).tolist()
        self.hover = [_hover(use_case, points, self.feature, at, scale) for at in range(len(points))]

    def trace(self, hit: Flags, marker: dict[str, object]) -> dict[str, object]:
        """The points of a side."""
        where = np.flatnonzero(hit).tolist()
        many = len(self.points) > MANY
        faint = 0.55 if many else 0.75
        return {
            "type": "scatter",
            "mode": "markers",
            "x": [float(self.places.x[at]) for at in where],
            "y": [self.y[at] for at in where],
            "customdata": [self.points.ids[at] for at in where],
            "hoverinfo": "text",
            "hovertext": [self.hover[at] for at in where],
            "marker": {"size": 5 if many else 7, "opacity": faint, **marker},
            "selected": {"marker": {"opacity": 1.0}},
            "unselected": {"marker": {"opacity": faint / 2}},
        }


def _traces(marks: _Marks, split: Split | None, palette: Palette) -> list[dict[str, object]]:
    everything = np.ones(len(marks.points), dtype=bool)
    if split is None:
        return [marks.trace(everything, {"color": palette.neutral})]
    return [
        marks.trace(~split.yes, {"color": palette.less, "symbol": "circle-open"}),
        marks.trace(split.yes, {"color": palette.more, "symbol": "diamond"}),
    ]


def _hover(use_case: UseCase, points: Points, feature: str, at: int, scale: Scale) -> str:
    title = f"<b>{plain(str(entity_title(use_case, points.entities[at])))}</b>, {day_text(points.days[at])}"
    lines = [
        plain(f"{feature_label(use_case, name)}: {value_text(use_case, name, column[at])}")
        for name, column in points.values.items()
    ]
    effect = signed(float(points.effects[feature][at]), scale)
    amount = f"{effect} {effect_unit(use_case)}" if scale.percent else with_unit(effect, scale)
    return "<br>".join([title, *lines, plain(text("effect {amount}", amount=amount))])


def _tick_scale(scale: Scale, ticks: tuple[float, ...]) -> Scale:
    """As many decimals as the ticks need."""
    decimals = next(
        (places for places in range(10) if all(round(tick, places) == tick for tick in ticks)), scale.decimals
    )
    return Scale(decimals, "", "", percent=scale.percent)


def _title(words: str, palette: Palette) -> dict[str, object]:
    return {"text": plain(words), "font": {"size": TICK_SIZE + 1, "color": palette.soft}, "standoff": 4}


def _zero(palette: Palette) -> dict[str, object]:
    line = {"color": palette.neutral, "width": 1}
    return {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": 0, "y1": 0, "line": line, "layer": "below"}


def _legend(use_case: UseCase, split: Split | None, palette: Palette) -> list[dict[str, object]]:
    if split is None:
        return []
    label = feature_label(use_case, split.feature)
    # What the question asks stands at its end, so that a long name is cut and not the question.
    spare = LONGEST_MARK - (len(split_words(use_case, split)[0]) - len(label))
    yes, no = split_words(use_case, split, shortened(label, max(spare, SHORTEST_NAME)))
    words = f'<span style="color:{palette.more_text}">◆ {plain(yes)}</span><br><span style="color:{palette.less_text}">○ {plain(no)}</span>'
    place = {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "xshift": -30,
    }
    return [{**place, "text": words, "showarrow": False, "align": "left", "font": {"size": FONT_SIZE}}]
