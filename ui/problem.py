"""What went wrong, in the words of `presentation.words.problems`: what happened, what is safe, what to do. Never a trace."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from domain.errors import VouchError
from presentation.words.catalogue import text
from presentation.words.problem import Problem
from presentation.words.problems import explain
from ui.place import BadLink, forget

LOG = logging.getLogger("vouch.ui")


@contextmanager
def problems_shown() -> Iterator[None]:
    """Draw whatever error leaves the block as a designed state; an unknown one also goes to the log with its trace."""
    try:
        yield
    except BadLink as error:
        draw_problem(_bad_link(error))
    except VouchError as error:
        draw_problem(explain(error))
    except Exception as error:
        LOG.exception("a page failed")
        draw_problem(explain(error))


def draw_problem(problem: Problem) -> None:
    """A card with the problem and a way on."""
    with st.container(border=True, key="card_problem", gap="small"):
        st.markdown("## " + problem.title, anchors=False)
        st.html(f'<div class="lead">{escape(problem.what)}</div>')
        if problem.where:
            st.html(f'<pre class="where">{escape(problem.where)}</pre>')
        st.html(f'<div class="todo"><b>{escape(text("What to do"))}</b><br>{escape(problem.todo)}</div>')
        if st.button(text("Back to the latest day"), key="problem_back"):
            forget()
            st.switch_page("pages/today.py", query_params={})


def _bad_link(error: BadLink) -> Problem:
    return Problem(
        title=text("This link does not lead anywhere"),
        what=text(
            "Its part “{parameter}” says “{found}”, which is {wrong}.",
            parameter=error.parameter,
            found=error.found,
            wrong=error.wrong,
        ),
        where="",
        todo=text(
            "Write {allowed}, or go back to the latest day and choose there. Nothing was changed.",
            allowed=error.allowed,
        ),
    )
