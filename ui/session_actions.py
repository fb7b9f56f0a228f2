"""Actions on a screen: what is to be done, who does it until when, and the way to change each of these."""

from collections.abc import Mapping
from datetime import date, timedelta
from html import escape
from typing import Any

import streamlit as st

from domain.action import FIELDS, Action, ActionKind, ActionState, NewAction
from domain.person import Person
from presentation.words.actions import action_kind_word, action_state_word, value_text
from presentation.words.catalogue import marked, text
from presentation.words.dates import day_text
from services.follow_actions import Change, FieldName, agree_on_action, change_action
from ui.guard import Visit
from ui.markup import chip
from ui.session_problem import attempt, draw_session_problem, token_of

DUE_DAYS = 7
"""An action is usually done until the next session."""

LABELS = {
    "what": marked("What"),
    "kind": marked("What for"),
    "owner": marked("Who"),
    "due": marked("Until"),
    "state": marked("State"),
}


def draw_action(visit: Visit, action: Action, people: Mapping[int, Person]) -> None:
    """One action: a line, and behind it a form in which every field is stored by itself."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"action{action.id}"):
        st.html(_line(visit, action, people), width="stretch")
        with st.popover(text("Change"), key=f"change{action.id}", type="tertiary"):
            for name in FIELDS:
                _draw_field(visit, action, people, name)  # type: ignore[arg-type]
    for name in action.conflicts:
        _draw_conflict(visit, action, people, name)  # type: ignore[arg-type]
    draw_session_problem(f"action{action.id}")


def _line(visit: Visit, action: Action, people: Mapping[int, Person]) -> str:
    late = action.state is ActionState.OPEN and action.due < visit.deps.now().astimezone().date()
    owner = people.get(action.owner_id)
    chips = chip(text("overdue"), "warn") if late else ""
    chips += chip(text("left: ask somebody else"), "warn") if owner is None or not owner.active else ""
    chips += "" if action.state is ActionState.OPEN else chip(action_state_word(action.state))
    words = text(
        "{person}, until {day} ({kind})",
        person="" if owner is None else owner.name,
        day=day_text(action.due),
        kind=action_kind_word(action.kind),
    )
    said = f" {action.words}" if action.words else ""
    return f'<div class="action"><b>{escape(action.what)}</b> {chips}<br><span class="cap">{escape(words + said)}</span></div>'


def _draw_field(visit: Visit, action: Action, people: Mapping[int, Person], name: FieldName) -> None:
    key, label = f"{name}_of_{action.id}", text(LABELS[name])
    # A widget keeps what it showed first; after a change by somebody else it has to be another widget.
    key = f"{key}_{action.fields[name].heads[-1].id}"
    common: dict[str, Any] = {"key": key, "on_change": _store, "args": (visit, action, name, key)}
    if name == "what":
        st.text_input(label, action.what, autocomplete="off", **common)
    elif name == "due":
        st.date_input(label, action.due, **common)
    elif name == "kind":
        kinds = list(ActionKind)
        st.selectbox(label, kinds, index=kinds.index(action.kind), format_func=action_kind_word, **common)
    elif name == "owner":
        here = [person.id for person in people.values() if person.active or person.id == action.owner_id]
        at = here.index(action.owner_id) if action.owner_id in here else None
        st.selectbox(label, here, index=at, format_func=lambda known: people[known].name, **common)
    else:
        states = list(ActionState)
        st.segmented_control(
            label, states, default=action.state, format_func=action_state_word, required=True, **common
        )


def _store(visit: Visit, action: Action, name: FieldName, key: str) -> None:
    value = st.session_state[key]
    _change(visit, action, name, (value, "") if name == "state" else value)


def _change(visit: Visit, action: Action, name: FieldName, value: object) -> None:
    slot = f"action{action.id}"
    change = Change(token_of(slot), name, value, action.fields[name].seen)
    attempt(slot, lambda: change_action(visit.deps, visit.person.id, action.id, change))


def _draw_conflict(visit: Visit, action: Action, people: Mapping[int, Person], name: FieldName) -> None:
    """Both versions of a field, and the choice between them."""
    heads = action.fields[name].heads
    said = text("Two versions of “{field}”. Choose one:", field=text(LABELS[name]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"versions_{name}_{action.id}"):
        st.html(f'<span class="you">{escape(said)}</span>', width="content")
        for head in heads:
            words = text("{person}: {value}", person=head.person, value=value_text(name, head.value, people))
            value = _value_of(name, head.value)
            st.button(words, key=f"take{head.id}", on_click=_change, args=(visit, action, name, value))


def _value_of(name: str, stored: Mapping[str, object]) -> object:
    """The stored value as a change takes it."""
    if name == "due":
        return date.fromisoformat(str(stored["day"]))
    if name == "state":
        return stored["state"], stored["words"]
    return stored[{"what": "text", "kind": "kind", "owner": "person"}[name]]


def draw_new_action(visit: Visit, session_id: int, about: str | None, people: Mapping[int, Person]) -> None:
    """The form of a new action."""
    here = [person.id for person in people.values() if person.active]
    slot = f"agree_{session_id}_{about}"
    # After it was stored the form is a fresh one.
    form = f"{slot}_{st.session_state.get(f'count_{slot}', 0)}"
    what, kind, who, until, send = st.columns([2.3, 1, 1, 1, 0.8], gap="small", vertical_alignment="bottom")
    what.text_input(text("Action"), key=f"what_{form}", autocomplete="off", placeholder=text("What has to be done?"))
    kind.selectbox(text("What for"), list(ActionKind), format_func=action_kind_word, key=f"kind_{form}")
    who.selectbox(text("Who"), here, format_func=lambda known: people[known].name, key=f"who_{form}")
    today = visit.deps.now().astimezone().date()
    until.date_input(text("Until"), today + timedelta(days=DUE_DAYS), min_value=today, key=f"until_{form}")
    send.button(
        text("Add"),
        key=f"agree_{form}",
        on_click=_agree,
        args=(visit, (session_id, about), slot, form),
        width="stretch",
    )
    draw_session_problem(slot)


def _agree(visit: Visit, where: tuple[int, str | None], slot: str, form: str) -> None:
    state, (session_id, about) = st.session_state, where
    new = NewAction(
        token_of(slot),
        state[f"what_{form}"],
        state[f"kind_{form}"],
        state[f"who_{form}"],
        state[f"until_{form}"],
        about,
    )
    if attempt(slot, lambda: agree_on_action(visit.deps, visit.person.id, session_id, new)):
        state[f"count_{slot}"] = state.get(f"count_{slot}", 0) + 1
