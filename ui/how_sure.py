"""How sure: the range in words, how often it held, and what is out of the ordinary about this prediction."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from domain.certainty import Doubt, DoubtCode, Learned, Measured
from domain.errors import ModelFileError, PredictionFileError
from domain.past_case import SimilarCases
from presentation.charts.range_record import (
    RecordRow,
    record_header,
    record_reading,
    record_rows,
    record_table,
)
from presentation.words.catalogue import plural, text
from presentation.words.certainty import doubt_sentence, held_sentence, no_doubt_sentence, range_sentence
from presentation.words.entities import entity_title
from presentation.words.problems import explain
from presentation.words.similar import similar_lead
from services.count_inside import count_inside
from services.dependencies import Dependencies
from services.find_similar import find_similar
from services.list_doubts import list_doubts, recall_delivered
from services.open_prediction import OpenedPrediction
from services.recall_training import recall_coverage, recall_features
from ui.figure import Figure, draw_figure
from ui.guard import Visit

KEPT_VERSIONS = 8
"""Versions whose measurements are kept by the server; a few kilobytes each, some megabytes with 100,000 entities."""


def draw_how_sure(visit: Visit, opened: OpenedPrediction) -> None:
    """The promise, the record, the doubts."""
    similar = find_similar(visit.deps, opened)
    if opened.prediction.queue.low is None:
        _draw_without_range(opened, similar)
    else:
        _draw_record(visit, opened, similar)
    _draw_doubts(visit, opened)


def _draw_without_range(opened: OpenedPrediction, similar: SimilarCases) -> None:
    said = ""
    if similar.cases:
        said = " ".join(similar_lead(opened.use_case, opened.prediction, similar.cases))
        said = text("Of the most similar earlier cases: {sentence}", sentence=said)
    promise = range_sentence(opened.use_case, opened.prediction)
    st.html(f'<div class="lead"><b>{escape(promise)}</b> {escape(said)}</div>')


def _draw_record(visit: Visit, opened: OpenedPrediction, similar: SimilarCases) -> None:
    use_case, prediction = opened.use_case, opened.prediction
    lived = count_inside(visit.deps, opened)
    rows = record_rows(use_case, prediction.queue.entity, (similar.cases, lived, _coverage(visit.deps, opened)))
    title = str(entity_title(use_case, prediction.queue.entity))
    lead = (
        f'<div class="lead"><b>{escape(range_sentence(use_case, prediction))}</b> '
        f"{escape(held_sentence(lived.own, title))}</div>"
    )
    shown = Figure(
        f"how-sure-{prediction.id}",
        lead + _rows_html(rows, use_case.range.probability),
        "; ".join(f"{row.counted}: {row.inside}, {row.verdict}" for row in rows),
        record_header(),
        record_table(rows),
        record_reading(),
        right=frozenset({1}),
    )
    draw_figure(shown, "how_sure")
    if lived.unreadable:
        note = plural(
            "{count} of the last days is left out: its prediction files are missing or damaged.",
            "{count} of the last days are left out: their prediction files are missing or damaged.",
            lived.unreadable,
        )
        st.html(f'<div class="cap note">{escape(note)}</div>')


def _rows_html(rows: tuple[RecordRow, ...], stated: float) -> str:
    return '<div class="records">' + "".join(_row_html(row, stated) for row in rows) + "</div>"


def _row_html(row: RecordRow, stated: float) -> str:
    share = 100 * (row.share or 0.0)
    tone = "soft" if row.judged in ("as stated", "too few") else "fact"
    return (
        f'<div class="record"><span>{escape(row.counted)}</span><span class="r fact">{escape(row.inside)}</span>'
        f'<span class="held"><i style="width:{share:.1f}%"></i><b style="left:{100 * stated:.1f}%"></b></span>'
        f'<span class="{tone}">{escape(row.verdict)}</span></div>'
    )


def _draw_doubts(visit: Visit, opened: OpenedPrediction) -> None:
    learned, delivered, notes = None, dict[str, str](), list[str]()
    try:
        learned = _features(visit.deps, opened)
    except ModelFileError as error:
        notes.append(text("What this model has learned from cannot be shown: {problem}", problem=explain(error).what))
    try:
        delivered = recall_delivered(visit.deps, opened)
    except PredictionFileError as error:
        notes.append(text("What cleaning changed cannot be shown: {problem}", problem=explain(error).what))
    doubts = list_doubts(opened, learned, delivered)
    found = "".join(_doubt_html(opened, doubt) for doubt in doubts)
    if not doubts:
        found = f'<div class="find plain">{escape(no_doubt_sentence())}</div>'
    told = "".join(f'<div class="cap note">{escape(note)}</div>' for note in notes)
    st.html(f'<div class="cap about">{escape(text("About this prediction"))}</div>{found}{told}')


def _doubt_html(opened: OpenedPrediction, doubt: Doubt) -> str:
    words = doubt_sentence(opened.use_case, opened.prediction, doubt)
    # What the day shares, and gaps that the model has learned to live with, are told and not pointed at.
    mark = "·" if doubt.common or doubt.code is DoubtCode.GAP else "!"
    return f'<div class="find"><span class="mark">{mark}</span><span>{escape(words)}</span></div>'


def _coverage(deps: Dependencies, opened: OpenedPrediction) -> Measured:
    return _kept_coverage(deps, str(deps.home), opened.run.use_case, _version(opened))


def _features(deps: Dependencies, opened: OpenedPrediction) -> Mapping[str, Learned]:
    return _kept_features(deps, str(deps.home), opened.run.use_case, _version(opened))


def _version(opened: OpenedPrediction) -> int:
    # A published run always has a version; only a held one may lack it.
    assert opened.run.version is not None
    return opened.run.version


@st.cache_resource(max_entries=KEPT_VERSIONS, show_spinner=False)
def _kept_coverage(_deps: Dependencies, home: str, use_case: str, version: int) -> Measured:
    return recall_coverage(_deps, use_case, version)


@st.cache_resource(max_entries=KEPT_VERSIONS, show_spinner=False)
def _kept_features(_deps: Dependencies, home: str, use_case: str, version: int) -> Mapping[str, Learned]:
    return recall_features(_deps, use_case, version)
