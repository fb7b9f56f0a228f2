"""Taking a bulk action back, and the notice that offers it right after."""

import logging
from html import escape

import streamlit as st

from domain.errors import VouchError
from presentation.words.bulk import action_text
from presentation.words.catalogue import plural, text
from presentation.words.problem import Problem
from presentation.words.problems import explain
from services.answer_in_bulk import BulkOutcome
from services.open_day import Day
from services.undo_bulk import one_bulk, undo_bulk
from ui.bulk_desk import DONE, PROBLEM
from ui.guard import Visit

LOG = logging.getLogger("vouch.ui")

MEANWHILE = "bulk_meanwhile"


def announce(visit: Visit, outcome: BulkOutcome) -> None:
    """Let the notice say what was done, to who did it."""
    st.session_state[DONE] = (visit.person.id, outcome.action.id)
    st.session_state[MEANWHILE] = outcome.meanwhile


def draw_bulk_notice(visit: Visit, day: Day) -> None:
    """What was just done or undone in bulk, until it is put away; with the way to take it back."""
    person_id, bulk_id = st.session_state.get(DONE, (None, 0))
    if person_id != visit.person.id:
        return
    action = one_bulk(visit.deps, visit.person.id, bulk_id)
    if action.new.use_case != day.use_case.name:
        return
    problem: Problem | None = st.session_state.get(PROBLEM)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bulk_notice"):
        done = action_text(day.use_case, action)
        if action.undone_at is None:
            words, more = text("{what}, marked as done in bulk.", what=done), _meanwhile()
        else:
            words, more = text("Undone: {what}.", what=done), text("Everything counts as it did before.")
        trouble = f" <b>{escape(problem.title)}.</b> {escape(problem.todo)}" if problem is not None else ""
        st.html(f'<div class="banner" role="status"><b>{escape(words)}</b> {escape(more)}{trouble}</div>')
        if action.undone_at is None:
            st.button(text("Undo"), key="bulk_undo", on_click=take_back, args=(visit, bulk_id))
        st.button(text("Close"), key="bulk_seen", type="tertiary", on_click=_put_away)


def take_back(visit: Visit, bulk_id: int) -> None:
    """Undo an action of one's own; what fails is said, and can be tried again."""
    st.session_state[DONE] = (visit.person.id, bulk_id)
    st.session_state.pop(MEANWHILE, None)
    st.session_state.pop(PROBLEM, None)
    try:
        undo_bulk(visit.deps, visit.person.id, bulk_id)
    except VouchError as error:
        st.session_state[PROBLEM] = explain(error)
    except Exception as error:
        LOG.exception("a bulk action was not undone")
        st.session_state[PROBLEM] = explain(error)


def _meanwhile() -> str:
    count = st.session_state.get(MEANWHILE, 0)
    if not count:
        return ""
    return plural(
        "{count} more was answered in the meantime and left as it is.",
        "{count} more were answered in the meantime and left as they are.",
        count,
    )


def _put_away() -> None:
    for key in (DONE, MEANWHILE, PROBLEM):
        st.session_state.pop(key, None)
