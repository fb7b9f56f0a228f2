"""On Today: what others answered this person since they last looked, each with the way to its thread."""

from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from domain.entity import Entity
from domain.prediction import prediction_id
from presentation.words.catalogue import plural, text
from presentation.words.dates import short_day
from presentation.words.disputes import state_word
from presentation.words.entities import entity_title
from services.list_news import News, list_news, see_news
from services.open_day import Day
from ui.guard import Visit
from ui.place import move

SHOWN = 3
"""Pieces of news named in the banner; the others are counted."""


@dataclass(frozen=True)
class _Piece:
    """One piece of news in words, and the prediction that it is about."""

    words: str
    prediction: str
    name: str
    day: date


def draw_news(visit: Visit, day: Day) -> None:
    """A banner; nothing where there is no news."""
    news = list_news(visit.deps, day.use_case.name, visit.person.id)
    if not news.count:
        return
    pieces = _pieces(day, news)[:SHOWN]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="news"):
        st.html(f'<div class="banner" role="status">{_words(pieces, news.count)}</div>')
        for at, piece in enumerate({piece.prediction: piece for piece in reversed(pieces)}.values()):
            st.button(piece.name, key=f"news{at}", on_click=_open, args=(piece.day, piece.prediction))
        st.button(text("Seen"), key="news_seen", type="tertiary", on_click=see_news, args=(visit.deps, visit.person.id))


def _pieces(day: Day, news: News) -> list[_Piece]:
    """What became of one's own disputes first, then what was written."""
    found = list[_Piece]()
    for settled in news.settled:
        about, step = settled.dispute, settled.step
        name = _name(day, about.entity)
        words = text(
            "Your dispute of {day} ({entity}) is now: {state}, by {person}: “{words}”",
            day=short_day(about.target_date),
            entity=name,
            state=state_word(step.state),
            person=step.person,
            words=step.words,
        )
        found.append(_Piece(words, prediction_id(about.run_id, about.row), name, about.target_date))
    for placed in news.comments:
        said, name = placed.comment, _name(day, placed.entity)
        words = text("{person} on {entity}: “{words}”", person=said.person, entity=name, words=said.words)
        found.append(_Piece(words, prediction_id(said.run_id, said.row), name, placed.target_date))
    return found


def _name(day: Day, entity: Entity) -> str:
    return str(entity_title(day.use_case, entity))


def _words(pieces: list[_Piece], count: int) -> str:
    head = plural("{count} answer to you.", "{count} answers to you.", count)
    parts = [piece.words for piece in pieces]
    left = count - len(parts)
    if left > 0:
        parts.append(plural("and {count} more", "and {count} more", left))
    return f"<b>{escape(head)}</b> {escape('; '.join(parts))}"


def _open(day: date, prediction: str) -> None:
    st.session_state["scroll_to_detail"] = True
    move(day=day, prediction=prediction, show="all", page=None, view="talk")
