"""The working place of Insights: sentence, bars, what stands beside them, the predictions behind, and the doubts."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from domain.driver import Driver, Importance, driver_with, drivers_of
from domain.errors import NotFoundError
from domain.run import RunState
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.insights import driver_sentence
from services.choose_runs import PERIODS, Period, choose_runs
from services.count_doubts import count_doubts
from services.measure_importance import measure_importance, segment_columns
from services.open_day import Day
from ui.day_states import draw_state
from ui.frame import draw_lead
from ui.guard import Visit
from ui.insight import Insight
from ui.insights_behind import draw_behind
from ui.insights_doubts import draw_doubts
from ui.insights_figures import draw_beside
from ui.insights_place import View, turn, view_here
from ui.insights_share import draw_shares
from ui.markup import chip
from ui.place import BadLink, show_in
from ui.problem import problems_shown


@st.fragment
def draw_insights(visit: Visit, day: Day) -> None:
    """Everything below the title."""
    with problems_shown():
        period = _period(visit, day)
        if period is None:
            _draw_without_reasons(visit, day)
            return
        insight = _insight(visit, day, period)
        _draw_answer(insight, day)
        with st.container(key="split"):
            left, right = st.columns([1, 1.15], gap="small")
        with left.container(border=True, key="card_importance", gap="xsmall", height="stretch"):
            draw_shares(insight)
        with right.container(border=True, key="card_beside", gap="xsmall", height="stretch"):
            draw_beside(insight)
        with st.container(border=True, key="card_behind", gap="xsmall"):
            draw_behind(insight)
        with st.container(border=True, key="card_doubts", gap="xsmall"):
            draw_doubts(insight)


def _draw_without_reasons(visit: Visit, day: Day) -> None:
    if day.run.state is RunState.PUBLISHED and day.run.version is None:
        draw_lead(
            ((text("These predictions were imported, and whatever made them gave no reasons with them."), False),)
        )
        return
    draw_lead(((text("Nothing was predicted up to this day."), False),))
    draw_state(visit, day)


def _period(visit: Visit, day: Day) -> Period | None:
    """The runs to look at; None where nothing was published up to this day."""
    try:
        return choose_runs(visit.deps, day.use_case.name, day.run.target_date, view_here().runs)
    except NotFoundError:
        return None


def _insight(visit: Visit, day: Day, period: Period) -> Insight:
    view = view_here()
    _check(view, period.use_case)
    drivers = drivers_of(period.use_case, grouped=view.by == "groups")
    with st.spinner(text("Reading {rows} predictions …", rows=f"{period.rows:,}"), show_time=True):
        importance = measure_importance(visit.deps, period, grouped=view.by == "groups")
    feature = view.feature or _first_feature(visit, period, drivers, importance)
    driver = driver_with(drivers, feature)
    assert driver is not None
    doubts = count_doubts(visit.deps, period.use_case, day.run.target_date)
    return Insight(visit, period, view, drivers, importance, doubts, feature, driver)


def _first_feature(visit: Visit, period: Period, drivers: tuple[Driver, ...], importance: Importance) -> str:
    """The most important feature, of the most important driver."""
    first = next(driver for driver in drivers if driver.code == importance.ranked()[0])
    if first.kind == "feature":
        return first.name
    single = measure_importance(visit.deps, period, grouped=False)
    return max(first.features, key=lambda name: single.totals[name])


def _check(view: View, use_case: UseCase) -> None:
    """Refuse a link that names what the use case does not have.

    Raises:
        BadLink: no such feature or segment.
    """
    if view.feature is not None and view.feature not in use_case.features:
        raise BadLink("feature", view.feature, text("no feature of this use case"), _one_of(use_case.features))
    segments = segment_columns(use_case)
    if view.segment is not None and view.segment not in segments:
        raise BadLink("segment", view.segment, text("nothing to divide by"), _one_of(segments))


def _one_of(names: Iterable[str]) -> str:
    return text("one of {names}", names=", ".join(names))


def _draw_answer(insight: Insight, day: Day) -> None:
    left, right = st.columns([1.6, 1], vertical_alignment="center")
    with left:
        sentence = driver_sentence(insight.use_case, insight.drivers, insight.importance)
        answer = escape(sentence.answer)
        st.html(f'<div class="lead">{escape(sentence.words).replace(answer, f"<b>{answer}</b>", 1)}</div>')
    with right.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="xxsmall", key="status"
    ):
        st.html(_chips(insight), width="content")
        _draw_period(insight)
    notes = _notes(insight, day)
    if notes:
        st.html(f'<div class="cap">{escape(" ".join(notes))}</div>')


def _chips(insight: Insight) -> str:
    period = insight.period
    versions = ", ".join(str(version) for version in period.versions)
    model = plural("model {versions}", "models {versions}", len(period.versions), versions=versions)
    return chip(model, tip=text("The versions of the model that made these predictions.")) + chip(
        text(
            "{predictions}, {runs}",
            predictions=plural("{count} prediction", "{count} predictions", period.rows, count=f"{period.rows:,}"),
            runs=plural("{count} run", "{count} runs", len(period.runs)),
        )
    )


def _draw_period(insight: Insight) -> None:
    show_in("insights_runs", insight.period.asked)
    st.selectbox(
        text("Period"),
        PERIODS,
        format_func=lambda size: text("newest run") if size == 1 else text("last {count} runs", count=size),
        key="insights_runs",
        label_visibility="collapsed",
        width=132,
        on_change=lambda: turn(runs=st.session_state["insights_runs"]),
    )


def _notes(insight: Insight, day: Day) -> list[str]:
    """What the visitor must know of the period: another day than the one chosen, runs that are left out."""
    period, notes = insight.period, []
    if day.run.state is not RunState.PUBLISHED or not day.run.row_count:
        notes.append(
            text(
                "{day} has no predictions that count; shown are the runs up to {newest}.",
                day=day_text(day.run.target_date),
                newest=day_text(period.runs[0].target_date),
            )
        )
    if period.other_features:
        notes.append(
            plural(
                "{count} run of the period had other features and is left out, except over time.",
                "{count} runs of the period had other features and are left out, except over time.",
                len(period.other_features),
            )
        )
    if period.unreadable:
        notes.append(
            plural(
                "The files of {count} run of the period are gone; it is left out.",
                "The files of {count} runs of the period are gone; they are left out.",
                len(period.unreadable),
            )
        )
    return notes
