"""Saving an answer and going on. What fails keeps the form as it is and says why; pressing twice stores once."""

import logging
from html import escape
from typing import Literal

import streamlit as st

from domain.errors import VouchError
from domain.prediction import prediction_id
from domain.review import Review
from domain.run import Run
from domain.use_case.definition import UseCase
from presentation.words.answers import answer_text
from presentation.words.catalogue import marked, text
from presentation.words.entities import entity_title
from presentation.words.problem import Problem
from presentation.words.problems import explain
from services.open_prediction import OpenedPrediction
from services.page_queue import count_queue, step_queue
from services.record_review import GivenAnswer, record_review
from ui.draft import Fields, NoAnswerYet, given_answer, said_content, same_answer, start_anew
from ui.guard import Visit
from ui.place import here, move
from ui.queue_card import filter_of

LOG = logging.getLogger("vouch.ui")

NOTICE = "notice"

LAST = marked("That was the last one in this list.")
FIRST = marked("This is the first one in this list.")


def save(visit: Visit, opened: OpenedPrediction, fields: Fields, token: str) -> None:
    """Store the draft and open the next prediction of the list."""
    try:
        given = given_answer(fields, token, visit.person.id)
    except NoAnswerYet:
        st.session_state[fields.problem] = _choose_first()
        return
    _store(visit, opened, fields, given)


def let_stand(visit: Visit, opened: OpenedPrediction, fields: Fields, token: str, earlier: Review) -> None:
    """Give an earlier answer once more, on the prediction that is open now."""
    _store(visit, opened, fields, same_answer(earlier, token, opened.prediction.id))


def step(visit: Visit, use_case: UseCase, run: Run, row: int | None, direction: Literal[1, -1]) -> None:
    """Open the neighbour in the list; at its end stay and say so."""
    chosen = filter_of(here(), use_case, count_queue(visit.deps, run, visit.person.id))
    found = step_queue(visit.deps, run, chosen, row, direction)
    if found is None:
        st.session_state[NOTICE] = text(LAST if direction == 1 else FIRST)
        return
    move(prediction=prediction_id(run.id, found.row), page=found.page)


def _open_next(visit: Visit, opened: OpenedPrediction) -> None:
    """The next of the list; behind its end the first that is still there, if answering takes rows out of the list."""
    chosen = filter_of(here(), opened.use_case, count_queue(visit.deps, opened.run, visit.person.id))
    row = opened.prediction.queue.row
    found = step_queue(visit.deps, opened.run, chosen, row, 1)
    if found is None and chosen.show != "all":
        found = step_queue(visit.deps, opened.run, chosen, None, 0)
    if found is None:
        st.session_state[NOTICE] = text(LAST)
        return
    move(prediction=prediction_id(opened.run.id, found.row), page=found.page)


def not_saved_html(problem: Problem) -> str:
    """Why an answer was not stored, for the form that still holds it."""
    where = f" ({problem.where.replace(chr(10), '; ')})" if problem.where else ""
    title = text("Not saved: {problem}.", problem=problem.title)
    words = f"{problem.what}{where} {problem.todo}"
    return f'<div class="todo" role="alert"><b>{escape(title)}</b><br>{escape(words)}</div>'


def _choose_first() -> Problem:
    what = text("Agree, decide differently, or say that you cannot tell.")
    return Problem(text("no answer chosen"), what, "", text("Then save again."))


def _store(visit: Visit, opened: OpenedPrediction, fields: Fields, given: GivenAnswer) -> None:
    try:
        review = record_review(visit.deps, given)
    except VouchError as error:
        st.session_state[fields.problem] = explain(error)
        return
    except Exception as error:
        LOG.exception("an answer was not stored")
        st.session_state[fields.problem] = explain(error)
        return
    st.session_state.pop(fields.problem, None)
    start_anew(fields, said_content(review))
    _open_next(visit, opened)
    end = st.session_state.pop(NOTICE, "")
    name = entity_title(opened.use_case, opened.prediction.queue.entity)
    answer = answer_text(review, visit.person.id, opened.use_case)
    saved = text("Saved: {answer} for {entity}.", answer=answer, entity=name)
    st.session_state[NOTICE] = f"{saved} {end}".strip()
