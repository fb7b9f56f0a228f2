"""A day without predictions to look at: nothing yet, held, failed, or all closed. Each says what to do next."""

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.finding import Severity
from domain.run import RunState
from presentation.words.dates import day_text
from services.open_day import Day
from ui.status import findings_html


def draw_first_start() -> None:
    """No use case has a run yet."""
    with _card("Nothing to look at yet"):
        st.html(
            '<div class="lead">Here appear the predictions of the day: the ones that deserve a second look on top, each with its reasons, and your answer beside it.</div>'
        )
        _todo(
            "Prepare the demonstration with <code class='cmd'>vouch demo</code> (about a minute), or run your own use case with <code class='cmd'>vouch daily YOUR_USE_CASE</code>. Then reload this page."
        )


def draw_no_run(use_case: str) -> None:
    """This use case has no run yet."""
    name = escape(use_case)
    with _card("No run of this use case yet"):
        st.html('<div class="lead">Its predictions appear here after its first daily run.</div>')
        _todo(
            f"Run <code class='cmd'>vouch train {name}</code>, then <code class='cmd'>vouch daily {name}</code>. Then reload this page."
        )


def draw_state(day: Day) -> None:
    """The run of this day has no predictions; say why and what now."""
    state = day.run.state
    if state is RunState.HELD:
        _draw_held(day)
    elif state is RunState.FAILED:
        with _card("This run failed"):
            st.html(
                '<div class="lead">Nothing of it is visible and nothing was lost: the answers and the earlier days are as they were.</div>'
            )
            _todo(f"Look into the log of the job, then run {_command(day)} again: what is complete is not done twice.")
    else:
        with _card(f"All is closed on {day_text(day.run.target_date)}"):
            st.html('<div class="lead">There is nothing to predict on this day.</div>')
            _draw_findings(day)
            _todo("Choose another day at the top right.")


def _draw_held(day: Day) -> None:
    with _card("This run was held"):
        critical = sum(finding.severity is Severity.CRITICAL for finding in day.findings)
        reasons = "one reason" if critical == 1 else f"{critical} reasons"
        st.html(
            f'<div class="lead">The data of this day did not pass the gate, for {reasons}. No prediction was made from it, so that nobody orders by numbers '
            "that rest on broken data. Earlier days and all answers are as they were.</div>"
        )
        _draw_findings(day)
        _todo(
            f"Correct the data where it comes from, then run {_command(day)}. A batch that passes is published and takes the place of this one."
        )


def _draw_findings(day: Day) -> None:
    if day.findings:
        st.html(findings_html(day.findings, day.use_case))


def _command(day: Day) -> str:
    return f"<code class='cmd'>vouch daily {escape(day.use_case.name)} --date {day.run.run_date.isoformat()}</code>"


def _todo(markup: str) -> None:
    st.html(f'<div class="todo"><b>What to do</b><br>{markup}</div>')


def _card(title: str) -> DeltaGenerator:
    card = st.container(border=True, key="card_state", gap="small")
    card.markdown(f"## {title}", anchors=False)
    return card
