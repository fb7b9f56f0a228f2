"""Answers that were given before a corrected batch replaced the run: their authors are asked, and who orders is told."""

from html import escape

import streamlit as st

from domain.review import Answer, Review
from presentation.words.answers import answer_text
from presentation.words.catalogue import plural, text
from presentation.words.entities import entity_title
from services.find_prediction import find_prediction
from services.list_open_questions import list_open_questions
from services.open_day import Day
from ui.guard import Visit
from ui.place import move

SHOWN = 4
"""Answers named in the banner; the others follow as these are confirmed."""

LISTED = 20
"""Decisions named in the banner of the decided list; more would push the list off the screen."""


def draw_own_questions(visit: Visit, day: Day) -> None:
    """On Today: what this person answered on an earlier version, each with the way to it."""
    waiting = list_open_questions(visit.deps, day.run, visit.person.id)
    if not waiting:
        return
    asked = plural(
        "You answered one prediction before. Do your answers stand? Until you say so they do not count for ordering.",
        "You answered {count} predictions before. Do your answers stand? Until you say so they do not count for ordering.",
        len(waiting),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="open_questions"):
        st.html(
            f'<div class="banner" role="status"><b>{escape(text("A corrected batch replaced the data of this day."))}</b> '
            f"{escape(asked)}</div>"
        )
        for at, review in enumerate(waiting[:SHOWN]):
            found = find_prediction(visit.deps, day.run, review.new.entity)
            if found is not None:
                name = str(entity_title(day.use_case, review.new.entity))
                st.button(name, key=f"question{at}", on_click=_open, args=(found,))


def waiting_html(visit: Visit, day: Day) -> str:
    """On the decided list: overrides of an earlier version that nobody has confirmed; empty where there is none."""
    waiting = [review for review in list_open_questions(visit.deps, day.run) if _counts(review)]
    if not waiting:
        return ""
    items = "; ".join(_item(visit, day, review) for review in waiting[:LISTED])
    if len(waiting) > LISTED:
        items = text("{items}; and {count} more", items=items, count=len(waiting) - LISTED)
    head = plural("{count} decision waits for confirmation.", "{count} decisions wait for confirmation.", len(waiting))
    told = text(
        "They were made before a corrected batch replaced the data of this day; the list shows the model's values for them: {items}.",
        items=items,
    )
    return f'<div class="banner" role="status"><b>{escape(head)}</b> {escape(told)}</div>'


def _counts(review: Review) -> bool:
    return review.may_decide and review.new.answer is Answer.DIFFERENT


def _item(visit: Visit, day: Day, review: Review) -> str:
    name = entity_title(day.use_case, review.new.entity)
    return f"{name}: {answer_text(review, visit.person.id, day.use_case)}"


def _open(prediction: str) -> None:
    move(prediction=prediction, show="all", page=None)
