"""The assignments of a use case, the way to take one back, and the form that makes one."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from domain.assignment import Assignment, Part
from domain.permission import Permission, may
from domain.person import Person
from domain.use_case.definition import UseCase
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.entities import key_label, key_value_text
from presentation.words.team import part_text
from services.assign_predictions import Wish, assign_predictions, list_assignments, may_take_back, take_back
from services.open_day import Day
from services.sign_in import people_to_choose
from ui.guard import Visit
from ui.markup import chip
from ui.resources import values_on_offer
from ui.session_problem import attempt, draw_session_problem, token_of

FORM = "assign"
"""What the form is called in the session state."""

SAID = "assigned_said"

BOX = 145
"""Pixels: three boxes and the button stand beside each other in the card at 1440."""

LISTED_VALUES = 200
"""A box lists so many values of a key (`PredictionStore.key_values`); where there may be more, others can be typed."""


def draw_assignments(visit: Visit, day: Day) -> None:
    """The whole card."""
    standing = list_assignments(visit.deps, day.use_case.name)
    with st.container(border=True, key="card_assignments", gap="small", height="stretch"):
        st.markdown(f"#### {text('Assignments')}", anchors=False)
        if not standing:
            empty = text("No assignments yet. One lets a person find what is theirs in a list of its own on Today.")
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
        for assignment in standing:
            _draw_one(visit, day.use_case, assignment)
        draw_session_problem("take_back")
        if may(visit.person, Permission.ANSWER):
            _draw_form(visit, day)
        said = st.session_state.pop(SAID, None)
        if said:
            st.toast(said)


def _draw_one(visit: Visit, use_case: UseCase, assignment: Assignment) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"assignment{assignment.id}"):
        st.html(_line(use_case, assignment), width="stretch")
        if may_take_back(visit.person, assignment):
            st.button(
                text("Take back"),
                key=f"take_back{assignment.id}",
                type="tertiary",
                on_click=_take_back,
                args=(visit, use_case, assignment),
            )


def _line(use_case: UseCase, assignment: Assignment) -> str:
    since = {"day": day_text(assignment.created_at.astimezone().date()), "person": assignment.author}
    own = assignment.author_id == assignment.owner_id
    words = text("took it on {day}", **since) if own else text("since {day}, by {person}", **since)
    orphaned = "" if assignment.owner_here else chip(text("left: counts as nobody's"), "warn")
    return (
        f'<div class="action"><b>{escape(assignment.owner)}</b> {orphaned} {escape(part_text(use_case, assignment.part))}'
        f'<br><span class="cap">{escape(words)}</span></div>'
    )


def _draw_form(visit: Visit, day: Day) -> None:
    for_others = may(visit.person, Permission.ASSIGN)
    # After it was stored the form is a fresh one.
    form = f"{FORM}_{st.session_state.get(f'count_{FORM}', 0)}"
    with st.container(key="assign_form", gap="xsmall"):
        promise = text("From now on, until it is taken back. Leave a box as it is to mean every value.")
        st.html(f'<div class="cap">{escape(promise)}</div>')
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for key in day.use_case.keys:
                _draw_key(visit, day, key, f"{form}_{key}")
            if for_others:
                _draw_people(visit, people_to_choose(visit.deps), f"{form}_person")
            label = text("Assign") if for_others else text("I take this")
            st.button(label, key="assign_send", type="primary", on_click=_assign, args=(visit, day.use_case, form))
        draw_session_problem(FORM)


def _draw_key(visit: Visit, day: Day, key: str, widget: str) -> None:
    label = key_label(day.use_case, key)
    known = values_on_offer(visit.deps, day.run, key)
    st.selectbox(
        label,
        ["", *(value for value in known if value)],
        key=widget,
        format_func=lambda value: (
            key_value_text(day.use_case, key, value) if value else text("Every {label}", label=label.lower())
        ),
        accept_new_options=len(known) in (0, LISTED_VALUES),
        width=BOX,
    )


def _draw_people(visit: Visit, people: Sequence[Person], widget: str) -> None:
    names = {person.id: person.name for person in people}
    st.selectbox(
        text("Who looks at them"),
        list(names),
        index=list(names).index(visit.person.id),
        format_func=lambda known: names[known],
        key=widget,
        width=BOX,
    )


def _assign(visit: Visit, use_case: UseCase, form: str) -> None:
    state = st.session_state
    chosen = [(key, str(state.get(f"{form}_{key}") or "")) for key in use_case.keys]
    part: Part = tuple((key, value) for key, value in chosen if value)
    owner = int(state.get(f"{form}_person", visit.person.id))

    def assign() -> None:
        new = assign_predictions(visit.deps, visit.person.id, Wish(token_of(FORM), use_case.name, owner, part))
        said = {"part": part_text(use_case, part)}
        state[SAID] = text("Assigned: {part}.", **said) if new else text("That is assigned already: {part}.", **said)

    if attempt(FORM, assign):
        state[f"count_{FORM}"] = state.get(f"count_{FORM}", 0) + 1


def _take_back(visit: Visit, use_case: UseCase, assignment: Assignment) -> None:
    if attempt("take_back", lambda: take_back(visit.deps, visit.person.id, assignment.id)):
        st.session_state[SAID] = text("Taken back: {part}.", part=part_text(use_case, assignment.part))
