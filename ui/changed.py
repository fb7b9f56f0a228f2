"""What changed: a prediction against another one, reason by reason."""

from html import escape

import streamlit as st

from domain.comparison import Comparison
from domain.errors import VouchError
from presentation.charts.contrast import Ends
from presentation.charts.contrast_words import rebuilt_note, reference_label, reference_note
from presentation.words.answers import answer_text
from presentation.words.catalogue import text
from presentation.words.comparisons import comparison_scale, reference_words, typical_words
from presentation.words.contrast_sentence import contrast_sentence, unchanged_words
from presentation.words.dates import day_text
from services.compare_predictions import compare_predictions
from services.open_prediction import OpenedPrediction, open_prediction
from ui.contrast import draw_contrast
from ui.guard import Visit
from ui.markup import chip
from ui.place import move
from ui.reference import Against, chosen_reference, draw_choice, draw_pickers, found_reference, nothing_words
from ui.refusal import draw_refusal


def draw_changed(visit: Visit, opened: OpenedPrediction) -> None:
    """The tab: what to compare with, the sentence, the waterfall."""
    chosen = chosen_reference(opened)
    with st.container(gap=None, key="changed"):
        try:
            _draw(visit, opened, chosen)
        except VouchError as error:
            draw_refusal(error)


def _draw(visit: Visit, opened: OpenedPrediction, chosen: Against) -> None:
    picks = chosen in ("elsewhere", "picked")
    left, lead = (st.container(), st.container()) if picks else st.columns([1, 2.5], vertical_alignment="center")
    head = left.container(horizontal=True, gap="small", vertical_alignment="center", key="changed_head")
    with head:
        draw_choice(opened, chosen)
    found = found_reference(visit, opened, chosen)
    reference = open_prediction(visit.deps, found) if found else None
    if picks:
        with head:
            draw_pickers(visit, opened, chosen, reference)
    if reference is None:
        lead.html(f'<div class="lead empty">{escape(nothing_words(opened, chosen))}</div>')
        return
    with st.spinner(text("Comparing …"), show_time=True):
        comparison = compare_predictions(visit.deps, opened, reference)
    words = typical_words(comparison) if chosen == "typical" else reference_words(opened.use_case, comparison)
    sentence = contrast_sentence(opened.use_case, comparison, words)
    lead.html(f'<div class="lead"><b>{escape(sentence.lead)}</b> {escape(sentence.rest)}</div>')
    draw_contrast(opened.use_case, comparison, _ends(opened, reference, comparison), f"changed-{opened.prediction.id}")
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="changed_foot"):
        st.html(_foot(visit, reference, comparison, sentence.note), width="content")
        label = text("Open the prediction compared with")
        st.button(label, key="reference_open", type="tertiary", on_click=_open, args=(reference,))


def _ends(opened: OpenedPrediction, reference: OpenedPrediction, comparison: Comparison) -> Ends:
    use_case = opened.use_case
    note = reference_note(use_case, reference.actual, comparison_scale(use_case, comparison))
    end = day_text(opened.prediction.target_date), text("predicted now")
    return Ends((reference_label(use_case, comparison), note), end)


def _foot(visit: Visit, reference: OpenedPrediction, comparison: Comparison, note: str) -> str:
    """What has to be known besides: equal inputs, what was answered then, what was built anew."""
    notes = [unchanged_words(len(comparison.unchanged), len(comparison.changes)), note]
    if comparison.model is not None and comparison.model.rebuilt:
        notes.append(rebuilt_note())
    answers = "".join(
        chip(answer_text(review, visit.person.id, reference.use_case))
        for review in reference.reviews
        if not review.superseded
    )
    told = f"{escape(text('Answered then:'))} {answers}" if answers else ""
    return f'<span class="cap">{escape(" ".join(part for part in notes if part))} {told}</span>'


def _open(reference: OpenedPrediction) -> None:
    prediction = reference.prediction
    move(day=prediction.target_date, prediction=prediction.id, show="all", keys=(), search="", page=None, view=None)
