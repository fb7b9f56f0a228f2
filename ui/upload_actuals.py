"""Add actuals by a file: first what it would do, row by row what cannot be used, then the button that stores it."""

import hashlib
import tempfile
from html import escape
from pathlib import Path

import streamlit as st

from domain.errors import VouchError
from domain.permission import Permission, may
from domain.use_case import UseCase
from presentation.words.actuals import (
    comparison_sentence,
    file_columns,
    repeated_sentence,
    stored_sentence,
    suspicion_sentence,
)
from presentation.words.catalogue import text
from presentation.words.people import here_sentence
from presentation.words.problems import explain
from presentation.words.unusable import unusable_table
from presentation.words.upload_problems import upload_problem
from services.list_use_cases import registered
from services.manage_people import who_may
from services.upload_actuals import ActualsPreview, preview_actuals, store_actuals
from ui.figure import csv_text
from ui.guard import Visit
from ui.markup import command, rich, table

KINDS = ["csv", "txt", "gz", "parquet"]
SHOWN_ROWS = 20
STORED = "actuals_stored"


def draw_upload(visit: Visit, use_case: str) -> None:
    """The card at the bottom; who may not add actuals is told who may."""
    with st.expander(text("Add actuals from a file"), key="card_upload"):
        stored = st.session_state.pop(STORED, None)
        if stored:
            st.html(f'<div class="banner" role="status">{escape(stored)}</div>')
        if not may(visit.person, Permission.RECORD_ACTUALS):
            words = text("Actuals are recorded by data scientists, facilitators and administrators.")
            here = here_sentence(who_may(visit.deps, Permission.RECORD_ACTUALS))
            st.html(f'<div class="lead">{escape(words)} {escape(here)}</div>')
            return
        st.html(f'<div class="lead">{_file_html(registered(visit.deps, use_case))}</div>')
        file = st.file_uploader(text("File"), type=KINDS, key="actuals_file", label_visibility="collapsed")
        if file is not None:
            _draw_preview(visit, use_case, file.name, file.getvalue())


def _file_html(use_case: UseCase) -> str:
    return rich(
        "CSV or Parquet with the columns {columns}, written as the source {source} of the use case is. "
        "Nothing is stored before you have seen what it would do.",
        columns=", ".join(command(column) for column in file_columns(use_case)),
        source=command(use_case.target.source),
    )


def _draw_preview(visit: Visit, use_case: str, name: str, content: bytes) -> None:
    try:
        with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as copy:
            copy.write(content)
            copy.flush()
            preview = preview_actuals(visit.deps, use_case, Path(copy.name), name)
    except VouchError as error:
        problem = upload_problem(error, registered(visit.deps, use_case))
        where = f'<pre class="where">{escape(problem.where)}</pre>' if problem.where else ""
        st.html(
            f'<div class="banner" role="alert"><b>{escape(problem.title)}.</b> {escape(problem.what)} {where}{escape(problem.todo)}</div>'
        )
        return
    found = preview.comparison
    sentences = [comparison_sentence(found.new, found.corrected, found.unchanged, found.predicted)]
    if preview.repeated:
        sentences.append(repeated_sentence(preview.repeated))
    st.html("".join(f'<div class="lead">{escape(sentence)}</div>' for sentence in sentences))
    if found.suspicion is not None:
        st.html(f'<div class="banner" role="alert">{escape(suspicion_sentence(found.suspicion))}</div>')
    _draw_unusable(preview, name)
    if found.new + found.corrected:
        key = hashlib.sha256(content).hexdigest()[:12]
        st.button(
            text("Store these actuals"), type="primary", key=f"store_{key}", on_click=_store, args=(visit, preview)
        )


def _draw_unusable(preview: ActualsPreview, name: str) -> None:
    if not preview.unusable:
        return
    head, rows = unusable_table(preview.unusable)
    shown = text("{shown} of {all} rows that cannot be used", shown=min(SHOWN_ROWS, len(rows)), all=len(rows))
    st.html(table(head, list(rows[:SHOWN_ROWS]), frozenset({0}), shown))
    st.download_button(
        text("Download the rows that cannot be used"),
        csv_text(head, rows),
        f"unusable-{Path(name).stem}.csv",
        "text/csv",
        key="unusable_csv",
        on_click="ignore",
    )


def _store(visit: Visit, preview: ActualsPreview) -> None:
    try:
        receipt = store_actuals(visit.deps, preview, visit.person.id)
    except VouchError as error:
        st.session_state[STORED] = str(explain(error))
        return
    st.session_state[STORED] = stored_sentence(receipt.new, receipt.revised, receipt.unchanged)
