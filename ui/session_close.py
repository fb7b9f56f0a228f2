"""Close a session, take its minutes, and open it again by an amendment."""

from html import escape

import streamlit as st

from domain.errors import ExtraMissingError
from domain.opened_session import OpenedSession
from domain.permission import Permission, may
from feedback_db.sessions import StoredMinutes
from presentation.reports.minutes_files import minutes_pdf
from presentation.words.catalogue import plural, text
from presentation.words.dates import moment_text
from presentation.words.problems import explain
from services.close_session import Closing, amend_session, close_session, list_minutes
from ui.guard import Visit
from ui.session_problem import attempt, draw_session_problem, token_of

CLOSE, AMEND = "close", "amend"


def draw_closing(visit: Visit, opened: OpenedSession) -> None:
    """The card below the agenda."""
    session = opened.session
    minutes = list_minutes(visit.deps, session.id) if session.events else ()
    holds = may(visit.person, Permission.HOLD_SESSIONS)
    if not minutes and not holds:
        return
    with st.container(border=True, key="card_minutes", gap="small"):
        st.markdown(f"#### {text('Minutes')}", anchors=False)
        if minutes:
            _draw_minutes(minutes)
        if session.is_open and holds:
            _draw_close(visit, opened)
        elif holds:
            _draw_amend(visit, opened)


def _draw_close(visit: Visit, opened: OpenedSession) -> None:
    waiting = sum(not point.is_done for point in opened.points)
    if waiting:
        said = plural(
            "{count} point has no decision; the minutes will say so.",
            "{count} points have no decision; the minutes will say so.",
            waiting,
        )
        st.html(f'<div class="cap">{escape(said)}</div>')
    st.text_input(text("Closing words"), key="close_words", autocomplete="off", placeholder=text("may stay empty"))
    st.button(
        text("Close and write the minutes"),
        type="primary",
        key="close_send",
        on_click=_close,
        args=(visit, opened.session.id),
    )
    draw_session_problem(CLOSE)


def _close(visit: Visit, session_id: int) -> None:
    closing = Closing(token_of(CLOSE), st.session_state["close_words"])
    attempt(CLOSE, lambda: close_session(visit.deps, visit.person.id, session_id, closing))


def _draw_minutes(minutes: tuple[StoredMinutes, ...]) -> None:
    for stored in reversed(minutes):
        newest = stored.event.id == minutes[-1].event.id
        said = text("Frozen {moment} by {person}.", moment=moment_text(stored.event.at), person=stored.event.person)
        older = "" if newest else f" {escape(text('Amended since.'))}"
        st.html(f'<div>{escape(said)}{older}</div><code class="hash">{escape(stored.html_hash)}</code>')
        _draw_files(stored)


def _draw_files(stored: StoredMinutes) -> None:
    name, key = f"minutes-{stored.session_id}-{stored.event.number}", stored.event.id
    with st.container(horizontal=True, gap="small", key=f"files{key}"):
        for label, content, kind, ending in (
            (text("HTML"), stored.html, "text/html", "html"),
            (text("Markdown"), stored.markdown, "text/markdown", "md"),
            (text("CSV"), "\ufeff" + stored.csv, "text/csv", "csv"),
        ):
            st.download_button(label, content, f"{name}.{ending}", kind, key=f"{ending}{key}", on_click="ignore")
        if st.button(text("PDF"), key=f"pdf{key}"):
            _draw_pdf(stored, name)


def _draw_pdf(stored: StoredMinutes, name: str) -> None:
    try:
        with st.spinner(text("Making the PDF …")):
            content = minutes_pdf(stored.html)
    except ExtraMissingError as error:
        problem = explain(error)
        st.html(
            f'<div class="todo" role="alert"><b>{escape(problem.title)}</b><br>{escape(problem.what)} {escape(problem.todo)}</div>'
        )
        return
    st.download_button(
        text("Download the PDF"),
        content,
        f"{name}.pdf",
        "application/pdf",
        key=f"made{stored.event.id}",
        on_click="ignore",
    )


def _draw_amend(visit: Visit, opened: OpenedSession) -> None:
    with st.expander(text("Something has to change"), key="amending"):
        said = text(
            "The minutes stay as they are. The session opens again with your reason, and closing it makes new minutes that name it."
        )
        st.html(f'<div class="cap">{escape(said)}</div>')
        st.text_input(text("Reason"), key="amend_words", autocomplete="off")
        st.button(text("Amend"), key="amend_send", on_click=_amend, args=(visit, opened.session.id))
        draw_session_problem(AMEND)


def _amend(visit: Visit, session_id: int) -> None:
    words = st.session_state["amend_words"]
    if attempt(AMEND, lambda: amend_session(visit.deps, visit.person.id, session_id, token_of(AMEND), words)):
        st.session_state["amend_words"] = ""
