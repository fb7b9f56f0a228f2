"""What comes out of a scenario: value, range, sentence, and the waterfall of the difference or of the whole."""

from html import escape
from typing import Literal, get_args

import streamlit as st

from presentation.charts.contrast import Ends
from presentation.charts.step import OTHERS, group_name, step_alt, step_table, table_header
from presentation.charts.waterfall import waterfall_reading, waterfall_steps
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.catalogue import text
from presentation.words.comparisons import itself_words
from presentation.words.contrast_sentence import contrast_sentence
from presentation.words.quantities import scale_of
from presentation.words.scenarios import bounds_text, result_text
from presentation.words.sentence import prediction_sentence
from services.open_prediction import OpenedPrediction
from services.try_scenario import Trial
from ui.contrast import draw_contrast
from ui.figure import Figure, draw_figure
from ui.markup import rich
from ui.narrow_waterfall import narrow_waterfall
from ui.openers import draw_openers
from ui.style import palette

View = Literal["difference", "whole"]
VIEWS: tuple[View, ...] = get_args(View)
VIEW = "trial_view"
OPENED = "opened_in_trial"
"""What the visitor has opened among all reasons of a scenario."""


def draw_trial(opened: OpenedPrediction, trial: Trial) -> None:
    """The number, the sentence and the chart."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="trial_head"):
        st.html(_result(opened, trial), width="content")
        view = _chosen(trial)
    if view == "difference" and trial.comparison is not None:
        sentence = contrast_sentence(opened.use_case, trial.comparison, itself_words())
        st.html(_lead(sentence.lead, sentence.rest, sentence.note))
        ends = Ends((text("The prediction"), text("as it is")), (text("The scenario"), text("as tried")))
        draw_contrast(opened.use_case, trial.comparison, ends, f"what-if-{opened.prediction.id}")
        return
    sentence = prediction_sentence(opened.use_case, trial.prediction)
    st.html(_lead(sentence.lead, sentence.rest, f"{sentence.note} {_refused(trial)}".strip()))
    _draw_whole(opened, trial)


def _chosen(trial: Trial) -> View:
    """The difference, unless nothing was changed, it cannot be explained, or the whole is asked for."""
    if trial.comparison is None or not (trial.changes or trial.day):
        return "whole"
    labels: dict[View, str] = {"difference": text("What it changes"), "whole": text("All reasons")}
    chosen = st.segmented_control(
        text("Which reasons"),
        list(labels),
        default=VIEWS[0],
        required=True,
        format_func=lambda view: labels[view],
        key=VIEW,
        label_visibility="collapsed",
    )
    return "whole" if chosen == "whole" else "difference"


def _refused(trial: Trial) -> str:
    if trial.comparison is not None:
        return ""
    return text("What the change alone does cannot be told for this kind of model ({reason}).", reason=trial.refused)


def _result(opened: OpenedPrediction, trial: Trial) -> str:
    """The number, and the range where there is one."""
    words = {"result": f"<b>{escape(result_text(opened.use_case, trial.prediction.queue))}</b>"}
    bounds = escape(_bounds(opened, trial))
    if not (trial.changes or trial.day):
        told = rich("{result} as it is. Change an input to see what would be predicted.", **words)
    elif bounds:
        told = rich("{result} would be predicted, {range}.", range=bounds, **words)
    else:
        told = rich("{result} would be predicted.", **words)
    return f'<div class="result soft" role="status">{told}</div>'


def _bounds(opened: OpenedPrediction, trial: Trial) -> str:
    return bounds_text(trial.prediction.queue, scale_of(opened.use_case.target, trial.prediction))


def _lead(lead: str, rest: str, note: str) -> str:
    noted = f' <span class="cap">{escape(note)}</span>' if note else ""
    return f'<div class="lead"><b>{escape(lead)}</b> {escape(rest)}{noted}</div>'


def _draw_whole(opened: OpenedPrediction, trial: Trial) -> None:
    use_case, prediction = opened.use_case, trial.prediction
    steps = waterfall_steps(use_case, prediction, _opened())
    everything = waterfall_steps(use_case, prediction, frozenset({OTHERS, *map(group_name, use_case.groups)}))
    row, better = prediction.queue, use_case.target.higher_is_better
    span = None if row.low is None or row.high is None else (row.low, row.high)
    figure = Figure(
        f"what-if-{opened.prediction.id}",
        waterfall_figure(steps, palette(), span, scale_of(use_case.target, prediction), better),
        step_alt(steps),
        table_header(),
        step_table(everything),
        waterfall_reading(),
        right=frozenset({2}),
        spoken=True,
    )
    with st.container(key="waterfall_whole", gap=None):
        draw_figure(figure, "scenario")
        draw_openers(steps, "open_whole", _turn)
    st.html(narrow_waterfall(everything, better))


def _opened() -> frozenset[str]:
    found: frozenset[str] = st.session_state.get(OPENED, frozenset())
    return found


def _turn(name: str) -> None:
    st.session_state[OPENED] = _opened() ^ {name}
