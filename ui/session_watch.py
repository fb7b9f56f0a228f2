"""Whether somebody else has written into this session since it was drawn. Nothing changes under one's hands: it is shown on request."""

from html import escape

import streamlit as st

from domain.opened_session import OpenedSession
from presentation.words.catalogue import text
from services.read_session import stamp_of
from ui.guard import Visit

EVERY = "5s"
"""How often it is looked; five small queries."""


def draw_watch(visit: Visit, opened: OpenedSession) -> None:
    """A banner once the session is not what is on the screen."""
    _watch(visit, opened.session.id, opened.stamp)


@st.fragment(run_every=EVERY)
def _watch(visit: Visit, session_id: int, drawn: tuple[int, ...]) -> None:
    if stamp_of(visit.deps, session_id) == drawn:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="watch"):
        said = text("Somebody wrote into this session meanwhile.")
        st.html(f'<div class="banner" role="status">{escape(said)}</div>', width="content")
        if st.button(text("Show it"), key="watch_show"):
            st.rerun()
