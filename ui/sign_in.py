"""Who is here. The name is claimed, not proved: this edition serves one machine, and the screen says so."""

from html import escape

import streamlit as st

from domain.person import Person
from presentation.words.catalogue import marked, text
from presentation.words.people import role_list
from services.dependencies import Dependencies
from services.manage_people import share_value_added
from services.sign_in import people_to_choose, sign_in_locally

NAME_LIMIT = 60
"""Characters; longer names do not fit the top right corner of any screen."""

CLAIMED = marked("This name is claimed, not proved: anybody at this computer can use it.")
PERSON = "person"
TO_REMEMBER = "person_to_remember"
COOKIE = "vouch_person"

REMEMBER_SCRIPT = (
    """<script>document.cookie = "{cookie}={person}; path=/; max-age=31536000; SameSite=Strict"</script>"""
)
"""So that a reload finds the same person in this browser, and another browser its own; the cookie proves nothing."""


def remembered_person() -> int | None:
    """The id that this browser keeps."""
    kept = st.context.cookies.get(COOKIE, "")
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) <= 9 else None


def draw_remembering() -> None:
    """Let the browser keep who has just signed in."""
    person = st.session_state.pop(TO_REMEMBER, None)
    if person is not None:
        st.html(REMEMBER_SCRIPT.format(cookie=COOKIE, person=int(person)), unsafe_allow_javascript=True)


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
    _take(deps, name.strip())
    st.rerun()


def draw_person(deps: Dependencies, person: Person) -> None:
    """The popover at the top right: who one is, how far that is to be trusted, and how to change it."""
    draw_remembering()
    with st.popover(person.name, key="person_box", help=text("Who you are")):
        st.markdown(f"**{_plain(person.name)}**")
        rights = (
            text("Your own values count for ordering.")
            if person.may_decide
            else text("Your own values are noted; they do not change what is ordered.")
        )
        roles = text("Here as {roles}.", roles=role_list(person))
        st.caption(f"{roles} {text(CLAIMED)} {rights}")
        st.toggle(
            text("Others may see how much my changes helped"),
            value=person.shares_value_added,
            key=f"shares_{person.id}",
            on_change=_share,
            args=(deps, person),
        )
        _draw_others(deps, person)


def _draw_others(deps: Dependencies, person: Person) -> None:
    """Take the name of somebody who is known, or a new one."""
    others = [known.name for known in people_to_choose(deps) if known.id != person.id]
    with st.form("rename", border=False):
        st.selectbox(
            text("Somebody else"),
            others,
            index=None,
            key="other_name",
            placeholder=text("Choose a name, or write a new one"),
            accept_new_options=True,
        )
        st.form_submit_button(text("Use this name"), on_click=_switch, args=(deps,))


def _switch(deps: Dependencies) -> None:
    name = st.session_state["other_name"]
    # The name chosen is no longer somebody else's.
    st.session_state["other_name"] = None
    if name and name.strip():
        _take(deps, name.strip()[:NAME_LIMIT])


def _take(deps: Dependencies, name: str) -> None:
    person = sign_in_locally(deps, name)
    st.session_state[PERSON] = person
    st.session_state[TO_REMEMBER] = person.id


def _share(deps: Dependencies, person: Person) -> None:
    shares = bool(st.session_state[f"shares_{person.id}"])
    st.session_state[PERSON] = share_value_added(deps, person.id, shares=shares)


def _plain(name: str) -> str:
    """Text that Markdown leaves alone."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|~:$<>" else letter for letter in name)
