"""An opened ingredient: how much, from which products, why; the products open their own predictions."""

from html import escape

import streamlit as st

from domain.ingredient import IngredientRow, Part
from domain.prediction import prediction_id
from presentation.charts.ingredient_waterfall import as_prediction, ingredient_reading
from presentation.charts.past_days import past_days_alt, past_days_figure
from presentation.words.catalogue import plural, text
from presentation.words.ingredients import (
    MOST_PARTS,
    ingredient_scale,
    ingredient_title,
    needed_sentence,
    order_text,
    packs_text,
    part_texts,
)
from presentation.words.quantities import amount, change, odds_text, range_text
from services.open_ingredient import OpenedIngredient
from ui.detail_card import SCROLL, SCROLL_SCRIPT
from ui.detail_head import PLOT_CONFIG
from ui.ingredient_list import decided_chip
from ui.markup import chip
from ui.place import move
from ui.style import palette
from ui.why import draw_waterfall


def draw_ingredient(opened: OpenedIngredient, pack: float | None, position: str) -> None:
    """The whole card.

    Args:
        opened: the ingredient.
        pack: the size of its pack, in its unit; None where any amount can be ordered.
        position: where it stands in the list.
    """
    own = as_prediction(opened.use_case, opened.ingredient, len(opened.parts), pack)
    with st.container(border=True, key="card_detail", gap="xsmall"):
        left, right = st.columns([2.2, 1], vertical_alignment="center")
        left.html(_head_html(opened, pack, position))
        if opened.ingredient.past:
            right.plotly_chart(
                past_days_figure(own.use_case, own.prediction, palette()),
                theme=None,
                config=PLOT_CONFIG,
                key="past_days",
                alt=past_days_alt(own.use_case, own.prediction),
                width="stretch",
            )
        _draw_parts(opened)
        draw_waterfall(own.use_case, own.prediction, ingredient_reading())
        note = text("Answers are given on products: open one above to agree or to decide differently.")
        st.html(f'<div class="rule"></div><div class="cap">{escape(note)}</div>')
    if st.session_state.pop(SCROLL, False):
        script = SCROLL_SCRIPT.format(prediction=escape(str(opened.ingredient.row.row)))
        st.html(script, unsafe_allow_javascript=True)


def _head_html(opened: OpenedIngredient, pack: float | None, position: str) -> str:
    """Name, what is to be ordered, what is needed and how sure, against what is usual."""
    use_case, row = opened.use_case, opened.ingredient.row
    title = f'<span class="title">{escape(str(ingredient_title(use_case, row.name, row.entity)))}</span>'
    packs = chip(packs_text(row, pack)) if pack is not None else ""
    place = f'<span class="cap">{escape(position)}</span>' if position else ""
    number, _, unit = order_text(use_case, row).partition(" ")
    return (
        f'<div class="headline">{title}{decided_chip(use_case, row, opened.decided)}{place}</div>'
        f'<div class="hero"><span><span class="big">{escape(number)}</span> <span class="unit">{escape(unit)}</span></span>'
        f'<span class="soft">{escape(_needed(opened))}</span>{packs}{_usual(opened, row)}{_actual(opened, row)}</div>'
    )


def _needed(opened: OpenedIngredient) -> str:
    """What is needed and the range of it; the order itself is a decision and has none."""
    use_case, row = opened.use_case, opened.ingredient.row
    scale = ingredient_scale(use_case, row)
    span, odds = range_text(row.low, row.high, scale), odds_text(use_case.range.probability)
    if row.value == row.needed:
        return text("{range} on {odds}", range=span, odds=odds)
    return text("{amount} needed, {range} on {odds}", amount=amount(row.needed, scale), range=span, odds=odds)


def _usual(opened: OpenedIngredient, row: IngredientRow) -> str:
    if row.usual is None:
        return ""
    distance = change(row.needed, row.usual, ingredient_scale(opened.use_case, row))
    size = distance.lstrip("+−±")
    if distance.startswith("±"):
        return chip(text("as usual"))
    if distance.startswith("+"):
        return chip(text("▲ {amount} more than usual", amount=size), "more")
    return chip(text("▼ {amount} less than usual", amount=size), "less")


def _actual(opened: OpenedIngredient, row: IngredientRow) -> str:
    if opened.actual is None:
        return ""
    words = amount(opened.actual, ingredient_scale(opened.use_case, row))
    tip = text("What the products really sold or used needed by their recipes, as known by now.")
    return chip(text("◆ really needed {amount}", amount=words), "warn", tip)


def _draw_parts(opened: OpenedIngredient) -> None:
    """The sentence: the whole as text, each product as a button that opens its prediction."""
    row, words = opened.ingredient.row, part_texts(opened.use_case, opened.ingredient.row, opened.parts)
    parts = list(zip(opened.parts, words, strict=True))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="parts"):
        st.html(f'<span class="lead"><b>{escape(needed_sentence(opened.use_case, row))}:</b></span>', width="content")
        for part, label in parts[:MOST_PARTS]:
            _draw_part(opened, part, label)
        if len(parts) > MOST_PARTS:
            count = len(parts) - MOST_PARTS
            with st.popover(
                plural("{count} more product", "{count} more products", count), key="more_parts", type="tertiary"
            ):
                for part, label in parts[MOST_PARTS:]:
                    _draw_part(opened, part, label)


def _draw_part(opened: OpenedIngredient, part: Part, label: str) -> None:
    st.button(label, key=f"part{part.row}", on_click=_open, args=(prediction_id(opened.run.id, part.row),))


def _open(prediction: str) -> None:
    st.session_state[SCROLL] = True
    move(of=None, prediction=prediction, show="all", search="", page=None)
