"""Where the visitor is: use case, day, prediction and filters, kept in step with the URL so that a link or a reload shows the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

import streamlit as st

from presentation.words.catalogue import text

Show = Literal["mine", "needs_look", "todo", "all"]
Of = Literal["products", "ingredients"]

PLACE = "place"
MOVED = "place_moved"
FIRST_LINK = "first_link"
RESERVED = (
    "use_case",
    "date",
    "prediction",
    "show",
    "q",
    "page",
    "view",
    "against",
    "of",
    "ingredient",
    "session",
    "item",
    "present",
    "period",
    "use_key",
    "use_value",
)
KEY_PREFIX = "key_"


class BadLink(Exception):  # noqa: N818 -- it names what the visitor followed
    """A parameter of the URL that cannot be meant."""

    def __init__(self, parameter: str, found: str, wrong: str, allowed: str) -> None:
        """Keep what was found and what is allowed."""
        super().__init__(parameter, found)
        self.parameter, self.found, self.wrong, self.allowed = parameter, found, wrong, allowed


@dataclass(frozen=True)
class Place:
    """A place in the dashboard.

    Attributes:
        day: the day predicted.
        prediction: id of the opened prediction (run id - row).
        show: the list of the queue; None is the one that fits the day.
        page: of the queue; None is the one on which the opened prediction stands.
        view: of the opened prediction (`ui.detail_tabs`); None is the first.
        against: what it is compared with (`ui.reference`): a name, or the id of a prediction; None is the last comparable day.
        of: what the list shows, where the use case has recipes; None is the products.
        ingredient: the opened ingredient (`ui.ingredient_links`); beside a prediction, the one that it was opened from.
        keys: filters, as (parameter, value); parameters that are no key of the use case are ignored.
    """

    use_case: str | None = None
    day: date | None = None
    prediction: str | None = None
    show: Show | None = None
    keys: tuple[tuple[str, str], ...] = ()
    search: str = ""
    page: int | None = None
    view: str | None = None
    against: str | None = None
    of: Of | None = None
    ingredient: str | None = None


def place_from(parameters: Mapping[str, str]) -> Place:
    """Read a place from the parameters of a URL.

    Raises:
        BadLink: a parameter cannot be meant.
    """
    return Place(
        use_case=parameters.get("use_case") or None,
        day=_day(parameters.get("date")),
        prediction=parameters.get("prediction") or None,
        show=_show(parameters.get("show")),
        keys=tuple((name, value) for name, value in sorted(parameters.items()) if name not in RESERVED and value),
        search=parameters.get("q", ""),
        page=_page(parameters.get("page")),
        view=parameters.get("view") or None,
        against=parameters.get("against") or None,
        of=_of(parameters.get("of")),
        ingredient=parameters.get("ingredient") or None,
    )


def parameters_of(place: Place) -> dict[str, str]:
    """The parameters that lead to a place; what is as by default is left out."""
    found = {
        "use_case": place.use_case,
        "date": place.day.isoformat() if place.day else None,
        "prediction": place.prediction,
        "show": place.show,
        "q": place.search,
        "page": str(place.page) if place.page else None,
        "view": place.view,
        "against": place.against,
        "of": place.of,
        "ingredient": place.ingredient,
        **dict(place.keys),
    }
    return {name: value for name, value in found.items() if value}


def key_parameter(key: str) -> str:
    """The parameter that filters by a key of the use case."""
    return KEY_PREFIX + key if key in RESERVED else key


def keep_link() -> None:
    """Called before anything is drawn: who goes on before a page has read its link takes use case and day along."""
    parameters = st.query_params.to_dict()
    if PLACE not in st.session_state and parameters:
        st.session_state[FIRST_LINK] = {name: parameters[name] for name in ("use_case", "date") if name in parameters}


def arrive() -> Place:
    """The place at the start of a full run: that of the URL, unless a widget has just moved the visitor.

    A link of the navigation comes without parameters: the visitor stays with the day that was open.

    Raises:
        BadLink: a parameter cannot be meant.
    """
    parameters = st.query_params.to_dict()
    moved = st.session_state.pop(MOVED, False)
    first = st.session_state.pop(FIRST_LINK, {})
    if PLACE in st.session_state and (moved or not parameters):
        return here()
    place = place_from(parameters or first)
    st.session_state[PLACE] = place
    return place


def arrive_at_day() -> Place:
    """As `arrive`, for a screen that knows use case and day only: what was open on Today stays open there.

    Raises:
        BadLink: a parameter cannot be meant.
    """
    before = st.session_state.get(PLACE)
    place = arrive()
    same_day = isinstance(before, Place) and (before.use_case, before.day) == (place.use_case, place.day)
    return before if same_day and isinstance(before, Place) else place


def forget() -> None:
    """Start over: the next arrival is a first one."""
    st.session_state.pop(PLACE, None)


def here() -> Place:
    """The place as it is known now."""
    place = st.session_state[PLACE]
    assert isinstance(place, Place)
    return place


def settle(place: Place, *, day_only: bool = False, **more: str) -> Place:
    """Take a place as the present one and write it into the URL (`day_only`: use case and day of it).

    Args:
        place: the place.
        day_only: for a screen that knows no prediction and no filters.
        more: parameters of the screen itself.
    """
    st.session_state[PLACE] = place
    parameters = {**parameters_of(Place(place.use_case, place.day) if day_only else place), **more}
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)
    return place


def move(**changes: Any) -> Place:
    """Go somewhere, from a widget's callback."""
    st.session_state[MOVED] = True
    if "prediction" in changes and "-" in (here().against or ""):
        # A prediction that was picked to compare one with is not meant for the next one; a kind of reference is.
        changes = {"against": None, **changes}
    return settle(replace(here(), **changes))


def show_in(widget: str, value: object) -> None:
    """Let a widget show a value; one that shows it already is left alone, so that what is being typed is not overwritten."""
    if widget not in st.session_state or st.session_state[widget] != value:
        st.session_state[widget] = value


def _day(written: str | None) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadLink("date", written, text("no day"), text("a day as in 2026-11-21")) from None


def _show(written: str | None) -> Show | None:
    if not written:
        return None
    for known in get_args(Show):
        if written == known:
            return known  # type: ignore[no-any-return]
    allowed = text("one of {names}", names=", ".join(get_args(Show)))
    raise BadLink("show", written, text("no list of this page"), allowed)


def _of(written: str | None) -> Of | None:
    if not written:
        return None
    for known in get_args(Of):
        if written == known:
            return known  # type: ignore[no-any-return]
    allowed = text("one of {names}", names=", ".join(get_args(Of)))
    raise BadLink("of", written, text("no list of this page"), allowed)


def _page(written: str | None) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and 0 < len(written) <= 9 and int(written) > 0):
        raise BadLink("page", written, text("no page number"), text("a whole number from 1"))
    return int(written)
