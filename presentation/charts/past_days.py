"""The line of the last comparable days beside today's prediction: small, without axes, read in a second."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.charts.figure import TICK_SIZE, axis, figure, plain
from presentation.charts.palette import Palette
from presentation.words.catalogue import marked, text
from presentation.words.dates import counted_weekdays, day_text, short_day
from presentation.words.features import class_text
from presentation.words.quantities import Scale, amount, number, range_text, scale_for, shown

HEIGHT = 84
MARGIN = {"l": 18, "r": 44, "t": 10, "b": 18}
NO_DAYS = marked("no comparable day yet")


@dataclass(frozen=True)
class PastPoint:
    """A comparable day: the number that is drawn (percent for classes) and the text that is read."""

    day: date
    label: str
    value: float
    text: str


def past_days_table(use_case: UseCase, prediction: Prediction) -> tuple[PastPoint, ...]:
    """The comparable days, oldest first; for classes the value is 100 where the predicted class happened, else 0."""
    if prediction.queue.label is None:
        scale = past_days_scale(use_case, prediction)
        return tuple(
            PastPoint(past.day, day_text(past.day), shown(past.value, scale), amount(past.value, scale))
            for past in prediction.past
        )
    classes = list(use_case.target.classes)
    points = []
    for past in prediction.past:
        happened = classes[int(past.value)]
        value = 100.0 if happened == prediction.queue.label else 0.0
        points.append(PastPoint(past.day, day_text(past.day), value, class_text(use_case, happened)))
    return tuple(points)


def past_days_scale(use_case: UseCase, prediction: Prediction) -> Scale:
    """One scale for the prediction and the days beside it."""
    if use_case.target.classes:
        return scale_for(use_case.target, prediction.queue.value)
    return scale_for(use_case.target, prediction.queue.value, *(past.value for past in prediction.past))


def past_days_alt(use_case: UseCase, prediction: Prediction) -> str:
    """The line in words."""
    scale = past_days_scale(use_case, prediction)
    queue = prediction.queue
    value = amount(queue.value, scale)
    if queue.low is not None and queue.high is not None:
        value = f"{value}, {range_text(queue.low, queue.high, scale)}"
    today = text("Prediction for {day}: {value}.", day=day_text(prediction.target_date), value=value)
    points = past_days_table(use_case, prediction)
    if not points:
        return f"{text('No comparable day yet.')} {today}"
    past = text(
        "The last {weekdays}, {happened}: {days}.",
        weekdays=counted_weekdays(prediction.target_date, len(points)),
        happened=use_case.target.happened,
        days=", ".join(f"{point.label} {point.text}" for point in points),
    )
    return f"{past} {today}"


def past_days_figure(use_case: UseCase, prediction: Prediction, palette: Palette) -> go.Figure:
    """The line of `past_days_table` and the prediction with its range; without a past the prediction stands alone."""
    scale = past_days_scale(use_case, prediction)
    points = past_days_table(use_case, prediction)
    levels = _levels(points, prediction, scale)
    wide = max(levels) - min(levels) or 1.0
    place = len(points)
    ticks = sorted({0, place // 2, place})
    names = [*(short_day(point.day) for point in points), short_day(prediction.target_date)]
    layout = {
        "margin": MARGIN,
        "xaxis": axis(palette, range=[-0.4, place + 0.4], tickvals=ticks, ticktext=[names[tick] for tick in ticks]),
        "yaxis": axis(palette, range=[min(levels) - 0.1 * wide, max(levels) + 0.1 * wide], visible=False),
        "shapes": _usual_line(prediction, palette, scale),
        "annotations": _notes(points, prediction, palette, scale),
    }
    traces = [_today(prediction, place, palette, scale)]
    if points:
        traces.insert(0, _past(use_case, points, palette))
    return figure(palette, HEIGHT, traces, layout)


def _levels(points: Sequence[PastPoint], prediction: Prediction, scale: Scale) -> list[float]:
    queue = prediction.queue
    values = [shown(value, scale) for value in (queue.value, queue.low, queue.high, queue.usual) if value is not None]
    return [*(point.value for point in points), *values]


def _past(use_case: UseCase, points: Sequence[PastPoint], palette: Palette) -> dict[str, object]:
    happened = use_case.target.happened
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(points))),
        "y": [point.value for point in points],
        "line": {"color": palette.neutral, "width": 1.5},
        "marker": {"size": 5, "color": palette.soft},
        "hoverinfo": "text",
        "hovertext": [plain(f"{point.label}: {happened} {point.text}") for point in points],
    }


def _today(prediction: Prediction, place: int, palette: Palette, scale: Scale) -> dict[str, object]:
    queue = prediction.queue
    value = shown(queue.value, scale)
    hover = f"{day_text(prediction.target_date)}: {amount(queue.value, scale)}"
    trace: dict[str, object] = {
        "type": "scatter",
        "mode": "markers",
        "x": [place],
        "y": [value],
        "marker": {"size": 9, "color": palette.ink},
        "hoverinfo": "text",
        "hovertext": [plain(hover)],
    }
    if queue.low is None or queue.high is None:
        return trace
    low, high = shown(queue.low, scale), shown(queue.high, scale)
    bar = {"type": "data", "symmetric": False, "array": [high - value], "arrayminus": [value - low]}
    trace["error_y"] = {**bar, "color": palette.you, "thickness": 2, "width": 4}
    trace["hovertext"] = [plain(f"{hover}, {range_text(queue.low, queue.high, scale)}")]
    return trace


def _usual_line(prediction: Prediction, palette: Palette, scale: Scale) -> list[dict[str, object]]:
    if prediction.queue.usual is None:
        return []
    level = shown(prediction.queue.usual, scale)
    line = {"color": palette.outline, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level, "line": line, "layer": "below"}
    ]


def _notes(
    points: Sequence[PastPoint], prediction: Prediction, palette: Palette, scale: Scale
) -> list[dict[str, object]]:
    """The words “usual 38” at the right end of the line, or that there is no past."""
    font = {"size": TICK_SIZE, "color": palette.soft}
    common: dict[str, object] = {"xref": "paper", "showarrow": False, "align": "left", "font": font, "xanchor": "left"}
    notes: list[dict[str, object]] = []
    usual = prediction.queue.usual
    if usual is not None:
        level = f"{plain(number(usual, scale))}{' %' if scale.percent else ''}"
        label = f"{plain(text('usual'))}<br>{level}"
        notes.append({**common, "x": 1, "xshift": 4, "y": shown(usual, scale), "text": label})
    if not points:
        notes.append({**common, "yref": "paper", "x": 0, "y": 0.5, "text": plain(text(NO_DAYS))})
    return notes
