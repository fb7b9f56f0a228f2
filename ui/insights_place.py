"""What of Insights is on the screen: kept in the link beside use case and day, so that a reload shows the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import streamlit as st

from presentation.words.catalogue import text
from services.choose_runs import PERIODS
from ui.place import PLACE, BadLink, Place, here, parameters_of

By = Literal["features", "groups"]
Drawing = Literal["feature", "all", "segments", "time"]

VIEW = "insights"
VIEW_OF = "insights_of"
PICKED = "insights_picked"


@dataclass(frozen=True)
class View:
    """What is looked at.

    Attributes:
        by: bars for features or for groups.
        runs: how many published runs; None leaves it to their size.
        figure: what stands beside the bars.
        feature: the chosen feature; None is the most important one.
        segment: the key or feature that predictions are divided by; None is the first.
        opened: whether the small ones have bars of their own.
    """

    by: By = "features"
    runs: int | None = None
    figure: Drawing = "feature"
    feature: str | None = None
    segment: str | None = None
    opened: bool = False


@dataclass(frozen=True)
class Picked:
    """Predictions that somebody picked in a figure.

    Attributes:
        driver: code of the driver that was picked.
        ids: of the predictions; empty where a segment or a run was picked.
        segment: stored column and value.
        run: id of a run.
    """

    driver: str
    ids: tuple[str, ...] = ()
    segment: tuple[str, str | None] | None = None
    run: str | None = None


OWN = ("by", "runs", "figure", "feature", "segment")
"""Parameters of the address that belong to this page."""


def arrive_at_view() -> View:
    """What the link asks for, else what was looked at before.

    Raises:
        BadLink: a parameter cannot be meant.
    """
    parameters = st.query_params.to_dict()
    before = st.session_state.get(VIEW)
    if isinstance(before, View) and not any(name in parameters for name in OWN):
        return before
    view = view_from(parameters)
    return replace(view, opened=before.opened) if isinstance(before, View) else view


def view_from(parameters: Mapping[str, str]) -> View:
    """Read what is looked at from the parameters of a URL.

    Raises:
        BadLink: a parameter cannot be meant.
    """
    return View(
        by=_one_of("by", parameters, get_args(By)) or "features",  # type: ignore[arg-type]
        runs=int(_one_of("runs", parameters, tuple(str(size) for size in PERIODS)) or 0) or None,
        figure=_one_of("figure", parameters, get_args(Drawing)) or "feature",  # type: ignore[arg-type]
        feature=parameters.get("feature") or None,
        segment=parameters.get("segment") or None,
    )


def _one_of(name: str, parameters: Mapping[str, str], allowed: tuple[str, ...]) -> str | None:
    found = parameters.get(name)
    if found and found not in allowed:
        raise BadLink(name, found, text("nothing that this page has"), text("one of {names}", names=", ".join(allowed)))
    return found or None


def view_parameters(view: View) -> dict[str, str]:
    """The parameters that lead to a view; what is as by default is left out."""
    found = {
        "by": view.by if view.by != "features" else None,
        "runs": str(view.runs) if view.runs else None,
        "figure": view.figure if view.figure != "feature" else None,
        "feature": view.feature,
        "segment": view.segment,
    }
    return {name: value for name, value in found.items() if value}


def settle_view(place: Place, view: View) -> View:
    """Take place and view as the present ones and write them into the URL.

    Coming from another use case, features and segments are not the same, unless a link names them; from another day,
    what was picked there is let go.
    """
    before = st.session_state.get(VIEW_OF)
    if before is not None and before != (place.use_case, place.day):
        st.session_state.pop(PICKED, None)
        if before[0] != place.use_case and not any(name in st.query_params for name in OWN):
            view = replace(view, feature=None, segment=None, opened=False)
    st.session_state[VIEW_OF] = (place.use_case, place.day)
    # Parameters of this page are no filters of Today.
    st.session_state[PLACE] = replace(place, keys=tuple(pair for pair in place.keys if pair[0] not in OWN))
    st.session_state[VIEW] = view
    parameters = {**parameters_of(Place(place.use_case, place.day)), **view_parameters(view)}
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)
    return view


def view_here() -> View:
    """The view as it is known now."""
    view = st.session_state[VIEW]
    assert isinstance(view, View)
    return view


def turn(**changes: Any) -> None:
    """Look at something else, from a widget's callback or a click into a figure; what was picked before is let go."""
    st.session_state.pop(PICKED, None)
    settle_view(here(), replace(view_here(), **changes))


def pick(picked: Picked | None) -> None:
    """Remember what was picked in a figure."""
    st.session_state[PICKED] = picked


def picked_here() -> Picked | None:
    """What was picked in a figure, if anything."""
    picked = st.session_state.get(PICKED)
    return picked if isinstance(picked, Picked) else None


def fresh(key: str, points: list[dict[str, object]]) -> list[object]:
    """What the points of a figure carry, once: a figure tells its selection again with every rerun."""
    carried = [point.get("customdata") for point in points]
    if st.session_state.get(f"seen_{key}") == carried:
        return []
    st.session_state[f"seen_{key}"] = carried
    return [found for found in carried if found is not None]
