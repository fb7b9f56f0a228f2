"""On Today: what others answered this person since they last looked."""

from html import escape

import streamlit as st

from domain.prediction import prediction_id
from presentation.words.catalogue import plural, text
from presentation.words.dates import short_day
from presentation.words.disputes import state_word
from presentation.words.entities import entity_title
from services.list_news import News, SettledNews, list_news, see_news
from services.open_day import Day
from ui.guard import Visit
from ui.place import move

SHOWN = 3
"""Pieces of news named in the banner; the others are counted."""


def draw_news(visit: Visit, day: Day) -> None:
    """A banner; nothing where there is no news."""
    news = list_news(visit.deps, day.use_case.name, visit.person.id)
    if not news.count:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="news"):
        st.html(f'<div class="banner" role="status">{_words(day, news)}</div>')
        for at, piece in enumerate(news.settled[:SHOWN]):
            name = str(entity_title(day.use_case, piece.dispute.entity))
            st.button(name, key=f"news{at}", on_click=_open, args=(piece,))
        st.button(text("Seen"), key="news_seen", type="tertiary", on_click=see_news, args=(visit.deps, visit.person.id))


def _words(day: Day, news: News) -> str:
    head = plural("{count} answer to you.", "{count} answers to you.", news.count)
    parts = [_settled(day, piece) for piece in news.settled[:SHOWN]]
    parts += [
        text("{person} wrote: “{words}”", person=said.person, words=said.words)
        for said in news.comments[: SHOWN - len(parts)]
    ]
    left = news.count - len(parts)
    if left > 0:
        parts.append(plural("and {count} more", "and {count} more", left))
    return f"<b>{escape(head)}</b> {escape('; '.join(parts))}"


def _settled(day: Day, piece: SettledNews) -> str:
    return text(
        "Your dispute of {day} ({entity}) is now: {state}, by {person}: “{words}”",
        day=short_day(piece.dispute.target_date),
        entity=str(entity_title(day.use_case, piece.dispute.entity)),
        state=state_word(piece.step.state),
        person=piece.step.person,
        words=piece.step.words,
    )


def _open(piece: SettledNews) -> None:
    move(
        day=piece.dispute.target_date,
        prediction=prediction_id(piece.dispute.run_id, piece.dispute.row),
        show="all",
        page=None,
        view="talk",
    )
