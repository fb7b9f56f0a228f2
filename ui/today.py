"""Today's working place: sentence, queue and opened prediction in one fragment, so that a click reruns nothing else."""

from dataclasses import replace
from html import escape

import streamlit as st

from domain.errors import NotFoundError
from domain.prediction import prediction_id
from domain.run import RunState
from presentation.words.catalogue import text
from presentation.words.summary import day_sentence
from services.open_day import Day
from services.open_prediction import OpenedPrediction, open_prediction
from services.page_queue import QueueCounts, QueueFilter, QueuePage, count_queue, page_queue, step_queue
from ui.bulk_card import draw_bulk_card
from ui.bulk_desk import is_open
from ui.bulk_undo import draw_bulk_notice
from ui.day_states import draw_state
from ui.detail_card import draw_detail
from ui.frame import draw_lead
from ui.guard import Visit
from ui.held_since import draw_held_since
from ui.ingredients import draw_ingredients, draw_way_back, shows_ingredients
from ui.news import draw_news
from ui.open_questions import draw_own_questions
from ui.place import MOVED, here, move, settle
from ui.problem import problems_shown
from ui.queue_card import LABELS, PAGE_SIZE, draw_queue, filter_of
from ui.released import draw_released
from ui.save_answer import NOTICE, step
from ui.status import draw_status
from ui.team_status import team_chips


@st.fragment
def draw_workplace(visit: Visit, day: Day) -> None:
    """Everything below the title."""
    with problems_shown():
        st.session_state.pop(MOVED, None)
        counts = count_queue(visit.deps, day.run, visit.person.id) if _has_predictions(day) else QueueCounts(0, 0, 0)
        _draw_answer(visit, day, counts)
        draw_held_since(visit, day, way=True)
        if not counts.all:
            draw_state(visit, day)
            return
        draw_released(day)
        draw_own_questions(visit, day)
        draw_news(visit, day)
        draw_bulk_notice(visit, day)
        if shows_ingredients(day):
            draw_ingredients(visit, day)
        else:
            _draw_split(visit, day, counts)
        notice = st.session_state.pop(NOTICE, None)
        if notice:
            st.toast(notice)


def _has_predictions(day: Day) -> bool:
    return day.run.state in (RunState.PUBLISHED, RunState.SUPERSEDED) and day.run.row_count > 0


def _draw_answer(visit: Visit, day: Day, counts: QueueCounts) -> None:
    team = team_chips(visit, day) if counts.all else ""
    left, right = st.columns([1, 1.05] if team else [1.6, 1], vertical_alignment="center")
    reviewed = counts.all - counts.todo
    sentence = day_sentence(day.run, visit.deps.now().astimezone().date(), counts.needs_look, reviewed)
    with left:
        draw_lead(((sentence.lead, False), (sentence.needs_you, True), (sentence.rest, False)))
    with right:
        draw_status(visit, day, reviewed, team)


def _draw_split(visit: Visit, day: Day, counts: QueueCounts) -> None:
    chosen = filter_of(here(), day.use_case, counts)
    opened = _opened_by_link(visit, day)
    row = _row_of(opened, day)
    number = here().page or _page_of(visit, day, chosen, row)
    page = page_queue(visit.deps, day.run, chosen, number, PAGE_SIZE)
    if opened is None and page.rows:
        row = page.rows[0].row
        opened = open_prediction(visit.deps, prediction_id(day.run.id, row))
    settle(replace(here(), prediction=opened.prediction.id if opened else None, page=page.page))
    left, right = st.container(key="split").columns([1, 2.35], gap="small")
    with left:
        draw_queue(visit, day, counts, page, row)
    with right:
        if is_open(day.run):
            draw_bulk_card(visit, day, chosen, f"{text(LABELS[chosen.show])} · {page.total:,}")
        elif opened is None:
            empty = text("Choose a prediction on the left to see its reasons.")
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
        else:
            draw_way_back(day)
            draw_detail(visit, opened, _position(page, row))
        if not is_open(day.run):
            _draw_keys(visit, day, row)


def _opened_by_link(visit: Visit, day: Day) -> OpenedPrediction | None:
    wanted = here().prediction
    if wanted is None:
        return None
    opened = open_prediction(visit.deps, wanted)
    if opened.use_case.name != day.use_case.name or opened.prediction.target_date != day.run.target_date:
        raise NotFoundError("prediction", wanted)
    return opened


def _row_of(opened: OpenedPrediction | None, day: Day) -> int | None:
    return opened.prediction.queue.row if opened is not None and opened.run.id == day.run.id else None


def _page_of(visit: Visit, day: Day, chosen: QueueFilter, row: int | None) -> int:
    """The page on which a row stands; the first one for a row that is not in this list."""
    found = step_queue(visit.deps, day.run, chosen, row, 0) if row is not None else None
    return found.page if found is not None else 1


def _position(page: QueuePage, row: int | None) -> str:
    rows = [shown.row for shown in page.rows]
    if row not in rows:
        return ""
    at = (page.page - 1) * PAGE_SIZE + rows.index(row) + 1
    return text("{number} of {count}", number=f"{at:,}", count=f"{page.total:,}")


def _draw_keys(visit: Visit, day: Day, row: int | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="keys"):
        st.button(
            text("Next"),
            key="next",
            type="tertiary",
            shortcut="j",
            on_click=step,
            args=(visit, day.use_case, day.run, row, 1),
        )
        st.button(
            text("Previous"),
            key="previous",
            type="tertiary",
            shortcut="k",
            on_click=step,
            args=(visit, day.use_case, day.run, row, -1),
        )
        st.button(text("What if"), key="to_what_if", type="tertiary", shortcut="w", on_click=_try)


def _try() -> None:
    move(view="whatif")
