"""A link to a prediction of a run that a corrected batch replaced: shown as it was, with the way to the one that counts."""

import streamlit as st

from domain.prediction import prediction_id
from services.open_prediction import OpenedPrediction
from services.page_queue import QueueFilter, page_queue
from ui.guard import Visit
from ui.place import move


def draw_superseded(visit: Visit, opened: OpenedPrediction) -> None:
    """The banner in place of the form."""
    st.html(
        '<div class="rule"></div><div class="banner" role="status"><b>A corrected batch replaced this run.</b> '
        "You see the prediction as it was; what was answered on it is kept. It no longer counts for ordering.</div>"
    )
    current = _current(visit, opened)
    label = "Open the prediction that counts now" if current else "This entity is not in the current run: open its list"
    st.button(label, type="primary", key="open_current", on_click=_open, args=(current,))


def _current(visit: Visit, opened: OpenedPrediction) -> str | None:
    """The id of the same entity's prediction in the run that counts."""
    run, entity = opened.replaced_by, opened.prediction.queue.entity
    if run is None:
        return None
    only = QueueFilter(show="all", keys=tuple(zip(opened.use_case.keys, entity, strict=True)))
    rows = page_queue(visit.deps, run, only).rows
    return next((prediction_id(run.id, row.row) for row in rows if row.entity == entity), None)


def _open(prediction: str | None) -> None:
    move(prediction=prediction, show="all", page=None)
