"""Who is here. The name is claimed, not proved: this edition serves one machine, and the screen says so."""

from html import escape

import streamlit as st

from domain.person import Person
from presentation.words.catalogue import marked, text
from services.dependencies import Dependencies
from services.sign_in import sign_in_locally

NAME_LIMIT = 60
"""Characters; longer names do not fit the top right corner of any screen."""

CLAIMED = marked("This name is claimed, not proved: anybody at this computer can use it.")


def ask_name(deps: Dependencies) -> Person | None:
    """The name form; None until a name was given."""
    with st.container(key="door", border=True):
        st.markdown(f"# {text('Who is looking?')}", anchors=False)
        why = text("Your name stands beside your answers, so that the others know whom to ask. It is asked once.")
        st.html(f'<div class="lead">{escape(why)}</div>')
        with st.form("door_form", border=False, enter_to_submit=True):
            name = st.text_input(text("Your name"), max_chars=NAME_LIMIT, key="door_name", autocomplete="name")
            pressed = st.form_submit_button(text("Go to the predictions"), type="primary")
        st.html(f'<div class="cap">{escape(text(CLAIMED))}</div>')
    if not pressed:
        return None
    if not name or not name.strip():
        st.warning(text("A name is needed: write at least one letter."))
        return None
    person = sign_in_locally(deps, name.strip())
    st.session_state["person"] = person
    st.rerun()


def draw_person(deps: Dependencies, person: Person) -> None:
    """The popover at the top right: who one is, how far that is to be trusted, and how to change it."""
    with st.popover(person.name, key="person_box", help=text("Who you are")):
        st.markdown(f"**{_plain(person.name)}**")
        rights = (
            text("Your own values count for ordering.")
            if person.may_decide
            else text("Your own values are noted; they do not change what is ordered.")
        )
        st.caption(f"{text(CLAIMED)} {rights}")
        with st.form("rename", border=False):
            name = st.text_input(text("Another name"), max_chars=NAME_LIMIT, key="other_name")
            if st.form_submit_button(text("Use this name")) and name and name.strip():
                st.session_state["person"] = sign_in_locally(deps, name.strip())
                st.rerun()


def _plain(name: str) -> str:
    """Text that Markdown leaves alone."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|~:$<>" else letter for letter in name)
