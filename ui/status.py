"""What a day's numbers rest on: reviewed so far, verdict on the data, model, last day of data."""

from html import escape

import streamlit as st

from domain.finding import Finding, Severity
from domain.run import RunState
from domain.use_case.definition import UseCase
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.findings import finding_sentence, left_out_text, severity_text, verdict_text
from services.open_day import Day
from ui.failing_rows import draw_failing_rows_download, failing_rows_html
from ui.frame import progress_html
from ui.guard import Visit
from ui.markup import chip

MARKS = {Severity.INFO: "·", Severity.WARNING: "!", Severity.CRITICAL: "✕"}


def draw_status(visit: Visit, day: Day, reviewed: int, team: str = "") -> None:
    """Row 2, right: chips, with those of the team (HTML) first; the verdict opens its findings and leads to Data."""
    run = day.run
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="xxsmall", key="status"
    ):
        # A held run has rows, and nobody can review them.
        if run.row_count and run.state in (RunState.PUBLISHED, RunState.SUPERSEDED):
            st.html(team + progress_html(reviewed, run.row_count), width="content")
        if run.verdict is not None:
            _draw_verdict(visit, day)
        model = text("model {version}", version=run.version) if run.version is not None else text("no model")
        through = text("data date unknown")
        if run.data_through:
            through = text("data through {day}", day=day_text(run.data_through))
        tip = text("The version of the model that made these predictions.")
        st.html(chip(model, tip=tip) + chip(through), width="content")


def _draw_verdict(visit: Visit, day: Day) -> None:
    assert day.run.verdict is not None
    verdict = verdict_text(day.run.verdict, day.findings)
    left_out = left_out_text(day.findings)
    verdict = text("{verdict}; {left_out}", verdict=verdict, left_out=left_out) if left_out else verdict
    if day.run.state is RunState.HELD:
        st.html(chip(verdict), width="content")
        return
    with st.popover(verdict, key="warnings"):
        st.html(
            findings_html(day.findings, day.use_case) or f"<p>{escape(text('Nothing was found in this data.'))}</p>"
        )
        draw_failing_rows_download(visit, day)
        draw_way_to_data(day)


def draw_way_to_data(day: Day) -> None:
    """A link to what is known of this day's data."""
    parameters = {"use_case": day.use_case.name, "date": day.run.target_date.isoformat()}
    st.page_link("pages/data.py", label=text("see the data of this day ›"), query_params=parameters)


def findings_html(findings: tuple[Finding, ...], use_case: UseCase) -> str:
    """Findings as sentences, the gravest first."""
    order = list(MARKS)[::-1]
    rows = sorted(findings, key=lambda finding: order.index(finding.severity))
    return "".join(
        f'<div class="find"><span class="mark" title="{escape(severity_text(finding.severity))}">{MARKS[finding.severity]}</span>'
        f"<span>{escape(finding_sentence(finding, use_case))}{failing_rows_html(finding, use_case)}</span></div>"
        for finding in rows
    )
