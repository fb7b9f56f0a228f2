"""The draft of an answer: stored as one types, restored when the prediction is opened again, discarded on request.

A draft that cannot be stored breaks nothing: the form keeps what was typed, and says that a reload would lose it.
"""

import logging
from collections.abc import Callable
from html import escape

import streamlit as st

from domain.draft import Draft
from presentation.words.catalogue import text
from presentation.words.problems import explain
from services.keep_draft import discard_draft, find_draft, keep_draft
from ui.draft import Fields, content_of, fill
from ui.guard import Visit

LOG = logging.getLogger("vouch.ui")

OPENED = "draft_opened"


def restore_draft(visit: Visit, fields: Fields) -> None:
    """When a prediction is opened: bring back its draft, unless something is being written here that is not stored."""
    opened = (fields.prediction, visit.person.id)
    if st.session_state.get(OPENED) == opened:
        return
    st.session_state[OPENED] = opened

    def restore() -> None:
        draft = find_draft(visit.deps, visit.person.id, fields.prediction)
        if not _is_being_written(fields):
            fill(fields, st.session_state[fields.base] if draft is None else draft.content)
        st.session_state[fields.kept] = draft

    _try(fields, restore)


def keep_typed(visit: Visit, fields: Fields) -> None:
    """Store what the form holds, if that changed: at most one small write in a rerun."""
    content, base = content_of(fields), st.session_state[fields.base]
    kept: Draft | None = st.session_state.get(fields.kept)
    if content == (base if kept is None else kept.content):
        return

    def keep() -> None:
        if content == base:
            discard_draft(visit.deps, visit.person.id, fields.prediction)
            st.session_state[fields.kept] = None
        else:
            st.session_state[fields.kept] = keep_draft(visit.deps, visit.person.id, fields.prediction, content)

    _try(fields, keep)


def draw_draft_note(visit: Visit, fields: Fields) -> None:
    """One quiet line: since when there is a draft and the way to discard it, or that it could not be stored."""
    trouble: str | None = st.session_state.get(fields.trouble)
    kept: Draft | None = st.session_state.get(fields.kept)
    if trouble is None and kept is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="draft_note"):
        if trouble is not None:
            words = text(
                "The draft could not be stored: {problem}. It is on this page until you close it.", problem=trouble
            )
        else:
            assert kept is not None
            words = text("Draft of {time}, not saved yet.", time=f"{kept.changed_at.astimezone():%H:%M}")
        st.html(f'<span class="cap" role="status">{escape(words)}</span>', width="content")
        if kept is not None:
            st.button(text("Discard"), key="discard_draft", type="tertiary", on_click=_discard, args=(visit, fields))


def _is_being_written(fields: Fields) -> bool:
    """Whether the form holds something that is neither stored as a draft nor what it started from."""
    kept: Draft | None = st.session_state.get(fields.kept)
    content = content_of(fields)
    return content != st.session_state[fields.base] and (kept is None or content != kept.content)


def _discard(visit: Visit, fields: Fields) -> None:
    def discard() -> None:
        discard_draft(visit.deps, visit.person.id, fields.prediction)
        st.session_state[fields.kept] = None
        st.session_state.pop(fields.problem, None)
        fill(fields, st.session_state[fields.base])

    _try(fields, discard)


def _try(fields: Fields, work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:
        LOG.exception("a draft was not stored")
        st.session_state[fields.trouble] = explain(error).title
        return
    st.session_state.pop(fields.trouble, None)
