"""What is being done in bulk: which run, which rows are chosen, what is to be answered. All of it in the session."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from domain.bulk import BulkChange, BulkKind
from domain.prediction import parse_prediction_id
from domain.run import Run, RunState
from domain.use_case.definition import UseCase
from services.answer_in_bulk import typed_change
from services.page_queue import QueueFilter
from services.plan_bulk import BulkScope

OPEN = "bulk_open"
CHOSEN = "bulk_chosen"
PROBLEM = "bulk_problem"
DONE = "bulk_done"

KIND, SCOPE, AMOUNT, LABEL, REASON, COMMENT, ALSO = (
    f"bulk_{name}" for name in ("kind", "scope", "amount", "label", "reason", "comment", "also")
)
"""The widgets of the card."""


@dataclass(frozen=True)
class Typed:
    """What the card holds: the rows it is about, and the change without its amount, which is still text."""

    scope: BulkScope
    change: BulkChange
    amount: str


def is_open(run: Run) -> bool:
    """Whether the bulk card is open for this run. A replaced run takes no more answers."""
    return run.state is RunState.PUBLISHED and st.session_state.get(OPEN) == run.id


def open_card(run: Run, kind: BulkKind) -> None:
    """Open the card on everything in the list."""
    st.session_state.update({OPEN: run.id, CHOSEN: {}, KIND: kind, SCOPE: "list", ALSO: False})
    st.session_state.update({AMOUNT: "", LABEL: None, REASON: None, COMMENT: ""})
    st.session_state["scroll_to_bulk"] = True
    for key in (PROBLEM, DONE):
        st.session_state.pop(key, None)


def close_card() -> None:
    """Leave the bulk card; the detail comes back."""
    st.session_state.pop(OPEN, None)
    st.session_state.pop(PROBLEM, None)


def chosen_rows(run: Run) -> Mapping[int, None]:
    """The rows chosen one by one, in the order of choosing."""
    return st.session_state.get(CHOSEN, {}) if is_open(run) else {}


def ticked(run: Run, row: int) -> bool | None:
    """Whether a row of the queue is chosen; None while nothing is being chosen."""
    return row in chosen_rows(run) if is_open(run) else None


def choose_instead(prediction: str) -> bool:
    """While the card is open, a click on a row chooses it or lets it go, and opens nothing."""
    run_id, row = parse_prediction_id(prediction)
    if st.session_state.get(OPEN) != run_id:
        return False
    chosen = dict(st.session_state.get(CHOSEN, {}))
    if row in chosen:
        del chosen[row]
    else:
        chosen[row] = None
    st.session_state[CHOSEN] = chosen
    st.session_state[SCOPE] = "chosen" if chosen else "list"
    st.session_state.pop(PROBLEM, None)
    return True


def typed(run: Run, wanted: QueueFilter) -> Typed:
    """What the card holds now."""
    state = st.session_state
    chosen = tuple(chosen_rows(run)) if state.get(SCOPE) == "chosen" else None
    also = wanted.show == "needs_look" or bool(state.get(ALSO))
    kind = state.get(KIND) or BulkKind.ACCEPT
    own = kind is not BulkKind.ACCEPT
    change = BulkChange(
        kind,
        label=state.get(LABEL) if own else None,
        reason=state.get(REASON) if own else None,
        comment=(state.get(COMMENT) or "") if own else "",
    )
    return Typed(BulkScope(wanted, chosen, also), change, state.get(AMOUNT) or "")


def change_of(use_case: UseCase, held: Typed) -> BulkChange:
    """The change as it would be stored.

    Raises:
        AnswerError: as `services.answer_in_bulk.typed_change`.
    """
    return typed_change(use_case, held.change, held.amount)
