"""A link to a prediction of a run that a corrected batch replaced: shown as it was, with the way to the one that counts."""

from html import escape

import streamlit as st

from presentation.words.catalogue import text
from services.find_prediction import find_prediction
from services.open_prediction import OpenedPrediction
from ui.guard import Visit
from ui.place import move


def draw_superseded(visit: Visit, opened: OpenedPrediction) -> None:
    """The banner in place of the form."""
    replaced = text("A corrected batch replaced this run.")
    kept = text("You see the prediction as it was; what was answered on it is kept. It no longer counts for ordering.")
    st.html(f'<div class="rule"></div><div class="banner" role="status"><b>{escape(replaced)}</b> {escape(kept)}</div>')
    run, entity = opened.replaced_by, opened.prediction.queue.entity
    current = None if run is None else find_prediction(visit.deps, run, entity)
    label = (
        text("Open the prediction that counts now")
        if current
        else text("This entity is not in the current run: open its list")
    )
    st.button(label, type="primary", key="open_current", on_click=_open, args=(current,))


def _open(prediction: str | None) -> None:
    move(prediction=prediction, show="all", page=None)
