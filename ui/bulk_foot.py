"""Below the queue: accept what is filtered, change several, and what was done in bulk before, with the way to take it back."""

from dataclasses import replace
from html import escape

import streamlit as st

from domain.bulk import BulkAction, BulkKind
from domain.run import Run, RunState
from presentation.words.bulk import accept_label, action_line
from presentation.words.catalogue import text
from services.open_day import Day
from services.page_queue import QueueFilter
from services.plan_bulk import BulkScope, count_to_accept
from services.undo_bulk import own_bulk
from ui.bulk_desk import close_card, is_open, open_card
from ui.bulk_undo import take_back
from ui.guard import Visit
from ui.place import Show, here, move


def draw_bulk_foot(visit: Visit, day: Day, wanted: QueueFilter, total: int) -> None:
    """One line of quiet buttons; while the card is open, only the way out of it."""
    if day.run.state is not RunState.PUBLISHED:
        return
    done = own_bulk(visit.deps, day.use_case.name, visit.person.id)
    others = replace(wanted, show="todo") if wanted.show == "needs_look" else wanted
    count = count_to_accept(visit.deps, day.run, visit.person.id, BulkScope(others))
    if not total and not count and not done:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bulk_foot"):
        if is_open(day.run):
            hint = text("Tap rows to choose them.")
            st.html(f'<span class="cap">{escape(hint)}</span>', width="content")
            st.button(text("Back to one by one"), key="bulk_leave", type="tertiary", on_click=close_card)
            return
        if count:
            st.button(
                accept_label(count, everything=others == wanted and count == total),
                key="bulk_accept",
                type="tertiary",
                on_click=_accept,
                args=(day.run, others.show),
            )
        if total:
            several = BulkKind.SET if day.use_case.target.classes else BulkKind.PERCENT
            words, asked = text("Change several"), (day.run, several)
            st.button(words, key="bulk_change", type="tertiary", on_click=open_card, args=asked)
        if done:
            _draw_done(visit, day, done)


def _accept(run: Run, show: Show) -> None:
    """Open the card on the list that the button meant: beside what needs a look, the others to do."""
    if here().show != show:
        move(show=show, page=1)
    open_card(run, BulkKind.ACCEPT)


def _draw_done(visit: Visit, day: Day, done: tuple[BulkAction, ...]) -> None:
    with st.popover(text("Done in bulk"), key="bulk_list", type="tertiary"):
        head = text("What you answered in bulk")
        told = text("Taken back, its answers no longer count; what you answered before or since stands.")
        st.html(f'<b class="title">{escape(head)}</b><div class="cap">{escape(told)}</div>')
        for action in done:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"bulk_row_{action.id}"):
                st.html(f"<span>{escape(action_line(day.use_case, action))}</span>", width="stretch")
                if action.undone_at is None:
                    st.button(
                        text("Undo"),
                        key=f"undo_{action.id}",
                        type="tertiary",
                        on_click=take_back,
                        args=(visit, action.id),
                    )
