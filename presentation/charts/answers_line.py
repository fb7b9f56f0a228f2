"""All answers and what happened side by side on one line above the range; people = accent, model = open square, actual = diamond."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from domain.prediction import QueueRow
from domain.review import Review
from domain.use_case import UseCase
from presentation.charts.figure import axis, figure, plain, shortened
from presentation.charts.palette import Palette
from presentation.words.answers import author_text
from presentation.words.catalogue import text
from presentation.words.quantities import Scale, exact_number, number, range_text, scale_for, shown

Kind = Literal["model", "person", "actual", "usual"]

HEIGHT, SIZE = 132, 13
"""Pixels, and the size of its text, beside a waterfall (LOOK, Sessions)."""

LONGEST_NAME = 18
LEAST_DISTANCE = 0.085
"""Share of the width between two labels on the same side; closer ones take different sides, then a second row."""

SPARE = 0.12
"""Room beside the outermost marks, as a share of the span."""

SIDES = ((1, 0.28), (-1, 0.28), (1, 0.86), (-1, 0.86))
"""Where a label can stand: above or below the line, and how far from it."""


@dataclass(frozen=True)
class Mark:
    """A number on the line: what it is, whose, as it is drawn and as it is written."""

    kind: Kind
    who: str
    value: float
    written: str


def answers_marks(
    use_case: UseCase, row: QueueRow, reviews: Sequence[Review], actual: float | None
) -> tuple[Mark, ...]:
    """The marks, smallest first; people with the same value share one. None for classes, which have no line."""
    if use_case.target.classes:
        return ()
    scale = answers_scale(use_case, row)
    marks = [Mark("model", text("Model"), shown(row.value, scale), number(row.value, scale))]
    if row.usual is not None:
        marks.append(Mark("usual", text("Usual"), shown(row.usual, scale), number(row.usual, scale)))
    if actual is not None:
        happened = use_case.target.happened
        name = happened[:1].upper() + happened[1:]
        marks.append(Mark("actual", name, shown(actual, scale), number(actual, scale)))
    own: dict[float, list[str]] = {}
    for review in reviews:
        if review.new.own_value is not None:
            own.setdefault(review.new.own_value, []).append(
                author_text(review.person, in_bulk=review.bulk_id is not None)
            )
    marks += [Mark("person", ", ".join(names), value, exact_number(value)) for value, names in own.items()]
    return tuple(sorted(marks, key=lambda mark: (mark.value, mark.who)))


def answers_scale(use_case: UseCase, row: QueueRow) -> Scale:
    """How the numbers of the line are written."""
    return scale_for(use_case.target, row.value, row.usual)


def answers_header(use_case: UseCase) -> tuple[str, str]:
    """The heads of `answers_table`."""
    unit = use_case.target.unit
    return text("Who"), text("Value ({unit})", unit=unit) if unit else text("Value")


def answers_table(marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    """The marks as text, under `answers_header`."""
    return tuple((mark.who, mark.written) for mark in marks)


def answers_alt(marks: Sequence[Mark]) -> str:
    """The line in words."""
    return text("All answers: {answers}.", answers=", ".join(f"{mark.who} {mark.written}" for mark in marks))


def answers_title(use_case: UseCase, row: QueueRow) -> str:
    """What stands above the line."""
    happened = use_case.target.happened
    if row.low is None or row.high is None:
        return text("All answers and what was {happened}", happened=happened)
    span = range_text(row.low, row.high, answers_scale(use_case, row))
    return text("All answers and what was {happened}; range {range}", happened=happened, range=span)


def answers_reading() -> str:
    """How to read the line."""
    return text(
        "Each mark is one value: the open square is the model, dots are people, the diamond is what really happened. "
        "The band behind them is the range that the model gave."
    )


def answers_figure(
    use_case: UseCase, row: QueueRow, marks: Sequence[Mark], palette: Palette, enlarged: float = 1.0
) -> go.Figure:
    """The line of `answers_marks`, at least one; `enlarged` for a projector."""
    scale = answers_scale(use_case, row)
    span = None if row.low is None or row.high is None else (shown(row.low, scale), shown(row.high, scale))
    low, high = _ends(marks, span)
    slots = _slots(marks, (low, high))
    size = SIZE * enlarged
    top = 1.15 if max((distance for _, distance in slots), default=0) < SIDES[2][1] else 1.75
    layout = {
        "margin": {"l": 6, "r": 6, "t": 4, "b": 4},
        "xaxis": axis(palette, range=[low, high], visible=False),
        "yaxis": axis(palette, range=[-top, top], visible=False),
        "shapes": [*_band(span, palette), _line(low, high, palette)],
        "annotations": _labels(marks, slots, palette, size),
    }
    height = int(HEIGHT * (1.0 if top < SIDES[2][1] * 1.5 else 1.35) * (1 + (enlarged - 1) * 0.8))
    return figure(palette, height, [_mark(mark, palette, size) for mark in marks], layout)


def _ends(marks: Sequence[Mark], span: tuple[float, float] | None) -> tuple[float, float]:
    points = [*(mark.value for mark in marks), *(span or ())]
    wide = (max(points) - min(points)) or 1.0
    return min(points) - SPARE * wide, max(points) + SPARE * wide


def _slots(marks: Sequence[Mark], ends: tuple[float, float]) -> list[tuple[int, float]]:
    """A side for each label, so that none stands on another as long as there is room."""
    taken: dict[tuple[int, float], float] = {}
    found = []
    for mark in marks:
        at = (mark.value - ends[0]) / (ends[1] - ends[0])
        wanted = SIDES if mark.kind in ("model", "person") else (SIDES[1], SIDES[0], SIDES[3], SIDES[2])
        room = [slot for slot in wanted if at - taken.get(slot, -1.0) >= _distance(mark)]
        slot = room[0] if room else wanted[-1]
        taken[slot] = at
        found.append(slot)
    return found


def _distance(mark: Mark) -> float:
    return max(LEAST_DISTANCE, 0.014 * min(len(mark.who), LONGEST_NAME))


def _band(span: tuple[float, float] | None, palette: Palette) -> list[dict[str, object]]:
    if span is None:
        return []
    place = {"type": "rect", "x0": span[0], "x1": span[1], "y0": -0.16, "y1": 0.16}
    return [{**place, "fillcolor": palette.band, "line": {"width": 0}, "layer": "below"}]


def _line(low: float, high: float, palette: Palette) -> dict[str, object]:
    line = {"color": palette.outline, "width": 1}
    return {"type": "line", "x0": low, "x1": high, "y0": 0, "y1": 0, "line": line, "layer": "below"}


def _mark(mark: Mark, palette: Palette, size: float) -> dict[str, object]:
    symbol = {"model": "square-open", "person": "circle", "actual": "diamond", "usual": "line-ns-open"}[mark.kind]
    colour = {"model": palette.soft, "person": palette.you, "actual": palette.ink, "usual": palette.neutral}[mark.kind]
    edge = colour if symbol.endswith("open") else palette.card
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.value],
        "y": [0],
        "cliponaxis": False,
        "marker": {"size": size, "color": colour, "symbol": symbol, "line": {"width": 2, "color": edge}},
        "hoverinfo": "text",
        "hovertext": [plain(f"{mark.who}: {mark.written}")],
    }


def _labels(
    marks: Sequence[Mark], slots: Sequence[tuple[int, float]], palette: Palette, size: float
) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for mark, (side, distance) in zip(marks, slots, strict=True):
        colour = {"person": palette.you_text, "usual": palette.soft}.get(mark.kind, palette.ink)
        name = f'<span style="color:{palette.soft};font-size:{size * 0.85:.1f}px">{plain(shortened(mark.who, LONGEST_NAME))}</span>'
        found.append(
            {
                "x": mark.value,
                "y": side * distance,
                "yanchor": "bottom" if side > 0 else "top",
                "showarrow": False,
                "text": f"<b>{plain(mark.written)}</b><br>{name}",
                "font": {"size": size * 1.15, "color": colour},
            }
        )
    return found
