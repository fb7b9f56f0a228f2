"""A comparison on the screen: its waterfall, whose groups open, and on a phone as bars below their reasons."""

import streamlit as st

from domain.comparison import Comparison
from domain.use_case.definition import UseCase
from presentation.charts.contrast import Ends, contrast_reading, contrast_steps
from presentation.charts.step import OTHERS, group_name, step_alt, step_table
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.catalogue import text
from presentation.words.comparisons import comparison_scale
from ui.figure import Figure, draw_figure
from ui.narrow_waterfall import narrow_waterfall
from ui.openers import draw_openers
from ui.style import palette

OPENED = "opened_changes"
"""What the visitor has opened; it stays open from one comparison to the next."""


def draw_contrast(use_case: UseCase, comparison: Comparison, ends: Ends, name: str) -> None:
    """The waterfall of a comparison with its tools.

    Args:
        use_case: of the prediction.
        comparison: the numbers.
        ends: what its two ends are called.
        name: of the files that can be saved.
    """
    everything = contrast_steps(use_case, comparison, ends, frozenset({OTHERS, *map(group_name, use_case.groups)}))
    steps = contrast_steps(use_case, comparison, ends, _opened())
    row, better = comparison.prediction.queue, use_case.target.higher_is_better
    span = None if row.low is None or row.high is None else (row.low, row.high)
    figure = Figure(
        name,
        waterfall_figure(steps, palette(), span, comparison_scale(use_case, comparison), better),
        step_alt(steps),
        (text("What changed"), text("Then → now"), text("Effect")),
        step_table(everything),
        contrast_reading(),
        right=frozenset({2}),
        spoken=True,
    )
    with st.container(key="waterfall_whole", gap=None):
        draw_figure(figure, "contrast")
        draw_openers(steps, "open_change", _turn)
    st.html(narrow_waterfall(everything, better))


def _opened() -> frozenset[str]:
    found: frozenset[str] = st.session_state.get(OPENED, frozenset())
    return found


def _turn(name: str) -> None:
    st.session_state[OPENED] = _opened() ^ {name}
