"""Do something for a session, and say in place why it could not be done; what was written stays in its field."""

import uuid
from collections.abc import Callable
from html import escape

import streamlit as st

from domain.errors import VouchError
from presentation.words.problem import Problem
from presentation.words.problems import explain


def token_of(name: str) -> str:
    """The client token of something that is being written: the same until it is stored."""
    token: str = st.session_state.setdefault(f"token_{name}", uuid.uuid4().hex)
    return token


def attempt(name: str, act: Callable[[], object]) -> bool:
    """Do it; whether it was done. What is wrong is shown by `draw_session_problem(name)`."""
    try:
        act()
    except VouchError as error:
        st.session_state[f"problem_{name}"] = explain(error)
        return False
    st.session_state.pop(f"problem_{name}", None)
    st.session_state.pop(f"token_{name}", None)
    return True


def draw_session_problem(name: str) -> None:
    """Why it was not done, until it is tried again."""
    problem: Problem | None = st.session_state.get(f"problem_{name}")
    if problem is not None:
        where = f" ({problem.where.replace(chr(10), '; ')})" if problem.where else ""
        words = f"{problem.what}{where} {problem.todo}"
        st.html(f'<div class="todo" role="alert"><b>{escape(problem.title)}</b><br>{escape(words)}</div>')
