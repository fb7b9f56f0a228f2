"""Why a prediction is what it is: the waterfall, whose groups open into their members."""

import streamlit as st

from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.charts.step import OTHERS, group_name, step_alt, step_table, table_header
from presentation.charts.waterfall import waterfall_reading, waterfall_steps
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.quantities import scale_of
from services.open_prediction import OpenedPrediction
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.narrow_waterfall import narrow_waterfall
from ui.openers import draw_openers
from ui.style import palette

OPENED = "opened_reasons"
"""What the visitor has opened; it stays open from one prediction to the next."""


def draw_why(visit: Visit, opened: OpenedPrediction) -> None:
    """The waterfall of the opened prediction."""
    draw_waterfall(opened.use_case, opened.prediction)


def draw_waterfall(use_case: UseCase, prediction: Prediction, reading: str | None = None) -> None:
    """The waterfall; on a phone as bars below their reasons."""
    everything = waterfall_steps(use_case, prediction, frozenset({OTHERS, *map(group_name, use_case.groups)}))
    steps = waterfall_steps(use_case, prediction, _opened())
    better = use_case.target.higher_is_better
    row = prediction.queue
    span = None if row.low is None or row.high is None else (row.low, row.high)
    shown = Figure(
        f"why-{prediction.id}",
        waterfall_figure(steps, palette(), span, scale_of(use_case.target, prediction), better),
        step_alt(steps),
        table_header(),
        step_table(everything),
        reading or waterfall_reading(),
        right=frozenset({2}),
        spoken=True,
    )
    with st.container(key="waterfall_whole", gap=None):
        draw_figure(shown, "waterfall")
        draw_openers(steps, "open", _turn)
    st.html(narrow_waterfall(everything, better))


def _opened() -> frozenset[str]:
    found: frozenset[str] = st.session_state.get(OPENED, frozenset())
    return found


def _turn(name: str) -> None:
    st.session_state[OPENED] = _opened() ^ {name}
