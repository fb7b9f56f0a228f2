"""The views of an opened prediction, one tab each; only the open one is computed. The open view is part of the link."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from presentation.words.catalogue import marked, text
from services.open_prediction import OpenedPrediction
from services.share_back import shares_back
from ui.changed import draw_changed
from ui.guard import Visit
from ui.how_sure import draw_how_sure
from ui.place import BadLink, here, move, show_in
from ui.shared_out import draw_shares
from ui.similar_days import draw_similar
from ui.talk import draw_talk
from ui.what_if import draw_what_if
from ui.why import draw_why

TABS = "detail_tab"
TAB_HEIGHT = 406
"""Fixed, so that the form below never moves between tabs; nine rows of 38 px and the tab bar fit."""


IMPORTED = marked(
    "This prediction was imported. Whatever made it gave no reasons with it, so there is nothing to show here and nothing is made up."
)


@dataclass(frozen=True)
class View:
    """A way of looking at a prediction.

    Attributes:
        name: in the link.
        label: on the tab, in English.
        draw: its content.
        explains: whether it needs what only a model of our own gives; an imported prediction has none of it.
        fits: of which predictions there is such a view at all.
    """

    name: str
    label: str
    draw: Callable[[Visit, OpenedPrediction], None]
    explains: bool = True
    fits: Callable[[OpenedPrediction], bool] = lambda opened: True


VIEWS: tuple[View, ...] = (
    View("why", marked("Why"), draw_why),
    View("shares", marked("Shares"), draw_shares, fits=shares_back),
    View("changed", marked("What changed"), draw_changed),
    View("whatif", marked("What if"), draw_what_if),
    View("similar", marked("Similar days"), draw_similar),
    View("sure", marked("How sure"), draw_how_sure),
    View("talk", marked("Talk"), draw_talk, explains=False),
)


def draw_tabs(visit: Visit, opened: OpenedPrediction) -> None:
    """All views; a link may name the one to start with.

    Raises:
        BadLink: the link names a view that does not exist.
    """
    wanted, views = _wanted(here().view), tuple(view for view in VIEWS if view.fits(opened))
    if opened.run.version is None:
        st.html(f'<div class="banner">{escape(text(IMPORTED))}</div>')
        views = tuple(view for view in views if not view.explains)
    labels = {text(view.label): view for view in views}
    show_in(TABS, wanted if wanted in labels else next(iter(labels)))
    for tab, view in zip(
        st.tabs(list(labels), height=TAB_HEIGHT, key=TABS, on_change=_turn), labels.values(), strict=True
    ):
        if tab.open:
            with tab:
                view.draw(visit, opened)


def _wanted(name: str | None) -> str:
    """The label of the view that a link names.

    Raises:
        BadLink: there is no such view.
    """
    if name is None:
        return text(VIEWS[0].label)
    for view in VIEWS:
        if view.name == name:
            return text(view.label)
    allowed = text("one of {names}", names=", ".join(view.name for view in VIEWS))
    raise BadLink("view", name, text("no view of a prediction"), allowed)


def _turn() -> None:
    chosen = st.session_state[TABS]
    move(view=next(view.name for view in VIEWS if text(view.label) == chosen))
