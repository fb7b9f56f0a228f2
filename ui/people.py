"""The people of this installation, one row each: roles, whether their values count, whether they are still here."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from domain.errors import VouchError
from domain.permission import Permission, may
from domain.person import Person, Role
from presentation.words.catalogue import plural, text
from presentation.words.people import here_sentence, role_list, role_word
from presentation.words.problems import explain
from services.manage_people import Rights, change_rights, list_people, who_may
from ui.guard import Visit
from ui.markup import table

REFUSALS = "refusals_"
"""Before a person's id in the session state: how often a change of theirs was refused."""

COLUMNS = [1.6, 3, 1.3, 1]


def draw_people(visit: Visit) -> None:
    """Everybody. Who may change it changes it here, and a change is stored at once; the others see whom to ask."""
    people = list_people(visit.deps)
    with st.container(border=True, key="card_people", gap="small"):
        st.html(f'<div class="cap">{escape(plural("{count} person", "{count} people", len(people)))}</div>')
        if not may(visit.person, Permission.MANAGE_PEOPLE):
            st.html(_table(people))
            words = text("Administrators change this.")
            here = here_sentence(who_may(visit.deps, Permission.MANAGE_PEOPLE))
            st.html(f'<div class="cap">{escape(words)} {escape(here)}</div>')
            return
        for person in people:
            _draw_person(visit, person)


def _table(people: Sequence[Person]) -> str:
    head = (text("Name"), text("Roles"), text("Own values count"), text("Is here"))
    rows: list[tuple[str, ...]] = [
        (one.name, role_list(one), _yes_or_no(one.may_decide), _yes_or_no(one.active)) for one in people
    ]
    return table(head, rows)


def _yes_or_no(holds: bool) -> str:
    return text("yes") if holds else text("no")


def _key(widget: str, person: Person) -> str:
    """After a refusal a browser keeps showing what was chosen: only a widget of another name shows what is stored."""
    return f"{widget}_{person.id}_{st.session_state.get(f'{REFUSALS}{person.id}', 0)}"


def _draw_person(visit: Visit, person: Person) -> None:
    name, roles, decides, here = st.columns(COLUMNS, vertical_alignment="center")
    name.html(f"<b>{escape(person.name)}</b>")
    roles.pills(
        text("Roles of {name}", name=person.name),
        list(Role),
        selection_mode="multi",
        default=sorted(person.roles, key=list(Role).index),
        format_func=role_word,
        key=_key("roles", person),
        label_visibility="collapsed",
        on_change=_store,
        args=(visit, person),
    )
    decides.toggle(
        text("own values count"), person.may_decide, key=_key("decides", person), on_change=_store, args=(visit, person)
    )
    here.toggle(text("is here"), person.active, key=_key("here", person), on_change=_store, args=(visit, person))
    problem = st.session_state.pop(f"refused_{person.id}", None)
    if problem is not None:
        st.html(f'<div class="todo"><b>{escape(problem.title)}</b> {escape(problem.what)} {escape(problem.todo)}</div>')


def _store(visit: Visit, person: Person) -> None:
    state = st.session_state
    rights = Rights(
        frozenset(state[_key("roles", person)]),
        bool(state[_key("decides", person)]),
        bool(state[_key("here", person)]),
    )
    try:
        change_rights(visit.deps, visit.person.id, person.id, rights)
    except VouchError as error:
        state[f"refused_{person.id}"] = explain(error)
        state[f"{REFUSALS}{person.id}"] = state.get(f"{REFUSALS}{person.id}", 0) + 1
