"""What was found in the data of a day: sentences with their evidence and a way to the predictions; and every check."""

from html import escape

import streamlit as st

from domain.finding import Finding, Severity
from domain.run import RunState
from presentation.words.catalogue import text
from presentation.words.data_day import check_head, check_rows, checks_sentence
from presentation.words.finding_rows import finding_examples
from presentation.words.findings import finding_sentence, severity_text
from services.open_data_day import DataDay
from ui.markup import table
from ui.place import Place, key_parameter, parameters_of
from ui.status import MARKS

TODAY = "pages/today.py"
SHOWN_EXAMPLES = 3


def draw_findings(data: DataDay) -> None:
    """The card. Of a held run the reasons stand above already; here is everything."""
    st.markdown("#### " + text("What was found"), anchors=False)
    grave = [finding for finding in data.day.findings if finding.severity is not Severity.INFO]
    told = [finding for finding in data.day.findings if finding.severity is Severity.INFO]
    if not grave:
        st.html(f'<div class="lead">{escape(text("Nothing that deserves a warning."))}</div>')
    for at, finding in enumerate(sorted(grave, key=lambda found: found.severity is not Severity.CRITICAL)):
        _draw_finding(data, finding, at)
    if told:
        with st.expander(text("Also counted"), key="data_told"):
            for finding in told:
                st.html(_html(data, finding))
    with st.expander(checks_sentence(data.results), key="data_checks"):
        if data.results:
            rows = table(check_head(), list(check_rows(data.results, data.day.use_case)))
            st.html(f'<div class="scroll">{rows}</div>')
        else:
            words = text(
                "What was found stands above; from the next daily run on, checks that passed are listed here, too."
            )
            st.html(f'<div class="cap">{escape(words)}</div>')


def _draw_finding(data: DataDay, finding: Finding, at: int) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"data_finding_{at}"
    ):
        st.html(_html(data, finding))
        if data.day.run.state is RunState.PUBLISHED and data.day.run.row_count:
            label, place = _predictions(data, finding)
            st.page_link(TODAY, label=label, query_params=parameters_of(place))


def _html(data: DataDay, finding: Finding) -> str:
    lines = finding_examples(finding, data.day.use_case)[:SHOWN_EXAMPLES]
    evidence = f'<br><span class="soft">{escape("; ".join(lines))}</span>' if lines else ""
    return (
        f'<div class="find"><span class="mark" title="{escape(severity_text(finding.severity))}">{MARKS[finding.severity]}</span>'
        f"<div><b>{escape(finding_sentence(finding, data.day.use_case))}</b>{evidence}</div></div>"
    )


def _predictions(data: DataDay, finding: Finding) -> tuple[str, Place]:
    """The predictions concerned: of one key where the finding names one, else those of the day that need a look."""
    use_case, run = data.day.use_case, data.day.run
    values = finding.detail.get("values")
    if finding.column in use_case.keys and isinstance(values, list) and len(values) == 1:
        keys = ((key_parameter(finding.column), str(values[0])),)
        return text("see its predictions ›"), Place(use_case.name, run.target_date, show="all", keys=keys)
    return text("see the predictions ›"), Place(use_case.name, run.target_date)
