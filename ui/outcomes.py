"""Outcomes: the verdict, five numbers, the line over time, which changes helped, and the largest misses."""

from datetime import date
from html import escape

import streamlit as st

from domain.exported import Content
from domain.outcome import Period
from domain.value_added import Outcomes
from presentation.charts.errors_over_time import (
    time_alt,
    time_figure,
    time_header,
    time_points,
    time_reading,
    time_table,
    time_title,
)
from presentation.words.catalogue import marked, text
from presentation.words.outcome_cards import NumberCard, number_cards
from presentation.words.outcomes import period_text, verdict
from services.dependencies import Dependencies
from services.list_use_cases import registered
from services.measure_outcomes import last_days, measure_outcomes, outcome_stamp
from services.open_session import usual_period
from services.pair_outcomes import Paired, pair_outcomes
from ui.export_box import draw_export
from ui.figure import Figure, draw_figure
from ui.guard import Visit
from ui.largest_misses import draw_misses
from ui.markup import bold, chip, command, rich
from ui.place import BadLink
from ui.style import palette
from ui.upload_actuals import draw_upload
from ui.which_changes import draw_changes

PERIODS: dict[str, tuple[str, int | None]] = {
    "7": (marked("7 days"), 7),
    "30": (marked("30 days"), 30),
    "90": (marked("90 days"), 90),
    "365": (marked("A year"), 365),
    "all": (marked("All"), None),
}
"""Name in the address -> label, number of days up to the last one of which something is known."""

USUAL_PERIOD = "30"
PERIOD = "outcomes_period"

KEPT_OUTCOMES = 32
"""Measured periods kept by the server: some hundred kilobytes each."""


def chosen_period() -> str:
    """The period of the link, else the one chosen before.

    Raises:
        BadLink: the link names a period that does not exist.
    """
    asked = st.query_params.get("period")
    if asked is not None and asked not in PERIODS:
        raise BadLink("period", asked, text("no period of this page"), text("one of {names}", names=", ".join(PERIODS)))
    if PERIOD not in st.session_state:
        st.session_state[PERIOD] = asked or USUAL_PERIOD
    return str(st.session_state[PERIOD])


def draw_outcomes(visit: Visit, use_case: str, until: date | None) -> None:
    """Everything below the title."""
    days = PERIODS[chosen_period()][1]
    period = last_days(visit.deps, use_case, days, until)
    if period is None:
        _draw_nothing_known(visit, use_case)
        return
    with st.spinner(text("Comparing predictions with what happened …")):
        outcomes = measured(visit, use_case, period)
    _draw_verdict(visit, outcomes)
    total = outcomes.total
    if total is None or not total.model.count:
        _draw_nothing_paired(visit, use_case)
        return
    _draw_numbers(number_cards(outcomes))
    left, right = st.container(key="split").columns([1.55, 1], gap="small")
    with left.container(border=True, key="card_time", gap="xsmall", height="stretch"):
        _draw_time(outcomes)
    with right.container(border=True, key="card_value", gap="xsmall", height="stretch"):
        draw_changes(visit, outcomes)
    draw_misses(visit, outcomes)
    draw_upload(visit, use_case)


def measured(visit: Visit, use_case: str, period: Period) -> Outcomes:
    """The outcomes of a period; measured anew whenever something that counts has changed."""
    stamp = repr(outcome_stamp(visit.deps, use_case, period))
    ends = (period.first.isoformat(), period.last.isoformat())
    return _measured(visit.deps, use_case, ends, (visit.person.id, stamp))


@st.cache_data(max_entries=KEPT_OUTCOMES, show_spinner=False)
def _measured(_deps: Dependencies, use_case: str, ends: tuple[str, str], seen: tuple[int, str]) -> Outcomes:
    period = Period(date.fromisoformat(ends[0]), date.fromisoformat(ends[1]))
    return measure_outcomes(_deps, use_case, period, seen[0], _paired(_deps, use_case, ends, seen[1]))


@st.cache_data(max_entries=KEPT_OUTCOMES, show_spinner=False)
def _paired(_deps: Dependencies, use_case: str, ends: tuple[str, str], stamp: str) -> Paired:
    """The long part, done once for everybody who looks."""
    period = Period(date.fromisoformat(ends[0]), date.fromisoformat(ends[1]))
    return pair_outcomes(_deps, registered(_deps, use_case), period)


def _draw_verdict(visit: Visit, outcomes: Outcomes) -> None:
    left, right = st.columns([1.5, 1], vertical_alignment="center")
    left.html(f'<div class="lead">{bold(verdict(outcomes))}</div>')
    with right.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="xsmall", key="status"
    ):
        total = outcomes.total
        if total is not None:
            counts = {"known": f"{total.model.count:,}", "all": f"{total.predictions:,}"}
            words = text("{known} of {all} actuals are in", **counts)
            st.html(chip(period_text(outcomes.period)) + chip(words), width="content")
        draw_period()
        draw_export(visit, outcomes.use_case.name, outcomes.period, Content.OUTCOMES)


def draw_period() -> None:
    """The choice of the period."""
    st.selectbox(
        text("Period"),
        list(PERIODS),
        format_func=lambda name: text(PERIODS[name][0]),
        key=PERIOD,
        label_visibility="collapsed",
        width=112,
    )


def _draw_numbers(cards: tuple[NumberCard, ...]) -> None:
    cells = "".join(
        f'<div class="number"><div class="cap">{escape(card.label)}</div>'
        f'<div class="figure{" you" if card.is_you else ""}">{escape(card.value)}</div><div class="cap">{escape(card.note)}</div></div>'
        for card in cards
    )
    st.html(f'<div class="numbers">{cells}</div>')


def _draw_time(outcomes: Outcomes) -> None:
    points = time_points(outcomes.days)
    st.markdown(f"#### {time_title(points)}", anchors=False)
    shown = Figure(
        f"errors-{outcomes.use_case.name}",
        time_figure(points, palette()),
        time_alt(points),
        time_header(),
        time_table(points),
        time_reading(),
        right=frozenset({1, 2, 3, 4}),
    )
    draw_figure(shown, "errors_over_time")


def _draw_nothing_known(visit: Visit, use_case: str) -> None:
    st.html(
        f'<div class="lead">{escape(text("Nothing has happened yet that predictions could be compared with."))}</div>'
    )
    with st.container(border=True, key="card_state", gap="small"):
        st.markdown(f"## {text('No actuals yet')}", anchors=False)
        promise = text(
            "Here appears who was closer to what really happened: the model, the people who changed its values, or a simple rule. "
            "It needs actuals of days that were predicted."
        )
        st.html(f'<div class="lead">{escape(promise)}</div>')
        todo = rich("Run {command} every morning, or add a file below.", command=command(f"vouch actuals {use_case}"))
        st.html(f'<div class="todo"><b>{escape(text("What to do"))}</b><br>{todo}</div>')
        draw_export(visit, use_case, Period(*usual_period(visit.deps, use_case)), Content.REVIEWS)
    draw_upload(visit, use_case)


def _draw_nothing_paired(visit: Visit, use_case: str) -> None:
    with st.container(border=True, key="card_state", gap="small"):
        st.markdown(f"## {text('Nothing to compare in these days')}", anchors=False)
        why = text(
            "There are predictions without actuals, or actuals without predictions; an actual counts for its entity and its day."
        )
        st.html(f'<div class="lead">{escape(why)}</div>')
        todo = rich(
            "Choose a longer period, run {command}, or add a file below.", command=command(f"vouch actuals {use_case}")
        )
        st.html(f'<div class="todo"><b>{escape(text("What to do"))}</b><br>{todo}</div>')
    draw_upload(visit, use_case)
