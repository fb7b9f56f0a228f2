"""The rows that failed a check: the first ones below its sentence, all of them to download."""

from collections.abc import Mapping
from datetime import date
from html import escape

import streamlit as st

from domain.finding import Finding
from domain.use_case.definition import UseCase
from presentation.reports.failing_rows import as_csv
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.entities import key_label, key_value_text
from presentation.words.features import plain_number
from presentation.words.finding_rows import has_lines
from services.list_failing_rows import has_failing_rows, list_failing_rows
from services.open_day import Day
from ui.guard import Visit
from ui.markup import table

CODE = "expectation"
"""Findings of this code keep the rows that failed; the rows of others are examples in their sentence."""


def failing_rows_html(finding: Finding, use_case: UseCase) -> str:
    """The first rows, closed until somebody opens them; nothing where the check names none."""
    if finding.code != CODE or not finding.examples:
        return ""
    shown = len(finding.examples)
    label = plural("Show the row", "Show the {count} rows", shown)
    if finding.count > shown:
        label = text("Show {shown} of {count} rows", shown=shown, count=plain_number(finding.count))
    keys = [key for key in use_case.keys if any(key in _keys(row) for row in finding.examples)]
    lines = has_lines(finding.source, use_case)
    head = (text("Found"), *(key_label(use_case, key) for key in keys), text("Day"), *([text("Line")] if lines else []))
    rows = [_cells(row, keys, use_case)[: len(head)] for row in finding.examples]
    return (
        f'<details class="rows"><summary>{escape(label)}</summary><div class="scroll">'
        f"{table(head, rows, frozenset({len(head) - 1} if lines else ()))}</div></details>"
    )


def draw_failing_rows_download(visit: Visit, day: Day) -> None:
    """A button for all rows of a run that failed a check, where there are any."""
    if not has_failing_rows(visit.deps, day.run):
        return
    st.download_button(
        text("Download all failing rows"),
        lambda: as_csv(day.use_case, list_failing_rows(visit.deps, day.run)),
        f"failing_rows_{day.use_case.name}_{day.run.run_date.isoformat()}.csv",
        "text/csv",
        key="failing_rows",
        on_click="ignore",
    )


def _keys(row: Mapping[str, object]) -> Mapping[str, object]:
    held = row.get("keys")
    return held if isinstance(held, Mapping) else {}


def _cells(row: Mapping[str, object], keys: list[str], use_case: UseCase) -> tuple[str, ...]:
    named = [key_value_text(use_case, key, str(_keys(row).get(key, ""))) for key in keys]
    found, day = row.get("before"), row.get("day")
    shown = "" if day is None else day_text(date.fromisoformat(str(day)))
    return text("missing") if found is None else str(found), *named, shown, str(row.get("line", ""))
