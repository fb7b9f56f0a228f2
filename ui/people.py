"""The people of this installation, one row each: roles, whether their values count, whether they are still here."""

from html import escape

import streamlit as st

from domain.errors import VouchError
from domain.person import Person, Role
from presentation.words.catalogue import plural, text
from presentation.words.people import role_word
from presentation.words.problems import explain
from services.manage_people import Rights, change_rights, list_people
from ui.guard import Visit

COLUMNS = [1.6, 3, 1.3, 1]


def draw_people(visit: Visit) -> None:
    """Everybody; a change is stored at once."""
    people = list_people(visit.deps, visit.person.id)
    with st.container(border=True, key="card_people", gap="small"):
        st.html(f'<div class="cap">{escape(plural("{count} person", "{count} people", len(people)))}</div>')
        for person in people:
            _draw_person(visit, person)


def _draw_person(visit: Visit, person: Person) -> None:
    name, roles, decides, here = st.columns(COLUMNS, vertical_alignment="center")
    name.html(f"<b>{escape(person.name)}</b>")
    roles.pills(
        text("Roles of {name}", name=person.name),
        list(Role),
        selection_mode="multi",
        default=sorted(person.roles, key=list(Role).index),
        format_func=role_word,
        key=f"roles_{person.id}",
        label_visibility="collapsed",
        on_change=_store,
        args=(visit, person),
    )
    decides.toggle(
        text("own values count"), person.may_decide, key=f"decides_{person.id}", on_change=_store, args=(visit, person)
    )
    here.toggle(text("is here"), person.active, key=f"here_{person.id}", on_change=_store, args=(visit, person))
    problem = st.session_state.pop(f"refused_{person.id}", None)
    if problem is not None:
        st.html(f'<div class="todo"><b>{escape(problem.title)}</b> {escape(problem.what)} {escape(problem.todo)}</div>')


def _store(visit: Visit, person: Person) -> None:
    state = st.session_state
    rights = Rights(
        frozenset(state[f"roles_{person.id}"]), bool(state[f"decides_{person.id}"]), bool(state[f"here_{person.id}"])
    )
    try:
        change_rights(visit.deps, visit.person.id, person.id, rights)
    except VouchError as error:
        state[f"refused_{person.id}"] = explain(error)
        for widget in ("roles", "decides", "here"):
            del state[f"{widget}_{person.id}"]
