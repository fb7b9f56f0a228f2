"""The sessions of a use case: what is still open from earlier ones on top, all sessions, and the way to open another."""

from datetime import date, timedelta
from html import escape

import streamlit as st

from domain.exported import Content
from domain.outcome import Period
from domain.permission import Permission, may
from domain.session import LONGEST_MINUTES, TIMEBOX_MINUTES, Session
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text, day_with_year, weekday_name
from presentation.words.people import here_sentence
from presentation.words.sessions import period_text, session_state_text
from services.follow_actions import StillOpen, open_actions
from services.manage_people import who_may
from services.open_session import Meeting, list_sessions, open_session, usual_period
from services.sign_in import people_to_choose
from ui.export_box import draw_export
from ui.frame import draw_lead
from ui.guard import Visit
from ui.markup import chip
from ui.session_actions import draw_action
from ui.session_check import draw_check
from ui.session_place import go
from ui.session_problem import attempt, draw_session_problem, token_of

MOST_INVITED = 12
"""More people than these do not fit around a table; then nobody but the one who opens is named beforehand."""

HOLD = "hold"
"""What the form to open a session is called in the session state."""


def draw_sessions(visit: Visit, use_case: str) -> None:
    """The whole screen without an open session."""
    sessions, waiting = list_sessions(visit.deps, use_case), open_actions(visit.deps, use_case)
    lead, tools = st.columns([3, 1], vertical_alignment="center")
    with lead:
        _draw_lead(sessions, len(waiting.actions))
    with tools.container(horizontal=True, horizontal_alignment="right", key="status"):
        draw_export(visit, use_case, _looked_at(visit, use_case, sessions), Content.SESSIONS)
    left, right = st.container(key="split").columns([1.35, 1], gap="small")
    with left:
        if waiting.actions:
            _draw_actions(visit, waiting)
        _draw_list(sessions)
    with right:
        if may(visit.person, Permission.HOLD_SESSIONS):
            _draw_opening(visit, use_case, sessions)
        else:
            words = text("Sessions are opened by data scientists, facilitators and administrators.")
            here = here_sentence(who_may(visit.deps, Permission.HOLD_SESSIONS))
            st.html(f'<div class="cap">{escape(words)} {escape(here)}</div>')
        draw_check(visit)


def _looked_at(visit: Visit, use_case: str, sessions: tuple[Session, ...]) -> Period:
    """The days that the sessions in the list are about; without one the usual period."""
    if not sessions:
        return Period(*usual_period(visit.deps, use_case))
    return Period(min(one.first for one in sessions), max(one.last for one in sessions))


def _draw_lead(sessions: tuple[Session, ...], still_open: int) -> None:
    if not sessions:
        draw_lead(((text("No session yet: here the team meets over the predictions it does not agree on."), False),))
        return
    last = sessions[0]
    day = day_text(last.created_at.astimezone().date())
    held = text("The last session, “{title}”, was on {day}.", title=last.title, day=day)
    if last.is_open:
        held = text("The session “{title}” of {day} is open.", title=last.title, day=day)
    waiting = plural("{count} action is still open.", "{count} actions are still open.", still_open)
    draw_lead(((held + " ", last.is_open), (waiting if still_open else text("No action is open."), still_open > 0)))


def _draw_actions(visit: Visit, waiting: StillOpen) -> None:
    with st.container(border=True, key="card_waiting", gap="xsmall"):
        st.markdown(f"#### {text('Still open')}", anchors=False)
        for action in waiting.actions:
            draw_action(visit, action, waiting.people)


def _draw_list(sessions: tuple[Session, ...]) -> None:
    with st.container(border=True, key="card_sessions", gap=None):
        st.markdown(f"#### {text('Sessions')}", anchors=False)
        if not sessions:
            empty = text("The first session appears here as soon as somebody opens one.")
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
        for session in sessions:
            with st.container(key=f"row_session{session.id}", gap=None):
                st.html(_row(session))
                st.button(
                    text("Open the session {title}", title=session.title),
                    key=f"session{session.id}",
                    on_click=go,
                    kwargs={"session": session.id, "item": None},
                )


def _row(session: Session) -> str:
    day = day_with_year(session.created_at.astimezone().date())
    about = text("about {period}", period=period_text(session.first, session.last))
    people = ", ".join(name for _, name in session.participants)
    state = chip(session_state_text(session), "you" if session.is_open else "")
    mark = "●" if session.is_open else "✓"
    return (
        f'<div class="row point {"" if session.is_open else "done"}" aria-hidden="true"><span class="mark">{mark}</span>'
        f'<div class="who"><span class="name">{escape(session.title)}</span></div><div>{state}</div><span></span>'
        f'<div class="cap">{escape(day)} · {escape(about)} · {escape(people)}</div><span></span></div>'
    )


def _draw_opening(visit: Visit, use_case: str, sessions: tuple[Session, ...]) -> None:
    first, last = usual_period(visit.deps, use_case)
    today = visit.deps.now().astimezone().date()
    people = {person.id: person.name for person in people_to_choose(visit.deps)}
    with st.container(border=True, key="card_hold", gap="small"):
        st.markdown(f"#### {text('Open a session')}", anchors=False)
        promise = text("Its agenda builds itself: what is still open, disputes, large errors, ranges that missed.")
        st.html(f'<div class="cap">{escape(promise)}</div>')
        st.text_input(
            text("Title"), text("{weekday} session", weekday=weekday_name(today)), key="hold_title", autocomplete="off"
        )
        period, minutes = st.columns([2, 1], gap="small")
        period.date_input(
            text("About the days"), (first, last), max_value=max(last, today) + timedelta(days=366), key="hold_days"
        )
        minutes.number_input(text("Minutes"), 1, LONGEST_MINUTES, TIMEBOX_MINUTES, step=5, key="hold_minutes")
        st.multiselect(
            text("Who takes part"),
            list(people),
            default=_invited(visit, people, sessions),
            format_func=lambda known: people[known],
            key="hold_people",
            select_all=False,
        )
        st.button(text("Open the session"), type="primary", key="hold_send", on_click=_hold, args=(visit, use_case))
        draw_session_problem(HOLD)


def _invited(visit: Visit, people: dict[int, str], sessions: tuple[Session, ...]) -> list[int]:
    """Who was there last time; in the beginning everybody, where these are few."""
    before = [known for known, _ in sessions[0].participants if known in people] if sessions else []
    return before or (list(people) if len(people) <= MOST_INVITED else [visit.person.id])


def _hold(visit: Visit, use_case: str) -> None:
    state = st.session_state
    days: tuple[date, ...] = tuple(state["hold_days"])
    period = (days[0], days[-1]) if days else usual_period(visit.deps, use_case)
    people = tuple(state["hold_people"])
    meeting = Meeting(token_of(HOLD), use_case, state["hold_title"], *period, int(state["hold_minutes"]), people)

    def hold() -> None:
        go(session=open_session(visit.deps, visit.person.id, meeting).id, item=None)

    attempt(HOLD, hold)
