"""On Today: that these predictions were released although the gate held their data, by whom and why."""

from html import escape

import streamlit as st

from presentation.words.findings import finding_sentence
from services.open_day import Day


def draw_released(day: Day) -> None:
    """A banner above the predictions; nothing where the gate let them pass."""
    for finding in day.findings:
        if finding.code == "released":
            words = finding_sentence(finding, day.use_case)
            st.html(f'<div class="banner" role="status" style="font-weight:600">{escape(words)}</div>')
