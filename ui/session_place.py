"""Which session and which point of its agenda are open, and whether they are presented: kept in the link beside the use case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from presentation.words.catalogue import text
from ui.place import MOVED, PLACE, BadLink, Place

SESSION_PLACE = "session_place"

OWN = ("session", "item", "present")
"""Parameters of the address that belong to this page."""

LONGEST_NUMBER = 9


@dataclass(frozen=True)
class SessionPlace:
    """What is open.

    Attributes:
        session: None shows the list of sessions.
        item: None is the first that is not done.
        present: whether the item is shown for a projector.
    """

    use_case: str | None = None
    session: int | None = None
    item: int | None = None
    present: bool = False


def arrive_at_session() -> SessionPlace:
    """What the link asks for, else what was open here before.

    Raises:
        BadLink: a parameter cannot be meant.
    """
    parameters = st.query_params.to_dict()
    moved = st.session_state.pop(MOVED, False)
    before = st.session_state.get(SESSION_PLACE, SessionPlace())
    kept = st.session_state.get(PLACE) or Place()
    if any(name in parameters for name in OWN) and not moved:
        place = place_from_link(parameters)
    else:
        use_case = kept.use_case if moved else parameters.get("use_case") or kept.use_case or before.use_case
        place = before if before.use_case == use_case else SessionPlace(use_case)
    if place.use_case is not None and place.use_case != kept.use_case:
        kept = Place(use_case=place.use_case)
    st.session_state[PLACE] = kept
    return place


def place_from_link(parameters: Mapping[str, str]) -> SessionPlace:
    """Read what is open from the parameters of a URL.

    Raises:
        BadLink: a parameter cannot be meant.
    """
    return SessionPlace(
        parameters.get("use_case") or None,
        _number("session", parameters),
        _number("item", parameters),
        parameters.get("present") == "1",
    )


def _number(name: str, parameters: Mapping[str, str]) -> int | None:
    written = parameters.get(name, "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= LONGEST_NUMBER):
        raise BadLink(name, written, text("no number"), text("a whole number from 1"))
    return int(written)


def settle_session(place: SessionPlace) -> SessionPlace:
    """Take a place as the present one and write it into the URL."""
    st.session_state[SESSION_PLACE] = place
    found = {
        "use_case": place.use_case,
        "session": None if place.session is None else str(place.session),
        "item": None if place.item is None else str(place.item),
        "present": "1" if place.present else None,
    }
    parameters = {name: value for name, value in found.items() if value}
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)
    return place


def session_here() -> SessionPlace:
    """The place as it is known now."""
    place = st.session_state[SESSION_PLACE]
    assert isinstance(place, SessionPlace)
    return place


def go(**changes: Any) -> None:
    """Open something else, from a widget's callback."""
    settle_session(replace(session_here(), **changes))
