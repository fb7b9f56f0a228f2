"""The card of a bulk action, in place of the detail: about which rows, what is answered, exactly what would happen, one confirmation."""

import logging
from html import escape

import streamlit as st

from domain.bulk import BulkKind
from domain.errors import AnswerError, BulkError, VouchError
from domain.use_case.definition import UseCase
from presentation.words.bulk import KINDS, counted, list_text
from presentation.words.catalogue import text
from presentation.words.features import class_text
from presentation.words.problem import Problem
from presentation.words.problems import explain
from services.answer_in_bulk import BulkOrder, answer_in_bulk
from services.open_day import Day
from services.page_queue import QueueFilter
from services.plan_bulk import BulkPlan, plan_bulk
from services.undo_bulk import bulk_token
from ui.bulk_desk import (
    ALSO,
    AMOUNT,
    COMMENT,
    KIND,
    LABEL,
    PROBLEM,
    REASON,
    SCOPE,
    Typed,
    change_of,
    chosen_rows,
    close_card,
    typed,
)
from ui.bulk_preview import draw_preview
from ui.bulk_undo import announce
from ui.guard import Visit
from ui.save_answer import not_saved_html

LOG = logging.getLogger("vouch.ui")

SCROLL = """<script>
if (window.innerWidth <= 1100) { document.querySelector(".st-key-card_bulk")?.scrollIntoView({block: "start"}); }
</script>"""
"""Where queue and card stand below each other, opening the card leads to it."""


def draw_bulk_card(visit: Visit, day: Day, wanted: QueueFilter, shown: str) -> None:
    """The whole card; `shown` is the open list with its number."""
    with st.container(border=True, key="card_bulk", gap="small"):
        st.html(f'<b class="title">{escape(text("Answer many at once"))}</b>')
        _draw_scope(day, list_text(day.use_case, shown, wanted.keys, wanted.search))
        _draw_kind(day.use_case)
        held = typed(day.run, wanted)
        if held.change.kind is not BulkKind.ACCEPT:
            _draw_fields(day.use_case)
        _draw_plan(visit, day, typed(day.run, wanted))
    if st.session_state.pop("scroll_to_bulk", False):
        st.html(SCROLL, unsafe_allow_javascript=True)


def _draw_scope(day: Day, listed: str) -> None:
    chosen = len(chosen_rows(day.run))
    names = {
        "list": text("Everything in the list: {list}", list=listed),
        "chosen": text("The rows you chose · {count}", count=counted(chosen)),
    }
    st.radio(
        text("Which predictions"),
        list(names),
        format_func=lambda name: names[name],
        key=SCOPE,
        label_visibility="collapsed",
        on_change=_forget_problem,
    )


def _draw_kind(use_case: UseCase) -> None:
    kinds = [BulkKind.ACCEPT, BulkKind.SET] if use_case.target.classes else list(KINDS)
    st.segmented_control(
        text("What to answer"),
        kinds,
        format_func=lambda kind: text(KINDS[kind]),
        required=True,
        key=KIND,
        label_visibility="collapsed",
        on_change=_forget_problem,
    )


def _draw_fields(use_case: UseCase) -> None:
    reasons = use_case.reviews.reasons
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="bulk_form"):
        if use_case.target.classes:
            classes = list(use_case.target.classes)
            st.selectbox(
                text("My answer"),
                [None, *classes],
                key=LABEL,
                width=165,
                format_func=lambda label: "–" if label is None else class_text(use_case, label),
                on_change=_forget_problem,
            )
        else:
            percent = st.session_state[KIND] is BulkKind.PERCENT
            unit = "%" if percent else use_case.target.unit
            label = text("By how much ({unit})", unit=unit) if unit else text("By how much")
            to = text("My value ({unit})", unit=unit) if unit else text("My value")
            st.text_input(
                to if st.session_state[KIND] is BulkKind.SET else label,
                key=AMOUNT,
                width=150,
                live="250ms",
                autocomplete="off",
                placeholder="" if st.session_state[KIND] is BulkKind.SET else text("−10 makes it less"),
                on_change=_forget_problem,
            )
        if reasons:
            st.selectbox(
                text("Because (needed)"),
                [None, *reasons],
                key=REASON,
                width=185,
                placeholder=text("Choose a reason"),
                format_func=lambda code: "–" if code is None else reasons[code],
                on_change=_forget_problem,
            )
        st.text_input(
            text("Comment"), key=COMMENT, placeholder=text("The same for all, or nothing"), autocomplete="off"
        )


def _draw_plan(visit: Visit, day: Day, held: Typed) -> None:
    try:
        change = change_of(day.use_case, held)
        plan = plan_bulk(visit.deps, day.run, visit.person.id, held.scope, change)
    except (AnswerError, BulkError) as error:
        _draw_not_yet(held, error)
        return
    if change.kind is BulkKind.ACCEPT and held.scope.chosen is None and held.scope.wanted.show != "needs_look":
        st.checkbox(text("Also those that need a look"), key=ALSO, on_change=_forget_problem)
    draw_preview(day.use_case, change, plan)
    rows = tuple(row.queue.row for row in plan.rows)
    token = bulk_token(visit.deps, day.run, visit.person.id, change, rows)
    order = BulkOrder(token, day.run.id, visit.person.id, held.scope, change, rows)
    _draw_problem()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bulk_buttons"):
        if rows:
            st.button(
                _confirmation(change.kind, plan), type="primary", key="bulk_save", on_click=_save, args=(visit, order)
            )
        st.button(text("Cancel"), key="bulk_cancel", on_click=close_card)


def _draw_problem() -> None:
    """Why nothing was stored, beside the button that was pressed: above a long table nobody would see it."""
    problem: Problem | None = st.session_state.get(PROBLEM)
    if problem is not None:
        st.html(not_saved_html(problem))


def _draw_not_yet(held: Typed, error: VouchError) -> None:
    """What is still missing, or what is wrong with what was typed."""
    problem = explain(error)
    typing = isinstance(error, AnswerError) and error.fault == "value missing"
    words = text("Write the number above to see what would happen.") if typing else f"{problem.title}. {problem.todo}"
    if typing and held.change.label is None and not held.amount and held.change.kind is BulkKind.SET:
        words = text("Choose the value above to see what would happen.")
    where = f" {problem.where.replace(chr(10), '; ')}" if problem.where and not typing else ""
    st.html(f'<div class="lead" role="status">{escape(words + where)}</div>')
    _draw_problem()
    st.button(text("Cancel"), key="bulk_cancel", on_click=close_card)


def _confirmation(kind: BulkKind, plan: BulkPlan) -> str:
    count = counted(len(plan.rows))
    return text("Accept {count}", count=count) if kind is BulkKind.ACCEPT else text("Save {count} answers", count=count)


def _save(visit: Visit, order: BulkOrder) -> None:
    try:
        outcome = answer_in_bulk(visit.deps, order)
    except VouchError as error:
        st.session_state[PROBLEM] = explain(error)
        return
    except Exception as error:
        LOG.exception("a bulk action was not stored")
        st.session_state[PROBLEM] = explain(error)
        return
    close_card()
    announce(visit, outcome)


def _forget_problem() -> None:
    st.session_state.pop(PROBLEM, None)
