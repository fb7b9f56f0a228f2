"""One session: its agenda left, the open point right; the parts of it that need somebody are in the lead sentence."""

from dataclasses import replace

import streamlit as st

from domain.errors import NotFoundError
from domain.opened_session import OpenedSession, Point
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.sessions import agenda_counts, period_text, session_state_text
from services.read_session import read_session
from ui.frame import draw_lead
from ui.guard import Visit
from ui.markup import chip
from ui.session_agenda import draw_agenda
from ui.session_close import draw_closing
from ui.session_item import draw_item
from ui.session_place import SessionPlace, go, settle_session
from ui.session_watch import draw_watch


def draw_session(visit: Visit, place: SessionPlace) -> None:
    """The whole screen below the title.

    Raises:
        NotFoundError: there is no such session.
    """
    assert place.session is not None
    opened = read_session(visit.deps, place.session)
    _draw_lead(opened)
    draw_watch(visit, opened)
    left, right = st.container(key="split").columns([1, 2.1], gap="small")
    point = stay_at(place, chosen_point(opened, place.item))
    with left:
        draw_agenda(visit, opened, point)
        draw_closing(visit, opened)
    with right:
        draw_item(visit, opened, point)


def chosen_point(opened: OpenedSession, item_id: int | None) -> Point | None:
    """The point of a link, else the first that is not done, else the first; None for an empty agenda.

    Raises:
        NotFoundError: the link names a point that this session never had.
    """
    by_id = {point.item.id: point for point in opened.points}
    if item_id in by_id:
        return by_id[item_id]
    if item_id is not None and item_id not in {item.id for item in opened.removed}:
        raise NotFoundError("item", str(item_id))
    waiting = [point for point in opened.points if not point.is_done]
    return next(iter(waiting or opened.points), None)


def stay_at(place: SessionPlace, point: Point | None) -> Point | None:
    """Keep the point in the link, so that deciding on it does not lead away from it."""
    settle_session(replace(place, item=None if point is None else point.item.id))
    return point


def _draw_lead(opened: OpenedSession) -> None:
    session = opened.session
    day = day_text(session.created_at.astimezone().date())
    head = text(
        "{title}, {day}, about {period}: ",
        title=session.title,
        day=day,
        period=period_text(session.first, session.last),
    )
    left, right = st.columns([2.3, 1], vertical_alignment="center")
    with left:
        if opened.points:
            draw_lead(((head, False), (agenda_counts(opened) + ".", True)))
        else:
            draw_lead(((head, False), (text("nothing on the agenda yet."), True)))
    with right.container(horizontal=True, horizontal_alignment="right", gap="xsmall", key="status"):
        people = [name for person_id, name in session.participants if person_id != session.leader_id]
        chips = chip(session_state_text(session), "you" if session.is_open else "")
        chips += chip(text("{person} leads", person=session.leader)) + (chip(", ".join(people)) if people else "")
        st.html(chips, width="content")
        st.button(
            text("All sessions"),
            key="all_sessions",
            type="tertiary",
            on_click=go,
            kwargs={"session": None, "item": None},
        )
