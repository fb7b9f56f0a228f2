"""Export: take answers, disputes, outcomes or sessions away as a file. Small ones are ready at once, large ones while one works on."""

from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from domain.exported import Content, Format, Wanted
from domain.kept_export import ExportState, KeptExport
from domain.outcome import Period
from domain.permission import Permission, may
from presentation.words.catalogue import text
from presentation.words.exports import FORMATS, HOLDS, content_word, export_state, export_title
from services.keep_exports import KEEP_DAYS, MOST_IN_BROWSER, ExportDesk
from ui.guard import Visit
from ui.resources import export_desk
from ui.session_problem import attempt, draw_session_problem, token_of

EVERY = "2s"
"""How often progress is looked at: one small file per export."""

SHOWN = 6
"""Exports in the box; older ones expire anyway."""

ASK = "export"


def draw_export(visit: Visit, use_case: str, period: Period, content: Content) -> None:
    """The button and its box.

    Args:
        visit: who asks.
        use_case: its name.
        period: the target dates that are offered first.
        content: what is offered first.
    """
    with st.popover(text("Export"), key="export_box"):
        _draw(visit, use_case, period, content)


@st.fragment
def _draw(visit: Visit, use_case: str, period: Period, content: Content) -> None:
    known = [one for one in Content if one is not Content.CASES or may(visit.person, Permission.EXPORT_CASES)]
    chosen = st.selectbox(
        text("What"), known, index=known.index(content), format_func=content_word, key=f"export_what_{content.value}"
    )
    st.html(f'<div class="cap">{escape(text(HOLDS[chosen]))}</div>')
    days = st.date_input(
        text("Days predicted"), (period.first, period.last), key=f"export_days_{content.value}", format="YYYY-MM-DD"
    )
    kind = st.segmented_control(
        text("As"), list(FORMATS), default=Format.EXCEL, format_func=lambda one: text(FORMATS[one]), key="export_format"
    )
    ends = _ends(days)
    st.button(
        text("Make the file"),
        type="primary",
        key="export_ask",
        disabled=ends is None or kind is None,
        on_click=_ask,
        args=(visit, Wanted(chosen, use_case, ends or period, kind or Format.EXCEL)),
    )
    draw_session_problem(ASK)
    desk = export_desk()
    exports = desk.of_person(visit.person.id)[:SHOWN]
    if any(export.is_unfinished for export in exports):
        st.fragment(_draw_progress, run_every=EVERY)(visit, desk)
    else:
        _draw_list(visit, desk, exports)


def _ends(days: object) -> Period | None:
    """Both days; None while only one of them is chosen."""
    if isinstance(days, tuple) and len(days) == 2 and all(isinstance(day, date) for day in days):
        return Period(*days)
    return None


def _ask(visit: Visit, wanted: Wanted) -> None:
    attempt(ASK, lambda: export_desk().ask(visit.person.id, token_of(ASK), wanted))


def _draw_progress(visit: Visit, desk: ExportDesk) -> None:
    exports = desk.of_person(visit.person.id)[:SHOWN]
    if not any(export.is_unfinished for export in exports):
        # Nothing is left to wait for: the box is drawn once more, without looking again and again.
        st.rerun()
    _draw_list(visit, desk, exports)


def _draw_list(visit: Visit, desk: ExportDesk, exports: tuple[KeptExport, ...]) -> None:
    for export in exports:
        with st.container(key=f"export_{export.id}", gap=None):
            st.html(f'<div class="rule"></div><b>{escape(export_title(export))}</b>')
            if export.state is ExportState.RUNNING:
                st.progress(min(1.0, export.done / max(export.total, 1)), text=export_state(export, KEEP_DAYS))
            else:
                st.html(f'<div class="cap">{escape(export_state(export, KEEP_DAYS))}</div>')
            with st.container(horizontal=True, gap="small", key=f"export_do_{export.id}"):
                _draw_file(visit, desk, export)
                _button(export, text("Remove"), "remove", partial(desk.remove, visit.person.id, export.id))


def _draw_file(visit: Visit, desk: ExportDesk, export: KeptExport) -> None:
    if export.state in (ExportState.INTERRUPTED, ExportState.FAILED):
        _button(export, text("Make it again"), "again", lambda: desk.again(visit.person.id, export.id, token_of(ASK)))
    elif export.state is ExportState.READY and export.size > MOST_IN_BROWSER:
        where = text("Too large for a browser. It lies here: {path}", path=f"exports/{export.id}/{export.file}")
        st.html(f'<div class="cap">{escape(where)}</div>')
    elif export.state is ExportState.READY:
        # Read when somebody wants it, and only then: a session does not hold what it merely offers.
        st.download_button(
            text("Download"),
            lambda: desk.file_of(visit.person.id, export.id).read_bytes(),
            export.file,
            key=f"export_file_{export.id}",
            on_click="ignore",
        )


def _button(export: KeptExport, label: str, name: str, act: Callable[[], object]) -> None:
    st.button(label, key=f"export_{name}_{export.id}", type="tertiary", on_click=_try, args=(act,))


def _try(act: Callable[[], object]) -> None:
    attempt(ASK, act)
