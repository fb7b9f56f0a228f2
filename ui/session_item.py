"""The open point of a session: what was said, why the model said it, all answers and what happened; then what is decided."""

from html import escape

import streamlit as st

from domain.errors import PredictionFileError
from domain.opened_session import OpenedSession, Point
from domain.permission import Permission, may
from presentation.charts.answers_line import (
    answers_alt,
    answers_figure,
    answers_header,
    answers_marks,
    answers_reading,
    answers_table,
    answers_title,
)
from presentation.charts.palette import Palette
from presentation.words.agenda_points import Said, point_sentences, point_title, predicted_text
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.problems import explain
from presentation.words.sentence import prediction_sentence
from services.open_prediction import OpenedPrediction, open_prediction
from services.open_session import begin_session
from ui.detail_tabs import IMPORTED
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.session_actions import draw_action, draw_new_action
from ui.session_agenda import SCROLL_TO_ITEM, point_chip
from ui.session_decision import draw_decision, draw_notes, draw_report
from ui.session_place import go
from ui.style import palette
from ui.why import draw_waterfall

SCROLL_SCRIPT = """<script>
if (window.innerWidth <= 1100) {{ document.querySelector(".st-key-card_item")?.scrollIntoView({{block: "start"}}); }}
/* {item} */
</script>"""
"""Where agenda and point stand below each other, a tap on a row leads to what it opened."""


def draw_item(visit: Visit, opened: OpenedSession, point: Point | None) -> None:
    """The card; for an empty agenda what to do about it."""
    with st.container(border=True, key="card_item", gap="small"):
        if point is None:
            empty = text("Here appears the point that you open on the left.")
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
            draw_notes(visit, opened, None)
            return
        _draw_head(visit, opened, point)
        st.html(f'<div class="lead">{sentences_html(opened, point)}</div>')
        if point.item.prediction is not None:
            _draw_prediction(opened, point, point.item.prediction, visit)
        st.html('<div class="rule"></div>')
        if point.action is not None:
            draw_report(visit, opened, point)
        else:
            draw_decision(visit, opened, point)
        draw_notes(visit, opened, point)
        _draw_actions(visit, opened, point)
    if st.session_state.pop(SCROLL_TO_ITEM, False):
        st.html(SCROLL_SCRIPT.format(item=point.item.id), unsafe_allow_javascript=True)


def sentences_html(opened: OpenedSession, point: Point) -> str:
    """What was said of a point, every value escaped; people in the accent, what happened in bold."""
    names = {person.id: person.name for person in opened.people.values()}
    return " ".join(_sentence(said) for said in point_sentences(opened.use_case, point, names))


def _sentence(said: Said) -> str:
    words = escape(said.words)
    if not said.tone:
        return words
    return f'<b class="you">{words}</b>' if said.tone == "you" else f"<b>{words}</b>"


def _draw_head(visit: Visit, opened: OpenedSession, point: Point) -> None:
    at = [other.item.id for other in opened.points].index(point.item.id) + 1
    day = "" if point.item.target_date is None else day_text(point.item.target_date)
    place = plural(
        "point {number} of {all}, {count} minute",
        "point {number} of {all}, {count} minutes",
        point.minutes,
        number=at,
        all=len(opened.points),
    )
    where = f"{day} · {place}" if day else place
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="item_head"):
        title = escape(point_title(opened.use_case, point))
        st.html(
            f'<div class="headline"><span class="title">{title}</span>{point_chip(opened, point)}<span class="cap">{escape(where)}</span></div>',
            width="content",
        )
        st.button(text("Present"), key="present", shortcut="p", on_click=_present, args=(visit, opened, point))


def _present(visit: Visit, opened: OpenedSession, point: Point) -> None:
    if opened.session.is_open and may(visit.person, Permission.HOLD_SESSIONS):
        begin_session(visit.deps, visit.person.id, opened.session.id)
    go(item=point.item.id, present=True)


def _draw_prediction(opened: OpenedSession, point: Point, prediction_id: str, visit: Visit) -> None:
    try:
        found = open_prediction(visit.deps, prediction_id)
    except PredictionFileError as error:
        problem = explain(error)
        st.html(
            f'<div class="todo"><b>{escape(problem.title)}</b><br>{escape(problem.what)} {escape(problem.todo)}</div>'
        )
        return
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        said = text("Why the model said {value}, as seen that morning", value=predicted_text(opened.use_case, point))
        st.html(f'<span class="cap">{escape(said)}</span>')
        if found.run.version is None:
            st.html(f'<div class="banner">{escape(text(IMPORTED))}</div>')
        else:
            draw_waterfall(found.use_case, found.prediction)
    with right:
        draw_answers(found, "answers", palette())
        if found.run.version is not None:
            st.html(f'<div class="cap">{escape(str(prediction_sentence(found.use_case, found.prediction)))}</div>')
        said = comments_html(point)
        if said:
            st.html(said)


def draw_answers(found: OpenedPrediction, key: str, colours: Palette, enlarged: float = 1.0) -> None:
    """All answers and what happened on one line; nothing for classes, whose sentences say it all."""
    use_case, row = found.use_case, found.prediction.queue
    actual = None if found.actual is None else found.actual.value
    marks = answers_marks(use_case, row, found.reviews, actual)
    if not marks:
        return
    drawing = answers_figure(use_case, row, marks, colours, enlarged)
    figure = Figure(
        f"answers-{found.prediction.id}",
        drawing,
        answers_alt(marks),
        answers_header(use_case),
        answers_table(marks),
        answers_reading(),
        right=frozenset({1}),
        spoken=True,
    )
    st.html(f'<span class="cap answers">{escape(answers_title(use_case, row))}</span>')
    draw_figure(figure, key)


def comments_html(point: Point) -> str:
    """What people wrote with their answers."""
    said = [
        f'<div class="quote">{escape(text("“{words}”", words=review.new.comment))} <span class="soft">{escape(review.person)}</span></div>'
        for review in point.reviews
        if review.new.comment
    ]
    return "".join(said)


def _draw_actions(visit: Visit, opened: OpenedSession, point: Point) -> None:
    people = opened.people
    if point.action is not None:
        draw_action(visit, point.action, people)
    for action in point.agreed:
        draw_action(visit, action, people)
    takes_part = any(person_id == visit.person.id for person_id, _ in opened.session.participants)
    if opened.session.is_open and (takes_part or may(visit.person, Permission.HOLD_SESSIONS)):
        draw_new_action(visit, opened.session.id, point.item.about, people)
