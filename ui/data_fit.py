"""Is this data fit for the purpose? Assessed on demand by a process of its own; the page waits in words."""

from datetime import datetime
from html import escape

import streamlit as st

from presentation.words.catalogue import text
from services.dependencies import Dependencies
from services.open_day import Day
from ui.assessment import draw_assessment
from wiring.assessments import AssessmentDesk

LOOK_AGAIN_SECONDS = 1.0
"""How often the page looks whether it is there; it reads nothing but memory."""


@st.cache_resource(show_spinner=False)
def assessment_desk() -> AssessmentDesk:
    """One per server, so that two people who ask get the same answer."""
    return AssessmentDesk()


def draw_fit(deps: Dependencies, day: Day) -> None:
    """The card: a button, the wait, or the answer."""
    st.markdown("#### " + text("Is this data fit for the purpose?"), anchors=False)
    asked = assessment_desk().look(day.use_case.name, day.run.run_date)
    if asked is not None and asked.found is not None:
        draw_assessment(day.use_case, asked.found)
        return
    if asked is not None and asked.fault is None:
        _draw_waiting(deps, day, asked.at)
        return
    if asked is not None:
        words = asked.fault or text("The job ended before its time.")
        told = text("The data could not be assessed. {words}", words=words)
        st.html(f'<div class="banner" role="alert">{escape(told)}</div>')
    words = text(
        "Size, span, small series, actuals, gaps, features that know the answer, and whether a small model beats the best "
        "simple rule on days it has not seen. It takes about a minute and changes nothing."
    )
    st.html(f'<div class="lead">{escape(words)}</div>')
    st.button(text("Assess this data"), key="assess", on_click=_ask, args=(deps, day))


def _ask(deps: Dependencies, day: Day) -> None:
    with deps.feedback.read() as unit:
        path = unit.use_cases.path(day.use_case.name)
    assessment_desk().ask(day.use_case.name, day.run.run_date, path, deps.now())


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _draw_waiting(deps: Dependencies, day: Day, since: datetime) -> None:
    """Drawn again and again until it is there; then the whole page."""
    asked = assessment_desk().look(day.use_case.name, day.run.run_date)
    if asked is None or asked.found is not None or asked.fault is not None:
        st.rerun()
    seconds = max(0, round((deps.now() - since).total_seconds()))
    words = text(
        "The history is being read and a small model tried, for {seconds} seconds now. This page follows.",
        seconds=seconds,
    )
    st.html(f'<div class="banner" role="status">{escape(words)}</div>')
