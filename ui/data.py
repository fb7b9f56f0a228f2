"""The working place of Data: verdict, stages, held runs, volumes, what was found, and where a change began."""

from html import escape

import streamlit as st

from domain.run import RunState
from presentation.words.catalogue import text
from presentation.words.data_day import checks_sentence, rows_sentence, verdict_sentence
from presentation.words.dates import moment_text
from presentation.words.findings import verdict_text
from presentation.words.stages import jump_sentence
from services.open_data_day import DataDay, open_data_day
from services.open_day import Day
from ui.data_alerts import draw_alerts
from ui.data_findings import draw_findings
from ui.data_fit import draw_fit
from ui.data_held import draw_held
from ui.data_place import check_column, data_view
from ui.data_stages import draw_stage_strip
from ui.data_trace import draw_trace
from ui.data_volumes import draw_volumes
from ui.guard import Visit
from ui.held_since import draw_held_since
from ui.markup import bold, chip
from ui.problem import problems_shown


@st.fragment
def draw_data(visit: Visit, day: Day) -> None:
    """Everything below the title."""
    with problems_shown():
        check_column(day.use_case, data_view().column)
        data = open_data_day(visit.deps, day)
        _draw_answer(data)
        draw_held_since(visit, day)
        draw_held(visit, data)
        draw_stage_strip(data)
        with st.container(border=True, key="card_trace", gap="xsmall"):
            draw_trace(visit, data)
        with st.container(border=True, key="card_volumes", gap="xsmall"):
            draw_volumes(data)
        with st.container(border=True, key="card_found", gap="xsmall"):
            draw_findings(data)
        with st.container(border=True, key="card_fit", gap="xsmall"):
            draw_fit(visit.deps, day)
        draw_alerts(visit, day.use_case.name)


def _draw_answer(data: DataDay) -> None:
    left, right = st.columns([1.7, 1], vertical_alignment="center")
    run = data.day.run
    use_case = data.day.use_case
    if data.stages.jump is None or run.state is RunState.HELD:
        rest = rows_sentence(run, data.day.findings, use_case)
    else:
        rest = jump_sentence(use_case, data.stages.jump)
    verdict = escape(verdict_sentence(run, data.day.findings, moved=data.stages.jump is not None))
    with left:
        st.html(f'<div class="lead"><b>{verdict}</b> {bold(rest)}</div>')
    with right.container(horizontal=True, horizontal_alignment="right", gap="xxsmall", key="status"):
        st.html(_chips(data), width="content")


def _chips(data: DataDay) -> str:
    run = data.day.run
    chips = [] if run.verdict is None else [chip(verdict_text(run.verdict, data.day.findings), "you")]
    if data.results:
        chips.append(chip(checks_sentence(data.results).rstrip(".")))
    if run.state is RunState.PUBLISHED and run.published_at is not None:
        chips.append(chip(text("published {moment}", moment=moment_text(run.published_at))))
    return "".join(chips)
