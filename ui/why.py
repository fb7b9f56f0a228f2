"""Why a prediction is what it is: the waterfall."""

import streamlit as st

from presentation.charts.waterfall import (
    TABLE_HEADER,
    waterfall_alt,
    waterfall_reading,
    waterfall_steps,
    waterfall_table,
)
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.quantities import scale_of
from services.open_prediction import OpenedPrediction
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.narrow_waterfall import narrow_waterfall
from ui.style import palette


def draw_why(visit: Visit, opened: OpenedPrediction) -> None:
    """The waterfall; on a phone as bars below their reasons."""
    steps = waterfall_steps(opened.use_case, opened.prediction)
    row, scale = opened.prediction.queue, scale_of(opened.use_case.target, opened.prediction)
    span = None if row.low is None or row.high is None else (row.low, row.high)
    drawing = waterfall_figure(steps, palette(), span, scale)
    shown = Figure(
        f"why-{opened.prediction.id}",
        drawing,
        waterfall_alt(steps),
        TABLE_HEADER,
        waterfall_table(steps),
        waterfall_reading(),
        right=frozenset({2}),
    )
    draw_figure(shown, "waterfall")
    st.html(narrow_waterfall(steps))
