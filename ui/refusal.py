"""A view of a prediction that cannot show anything: why, and what to do; the rest of the screen stays as it is."""

from html import escape

import streamlit as st

from domain.errors import VouchError
from presentation.words.catalogue import text
from presentation.words.problems import explain


def draw_refusal(error: VouchError) -> None:
    """The error in words, and that the stored reasons are still there."""
    problem = explain(error)
    where = f'<pre class="where">{escape(problem.where)}</pre>' if problem.where else ""
    st.html(
        f'<div class="lead"><b>{escape(problem.title)}.</b> {escape(problem.what)}</div>{where}'
        f'<div class="todo">{escape(problem.todo)} {escape(text("The stored reasons are still under Why."))}</div>'
    )
