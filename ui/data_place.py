"""What of the page Data is on the screen: kept in the link beside use case and day, so that a reload shows the same."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from domain.use_case import UseCase
from presentation.words.catalogue import text
from services.lineage import traced_columns
from ui.place import PLACE, BadLink, Place, here, parameters_of

VIEW = "data_view"
OWN = ("column", "source", "segment")
"""Parameters of the address that belong to this page."""


@dataclass(frozen=True)
class DataView:
    """What is looked at: a column to trace, a source and a segment whose volumes are shown; None leaves it to the page."""

    column: str | None = None
    source: str | None = None
    segment: str | None = None


def take_day_of_link() -> None:
    """A link may call the day `day`; the address goes on as `date`, as on every page."""
    parameters = st.query_params.to_dict()
    if "day" in parameters:
        day = parameters.pop("day")
        st.query_params.from_dict({**parameters, "date": parameters.get("date") or day})


def arrive_at_data() -> DataView:
    """What the link asks for, else what was looked at before."""
    parameters = st.query_params.to_dict()
    before = st.session_state.get(VIEW)
    if isinstance(before, DataView) and not any(name in parameters for name in OWN):
        return before if parameters.get("use_case") in (None, st.session_state.get(f"{VIEW}_of")) else DataView()
    return DataView(**{name: parameters.get(name) or None for name in OWN})


def settle_data(place: Place, view: DataView) -> None:
    """Take place and view as the present ones and write them into the URL."""
    # Parameters of this page are no filters of Today.
    st.session_state[PLACE] = replace(place, keys=tuple(pair for pair in place.keys if pair[0] not in (*OWN, "day")))
    st.session_state[VIEW] = view
    st.session_state[f"{VIEW}_of"] = place.use_case
    own = {name: value for name, value in vars(view).items() if value}
    parameters = {**parameters_of(Place(place.use_case, place.day)), **own}
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)


def data_view() -> DataView:
    """The view as it is known now."""
    view = st.session_state.get(VIEW)
    return view if isinstance(view, DataView) else DataView()


def look_at(**changes: Any) -> None:
    """Look at something else, from a widget's callback."""
    settle_data(here(), replace(data_view(), **changes))


def check_column(use_case: UseCase, column: str | None) -> None:
    """Refuse a link to a column that this use case does not have.

    Raises:
        BadLink: no such column.
    """
    known = traced_columns(use_case)
    if column is not None and column not in known:
        allowed = text("one of {names}", names=", ".join(known))
        raise BadLink("column", column, text("no column that can be traced here"), allowed)
