"""The queue: which list, filters, ten rows, pages. A click opens a prediction; nothing here loads a whole run."""

import math
from html import escape

import streamlit as st

from domain.prediction import prediction_id
from domain.use_case.definition import UseCase
from presentation.words.catalogue import marked, text
from presentation.words.entities import entity_title, key_label, key_value_text
from services.open_day import Day
from services.page_queue import QueueCounts, QueueFilter, QueuePage
from ui.bulk_desk import choose_instead, ticked
from ui.bulk_foot import draw_bulk_foot
from ui.guard import Visit
from ui.ingredient_switch import draw_heads
from ui.place import Place, Show, here, key_parameter, move, show_in
from ui.queue_row import Shown, row_html, value_text
from ui.resources import known_key_values

PAGES_VERSION = "pages_version"

PAGE_SIZE = 10
"""Ten rows of 53 px fit beside the explanation in a window 900 px high."""

LABELS: dict[Show, str] = {
    "mine": marked("Mine"),
    "needs_look": marked("Needs a look"),
    "todo": marked("To do"),
    "all": marked("All"),
}


def filter_of(place: Place, use_case: UseCase, counts: QueueCounts) -> QueueFilter:
    """What the queue is filtered by at a place."""
    wanted = dict(place.keys)
    keys = tuple((key, wanted[key_parameter(key)]) for key in use_case.keys if key_parameter(key) in wanted)
    return QueueFilter(show=shown_list(place, counts), keys=keys, search=place.search, parts=counts.parts)


def shown_list(place: Place, counts: QueueCounts) -> Show:
    """The list that is open: what is the visitor's to do, else what needs a look, where there is something; else all."""
    if place.show is not None and (place.show != "mine" or counts.parts):
        return place.show
    return "mine" if counts.mine else "needs_look" if counts.needs_look else "all"


def draw_queue(visit: Visit, day: Day, counts: QueueCounts, page: QueuePage, opened: int | None) -> None:
    """The whole card."""
    with st.container(border=True, key="card_queue", gap=None):
        with st.container(gap="small", key="filters"):
            _draw_lists(counts)
            _draw_filters(visit, day)
        if page.rows or day.use_case.recipes is not None:
            draw_heads(day.use_case, text("what deserves attention first"), text("predicted"))
        if not page.rows:
            st.html(f'<div class="lead empty">{escape(_nothing(here()))}</div>')
        for at, row in enumerate(page.rows):
            _draw_row(visit, day, page, at, is_open=row.row == opened)
        _draw_foot(page)
        draw_bulk_foot(visit, day, filter_of(here(), day.use_case, counts), page.total)


def _nothing(place: Place) -> str:
    if place.keys or place.search:
        return text("Nothing in this list. Choose another list above, or clear the filters.")
    return text("Nothing in this list is left to do.")


def _draw_lists(counts: QueueCounts) -> None:
    amounts: dict[Show, int] = {"mine": counts.mine, "needs_look": counts.needs_look}
    amounts |= {"todo": counts.todo, "all": counts.all}
    show_in("show", shown_list(here(), counts))
    st.segmented_control(
        text("Which predictions"),
        [name for name in LABELS if name != "mine" or counts.parts],
        format_func=lambda name: f"{text(LABELS[name])} · {amounts[name]:,}",
        required=True,
        key="show",
        label_visibility="collapsed",
        width="stretch",
        on_change=_change_list,
    )


def _draw_filters(visit: Visit, day: Day) -> None:
    keys = day.use_case.keys
    if not keys:
        return
    columns = st.columns([1.0] * (len(keys) - 1) + [1.3], gap="small", wrap=False)
    for key, column in zip(keys[:-1], columns, strict=False):
        with column:
            draw_key_filter(visit, day, key)
    show_in("q", here().search)
    columns[-1].text_input(
        text("Search"),
        placeholder=text("Search {label}", label=key_label(day.use_case, keys[-1]).lower()),
        label_visibility="collapsed",
        key="q",
        live="300ms",
        on_change=change_search,
    )


def draw_key_filter(visit: Visit, day: Day, key: str) -> None:
    """A box to keep one value of a key."""
    chosen = dict(here().keys).get(key_parameter(key), "")
    known = known_key_values(visit.deps, day.run, key)
    options = ["", *known] if chosen in ("", *known) else ["", chosen, *known]
    widget = f"filter_{key}"
    show_in(widget, chosen)
    label = key_label(day.use_case, key)
    st.selectbox(
        label,
        options,
        key=widget,
        label_visibility="collapsed",
        on_change=_change_key,
        args=(key, widget),
        format_func=lambda value: (
            key_value_text(day.use_case, key, value) if value else text("Every {label}", label=label.lower())
        ),
    )


def _draw_row(visit: Visit, day: Day, page: QueuePage, at: int, *, is_open: bool) -> None:
    row = page.rows[at]
    title = entity_title(day.use_case, row.entity)
    answers = page.answers.get(row.row, ())
    chosen = ticked(day.run, row.row)
    how: Shown = ("opened" if is_open else "closed") if chosen is None else "chosen" if chosen else "unchosen"
    with st.container(key=f"row{at}", gap=None):
        st.html(row_html(day.use_case, row, answers, visit.person.id, how))
        name = ", ".join(part for part in (title.main, title.rest) if part)
        value = value_text(day.use_case, row)
        words = marked("Open {name}: {value}, answered") if answers else marked("Open {name}: {value}")
        if chosen is not None:
            words = marked("Let go {name}: {value}") if chosen else marked("Choose {name}: {value}")
        st.button(
            text(words, name=name, value=value),
            key=f"open{at}",
            on_click=_open,
            args=(prediction_id(day.run.id, row.row),),
        )


def _draw_foot(page: QueuePage) -> None:
    pages = math.ceil(page.total / PAGE_SIZE)
    if pages < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="foot"):
        widget = pages_widget(pages, page.page)
        st.pagination(
            pages, default=page.page, max_visible_pages=5, width=250, key=widget, on_change=_change_page, args=(widget,)
        )
        said = text("{count} in this list", count=f"{page.total:,}")
        st.html(f'<span class="cap">{escape(said)}</span>', width="content")


def pages_widget(pages: int, page: int) -> str:
    """The key of the page buttons. They take their value only when they are made, so a page reached by a key makes new ones."""
    version = st.session_state.get(PAGES_VERSION, 0)
    if st.session_state.get(f"pages_{pages}_{version}", page) != page:
        version += 1
        st.session_state[PAGES_VERSION] = version
    return f"pages_{pages}_{version}"


def _open(prediction: str) -> None:
    if choose_instead(prediction):
        return
    st.session_state["scroll_to_detail"] = True
    move(prediction=prediction)


def _change_list() -> None:
    move(show=st.session_state["show"], page=1)


def change_search() -> None:
    """Take over what was typed into the search."""
    move(search=st.session_state["q"], page=1)


def _change_key(key: str, widget: str) -> None:
    others = tuple(pair for pair in here().keys if pair[0] != key_parameter(key))
    value = st.session_state[widget]
    move(keys=(*others, (key_parameter(key), value)) if value else others, page=1)


def _change_page(widget: str) -> None:
    move(page=st.session_state[widget])
