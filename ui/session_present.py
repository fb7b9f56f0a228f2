"""Present mode: one point on the projector, in large type, by keyboard: arrows for the points, 1 to 5 for the outcome."""

from dataclasses import replace
from html import escape

import streamlit as st

from domain.errors import PredictionFileError
from domain.opened_session import OpenedSession, Point
from presentation.charts.enlarge import enlarge
from presentation.charts.palette import Palette
from presentation.charts.step import step_alt
from presentation.charts.waterfall import waterfall_steps
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.agenda_points import point_question, predicted_text
from presentation.words.catalogue import text
from presentation.words.dates import short_day, weekday_name
from presentation.words.problems import explain
from presentation.words.quantities import scale_of
from services.open_prediction import OpenedPrediction, open_prediction
from services.read_session import read_session
from ui.detail_tabs import IMPORTED
from ui.figure import plot_config
from ui.guard import Visit
from ui.narrow_waterfall import narrow_waterfall
from ui.session import chosen_point, stay_at
from ui.session_agenda import point_chip
from ui.session_decision import draw_outcomes, draw_report, draw_versions, slot_of
from ui.session_item import comments_html, draw_answers, sentences_html
from ui.session_place import SessionPlace, go
from ui.session_problem import draw_session_problem
from ui.session_timer import draw_timer, shown_since
from ui.session_watch import draw_watch
from ui.style import palette

LARGER = 1.3
"""How much larger the waterfall is than at a desk: 17 px text in rows of 50 px (LOOK)."""

LARGER_LINE = 1.55
"""The same for the line of answers: 20 px text, 190 px high."""


def draw_present(visit: Visit, place: SessionPlace) -> None:
    """The whole screen.

    Raises:
        NotFoundError: there is no such session.
    """
    assert place.session is not None
    opened = read_session(visit.deps, place.session)
    point = stay_at(place, chosen_point(opened, place.item))
    with st.container(key="present_screen", gap="small"):
        draw_watch(visit, opened)
        if point is None:
            _draw_nothing(opened)
            return
        ids = [other.item.id for other in opened.points]
        at = ids.index(point.item.id)
        _draw_head(visit, opened, point, at)
        question = escape(point_question(opened.use_case, point))
        st.html(f'<h1 class="question">{question}</h1><div class="outcome-told">{sentences_html(opened, point)}</div>')
        if point.item.prediction is not None:
            _draw_prediction(visit, opened, point)
        _draw_bar(visit, opened, point, ids)


def _draw_nothing(opened: OpenedSession) -> None:
    title = text("{title}: nothing on the agenda", title=opened.session.title)
    st.html(f'<h1 class="question">{escape(title)}</h1>')
    st.button(text("Back to the agenda"), key="present_end", shortcut="escape", on_click=go, kwargs={"present": False})


def _draw_head(visit: Visit, opened: OpenedSession, point: Point, at: int) -> None:
    left, right = st.columns([1.5, 1], vertical_alignment="center")
    number = text("point {number} of {count}", number=at + 1, count=len(opened.points))
    day = point.item.target_date
    where = "" if day is None else text("{weekday} {day}", weekday=weekday_name(day), day=short_day(day))
    parts = " · ".join(part for part in (number, where) if part)
    left.html(f'<div class="present">{point_chip(opened, point)}<span class="soft">{escape(parts)}</span></div>')
    with right:
        draw_timer(opened, point, shown_since(point.item.id, visit.deps.now()))


def _draw_prediction(visit: Visit, opened: OpenedSession, point: Point) -> None:
    assert point.item.prediction is not None
    try:
        found = open_prediction(visit.deps, point.item.prediction)
    except PredictionFileError as error:
        st.html(f'<div class="todo">{escape(explain(error).what)}</div>')
        return
    draw_answers(found, "answers_large", _colours(), LARGER_LINE)
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        said = text("Why the model said {value}, as seen that morning", value=predicted_text(opened.use_case, point))
        st.html(f'<div class="present soft">{escape(said)}</div>')
        if found.run.version is None:
            st.html(f'<div class="banner">{escape(text(IMPORTED))}</div>')
        else:
            _draw_waterfall(found)
    said = comments_html(point)
    if said:
        right.html(f'<div class="present soft">{escape(text("What was said"))}</div><div class="quotes">{said}</div>')


def _draw_waterfall(found: OpenedPrediction) -> None:
    use_case, prediction = found.use_case, found.prediction
    # Nothing opens on a projector, so no row says that it would.
    steps = [replace(step, opens=None) for step in waterfall_steps(use_case, prediction)]
    row = prediction.queue
    span = None if row.low is None or row.high is None else (row.low, row.high)
    scale = scale_of(use_case.target, prediction)
    drawing = waterfall_figure(steps, _colours(), span, scale, use_case.target.higher_is_better)
    with st.container(key="present_waterfall"):
        st.plotly_chart(
            enlarge(drawing, LARGER),
            theme=None,
            config=plot_config(f"why-{prediction.id}"),
            key="waterfall_large",
            alt=step_alt(steps),
            width="stretch",
        )
    st.html(narrow_waterfall(steps, use_case.target.higher_is_better))


def _colours() -> Palette:
    """There is no card on this screen: figures stand on the page."""
    colours = palette()
    return replace(colours, card=colours.page)


def _draw_bar(visit: Visit, opened: OpenedSession, point: Point, ids: list[int]) -> None:
    """What is decided, and the way to the neighbours."""
    if point.decision.in_conflict:
        draw_versions(visit, opened, point)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="present_bar"):
        if point.action is not None:
            draw_report(visit, opened, point)
        else:
            st.html(f'<b class="decide">{escape(text("We decide"))}</b>', width="content")
            draw_outcomes(visit, opened, point, keys=True)
        st.space("stretch")
        at = ids.index(point.item.id)
        _draw_step(text("Previous"), "left", ids[at - 1] if at else None)
        _draw_step(text("Skip to next"), "right", ids[at + 1] if at + 1 < len(ids) else None)
        st.button(
            text("End"), key="present_end", shortcut="escape", type="tertiary", on_click=go, kwargs={"present": False}
        )
    draw_session_problem(slot_of(point))


def _draw_step(label: str, key: str, item_id: int | None) -> None:
    st.button(
        label,
        key=f"present_{key}",
        shortcut=key,
        type="tertiary",
        disabled=item_id is None,
        on_click=go,
        kwargs={"item": item_id},
    )
