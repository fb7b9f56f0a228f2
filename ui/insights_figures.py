"""What stands beside the bars: one feature, all on single predictions, by segment, or over time."""

from collections.abc import Callable
from html import escape

import streamlit as st

from presentation.charts.over_time import (
    over_time,
    over_time_alt,
    over_time_head,
    over_time_reading,
    over_time_rows,
    over_time_sentence,
)
from presentation.charts.over_time_figure import over_time_figure
from presentation.charts.segments import (
    segment_alt,
    segment_head,
    segment_note,
    segment_reading,
    segment_rows,
    segment_sentence,
    segment_table,
)
from presentation.charts.segments_figure import segment_figure
from presentation.words.catalogue import text
from presentation.words.insights import segment_label
from services.measure_importance import measure_by_run, measure_segments, segment_columns
from ui.figure import Figure, draw_figure
from ui.frame import draw_lead
from ui.insight import Insight
from ui.insights_place import Drawing, Picked, fresh, pick, turn
from ui.insights_points import draw_all, draw_feature
from ui.markup import table as html_table
from ui.place import show_in
from ui.style import palette


def draw_beside(insight: Insight) -> None:
    """The card on the right."""
    labels: dict[Drawing, str] = {
        "feature": text("One feature"),
        "all": text("All features"),
        "segments": text("Segments"),
        "time": text("Over time"),
    }
    drawings: dict[Drawing, Callable[[Insight], None]] = {
        "feature": draw_feature,
        "all": draw_all,
        "segments": _draw_segments,
        "time": _draw_time,
    }
    show_in("insights_figure", insight.view.figure)
    st.segmented_control(
        text("Picture"),
        list(labels),
        format_func=lambda name: labels[name],
        required=True,
        key="insights_figure",
        label_visibility="collapsed",
        on_change=lambda: turn(figure=st.session_state["insights_figure"]),
    )
    drawings[insight.view.figure](insight)


def _draw_segments(insight: Insight) -> None:
    use_case, columns = insight.use_case, segment_columns(insight.use_case)
    if not columns:
        draw_lead(((text("This use case has no key and no feature of names to divide its predictions by."), False),))
        return
    name = insight.view.segment or next(iter(columns))
    show_in("insights_segment", name)
    st.selectbox(
        text("Divide by"),
        list(columns),
        format_func=lambda segment: segment_label(use_case, segment),
        key="insights_segment",
        label_visibility="collapsed",
        width=260,
        on_change=lambda: turn(segment=st.session_state["insights_segment"]),
    )
    grouped = insight.view.by == "groups"
    segments = measure_segments(insight.visit.deps, insight.period, columns[name], grouped=grouped)
    table = segment_table(use_case, name, insight.drivers, insight.importance, segments)
    draw_lead(((segment_sentence(use_case, table), False),))
    shown = Figure(
        f"segments-{use_case.name}-{name}",
        segment_figure(table, palette()),
        segment_alt(table),
        segment_head(table),
        segment_rows(table),
        segment_reading(),
        right=frozenset(range(1, len(table.heads) + 1)),
    )
    picked = fresh("segments", draw_figure(shown, "segments", selection="points"))
    # On a phone the cells are too narrow for names beside them, so the table stands in their place.
    numbers = frozenset(range(1, len(table.heads) + 1))
    st.html(
        f'<div class="narrow wide-table">{html_table(segment_head(table), list(segment_rows(table)), numbers)}</div>'
    )
    note = segment_note(use_case, table)
    if note:
        st.html(f'<div class="cap">{escape(note)}</div>')
    if picked and isinstance(picked[0], list | tuple):
        code, place = str(picked[0][0]), int(picked[0][1])
        pick(Picked(code, segment=(columns[name], table.values[place])))


def _draw_time(insight: Insight) -> None:
    measured = measure_by_run(insight.visit.deps, insight.period, grouped=insight.view.by == "groups")
    table = over_time(insight.use_case, insight.drivers, insight.importance, measured, insight.driver.code)
    draw_lead(((over_time_sentence(table), False),))
    shown = Figure(
        f"over-time-{insight.use_case.name}",
        over_time_figure(table, insight.driver.code, palette()),
        over_time_alt(table),
        over_time_head(table),
        over_time_rows(table),
        over_time_reading(),
        right=frozenset(range(1, len(table.lines) + 2)),
    )
    picked = fresh("time", draw_figure(shown, "time", selection="points"))
    if picked and isinstance(picked[0], list | tuple):
        pick(Picked(str(picked[0][1]), run=str(picked[0][0])))
