"""What a session decides on a point: one of five outcomes in words, or how an action stands; and notes for the minutes."""

from html import escape

import streamlit as st

from domain.action import ActionState
from domain.dispute import FIXES, DisputeState
from domain.opened_session import OpenedSession, Point
from domain.permission import Permission, may
from domain.session import OUTCOMES, Note, Outcome, outcome_from_json
from presentation.words.actions import action_state_word
from presentation.words.catalogue import marked, text
from presentation.words.dates import moment_text
from presentation.words.people import here_sentence
from presentation.words.sessions import decided_words, outcome_label
from services.decide_item import Decision, decide_item, write_note
from services.follow_actions import Change, report_action
from services.list_versions import version_numbers
from services.manage_people import who_may
from ui.guard import Visit
from ui.session_problem import attempt, draw_session_problem, token_of

REPORTS = {
    ActionState.DONE: marked("Done"),
    ActionState.OPEN: marked("Still open"),
    ActionState.DROPPED: marked("Dropped"),
}


def slot_of(point: Point) -> str:
    """What deciding on a point is called in the session state."""
    return f"decide{point.item.id}"


def draw_outcomes(visit: Visit, opened: OpenedSession, point: Point, *, keys: bool = False) -> None:
    """The five outcomes as buttons that look like one control; `keys`: with the keys 1 to 5."""
    outcome = point.outcome
    chosen = outcome.state.value if outcome is not None else "nothing"
    open_to_all = opened.session.is_open and may(visit.person, Permission.HOLD_SESSIONS)
    with st.container(horizontal=True, gap=None, width="content", key=f"decided_{chosen}"):
        for at, state in enumerate(OUTCOMES, 1):
            st.button(
                outcome_label(state),
                key=f"outcome_{state.value}",
                shortcut=str(at) if keys else None,
                disabled=not open_to_all,
                on_click=_decide,
                args=(visit, opened, point, state),
            )


def draw_decision(visit: Visit, opened: OpenedSession, point: Point) -> None:
    """Outcome, its words and the version that answers it; both versions where two people decided at once."""
    slot, holds = slot_of(point), opened.session.is_open and may(visit.person, Permission.HOLD_SESSIONS)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="decide_row"):
        st.html(f'<b class="title">{escape(text("We decide"))}</b>', width="content")
        draw_outcomes(visit, opened, point)
        if holds:
            words = text("In words, before you choose")
            st.text_input(
                words, key=f"words_{slot}", label_visibility="collapsed", placeholder=words, autocomplete="off"
            )
            st.selectbox(
                text("Answered by model"),
                [None, *version_numbers(visit.deps, opened.session.use_case)],
                format_func=lambda number: (
                    text("no model") if number is None else text("model {number}", number=number)
                ),
                key=f"version_{slot}",
                label_visibility="collapsed",
                width=130,
            )
    _draw_who_decides(visit, opened)
    if point.outcome is not None:
        st.html(f'<div class="cap" role="status">{escape(_decided(point, point.outcome))}</div>')
    if point.decision.in_conflict:
        draw_versions(visit, opened, point)
    draw_session_problem(slot)


def _draw_who_decides(visit: Visit, opened: OpenedSession) -> None:
    """Whom to ask, where the buttons are not open to the visitor."""
    if opened.session.is_open and not may(visit.person, Permission.HOLD_SESSIONS):
        words = text("What a session decides is recorded by data scientists, facilitators and administrators.")
        here = here_sentence(who_may(visit.deps, Permission.HOLD_SESSIONS))
        st.html(f'<div class="cap">{escape(words)} {escape(here)}</div>')


def _decided(point: Point, outcome: Outcome) -> str:
    head = point.decision.heads[-1]
    words = {"person": head.person, "moment": moment_text(head.at), "words": outcome.words}
    if outcome.version is None:
        return text("{person}, {moment}: {words}", **words)
    return text("{person}, {moment}, see model {version}: {words}", version=outcome.version, **words)


def draw_versions(visit: Visit, opened: OpenedSession, point: Point) -> None:
    """What two people decided without having seen each other's, and the choice between them."""
    said = text("Two people decided at the same time. Both are kept; choose the one that counts:")
    st.html(f'<div class="banner" role="alert">{escape(said)}</div>')
    for head in point.decision.heads:
        outcome = outcome_from_json(head.value)
        label = text(
            "{person}: {state}, “{words}”", person=head.person, state=outcome_label(outcome.state), words=outcome.words
        )
        st.button(label, key=f"version{head.id}", on_click=_choose, args=(visit, point, outcome))


def _decide(visit: Visit, opened: OpenedSession, point: Point, state: DisputeState) -> None:
    slot = slot_of(point)
    typed = str(st.session_state.get(f"words_{slot}", "")).strip()
    words = typed or decided_words(opened.session.title)
    version = st.session_state.get(f"version_{slot}") if state in FIXES else None
    if _store(visit, point, Outcome(state, words, version)) and typed:
        st.session_state[f"words_{slot}"] = ""


def _choose(visit: Visit, point: Point, outcome: Outcome) -> None:
    _store(visit, point, outcome)


def _store(visit: Visit, point: Point, outcome: Outcome) -> bool:
    slot = slot_of(point)
    decision = Decision(token_of(slot), outcome, point.decision.seen)
    return attempt(slot, lambda: decide_item(visit.deps, visit.person.id, point.item.id, decision))


def draw_report(visit: Visit, opened: OpenedSession, point: Point) -> None:
    """How an action of an earlier session stands."""
    assert point.action is not None
    reported = point.action.state.value if point.decision.heads else "nothing"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="decide_row"):
        st.html(f'<b class="title">{escape(text("How does it stand?"))}</b>', width="content")
        with st.container(horizontal=True, gap=None, width="content", key=f"decided_{reported}"):
            for at, (state, label) in enumerate(REPORTS.items(), 1):
                st.button(
                    text(label),
                    key=f"outcome_{state.value}",
                    shortcut=str(at) if opened.session.is_open and st.query_params.get("present") == "1" else None,
                    disabled=not (opened.session.is_open and may(visit.person, Permission.HOLD_SESSIONS)),
                    on_click=_report,
                    args=(visit, point, state),
                )
        if point.decision.heads:
            said = text(
                "{state}, says {person}.",
                state=action_state_word(point.action.state),
                person=point.decision.heads[-1].person,
            )
            st.html(f'<span class="cap" role="status">{escape(said)}</span>', width="content")
    _draw_who_decides(visit, opened)
    draw_session_problem(slot_of(point))


def _report(visit: Visit, point: Point, state: ActionState) -> None:
    assert point.action is not None
    slot = slot_of(point)
    change = Change(token_of(slot), "state", (state, ""), point.action.fields["state"].seen)
    seen = point.decision.seen
    attempt(slot, lambda: report_action(visit.deps, visit.person.id, point.item.id, change, seen))


def draw_notes(visit: Visit, opened: OpenedSession, point: Point | None) -> None:
    """The notes so far, and the place to append one; without a point those about the session as a whole."""
    notes = opened.notes if point is None else point.notes
    slot = f"note_{opened.session.id}_{0 if point is None else point.item.id}"
    if notes:
        st.html("".join(map(_note_html, notes)))
    takes_part = any(person_id == visit.person.id for person_id, _ in opened.session.participants)
    if not opened.session.is_open or not (takes_part or may(visit.person, Permission.HOLD_SESSIONS)):
        return
    words, send = st.columns([6, 0.9], gap="small", vertical_alignment="bottom")
    words.text_area(text("Note for the minutes"), key=f"words_{slot}", height=68)
    item_id = None if point is None else point.item.id
    send.button(
        text("Append"),
        key=f"send_{slot}",
        on_click=_note,
        args=(visit, opened.session.id, item_id, slot),
        width="stretch",
    )
    draw_session_problem(slot)


def _note_html(note: Note) -> str:
    head = f'<b>{escape(note.person)}</b> <span class="cap">{escape(moment_text(note.at))}</span>'
    return f'<div class="said">{head} {escape(note.words)}</div>'


def _note(visit: Visit, session_id: int, item_id: int | None, slot: str) -> None:
    words = st.session_state[f"words_{slot}"]
    new = (token_of(slot), item_id, words)
    if attempt(slot, lambda: write_note(visit.deps, visit.person.id, session_id, new)):
        st.session_state[f"words_{slot}"] = ""
