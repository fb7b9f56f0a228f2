"""Today as ingredients: the list, the opened one, and the way back from a product to the ingredient it was opened from."""

from dataclasses import replace
from html import escape
from typing import Literal

import streamlit as st

from domain.errors import NotFoundError
from domain.ingredient import remaining_keys
from presentation.words.catalogue import text
from presentation.words.ingredients import ingredient_title
from services.open_day import Day
from services.open_ingredient import OpenedIngredient, open_ingredient
from services.page_ingredients import PAGE_SIZE, IngredientPage, ingredient_at, page_ingredients, page_of_ingredient
from ui.guard import Visit
from ui.ingredient_card import draw_ingredient
from ui.ingredient_list import draw_list, selection_of
from ui.ingredient_switch import link_of, named_in
from ui.place import here, move, settle
from ui.save_answer import NOTICE


def shows_ingredients(day: Day) -> bool:
    """Whether the visitor looks at ingredients; a run of a use case without recipes has none."""
    return here().of == "ingredients" and day.use_case.recipes is not None


def draw_ingredients(visit: Visit, day: Day) -> None:
    """List and opened ingredient, in the places of queue and prediction."""
    place = here()
    page = page_ingredients(visit.deps, day.run, selection_of(place, day.use_case), place.page or _page(visit, day))
    link = place.ingredient or (link_of(page.rows[0].name, page.rows[0].entity) if page.rows else None)
    opened = _opened(visit, day, link)
    settle(replace(place, prediction=None, ingredient=link, page=page.page))
    left, right = st.container(key="split").columns([1, 2.35], gap="small")
    with left:
        draw_list(visit, day, page, opened.ingredient.row if opened is not None else None)
        _draw_keys(visit, day, page, link)
    with right:
        if opened is not None:
            needs = visit.deps.predictions.needs(day.run)
            draw_ingredient(opened, needs.packs.get(opened.ingredient.row.name), _position(page, link))
        elif link is not None:
            _draw_not_needed(day, link)


def draw_way_back(day: Day) -> None:
    """Above a product that was opened from an ingredient: back to that."""
    link = here().ingredient
    if link is None or day.use_case.recipes is None:
        return
    name, entity = named_in(link)
    if name in day.use_case.recipes.ingredients and len(entity) == len(remaining_keys(day.use_case)):
        title = ingredient_title(day.use_case, name, entity)
        words = text("Back to {ingredient}", ingredient=str(title))
        st.button(f"← {words}", key="way_back", type="tertiary", on_click=_back)


def _back() -> None:
    move(of="ingredients", prediction=None, page=None)


def _opened(visit: Visit, day: Day, link: str | None) -> OpenedIngredient | None:
    """The ingredient of a link; None where this day's products do not need it.

    Raises:
        BadLink: the link cannot be meant.
        NotFoundError: there is no such ingredient.
    """
    if link is None:
        return None
    assert day.use_case.recipes is not None
    name, entity = named_in(link)
    if name not in day.use_case.recipes.ingredients or len(entity) != len(remaining_keys(day.use_case)):
        raise NotFoundError("ingredient", name, tuple(day.use_case.recipes.ingredients))
    try:
        return open_ingredient(visit.deps, day.run, name, entity)
    except NotFoundError:
        return None


def _page(visit: Visit, day: Day) -> int:
    """The page on which the ingredient of the link stands."""
    place = here()
    if place.ingredient is None:
        return 1
    selection = selection_of(place, day.use_case)
    return page_of_ingredient(visit.deps, day.run, selection, *named_in(place.ingredient))


def _draw_not_needed(day: Day, link: str) -> None:
    title = ingredient_title(day.use_case, *named_in(link))
    words = text(
        "{ingredient}: no product of this day needs it. Choose another one on the left.", ingredient=str(title)
    )
    st.html(f'<div class="lead empty">{escape(words)}</div>')


def _position(page: IngredientPage, link: str | None) -> str:
    links = [link_of(row.name, row.entity) for row in page.rows]
    if link not in links:
        return ""
    number = (page.page - 1) * PAGE_SIZE + links.index(link) + 1
    return text("{number} of {total}", number=f"{number:,}", total=f"{page.total:,}")


def _draw_keys(visit: Visit, day: Day, page: IngredientPage, link: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="keys"):
        for label, key, shortcut, step in ((text("Next"), "next", "j", 1), (text("Previous"), "previous", "k", -1)):
            st.button(
                label, key=key, type="tertiary", shortcut=shortcut, on_click=_step, args=(visit, day, page, link, step)
            )


def _step(visit: Visit, day: Day, page: IngredientPage, link: str | None, direction: Literal[1, -1]) -> None:
    """Open the neighbour in the list; at its end stay and say so."""
    first, links = (page.page - 1) * PAGE_SIZE, [link_of(row.name, row.entity) for row in page.rows]
    # What is open and not in this list has no neighbour: the list begins then.
    place = first + links.index(link) + direction if link in links else first
    found = ingredient_at(visit.deps, day.run, selection_of(here(), day.use_case), place)
    if found is not None:
        move(ingredient=link_of(found.name, found.entity), page=place // PAGE_SIZE + 1)
        return
    last = text("That was the last one in this list.")
    st.session_state[NOTICE] = last if direction == 1 else text("This is the first one in this list.")
