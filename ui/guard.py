"""Nobody reaches a page without the front door.

A cold link can make Streamlit run a page file alone, without `app.py`. `app.py` therefore marks the session as ready, and
every page first looks for the mark: without it the page remembers where the visitor was going and hands over to `app.py`.
"""

import ipaddress
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from domain.errors import NotAllowedError
from domain.person import Person
from presentation.words.catalogue import text
from services.dependencies import Dependencies
from services.record_visit import record_visit
from services.sign_in import local_person, present
from ui.resources import chosen_language, dependencies
from ui.sign_in import PERSON, ask_name, remembered_person

PageName = Literal["today", "outcomes", "decided", "sessions", "team", "data", "insights", "people"]

FRONT_DOOR = "app.py"
READY = "ready"
BOUND_FOR = "bound_for"
VISITED = "visited"


@dataclass(frozen=True)
class Visit:
    """Who is here, and the stores that services need."""

    deps: Dependencies
    person: Person


def open_door() -> None:
    """Called by `app.py` before the page: refuse strangers, mark the session as ready.

    Raises:
        NotAllowedError: the visitor sits at another machine.
        SettingError: the language that is set cannot be spoken.
    """
    _refuse_other_machines(st.context.ip_address)
    chosen_language()
    st.session_state[READY] = True


def enter(page: PageName) -> Visit:
    """Called first by every page: the visit, after asking for a name where nobody gave one yet.

    A session that did not come through the front door goes back to it, with the page and its parameters kept.
    """
    if READY not in st.session_state:
        st.session_state[BOUND_FOR] = (f"pages/{page}.py", st.query_params.to_dict())
        st.switch_page(FRONT_DOOR)
    deps = dependencies()
    return Visit(deps, _person(deps))


def _person(deps: Dependencies) -> Person:
    """Who is here, as they are now: roles may have changed, or somebody may have left, since the last click."""
    known: Person | None = st.session_state.get(PERSON)
    person = present(deps, known.id) if known is not None else local_person(deps, remembered_person())
    if person is None or not person.active:
        person = ask_name(deps)
    if person is None:
        st.stop()
    st.session_state[PERSON] = person
    return person


def lead_on() -> None:
    """Called by the page without a path: on to where the visitor was going, else to Today with the same parameters."""
    page, parameters = st.session_state.pop(BOUND_FOR, ("pages/today.py", st.query_params.to_dict()))
    st.switch_page(page, query_params=parameters)


def note_visit(visit: Visit, page: PageName, use_case: str | None) -> None:
    """Record that this page was opened for this use case, once per stay."""
    if st.session_state.get(VISITED) != (page, use_case):
        record_visit(visit.deps, visit.person, page, use_case)
        st.session_state[VISITED] = (page, use_case)


def _refuse_other_machines(address: str | None) -> None:
    # Streamlit gives None for 127.0.0.1 and ::1; the rest of 127.0.0.0/8 is this machine too.
    if address is not None and not ipaddress.ip_address(address).is_loopback:
        raise NotAllowedError(address, text("open Vouch from another machine"))
