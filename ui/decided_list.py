"""The decided list on the screen: what counts for ordering and who decided it; to page through, to print, to download."""

import math
from collections import Counter
from html import escape

import streamlit as st

from domain.decision import Decision
from domain.use_case.definition import UseCase
from presentation.reports.decided_list import as_csv, as_excel, as_html
from presentation.reports.shared_table import shares_csv
from presentation.words.catalogue import plural, text
from presentation.words.quantities import amount, scale_for
from services.dependencies import Dependencies
from services.export_shares import run_shares_back, share_table
from services.list_decisions import list_decisions
from services.open_day import Day
from ui.frame import draw_lead
from ui.guard import Visit
from ui.markup import chip
from ui.open_questions import waiting_html

PAGE_SIZE = 200
"""Rows on the screen at a time; more make the browser slow before they help anybody."""

AT_ONCE = 20_000
"""Runs up to this size are read whole at once; larger ones when asked for."""

ON_PAPER = 5_000
"""Rows that are printed: about 120 pages. Whoever needs more wants the file."""

PAGE = "decided_page"
CSV = "text/csv"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_decided(visit: Visit, day: Day) -> None:
    """The list of a published run; of a large one the first rows, and all of it when asked for."""
    count = day.run.row_count
    asked = f"decided_{day.run.id}"
    waiting = waiting_html(visit, day)
    if waiting:
        st.html(waiting)
    if count <= AT_ONCE or st.session_state.get(asked):
        with st.spinner(text("Putting {count} decisions together …", count=f"{count:,}"), show_time=True):
            _draw_whole(visit.deps, day, list_decisions(visit.deps, day.run))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="screen_ask"):
        asking = text("Totals, downloads and the printed list are put together when you ask for them.")
        st.html(f'<div class="lead">{escape(asking)}</div>')
        if st.button(text("Put all {count} together", count=f"{count:,}"), type="primary", key="ask"):
            st.session_state[asked] = True
            st.rerun()
    _draw_card(day, list_decisions(visit.deps, day.run, PAGE_SIZE), count)


def _draw_whole(deps: Dependencies, day: Day, rows: tuple[Decision, ...]) -> None:
    draw_lead(people_sentence(rows))
    _draw_tools(deps, day, rows)
    if run_shares_back(deps, day.run):
        told = text(
            "What is predicted for small series together is one row here; each of them has its share on a sheet of its own in Excel, and in “Shares as CSV”."
        )
        st.container(key="screen_shares").html(f'<div class="cap">{escape(told)}</div>')
    pages = max(1, math.ceil(len(rows) / PAGE_SIZE))
    page = min(st.session_state.get(PAGE, 1), pages)
    _draw_card(day, rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], len(rows))
    if pages > 1:
        st.pagination(pages, key=PAGE)
    printed = rows[:ON_PAPER]
    cut = ""
    if len(printed) < len(rows):
        said = text(
            "{printed} of {count} printed; the downloads hold all.", printed=f"{len(printed):,}", count=f"{len(rows):,}"
        )
        cut = f"<p>{escape(said)}</p>"
    st.html(f'<div class="on-paper">{cut}{as_html(day.use_case, day.run.target_date, printed)}</div>')


def _draw_card(day: Day, rows: tuple[Decision, ...], total: int) -> None:
    with st.container(border=True, key="card_screen_decided", gap="small"):
        st.html(as_html(day.use_case, day.run.target_date, rows))
        if len(rows) < total:
            said = text("{shown} of {count} shown", shown=f"{len(rows):,}", count=f"{total:,}")
            st.html(f'<span class="cap">{escape(said)}</span>')


def people_sentence(rows: tuple[Decision, ...]) -> tuple[tuple[str, bool], ...]:
    """Who decided how many, as parts of a sentence."""
    own = Counter(row.decided_by for row in rows if row.decided_by is not None)
    if not own:
        return ((text("All {count} stand as the model predicts them.", count=f"{len(rows):,}"), False),)
    count = own.total()
    decided = plural(
        "{count} of {all} was decided by people",
        "{count} of {all} were decided by people",
        count,
        count=f"{count:,}",
        all=f"{len(rows):,}",
    )
    names = ", ".join(f"{name} {number:,}" for name, number in own.most_common(3))
    others = text("({names}); the others stand as the model predicts them.", names=names)
    return (decided, True), (f" {others}", False)


def _draw_tools(deps: Dependencies, day: Day, rows: tuple[Decision, ...]) -> None:
    shared = run_shares_back(deps, day.run)
    name = f"decided_{day.use_case.name}_{day.run.target_date.isoformat()}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="screen_tools"):
        st.html(_totals(day.use_case, rows), width="stretch")
        st.download_button(
            text("Download CSV"),
            lambda: as_csv(day.use_case, day.run.target_date, rows),
            f"{name}.csv",
            CSV,
            key="csv",
            on_click="ignore",
        )
        st.download_button(
            text("Download Excel"),
            lambda: as_excel(day.use_case, day.run.target_date, rows, share_table(deps, day.run) if shared else None),
            f"{name}.xlsx",
            EXCEL,
            key="xlsx",
            on_click="ignore",
        )
        if shared:
            st.download_button(
                text("Shares as CSV"),
                lambda: shares_csv(share_table(deps, day.run)),
                f"shares_{day.use_case.name}_{day.run.target_date.isoformat()}.csv",
                CSV,
                key="shares_csv",
                on_click="ignore",
            )
        if st.button(text("Print"), key="print"):
            st.html("<script>window.setTimeout(() => window.print(), 300)</script>", unsafe_allow_javascript=True)


def _totals(use_case: UseCase, rows: tuple[Decision, ...]) -> str:
    if use_case.target.classes or not rows:
        return chip(plural("{count} row", "{count} rows", len(rows), count=f"{len(rows):,}"))
    decided, predicted = math.fsum(row.decided for row in rows), math.fsum(row.prediction for row in rows)
    scale = scale_for(use_case.target, decided, predicted)
    return chip(text("decided in total: {amount}", amount=amount(decided, scale)), "you") + chip(
        text("predicted in total: {amount}", amount=amount(predicted, scale))
    )
