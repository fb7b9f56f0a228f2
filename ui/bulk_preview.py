"""What a bulk action would do, before it does it: the sentence, what is left out and why, and the rows with their new values."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from domain.bulk import BulkChange, BulkKind, LeftOut
from domain.prediction import QueueRow
from domain.use_case.definition import UseCase
from presentation.words.bulk import counted, left_out_text, plan_sentence
from presentation.words.catalogue import plural, text
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.problems import explain
from presentation.words.quantities import change as change_words
from presentation.words.quantities import exact_number, number
from services.plan_bulk import BulkPlan, LeftOutRow, PlannedRow
from ui.markup import table
from ui.queue_row import row_scale, value_text

SHOWN = 200
"""Rows of the preview; a longer table is no longer read."""

NAMED = 20
"""Predictions named because their new value cannot be used; the others are counted."""


def draw_preview(use_case: UseCase, change: BulkChange, plan: BulkPlan) -> None:
    """Everything above the confirmation."""
    lead = plan_sentence(use_case, change, len(plan.rows)) if plan.rows else text("There is nothing to answer.")
    st.html(f'<div class="lead" role="status"><b>{escape(lead)}</b> {escape(left_out_text(plan.counts))}</div>')
    if plan.rows:
        st.html(f'<div class="cap">{escape(" ".join(_notes(change, plan)))}</div>')
    unusable = [row for row in plan.left_out if row.why is LeftOut.UNUSABLE]
    if unusable:
        st.html(f'<div class="todo">{escape(_unusable(use_case, unusable))}</div>')
    if plan.rows:
        _draw_rows(use_case, change, plan.rows)


def _notes(change: BulkChange, plan: BulkPlan) -> list[str]:
    """What else follows from it."""
    if change.kind is BulkKind.ACCEPT:
        return [text("Marked “accepted in bulk”: you saw the list, not the reasons. You can undo it.")]
    notes = [text("Counted from the model's prediction, not from what anybody decided.")]
    replaced = sum(row.replaces for row in plan.rows)
    if change.kind is BulkKind.SET:
        notes = []
    if replaced:
        notes.append(
            plural(
                "{number} replaces your earlier answer.",
                "{number} replace your earlier answers.",
                replaced,
                number=counted(replaced),
            )
        )
    looks = sum(row.queue.needs_look for row in plan.rows)
    if looks:
        notes.append(plural("{number} needs a look.", "{number} need a look.", looks, number=counted(looks)))
    return [*notes, text("Each becomes an answer of its own, marked “in bulk”. You can undo it.")]


def _unusable(use_case: UseCase, rows: Sequence[LeftOutRow]) -> str:
    named = "; ".join(_why(use_case, row) for row in rows[:NAMED])
    more = len(rows) - NAMED
    return text("{items}; and {count} more", items=named, count=counted(more)) if more > 0 else named


def _why(use_case: UseCase, row: LeftOutRow) -> str:
    assert row.error is not None
    name, problem = str(entity_title(use_case, row.queue.entity)), explain(row.error)
    found = f" ({row.error.found})" if row.error.found else ""
    return f"{name}: {problem.title}{found}"


def _draw_rows(use_case: UseCase, change: BulkChange, rows: Sequence[PlannedRow]) -> None:
    accepting = change.kind is BulkKind.ACCEPT
    head = (
        text("prediction"),
        text("predicted"),
        *((text("usual"),) if accepting else (text("new"), text("difference"))),
    )
    cells = [
        (
            str(entity_title(use_case, row.queue.entity)),
            value_text(use_case, row.queue),
            *((_usual(use_case, row.queue),) if accepting else _new(use_case, row)),
        )
        for row in rows[:SHOWN]
    ]
    name = text("The first {shown} of {count}", shown=SHOWN, count=counted(len(rows))) if len(rows) > SHOWN else ""
    st.html(f'<div class="bulk-rows">{table(head, cells, frozenset(range(1, len(head))), name)}</div>')


def _usual(use_case: UseCase, row: QueueRow) -> str:
    return "–" if row.usual is None else number(row.usual, row_scale(use_case, row))


def _new(use_case: UseCase, row: PlannedRow) -> tuple[str, str]:
    if row.value is None:
        return class_text(use_case, row.label), "–"
    return exact_number(row.value), change_words(row.value, row.queue.value, row_scale(use_case, row.queue))
