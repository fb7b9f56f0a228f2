"""The bars: what share each feature or group has; a click on a row chooses it, the row of the small ones opens."""

from html import escape

import streamlit as st

from domain.driver import driver_with
from presentation.charts.importance import (
    OTHERS,
    Bar,
    importance_alt,
    importance_head,
    importance_reading,
    importance_rows,
    importance_table,
)
from presentation.charts.importance_figure import importance_figure
from presentation.words.catalogue import plural, text
from presentation.words.insights import measure_note, start_note
from presentation.words.shares import share_text
from services.measure_importance import measure_importance
from ui.figure import Figure, draw_figure
from ui.insight import Insight
from ui.insights_place import fresh, turn
from ui.place import show_in
from ui.style import palette


def draw_shares(insight: Insight) -> None:
    """The card on the left."""
    grouped = insight.view.by == "groups"
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="share_head"
    ):
        st.markdown(
            "#### " + (text("Share of each group") if grouped else text("Share of each feature")), anchors=False
        )
        if insight.use_case.groups:
            _draw_by(insight)
    counts = {doubt.feature: doubt.count for doubt in insight.doubts}
    bars = importance_table(insight.use_case, insight.drivers, insight.importance, counts, opened=insight.view.opened)
    shown = Figure(
        f"importance-{insight.use_case.name}",
        importance_figure(bars, insight.driver.code, palette()),
        importance_alt(bars),
        importance_head(),
        importance_rows(bars),
        importance_reading(grouped=grouped),
        right=frozenset({2, 3, 4}),
    )
    points = draw_figure(shown, "importance", selection="points")
    st.html(_narrow(bars))
    _follow(insight, fresh("importance", points))
    _draw_more(insight, bars)
    notes = (start_note(insight.use_case), measure_note(insight.use_case))
    st.html(
        f'<div class="cap">{escape(" ".join(note for note in (text("The shares add up to 100 %."), *notes) if note))}</div>'
    )


def _draw_by(insight: Insight) -> None:
    labels = {"features": text("Features"), "groups": text("Groups")}
    show_in("insights_by", insight.view.by)
    st.segmented_control(
        text("Bars for"),
        list(labels),
        format_func=lambda by: labels[by],
        required=True,
        key="insights_by",
        label_visibility="collapsed",
        on_change=lambda: turn(by=st.session_state["insights_by"]),
    )


def _follow(insight: Insight, codes: list[object]) -> None:
    """Go where a click on a row leads: to the driver's strongest feature, or to all rows."""
    if not codes:
        return
    code = codes[0][0] if isinstance(codes[0], list | tuple) else codes[0]
    if code == OTHERS:
        turn(opened=True)
        st.rerun(scope="fragment")
    driver = next((driver for driver in insight.drivers if driver.code == code), None)
    if driver is None:
        return
    single = measure_importance(insight.visit.deps, insight.period, grouped=False)
    strongest = max(driver.features, key=lambda name: single.totals[name])
    if driver_with(insight.drivers, insight.feature) != driver or insight.view.feature is None:
        turn(feature=strongest)
        st.rerun(scope="fragment")


def _draw_more(insight: Insight, bars: tuple[Bar, ...]) -> None:
    """The row of the others can be opened without hitting a bar, and closed again."""
    if bars[-1].code == OTHERS:
        more = len(insight.drivers) - len(bars) + 1
        label = plural("Show {count} more", "Show {count} more", more)
        st.button(label, key="insights_more", type="tertiary", on_click=lambda: turn(opened=True))
    elif insight.view.opened:
        st.button(text("Show fewer"), key="insights_fewer", type="tertiary", on_click=lambda: turn(opened=False))


def _narrow(bars: tuple[Bar, ...]) -> str:
    """The same rows for a phone, each label above its bar."""
    longest = max(max(bar.share for bar in bars), 1)
    rows = "".join(
        f'<div class="step other"><div><span>{escape(bar.label)} <small>{escape(bar.note)}</small></span><b>{share_text(bar.share)}</b></div>'
        f'<p><i style="left:0;width:{100 * bar.share / longest:.1f}%"></i></p></div>'
        for bar in bars
    )
    return f'<div class="narrow" role="img" aria-label="{escape(importance_alt(bars))}">{rows}</div>'
