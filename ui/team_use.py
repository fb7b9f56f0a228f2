"""Is it used? What the weeks say, the lines and the table, for all predictions or for a segment that the visitor chooses."""

from html import escape

import streamlit as st

from domain.use_case.definition import UseCase
from presentation.charts.use_over_time import use_alt, use_figure, use_reading
from presentation.words.catalogue import text
from presentation.words.entities import key_label, key_value_text
from presentation.words.use import use_head, use_rows, watch_parts
from services.count_use import Use, count_use, use_stamp
from services.dependencies import Dependencies
from services.open_day import Day
from services.watch_usage import watch_usage
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.markup import bold, table
from ui.resources import values_on_offer
from ui.style import palette

KeyValue = tuple[str, str]

SEGMENT = "use_segment"
"""The chosen segment in the session state."""

KEPT_USES = 64
"""Counted quarters kept by the server: a few kilobytes each."""

LISTED_WEEKS = 6
"""Beside the lines: as many as stand in their height."""

SEPARATOR = "\u001f"
"""Between key and value in a choice of the box; no file of text has it in a name (ASCII "unit separator")."""


def chosen_segment() -> KeyValue | None:
    """The segment of the link, else the one chosen before."""
    parameters = st.query_params
    if parameters.get("use_key") and parameters.get("use_value"):
        st.session_state[SEGMENT] = (parameters["use_key"], parameters["use_value"])
    found = st.session_state.get(SEGMENT)
    return found if isinstance(found, tuple) else None


def segment_parameters(segment: KeyValue | None) -> dict[str, str]:
    """What leads to a segment in the address."""
    return {} if segment is None else {"use_key": segment[0], "use_value": segment[1]}


def draw_use(visit: Visit, day: Day, segment: KeyValue | None) -> None:
    """The card with sentence, choice, lines and table."""
    use_case = day.use_case
    with st.container(border=True, key="card_use", gap="xsmall"):
        title, choice = st.columns([2.4, 1], vertical_alignment="center")
        title.markdown(f"#### {text('Is it used?')}", anchors=False)
        st.html(f'<div class="lead">{bold(watch_parts(watch_usage(visit.deps, use_case.name)))}</div>')
        with choice:
            segment = _draw_choice(visit, day, segment)
        use = counted(visit, use_case.name, segment)
        if use.nothing_yet:
            empty = text("Nothing to count in the last weeks: no predictions, no visits, no answers.")
            st.html(f'<div class="lead empty">{escape(empty)}</div>')
            return
        _draw_weeks(use_case, use)


def counted(visit: Visit, use_case: str, segment: KeyValue | None) -> Use:
    """The use of the last weeks; counted anew whenever something that counts has changed, or a week begins."""
    week = visit.deps.now().astimezone().date().isocalendar()[:2]
    return _counted(visit.deps, use_case, segment, repr((week, use_stamp(visit.deps, use_case))))


@st.cache_data(max_entries=KEPT_USES, show_spinner=False)
def _counted(_deps: Dependencies, use_case: str, segment: KeyValue | None, stamp: str) -> Use:
    return count_use(_deps, use_case, segment=segment)


def _draw_choice(visit: Visit, day: Day, segment: KeyValue | None) -> KeyValue | None:
    """The box of segments: every value of every key; of all predictions only are visits known."""
    use_case = day.use_case
    if segment is not None and segment[0] not in use_case.keys:
        # It came from another use case.
        _forget_segment()
        segment = None
    known = [(key, value) for key in use_case.keys for value in values_on_offer(visit.deps, day.run, key)]
    if segment is not None and segment not in known:
        known.insert(0, segment)
    options = ["", *(SEPARATOR.join(pair) for pair in known)]
    widget = "use_segment_box"
    st.session_state[widget] = "" if segment is None else SEPARATOR.join(segment)
    st.selectbox(
        text("Of which predictions"),
        options,
        key=widget,
        format_func=lambda option: _segment_text(use_case, option),
        label_visibility="collapsed",
        on_change=_choose,
    )
    return segment


def _segment_text(use_case: UseCase, option: str) -> str:
    if not option:
        return text("all predictions")
    key, _, value = option.partition(SEPARATOR)
    return text("{label}: {value}", label=key_label(use_case, key), value=key_value_text(use_case, key, value))


def _choose() -> None:
    key, _, value = st.session_state["use_segment_box"].partition(SEPARATOR)
    _forget_segment()
    if key:
        st.session_state[SEGMENT] = (key, value)


def _forget_segment() -> None:
    st.session_state.pop(SEGMENT, None)
    for name in ("use_key", "use_value"):
        if name in st.query_params:
            del st.query_params[name]


def _draw_weeks(use_case: UseCase, use: Use) -> None:
    visits = use.segment is None
    head, rows = use_head(with_visits=visits), use_rows(use.weeks, with_visits=visits)
    numbers = frozenset(range(1, len(head)))
    shown = Figure(
        f"use-{use_case.name}",
        use_figure(use.weeks, palette()),
        use_alt(use.weeks),
        head,
        rows,
        use_reading(with_visits=visits),
        right=numbers,
    )
    left, right = st.container(key="use_weeks").columns([1, 1.1], gap="small", vertical_alignment="center")
    with left:
        draw_figure(shown, "use")
    with right:
        st.html(f'<div class="wide-table">{table(head, list(rows[:LISTED_WEEKS]), numbers)}</div>')
        if len(rows) > LISTED_WEEKS:
            more = text("The newest {few} of {count} weeks; “Table” lists all.", few=LISTED_WEEKS, count=len(rows))
            st.html(f'<div class="cap">{escape(more)}</div>')
