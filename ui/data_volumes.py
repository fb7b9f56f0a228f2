"""Is the volume normal? A calendar of rows per day and the last thirty days, for each source and segment."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from domain.finding import Severity
from domain.volume import WHOLE
from domain.volume_series import VolumeSeries
from presentation.charts.volumes import volume_alt, volume_head, volume_reading, volume_rows
from presentation.charts.volumes_figure import calendar_figure, line_figure
from presentation.words.catalogue import text
from services.open_data_day import DataDay
from services.read_volumes import judge_volumes
from ui.data_place import data_view, look_at
from ui.figure import Figure, draw_figure
from ui.place import show_in
from ui.style import palette

SOURCE, SEGMENT = "data_source", "data_segment"


def draw_volumes(data: DataDay) -> None:
    """The card; without a volume it says when there will be one."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="volumes_head"
    ):
        st.markdown("#### " + text("Is the volume normal?"), anchors=False, width="content")
        series = _choose(data)
    if series is None:
        words = text("No volume was recorded yet. The next daily run counts the rows of every source.")
        st.html(f'<div class="lead empty">{escape(words)}</div>')
        return
    left, right = st.columns([1.1, 1], gap="medium")
    alt, rows, reading = volume_alt(series), volume_rows(series), volume_reading()
    name = f"volumes-{data.day.use_case.name}-{series.source}"
    newest = max(found.day for found in series.days)
    drawings = (
        (left, "calendar", calendar_figure(series, min(newest, data.day.run.target_date), palette())),
        (right, "days", line_figure(series, palette())),
    )
    for place, kind, drawing in drawings:
        with place:
            draw_figure(Figure(f"{name}-{kind}", drawing, alt, volume_head(), rows, reading, frozenset({1, 2})), f"volumes_{kind}")  # fmt: skip
    _draw_legend()


def _choose(data: DataDay) -> VolumeSeries | None:
    """The series that is looked at: of the source whose volume was found unusual, else of the first, unless one is chosen."""
    volumes = data.volumes
    sources = list(dict.fromkeys(series.source for series in volumes))
    if not sources:
        return None
    view = data_view()
    source = view.source if view.source in sources else _unusual(data, sources)
    segments = [series.segment for series in volumes if series.source == source]
    segment = view.segment if view.segment in segments else segments[0]
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall", key="volumes_choice"):
        if len(sources) > 1:
            show_in(SOURCE, source)
            st.segmented_control(
                text("Source"), sources, key=SOURCE, label_visibility="collapsed", required=True, on_change=_to_source
            )
        if len(segments) > 1:
            show_in(SEGMENT, segment)
            st.selectbox(
                text("Segment"), segments, format_func=_segment, key=SEGMENT, label_visibility="collapsed", width=200,
                on_change=_to_segment,
            )  # fmt: skip
    chosen = next(series for series in volumes if (series.source, series.segment) == (source, segment))
    return judge_volumes(chosen)


def _unusual(data: DataDay, sources: Sequence[str]) -> str:
    """The source whose volume a finding is about; the first one where there is none."""
    told = [
        found.source for found in data.day.findings if found.code == "volume" and found.severity is not Severity.INFO
    ]
    return next((source for source in told if source in sources), sources[0])


def _segment(segment: str) -> str:
    return text("all rows") if segment == WHOLE else segment


def _to_source() -> None:
    look_at(source=st.session_state[SOURCE], segment=None)


def _to_segment() -> None:
    look_at(segment=st.session_state[SEGMENT] or None)


def _draw_legend() -> None:
    words = text("Pale: inside the normal band of that weekday.")
    less, more = text("▼ blue: fewer"), text("▲ orange: more")
    rest = text("than the band. Framed: the newest day. –: closed, or mostly.")
    st.html(
        f'<div class="cap">{escape(words)} <b class="less">{escape(less)}</b> &nbsp; <b class="more">{escape(more)}</b> {escape(rest)}</div>'
    )
