"""A day without predictions to look at: nothing yet, held, failed, or all closed. Each says what to do next."""

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.finding import Severity
from domain.run import RunState
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from services.open_day import Day
from ui.failing_rows import draw_failing_rows_download
from ui.guard import Visit
from ui.markup import command, rich
from ui.status import draw_way_to_data, findings_html


def draw_first_start() -> None:
    """No use case has a run yet."""
    with _card(text("Nothing to look at yet")):
        _lead(
            text(
                "Here appear the predictions of the day: the ones that deserve a second look on top, each with its reasons, and your answer beside it."
            )
        )
        _todo(
            rich(
                "Prepare the demonstration with {demo} (about a minute), or run your own use case with {daily}. Then reload this page.",
                demo=command("vouch demo"),
                daily=command("vouch daily YOUR_USE_CASE"),
            )
        )


def draw_no_run(use_case: str) -> None:
    """This use case has no run yet."""
    with _card(text("No run of this use case yet")):
        _lead(text("Its predictions appear here after its first daily run."))
        train, daily = command(f"vouch train {use_case}"), command(f"vouch daily {use_case}")
        _todo(rich("Run {train}, then {daily}. Then reload this page.", train=train, daily=daily))


def draw_state(visit: Visit, day: Day) -> None:
    """The run of this day has no predictions; say why and what now."""
    state = day.run.state
    if state is RunState.HELD:
        _draw_held(visit, day)
    elif state is RunState.FAILED:
        with _card(text("This run failed")):
            _lead(
                text(
                    "Nothing of it is visible and nothing was lost: the answers and the earlier days are as they were."
                )
            )
            _todo(
                rich(
                    "Look into the log of the job, then run {command} again: what is complete is not done twice.",
                    command=_command(day),
                )
            )
    else:
        with _card(text("All is closed on {day}", day=day_text(day.run.target_date))):
            _lead(text("There is nothing to predict on this day."))
            _draw_findings(day)
            _todo(rich("Choose another day at the top right."))


def _draw_held(visit: Visit, day: Day) -> None:
    with _card(text("This run was held")):
        critical = sum(finding.severity is Severity.CRITICAL for finding in day.findings)
        _lead(
            plural(
                "The data of this day did not pass the gate, for one reason. No prediction was made from it, so that nobody orders by numbers that rest on broken data. Earlier days and all answers are as they were.",
                "The data of this day did not pass the gate, for {count} reasons. No prediction was made from it, so that nobody orders by numbers that rest on broken data. Earlier days and all answers are as they were.",
                critical,
            )
        )
        _draw_findings(day)
        draw_failing_rows_download(visit, day)
        _todo(
            rich(
                "Correct the data where it comes from, then run {command}. A batch that passes is published and takes the place of this one.",
                command=_command(day),
            )
        )
        draw_way_to_data(day)


def _draw_findings(day: Day) -> None:
    if day.findings:
        st.html(findings_html(day.findings, day.use_case))


def _command(day: Day) -> str:
    return command(f"vouch daily {day.use_case.name} --date {day.run.run_date.isoformat()}")


def _lead(words: str) -> None:
    st.html(f'<div class="lead">{escape(words)}</div>')


def _todo(markup: str) -> None:
    st.html(f'<div class="todo"><b>{escape(text("What to do"))}</b><br>{markup}</div>')


def _card(title: str) -> DeltaGenerator:
    card = st.container(border=True, key="card_state", gap="small")
    card.markdown(f"## {title}", anchors=False)
    return card
