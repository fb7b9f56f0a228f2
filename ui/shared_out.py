"""The view Shares: what was predicted for small series together, or decided, shared out among them."""

from html import escape

import streamlit as st

from domain.shares import Share, SharedOut
from domain.use_case.definition import UseCase
from presentation.reports.shared_table import shared_table, shares_csv
from presentation.words.catalogue import text
from presentation.words.shared_out import (
    member_text,
    others_text,
    share_cells,
    share_header,
    share_notes,
    shared_lead,
)
from services.open_prediction import OpenedPrediction
from services.share_back import share_prediction
from ui.guard import Visit
from ui.markup import table

SHOWN = 20
"""Rows at a time, the largest first: who looks for another one searches, who wants all takes the file."""

SEARCHED_FROM = 10
"""With fewer members there is nothing to search."""

SEARCH = "shares_search"
NUMBERS = frozenset({1, 2, 3, 4})


def draw_shares(visit: Visit, opened: OpenedPrediction) -> None:
    """The sentence, what a share is worth, the largest shares, and all of them as a file."""
    shared = share_prediction(visit.deps, opened)
    # The view is offered only where something is shared (`services.share_back.shares_back`).
    assert shared is not None
    use_case = opened.use_case
    notes = escape(" ".join(share_notes(use_case, shared)))
    st.html(
        f'<div class="lead"><b>{escape(shared_lead(use_case, shared))}</b></div><div class="cap note">{notes}</div>'
    )
    searched = _draw_tools(opened, shared)
    if shared.shares:
        _draw_table(use_case, shared, searched)


def _draw_tools(opened: OpenedPrediction, shared: SharedOut) -> str:
    """The search and the file; what is searched for."""
    searched = ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="shares_tools"):
        if len(shared.shares) >= SEARCHED_FROM:
            searched = st.text_input(
                text("Find a share"),
                key=SEARCH,
                placeholder=text("Search"),
                label_visibility="collapsed",
                width=260,
            )
        st.download_button(
            text("Download all as CSV"),
            lambda: shares_csv(shared_table(opened.use_case, opened.prediction.target_date, (shared,))),
            f"shares-{opened.prediction.id}.csv",
            "text/csv",
            key="shares_csv",
            type="tertiary",
            on_click="ignore",
        )
    return (searched or "").strip()


def _draw_table(use_case: UseCase, shared: SharedOut, searched: str) -> None:
    found = _found(use_case, shared, searched)
    if not found:
        st.html(
            f'<div class="cap note">{escape(text("None of them has “{words}” in its name.", words=searched))}</div>'
        )
        return
    rows = [share_cells(use_case, shared, share) for share in found[:SHOWN]]
    rest = found[SHOWN:]
    others = f'<div class="cap note">{escape(others_text(use_case, shared, rest))}</div>' if rest else ""
    st.html(f'<div class="shares">{table(share_header(use_case, shared), rows, NUMBERS)}</div>{others}')


def _found(use_case: UseCase, shared: SharedOut, searched: str) -> tuple[Share, ...]:
    wanted = searched.casefold()
    return tuple(share for share in shared.shares if wanted in member_text(use_case, shared, share).casefold())
