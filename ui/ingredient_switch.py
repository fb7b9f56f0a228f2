"""The switch between products and ingredients, and the link to an ingredient."""

import json
from html import escape

import streamlit as st

from domain.entity import Entity, entity_text
from domain.use_case import UseCase
from presentation.words.catalogue import marked, text
from ui.place import BadLink, Of, here, move, show_in

LABELS: dict[Of, str] = {"products": marked("Products"), "ingredients": marked("Ingredients")}

SWITCH = "of"


def draw_heads(use_case: UseCase, left: str, right: str) -> None:
    """The line above a list: what stands left and right in it; with recipes, the switch stands left."""
    if use_case.recipes is None:
        st.html(f'<div class="cap heads"><span>{escape(left)}</span><span>{escape(right)}</span></div>')
        return
    with st.container(horizontal=True, vertical_alignment="center", key="heads"):
        show_in(SWITCH, here().of or "products")
        st.segmented_control(
            text("Products or ingredients"),
            list(LABELS),
            format_func=lambda name: text(LABELS[name]),
            required=True,
            key=SWITCH,
            label_visibility="collapsed",
            width="stretch",
            on_change=_turn,
        )
        st.html(f'<span class="cap">{escape(right)}</span>', width="content")


def _turn() -> None:
    chosen = st.session_state[SWITCH]
    move(of=None if chosen == "products" else chosen, ingredient=None, prediction=None, search="", page=None)


def link_of(name: str, entity: Entity) -> str:
    """An ingredient in a link: its name and the values of the remaining keys."""
    return entity_text((name, *entity))


def named_in(link: str) -> tuple[str, Entity]:
    """Undo `link_of`.

    Raises:
        BadLink: it cannot be meant.
    """
    try:
        parts = json.loads(link)
    except ValueError:
        parts = None
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise BadLink("ingredient", link, text("no ingredient"), text('a name and keys as in ["flour","North"]'))
    return parts[0], tuple(parts[1:])
