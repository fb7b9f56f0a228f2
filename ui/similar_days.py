"""Similar days: the earlier predictions that were most alike to the model, and what came of them."""

from html import escape

import streamlit as st

from domain.past_case import PastCase, SimilarCases
from presentation.charts.similar_cases import (
    CaseRow,
    similar_alt,
    similar_header,
    similar_reading,
    similar_rows,
    similar_table,
)
from presentation.words.catalogue import text
from presentation.words.quantities import NOTHING
from presentation.words.similar import alike_text, far_note, search_notes, similar_lead
from services.find_similar import find_similar
from services.open_prediction import OpenedPrediction, open_prediction
from services.page_queue import QueueFilter, step_queue
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.markup import command
from ui.place import move

LEAD_LENGTH = 105
"""Characters of the sentence that stay on one line at 1440, beside the tools of the table."""


def draw_similar(visit: Visit, opened: OpenedPrediction) -> None:
    """The count in a sentence, then one row per case; a row opens its prediction."""
    similar = find_similar(visit.deps, opened)
    if not similar.cases:
        _draw_empty(opened, similar)
        return
    use_case, prediction = opened.use_case, opened.prediction
    lead, rest = similar_lead(use_case, prediction, similar.cases)
    alike = alike_text(use_case, prediction, similar.cases)
    beside = alike if len(lead) + len(rest) + len(alike) <= LEAD_LENGTH else ""
    rows = similar_rows(use_case, prediction, similar.cases, visit.person.id)
    header = similar_header(use_case)
    shown = Figure(
        f"similar-{prediction.id}",
        f'<div class="lead"><b>{escape(lead)}</b> {escape(rest)} <span class="soft">{escape(beside)}</span></div>',
        similar_alt(rows, use_case.target.happened),
        header,
        similar_table(use_case, prediction, rows),
        similar_reading(),
        right=frozenset({3, 5, 6}),
    )
    draw_figure(shown, "similar")
    with st.container(key="cases", gap=None):
        st.html(_head_html(header))
        for at, (row, case) in enumerate(zip(rows, similar.cases, strict=True)):
            _draw_case(visit, at, case_html(row, header), (row, case))
        _draw_notes(similar, far_note(prediction, similar.cases), "" if beside else alike)


def _draw_case(visit: Visit, at: int, html: str, shown: tuple[CaseRow, PastCase]) -> None:
    row, case = shown
    with st.container(key=f"case{at}", gap=None):
        st.html(html)
        label = text(
            "Open {day}: {differed}, predicted {predicted}", day=row.day, differed=row.differed, predicted=row.predicted
        )
        if st.button(label, key=f"open_case{at}"):
            _open(visit, case)


def _open(visit: Visit, case: PastCase) -> None:
    """Go to a case. It is of another day, so the whole page has to follow and not only this fragment."""
    run, row = open_prediction(visit.deps, case.prediction.id).run, case.prediction.queue.row
    # With its page the address is complete at once, so that the back button needs one step and not two.
    found = step_queue(visit.deps, run, QueueFilter(), row, 0)
    page = None if found is None else found.page
    move(day=run.target_date, prediction=case.prediction.id, show="all", keys=(), search="", page=page)
    st.rerun()


def _head_html(header: tuple[str, ...]) -> str:
    day, _, differed, predicted, answered, happened, *against = header
    last = f'<span class="r vs">{escape(against[0])}</span>' if against else ""
    return (
        f'<div class="case head" aria-hidden="true"><span>{escape(day)}</span><span>{escape(differed)}</span>'
        f'<span class="r">{escape(predicted)}</span><span class="told">{escape(answered)}</span>'
        f'<span class="r">{escape(happened)}</span>{last}</div>'
    )


def case_html(row: CaseRow, header: tuple[str, ...]) -> str:
    """A case, every value escaped; the real button above it has the words."""
    entity = f' <span class="soft of">{escape(row.entity)}</span>' if row.entity else ""
    return (
        f'<div class="case" aria-hidden="true"><span class="when">{escape(row.when)}{entity}</span>'
        f'<span class="what">{_differed_html(row)}</span><span class="r num" data-word="{escape(header[3])}">{escape(row.predicted)}</span>'
        f'<span class="told soft{"" if row.answered != NOTHING else " none"}">{escape(row.answered)}</span><span class="r fact" data-word="{escape(header[5])}">{escape(row.happened)}</span>'
        f"{_difference_html(row)}</div>"
    )


def _differed_html(row: CaseRow) -> str:
    """What differed; a long label is cut short, so that its value can always be read."""
    if not row.differences:
        return escape(row.differed)
    parts = [
        f'<span class="label">{escape(item.label)}</span><span>{escape(item.text.removeprefix(item.label))}</span>'
        if item.text.startswith(item.label)
        else f"<span>{escape(item.text)}</span>"
        for item in row.differences
    ]
    return "<span>;&nbsp;</span>".join(parts)


def _difference_html(row: CaseRow) -> str:
    if not row.difference:
        return ""
    mark = {"more": "▲ ", "less": "▼ ", "": ""}[row.tone]
    left, width = (50, 50 * row.share) if row.share >= 0 else (50 + 50 * row.share, -50 * row.share)
    return (
        f'<span class="r gap {row.tone}"><i>{mark}</i>{escape(row.difference)}</span>'
        f'<span class="track"><i class="{row.tone}" style="left:{left:.1f}%;width:{width:.1f}%"></i></span>'
    )


def _draw_notes(similar: SimilarCases, *first: str) -> None:
    notes = [note for note in (*first, *search_notes(similar)) if note]
    if notes:
        st.html("".join(f'<div class="cap note">{escape(note)}</div>' for note in notes))


def _draw_empty(opened: OpenedPrediction, similar: SimilarCases) -> None:
    waits = text("No earlier prediction with a known actual is there to compare with yet.")
    later = text(
        "Once actuals are recorded, the ten most similar earlier predictions stand here, each with what was predicted, what people answered and what really happened."
    )
    record = command(f"vouch actuals {opened.use_case.name}")
    st.html(f'<div class="empty"><div class="lead"><b>{escape(waits)}</b></div>{escape(later)}<br>{record}</div>')
    _draw_notes(similar)
