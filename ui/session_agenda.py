"""The agenda: one row per point, why it is there and how long it may take; who leads can move, remove and add."""

from html import escape

import streamlit as st

from domain.dispute import Dispute
from domain.opened_session import OpenedSession, Point
from domain.permission import Permission, may
from domain.prediction import prediction_id
from domain.session import ItemKind
from presentation.words.agenda_points import point_line, point_title
from presentation.words.catalogue import plural, text
from presentation.words.dates import short_day
from presentation.words.entities import entity_title
from presentation.words.sessions import kind_word, outcome_label
from services.edit_agenda import add_to_agenda, move_item, put_back, take_off
from ui.guard import Visit
from ui.markup import Tone, chip
from ui.session_place import go
from ui.session_problem import attempt, draw_session_problem

SCROLL_TO_ITEM = "scroll_to_item"

MOST_OFFERED = 8
"""Disputes that are not on the agenda and can be added by a click; every other prediction by its link."""

AGENDA = "agenda"
"""What the agenda is called in the session state."""


def draw_agenda(visit: Visit, opened: OpenedSession, chosen: Point | None) -> None:
    """The card."""
    with st.container(border=True, key="card_agenda", gap=None):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="agenda_head"
        ):
            st.markdown(f"#### {text('Agenda')}", anchors=False, width="content")
            done, total = sum(point.is_done for point in opened.points), sum(point.minutes for point in opened.points)
            said = plural(
                "{done} of {count} done, about {minutes} of {timebox} min",
                "{done} of {count} done, about {minutes} of {timebox} min",
                len(opened.points),
                done=done,
                minutes=total,
                timebox=opened.session.minutes,
            )
            st.html(f'<span class="cap">{escape(said)}</span>', width="content")
        if not opened.points:
            empty = text(
                "Nothing on the agenda: in these days nobody disagreed, no error was large, and nothing is open from before. Add a prediction by its link, or close the session."
            )
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
        for point in opened.points:
            _draw_point(opened, point, is_open=chosen is not None and chosen.item.id == point.item.id)
        _draw_not_looked(opened)
        if opened.session.is_open and may(visit.person, Permission.HOLD_SESSIONS):
            _draw_waiting(opened)
            _draw_editing(visit, opened, chosen)
        draw_session_problem(AGENDA)


def point_chip(opened: OpenedSession, point: Point) -> str:
    """Why the point is there; a large error says in which direction."""
    tones: dict[ItemKind, Tone] = {ItemKind.DISPUTE: "you", ItemKind.FAR_APART: "you"}
    tone, word = tones.get(point.item.kind, ""), kind_word(point.item.kind)
    value, actual = point.item.detail.get("value"), point.actual
    missed = point.item.kind in (ItemKind.LARGE_ERROR, ItemKind.MISSED_RANGE)
    if missed and actual is not None and actual.label is None and isinstance(value, int | float):
        tone, word = ("more", f"▲ {word}") if actual.value > value else ("less", f"▼ {word}")
    return chip(word, tone)


def _draw_point(opened: OpenedSession, point: Point, *, is_open: bool) -> None:
    title = point_title(opened.use_case, point)
    with st.container(key=f"row_point{point.item.id}", gap=None):
        st.html(_row(opened, point, title, is_open=is_open))
        st.button(text("Open {title}", title=title), key=f"point{point.item.id}", on_click=_open, args=(point.item.id,))


def _row(opened: OpenedSession, point: Point, title: str, *, is_open: bool) -> str:
    names = {person.id: person.name for person in opened.people.values()}
    state = " ".join(word for word, on in (("on", is_open), ("done", point.is_done)) if on)
    mark = "!" if point.decision.in_conflict else "✓" if point.is_done else "●"
    outcome = point.outcome
    right = text("{minutes} min", minutes=point.minutes) if outcome is None else outcome_label(outcome.state)
    return (
        f'<div class="row point {state}" aria-hidden="true"><span class="mark">{mark}</span>'
        f'<div class="who"><span class="name">{escape(title)}</span></div><div>{point_chip(opened, point)}</div><span></span>'
        f'<div class="cap who">{escape(point_line(opened.use_case, point, names))}</div><div class="sub">{escape(right)}</div></div>'
    )


def _draw_not_looked(opened: OpenedSession) -> None:
    if opened.left_out:
        said = plural(
            "The errors of {count} day were not looked through: its run is too large for an agenda.",
            "The errors of {count} days were not looked through: their runs are too large for an agenda.",
            len(opened.left_out),
        )
        st.html(f'<div class="cap note">{escape(said)}</div>')
    if opened.unreadable:
        days = ", ".join(map(short_day, opened.unreadable))
        said = text("The stored predictions of {days} are gone or damaged: their errors are not known here.", days=days)
        st.html(f'<div class="cap note">{escape(said)}</div>')


def _draw_waiting(opened: OpenedSession) -> None:
    if opened.waiting:
        said = plural(
            "{count} other open dispute of these days is not on it; Add offers the newest.",
            "{count} other open disputes of these days are not on it; Add offers the newest.",
            len(opened.waiting),
        )
        st.html(f'<div class="cap note">{escape(said)}</div>')


def _draw_editing(visit: Visit, opened: OpenedSession, chosen: Point | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="agenda_foot"):
        if chosen is not None:
            item = chosen.item.id
            st.button(text("Up"), key="agenda_up", on_click=_move, args=(visit, item, -1))
            st.button(text("Down"), key="agenda_down", on_click=_move, args=(visit, item, 1))
            st.button(text("Remove"), key="agenda_remove", on_click=_remove, args=(visit, item))
        with st.popover(text("Add"), key="agenda_add"):
            label = text("Link of a prediction, as Today shows it in the address bar")
            st.text_input(label, key="agenda_link", autocomplete="off")
            st.button(text("Add to the agenda"), key="agenda_send", on_click=_add, args=(visit, opened.session.id))
            for dispute in opened.waiting[:MOST_OFFERED]:
                st.button(
                    _offered(opened, dispute),
                    key=f"add_dispute{dispute.id}",
                    on_click=_add_dispute,
                    args=(visit, opened.session.id, prediction_id(dispute.run_id, dispute.row)),
                )
            for item_removed in opened.removed:
                st.button(
                    text("Put back: {title}", title=_removed_title(opened, item_removed.id)),
                    key=f"put_back{item_removed.id}",
                    on_click=_put_back,
                    args=(visit, item_removed.id),
                )


def _offered(opened: OpenedSession, dispute: Dispute) -> str:
    title = entity_title(opened.use_case, dispute.entity)
    return text(
        "Add: {title}, {day} ({person})", title=title, day=short_day(dispute.target_date), person=dispute.author
    )


def _removed_title(opened: OpenedSession, item_id: int) -> str:
    item = next(item for item in opened.removed if item.id == item_id)
    if item.entity is None:
        return kind_word(item.kind)
    return ", ".join(reversed(item.entity))


def _open(item_id: int) -> None:
    st.session_state[SCROLL_TO_ITEM] = True
    go(item=item_id)


def _move(visit: Visit, item_id: int, step: int) -> None:
    attempt(AGENDA, lambda: move_item(visit.deps, visit.person.id, item_id, 1 if step > 0 else -1))
    go(item=item_id)


def _remove(visit: Visit, item_id: int) -> None:
    if attempt(AGENDA, lambda: take_off(visit.deps, visit.person.id, item_id)):
        go(item=None)


def _put_back(visit: Visit, item_id: int) -> None:
    if attempt(AGENDA, lambda: put_back(visit.deps, visit.person.id, item_id)):
        go(item=item_id)


def _add_dispute(visit: Visit, session_id: int, prediction: str) -> None:
    attempt(AGENDA, lambda: go(item=add_to_agenda(visit.deps, visit.person.id, session_id, prediction).id))


def _add(visit: Visit, session_id: int) -> None:
    link = st.session_state["agenda_link"]

    def add() -> None:
        go(item=add_to_agenda(visit.deps, visit.person.id, session_id, link).id)

    if attempt(AGENDA, add):
        st.session_state["agenda_link"] = ""
