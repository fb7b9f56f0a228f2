"""The frame of every screen: question, use case, day and person; below, the answer in one sentence and what it rests on."""

from dataclasses import replace
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.errors import NotFoundError
from domain.faults import ThingKind
from domain.run import RunState
from feedback_db.runs import DaySummary
from feedback_db.use_cases import UseCaseSummary
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.summary import state_text
from services.list_days import list_days
from services.list_use_cases import list_use_cases, names_at_hand
from ui.guard import Visit
from ui.markup import chip
from ui.place import Place, move
from ui.sign_in import draw_person


def frame() -> DeltaGenerator:
    """The container of a whole screen: title, sentence and first card follow each other closely."""
    return st.container(gap="xsmall", key="frame")


def use_cases_here(visit: Visit, place: Place) -> tuple[UseCaseSummary, ...]:
    """The use cases, after making sure that the one in the link exists.

    Raises:
        NotFoundError: the link names an unknown use case, or one that has a file here and no run yet.
    """
    known = list_use_cases(visit.deps)
    names = tuple(summary.name for summary in known)
    if place.use_case is not None and place.use_case not in names:
        kind: ThingKind = "first run" if place.use_case in names_at_hand(visit.deps) else "use case"
        raise NotFoundError(kind, place.use_case, names)
    return known


def newest_day(
    visit: Visit, use_cases: tuple[UseCaseSummary, ...], place: Place
) -> tuple[Place, tuple[DaySummary, ...]]:
    """The place with what the link left open filled in, the first use case and its newest day; and the days to choose from."""
    use_case = place.use_case or (use_cases[0].name if use_cases else None)
    days = list_days(visit.deps, use_case) if use_case is not None else ()
    day = place.day or (days[0].target_date if days else None)
    return replace(place, use_case=use_case, day=day), days


def draw_title(
    visit: Visit, question: str, use_cases: tuple[UseCaseSummary, ...], days: tuple[DaySummary, ...], place: Place
) -> None:
    """Row 1: the question left; use case, day and person right."""
    left, right = st.columns([1.18, 1], vertical_alignment="center")
    with left.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="question"):
        st.markdown(f"# {question}", anchors=False, width="content")
        if any(summary.synthetic for summary in use_cases if summary.name == place.use_case):
            st.html(
                chip(
                    text("synthetic data"),
                    "warn",
                    text("This use case is a demonstration: its data is made up."),
                ),
                width="content",
            )
    with right.container(horizontal=True, horizontal_alignment="right", gap="xsmall", key="context"):
        if place.use_case is not None:
            _draw_use_case(use_cases, place.use_case)
            _draw_day(days, place)
        draw_person(visit.deps, visit.person)


def _draw_use_case(use_cases: tuple[UseCaseSummary, ...], chosen: str) -> None:
    titles = {summary.name: summary.title for summary in use_cases}
    # Set even where it is the same: on another page the box is a new one, which would show its first entry.
    st.session_state["use_case_box"] = chosen
    st.selectbox(
        text("Use case"),
        list(titles),
        format_func=lambda name: titles[name],
        key="use_case_box",
        label_visibility="collapsed",
        width=148,
        on_change=_change_use_case,
    )


def _draw_day(days: tuple[DaySummary, ...], place: Place) -> None:
    known = {day.target_date: day for day in days}
    options = list(known) if place.day is None or place.day in known else [place.day, *known]
    if not options:
        return
    chosen = place.day or options[0]
    st.session_state["day_box"] = chosen
    st.selectbox(
        text("Day"),
        options,
        format_func=lambda day: _day_label(known.get(day), day_text(day)),
        key="day_box",
        label_visibility="collapsed",
        width=_day_width(known.get(chosen)),
        on_change=_change_day,
    )


def _day_label(day: DaySummary | None, written: str) -> str:
    if day is None or day.state is RunState.PUBLISHED:
        return written
    return f"{written} · {state_text(day.state)}"


def _day_width(day: DaySummary | None) -> int:
    """Pixels: enough for "Sat 21 Nov", or for the state behind it."""
    return 122 if day is None or day.state is RunState.PUBLISHED else 165


def _change_use_case() -> None:
    elsewhere = {"day": None, "prediction": None, "show": None, "keys": (), "search": "", "page": None}
    move(use_case=st.session_state["use_case_box"], of=None, ingredient=None, **elsewhere)


def _change_day() -> None:
    move(day=st.session_state["day_box"], prediction=None, page=None)


def draw_lead(parts: tuple[tuple[str, bool], ...]) -> None:
    """Row 2, left: the answer in one sentence; the parts that need somebody stand in the accent."""
    words = "".join(f'<b class="you">{escape(part)}</b>' if strong else escape(part) for part, strong in parts)
    st.html(f'<div class="lead">{words}</div>')


def progress_html(reviewed: int, total: int) -> str:
    """How many predictions were reviewed, as words and as a bar."""
    share = 100 * reviewed / total if total else 0
    said = text("reviewed {reviewed} of {count}", reviewed=f"{reviewed:,}", count=f"{total:,}")
    return f'<span class="cap">{escape(said)}</span><span class="bar"><i style="width:{share:.0f}%"></i></span>'
