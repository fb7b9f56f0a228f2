"""Why a prediction is what it is: as a waterfall, or as the same numbers in a table."""

from html import escape

import streamlit as st

from presentation.charts.waterfall import TABLE_HEADER, waterfall_alt, waterfall_steps, waterfall_table
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.quantities import scale_of
from presentation.words.sentence import prediction_sentence
from services.open_prediction import OpenedPrediction
from ui.detail_head import PLOT_CONFIG
from ui.markup import table
from ui.narrow_waterfall import narrow_waterfall
from ui.style import palette

TAB_HEIGHT = 406
"""Fixed, so that the form below never moves between tabs; nine rows of 38 px and the tab bar fit."""


def draw_why(opened: OpenedPrediction) -> None:
    """The sentence and the tabs; only the open tab is computed."""
    sentence = prediction_sentence(opened.use_case, opened.prediction)
    note = f' <span class="cap">{escape(sentence.note)}</span>' if sentence.note else ""
    st.html(f'<div class="lead"><b>{escape(sentence.lead)}</b> {escape(sentence.rest)}{note}</div>')
    why, numbers = st.tabs(["Why", "Table"], height=TAB_HEIGHT, key="why_tab", on_change="rerun")
    steps = waterfall_steps(opened.use_case, opened.prediction)
    if why.open:
        row, scale = opened.prediction.queue, scale_of(opened.use_case.target, opened.prediction)
        span = None if row.low is None or row.high is None else (row.low, row.high)
        figure = waterfall_figure(steps, palette(), span, scale)
        why.plotly_chart(
            figure, theme=None, config=PLOT_CONFIG, key="waterfall", alt=waterfall_alt(steps), width="stretch"
        )
        why.html(narrow_waterfall(steps))
    if numbers.open:
        numbers.html(table(TABLE_HEADER, list(waterfall_table(steps)), right=frozenset({2})))
