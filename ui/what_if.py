"""What if: change inputs and see what the version would say; compare named scenarios; attach one to the answer."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from domain.errors import VouchError
from domain.scenario import ScenarioInput
from presentation.words.catalogue import text
from presentation.words.scenarios import still_words
from services.list_scenario_inputs import list_scenario_inputs
from services.open_prediction import OpenedPrediction
from services.try_scenario import Trial, try_scenario
from ui.guard import Visit
from ui.refusal import draw_refusal
from ui.scenario_inputs import draw_inputs
from ui.scenarios import draw_keeping, draw_kept
from ui.trial import draw_trial
from ui.tried import Attempt, attempt_on, show

INPUTS_HEIGHT = 352
"""Of the tab (`ui.detail_tabs`), less its bar: the inputs scroll by themselves, so that the result stays in sight."""


def draw_what_if(visit: Visit, opened: OpenedPrediction) -> None:
    """The tab: inputs left, what comes out right."""
    try:
        # The first scenario after a start opens the model, which takes a second.
        with st.spinner(text("Opening the model …"), show_time=True):
            inputs = list_scenario_inputs(visit.deps, opened)
        attempt = attempt_on(opened.prediction.id)
        if not inputs:
            st.html(f'<div class="lead empty">{escape(_nothing())}</div>')
            return
        left, right = st.columns([1, 1.75], gap="medium")
        with left:
            _draw_left(opened, inputs, attempt)
        trial = try_scenario(visit.deps, opened, inputs, attempt.values)
        with right.container(gap="xsmall", key="trial"):
            _draw_right(visit, opened, inputs, trial)
    except VouchError as error:
        draw_refusal(error)


def _nothing() -> str:
    return text(
        "No input of this use case may be changed here. Whoever keeps its file can allow it with “actionable: true” at a feature."
    )


def _draw_left(opened: OpenedPrediction, inputs: Sequence[ScenarioInput], attempt: Attempt) -> None:
    with st.container(height=INPUTS_HEIGHT, border=False, gap="xsmall", key="inputs"):
        draw_inputs(opened.use_case, inputs, attempt, f"try_{opened.prediction.id}")


def _draw_right(visit: Visit, opened: OpenedPrediction, inputs: Sequence[ScenarioInput], trial: Trial) -> None:
    attempt = attempt_on(opened.prediction.id)
    draw_trial(opened, trial)
    changed = bool(attempt.values or attempt.refused)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="scenario_foot"):
        st.button(text("Reset"), key="reset", type="tertiary", disabled=not changed, on_click=show, args=(attempt, {}))
        draw_keeping(opened, trial, attempt)
    st.html(f'<div class="cap">{escape(still_words(opened.use_case, other_day=trial.day is not None))}</div>')
    draw_kept(visit, opened, inputs, attempt)
