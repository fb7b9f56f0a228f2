"""Where did it start? Features by importance and shift, one of them stage by stage, and the evidence to send."""

from collections.abc import Sequence

import streamlit as st

from domain.jump import MEASURES, Measure, Trace
from domain.stage import Stage
from presentation.charts.stage_lines import stage_alt, stage_head, stage_lines_figure, stage_reading, stage_rows
from presentation.words.catalogue import text
from presentation.words.data_day import importance_text, shift_text
from presentation.words.stages import jump_sentence, measure_name, traced_label
from services.collect_evidence import collect_evidence
from services.measure_drift import Drift, measure_drift
from services.open_data_day import DataDay
from ui.data_place import data_view, look_at
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.markup import bold, table
from ui.place import show_in
from ui.style import palette

COLUMN, MEASURE = "data_column", "data_measure"


def draw_trace(visit: Visit, data: DataDay) -> None:
    """The card: choose a column, read where its change began."""
    use_case, run = data.day.use_case, data.day.run
    drifts = measure_drift(visit.deps, use_case, data.stages.snapshots, run.run_date, run.target_date)
    st.markdown("#### " + text("Where did a change begin?"), anchors=False)
    order = _ordered(data, drifts)
    chosen = _choose(data, order)
    found = next(trace for trace in data.stages.traces if trace.name == chosen)
    _draw_sentence(data, found)
    measure = _measure(found)
    if found.lines[measure]:
        shown = Figure(
            f"stages-{use_case.name}-{run.target_date.isoformat()}",
            stage_lines_figure(use_case, found, measure, palette()),
            stage_alt(use_case, found, measure),
            stage_head(),
            stage_rows(use_case, found, measure),
            stage_reading(),
            right=frozenset({2, 3}),
        )
        draw_figure(shown, "stage_lines")
    _draw_evidence(visit, data, found)
    with st.expander(text("How far every feature has shifted"), key="data_drifts"):
        head = (text("Feature"), text("Shift"), text("Importance"))
        rows: list[tuple[str, ...]] = [_drift_row(data, drift) for drift in drifts]
        st.html(table(head, rows, right=frozenset({1, 2})))


def _ordered(data: DataDay, drifts: Sequence[Drift]) -> list[str]:
    """What moved first, then by importance and shift; the target last unless it moved."""
    moved = [trace.name for trace in data.stages.traces if trace.jump is not None]
    if data.stages.jump is not None:
        moved.sort(key=lambda name: name != data.stages.jump.name if data.stages.jump else False)
    known = {trace.name for trace in data.stages.traces}
    rest = [drift.feature for drift in drifts if drift.feature in known]
    return list(dict.fromkeys([*moved, *rest, *(trace.name for trace in data.stages.traces)]))


def _choose(data: DataDay, order: list[str]) -> str:
    show_in(COLUMN, data_view().column or order[0])
    moved = {trace.name for trace in data.stages.traces if trace.jump is not None}
    chosen = st.selectbox(
        text("Column"),
        order,
        format_func=lambda name: _label(data, name, moved=name in moved),
        key=COLUMN,
        label_visibility="collapsed",
        width=340,
        on_change=lambda: look_at(column=st.session_state[COLUMN]),
    )
    return str(chosen)


def _label(data: DataDay, name: str, *, moved: bool) -> str:
    label = traced_label(data.day.use_case, name)
    return text("{column} · moved", column=label) if moved else label


def _draw_sentence(data: DataDay, found: Trace) -> None:
    if found.jump is not None:
        words = jump_sentence(data.day.use_case, found.jump)
    elif found.judged:
        words = text("Nothing about this column left its normal range on this morning, at any stage.")
    else:
        words = text("There are too few mornings before this one to say what is normal here.")
    st.html(f'<div class="lead">{bold(words)}</div>')


def _measure(found: Trace) -> Measure:
    """What is drawn: what jumped, unless something else is chosen; a column of names has no mean."""
    known = [measure for measure in MEASURES if _has(found, measure)] or list(MEASURES)
    first = found.jump.measure if found.jump is not None and found.jump.measure in known else known[0]
    key = f"{MEASURE}_{found.name}"
    show_in(key, st.session_state.get(key) or first)
    chosen = st.segmented_control(
        text("Shown"), known, format_func=measure_name, key=key, label_visibility="collapsed", required=True
    )
    return chosen or first


def _has(found: Trace, measure: Measure) -> bool:
    return any(reading.value is not None for line in found.lines[measure] for reading in line.readings)


def _draw_evidence(visit: Visit, data: DataDay, found: Trace) -> None:
    jump = found.jump
    if jump is None or jump.first.stage is not Stage.RECEIVED:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="evidence"):
        st.html(f'<div class="lead">{text("It was so in the file that arrived. Ask whoever sends it:")}</div>')
        st.download_button(
            text("Evidence for the sender (one page)"),
            lambda: collect_evidence(visit.deps, data.day.use_case, jump),
            f"evidence-{data.day.use_case.name}-{jump.since.day.isoformat()}.html",
            "text/html",
            key="data_evidence",
            on_click="ignore",
        )


def _drift_row(data: DataDay, drift: Drift) -> tuple[str, str, str]:
    category = data.day.use_case.features[drift.feature].is_category
    return (
        traced_label(data.day.use_case, drift.feature),
        shift_text(drift.shift, category=category),
        importance_text(drift.share),
    )
