"""On Today and Data: that a later batch of the morning was held, so that the predictions shown are those of an earlier one."""

from html import escape

import streamlit as st

from presentation.words.data_day import held_since_sentence
from services.list_held import held_since
from services.open_day import Day
from ui.guard import Visit
from ui.status import draw_way_to_data


def draw_held_since(visit: Visit, day: Day, *, way: bool = False) -> None:
    """A banner; nothing where no later batch is held. `way`: with the way to the page Data, where it is released or run again."""
    held = held_since(visit.deps, day.run)
    if held is None:
        return
    words = held_since_sentence(held.run, held.findings, day.use_case)
    with st.container(gap="xxsmall", key="held_since"):
        st.html(f'<div class="banner" role="status"><b>{escape(words)}</b></div>')
        if way:
            draw_way_to_data(day)
