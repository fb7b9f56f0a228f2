"""The largest misses: what was predicted, answered and what happened; each opens as it was that morning."""

from html import escape

import streamlit as st

from domain.outcome import AnswerGiven, Miss
from domain.review import Answer
from domain.use_case import UseCase
from domain.value_added import Outcomes
from presentation.words.answers import author_text
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text, day_with_year
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import change, exact_number, number, scale_for
from ui.guard import Visit
from ui.place import Place, parameters_of

SHOWN_ANSWERS = 2
COMMENT_LENGTH = 80


def draw_misses(visit: Visit, outcomes: Outcomes) -> None:
    """The card; without a miss it says so."""
    with st.container(border=True, key="card_misses", gap=None):
        st.markdown(f"#### {text('The largest misses')}", anchors=False)
        if not outcomes.misses:
            st.html(
                f'<div class="lead empty">{escape(text("No prediction was off: every one is what happened."))}</div>'
            )
            return
        st.html(_head(outcomes.use_case))
        for at, miss in enumerate(outcomes.misses):
            with st.container(key=f"miss{at}", gap=None):
                st.html(miss_html(outcomes, miss))
                place = Place(outcomes.use_case.name, miss.day, miss.prediction_id, "all")
                st.page_link(
                    "pages/today.py",
                    label=text("open as it was that morning ›"),
                    query_params=parameters_of(place),
                )


def _head(use_case: UseCase) -> str:
    happened = use_case.target.happened
    cells = (
        (text("day"), ""),
        (text("what"), ""),
        (text("predicted"), "r"),
        (text("answered"), ""),
        (happened, "r"),
        (text("{happened} against predicted", happened=happened), "r"),
        (text("what people said"), "wide"),
    )
    return (
        '<div class="miss head">'
        + "".join(f'<span class="{kind}">{escape(word)}</span>' for word, kind in cells)
        + "</div>"
    )


def miss_html(outcomes: Outcomes, miss: Miss) -> str:
    """A row, every value escaped."""
    use_case = outcomes.use_case
    title = entity_title(use_case, miss.entity)
    predicted, happened, distance = _numbers(use_case, miss)
    day = day_text(miss.day) if outcomes.period.first.year == outcomes.period.last.year else day_with_year(miss.day)
    comments = " · ".join(f"“{_short(answer.comment)}”" for answer in miss.answers if answer.comment)
    return (
        f'<div class="miss"><span>{escape(day)}</span>'
        f'<span><b>{escape(title.main)}</b> <span class="soft">{escape(title.rest)}</span></span>'
        f'<span class="r"><small>{escape(text("predicted"))} </small>{escape(predicted)}</span><span>{escape(_answers(use_case, miss))}</span>'
        f'<span class="r"><small>{escape(use_case.target.happened)} </small><b>{escape(happened)}</b></span><span class="r">{distance}</span>'
        f'<span class="wide soft">{escape(comments)}</span></div>'
    )


def _numbers(use_case: UseCase, miss: Miss) -> tuple[str, str, str]:
    """Predicted, what happened, and the distance as HTML."""
    if miss.label is not None:
        chance = number(miss.predicted, scale_for(use_case.target, miss.predicted))
        said = text("{answer} ({chance} %)", answer=class_text(use_case, miss.label), chance=chance)
        return said, class_text(use_case, miss.actual_label), "–"
    scale = scale_for(use_case.target, miss.predicted, miss.actual)
    distance = escape(change(miss.actual, miss.predicted, scale))
    tone, arrow = ("more", "▲") if miss.actual > miss.predicted else ("less", "▼")
    return (
        number(miss.predicted, scale),
        number(miss.actual, scale),
        f'<span class="{tone}"><i>{arrow}</i> {distance}</span>',
    )


def _answers(use_case: UseCase, miss: Miss) -> str:
    if not miss.answers:
        return text("nobody")
    shown = ", ".join(_answer(use_case, answer) for answer in miss.answers[-SHOWN_ANSWERS:])
    more = len(miss.answers) - SHOWN_ANSWERS
    if more <= 0:
        return shown
    return plural("{answers} and one more", "{answers} and {count} more", more, answers=shown)


def _answer(use_case: UseCase, answer: AnswerGiven) -> str:
    person = author_text(answer.person, in_bulk=answer.bulk_id is not None)
    if answer.answer is Answer.AGREE:
        return text("{person} agreed", person=person)
    if answer.answer is Answer.CANNOT_TELL:
        return text("{person} cannot tell", person=person)
    if answer.own_label is not None:
        return f"{class_text(use_case, answer.own_label)} {person}"
    return f"{exact_number(answer.own_value or 0.0)} {person}"


def _short(comment: str) -> str:
    return comment if len(comment) <= COMMENT_LENGTH else comment[: COMMENT_LENGTH - 1].rstrip() + "…"
