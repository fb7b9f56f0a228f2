"""Buttons over the labels of a waterfall's rows that open, so that a click and the keyboard reach them."""

from collections.abc import Callable, Sequence

import streamlit as st

from presentation.charts.step import Step
from presentation.charts.waterfall_figure import ROW_HEIGHT
from presentation.words.catalogue import text


def draw_openers(steps: Sequence[Step], prefix: str, turn: Callable[[str], None]) -> None:
    """One button for each row that opens or closes.

    Args:
        steps: the rows as they are drawn.
        prefix: of the buttons' keys, unique on the page.
        turn: called with `Step.opens`.
    """
    places = {f"{prefix}_{step.opens}": at for at, step in enumerate(steps) if step.opens is not None}
    rules = "".join(
        f".st-key-{key.replace(':', '-')}{{top:{at * ROW_HEIGHT + 2}px;height:{ROW_HEIGHT}px}}"
        for key, at in places.items()
    )
    with st.container(key="openers"):
        st.html(f"<style>{rules}</style>")
        for step in steps:
            if step.opens is None:
                continue
            closes = step.kind == "head"
            label = text("Close {reason}", reason=step.label) if closes else text("Open {reason}", reason=step.label)
            st.button(label, key=f"{prefix}_{step.opens}", on_click=turn, args=(step.opens,))
