"""The list of ingredients: order, filters, ten rows, pages. A click opens one."""

import math
from html import escape

import streamlit as st

from domain.ingredient import IngredientRow, remaining_keys
from domain.use_case.definition import UseCase
from prediction_store.ingredients import IngredientSelection, Order
from presentation.words.catalogue import marked, plural, text
from presentation.words.ingredients import ingredient_scale, ingredient_title, order_text
from presentation.words.quantities import change, level_units, number
from services.open_day import Day
from services.page_ingredients import Decided, IngredientPage
from ui.detail_card import SCROLL
from ui.guard import Visit
from ui.ingredient_switch import draw_heads, link_of
from ui.markup import chip
from ui.place import Place, here, key_parameter, move, show_in
from ui.queue_card import PAGE_SIZE, change_search, draw_key_filter, pages_widget

ORDER = "ingredient_order"
ORDERS: dict[Order, str] = {
    "change": marked("Largest change"),
    "amount": marked("Largest amount"),
    "name": marked("As in recipes"),
}

BY_DEFAULT: Order = "change"

SMALL_SHARE = 0.05
"""A change up to this share of the usual amount has no arrow, as in the queue of products."""


def selection_of(place: Place, use_case: UseCase) -> IngredientSelection:
    """Which ingredients are listed at a place, and in which order."""
    wanted = dict(place.keys)
    keys = tuple((key, wanted[key_parameter(key)]) for key in remaining_keys(use_case) if key_parameter(key) in wanted)
    return IngredientSelection(keys, place.search, order=st.session_state.get(ORDER) or BY_DEFAULT)


def draw_list(visit: Visit, day: Day, page: IngredientPage, opened: IngredientRow | None) -> None:
    """The whole card."""
    with st.container(border=True, key="card_queue", gap=None):
        with st.container(gap="small", key="filters"):
            _draw_orders()
            _draw_filters(visit, day)
        draw_heads(day.use_case, "", text("to order"))
        if not page.rows:
            empty = text("No ingredient fits. Clear the search or the filters.")
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
        for at, row in enumerate(page.rows):
            _draw_row(day.use_case, page, at, is_open=opened is not None and row.row == opened.row)
        _draw_foot(page)


def _draw_orders() -> None:
    st.session_state.setdefault(ORDER, BY_DEFAULT)
    st.segmented_control(
        text("Sort by"),
        list(ORDERS),
        format_func=lambda name: text(ORDERS[name]),
        required=True,
        key=ORDER,
        label_visibility="collapsed",
        width="stretch",
        persist_state="session",
        on_change=_to_first,
    )


def _to_first() -> None:
    move(page=1)


def _draw_filters(visit: Visit, day: Day) -> None:
    keys = remaining_keys(day.use_case)
    columns = st.columns([1.0] * len(keys) + [1.3], gap="small", wrap=False)
    for key, column in zip(keys, columns, strict=False):
        with column:
            draw_key_filter(visit, day, key)
    show_in("q", here().search)
    columns[-1].text_input(
        text("Search"),
        placeholder=text("Search ingredient"),
        label_visibility="collapsed",
        key="q",
        live="300ms",
        on_change=change_search,
    )


def _draw_row(use_case: UseCase, page: IngredientPage, at: int, *, is_open: bool) -> None:
    row = page.rows[at]
    name = str(ingredient_title(use_case, row.name, row.entity))
    with st.container(key=f"row{at}", gap=None):
        st.html(_row_html(use_case, row, page.decided.get(row.row), opened=is_open))
        st.button(
            text("Open {name}: {amount}", name=name, amount=order_text(use_case, row)),
            key=f"open{at}",
            on_click=_open,
            args=(link_of(row.name, row.entity),),
        )


def _row_html(use_case: UseCase, row: IngredientRow, decided: Decided | None, *, opened: bool) -> str:
    """The row, every value escaped."""
    title = ingredient_title(use_case, row.name, row.entity)
    return (
        f'<div class="row {"on" if opened else ""}" aria-hidden="true"><span class="mark"></span>'
        f'<div class="who"><span class="name">{escape(title.main)}</span> <span class="where">{escape(title.rest)}</span></div>'
        f'<div class="num">{escape(order_text(use_case, row))}</div><span></span>'
        f'<div class="chips">{decided_chip(use_case, row, decided)}</div><div class="sub">{_against_usual(use_case, row)}</div></div>'
    )


def decided_chip(use_case: UseCase, row: IngredientRow, decided: Decided | None) -> str:
    """What people's answers on the products make of it; nothing where the order stays the same."""
    if decided is None or decided.value == row.value:
        return ""
    words = text("{amount} with your answers", amount=order_text(use_case, row, decided.value))
    return chip(words, "you", text("What is to be ordered when the decided values of the products count."))


def _against_usual(use_case: UseCase, row: IngredientRow) -> str:
    scale = ingredient_scale(use_case, row)
    if row.usual is None:
        return escape(text("no usual yet"))
    needed, usual = number(row.needed, scale), number(row.usual, scale)
    distance = escape(change(row.needed, row.usual, scale))
    if abs(level_units(row.needed, scale) - level_units(row.usual, scale)) > SMALL_SHARE * level_units(
        row.usual, scale
    ):
        tone, arrow = ("more", "▲") if row.needed > row.usual else ("less", "▼")
        distance = f'<span class="{tone}"><i>{arrow}</i> {distance}</span>'
    if row.value == row.needed:
        return escape(text("usual {usual}", usual=usual)) + f" &nbsp;{distance}"
    return escape(text("needed {needed}, usual {usual}", needed=needed, usual=usual)) + f" &nbsp;{distance}"


def _draw_foot(page: IngredientPage) -> None:
    pages = math.ceil(page.total / PAGE_SIZE)
    if pages < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="foot"):
        widget = pages_widget(pages, page.page)
        st.pagination(
            pages, default=page.page, max_visible_pages=5, width=250, key=widget, on_change=_turn, args=(widget,)
        )
        count = plural("{count} in this list", "{count} in this list", page.total)
        st.html(f'<span class="cap">{escape(count)}</span>', width="content")


def _turn(widget: str) -> None:
    move(page=st.session_state[widget])


def _open(link: str) -> None:
    st.session_state[SCROLL] = True
    move(ingredient=link)
