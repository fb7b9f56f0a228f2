"""Predictions as points: the effect of one feature by its value, and the effects of all features beside each other."""

from html import escape

import streamlit as st

from domain.driver import Driver
from domain.points import Points
from presentation.charts.dependence import (
    dependence_alt,
    dependence_head,
    dependence_ranges,
    dependence_reading,
    dependence_rows,
    dependence_sentence,
    points_head,
    points_rows,
)
from presentation.charts.dependence_figure import dependence_figure
from presentation.charts.places import places_of
from presentation.charts.swarm import (
    MOST_ROWS,
    swarm_alt,
    swarm_head,
    swarm_points_head,
    swarm_points_rows,
    swarm_reading,
    swarm_rows,
    swarm_sentence,
    swarm_table,
)
from presentation.charts.swarm_figure import swarm_figure
from presentation.words.catalogue import plural, text
from presentation.words.features import feature_label
from presentation.words.insights import sample_text, split_sentence
from services.choose_runs import Period
from services.dependencies import Dependencies
from services.draw_swarm import draw_swarm
from services.explain_feature import FeatureEffect, explain_feature
from ui.figure import Figure, csv_text, draw_figure
from ui.frame import draw_lead
from ui.insight import Insight
from ui.insights_place import Picked, fresh, pick, turn
from ui.place import show_in
from ui.style import palette

KEPT = 8
"""Samples kept for all visitors, each of at most 5,000 points and a few megabytes: a click does not draw them anew."""


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _explained(_deps: Dependencies, _period: Period, runs: tuple[str, ...], feature: str) -> FeatureEffect:
    return explain_feature(_deps, _period, feature)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _swarm(
    _deps: Dependencies, _period: Period, runs: tuple[str, ...], codes: tuple[str, ...], _drivers: tuple[Driver, ...]
) -> Points:
    return draw_swarm(_deps, _period, _drivers)


def _run_ids(insight: Insight) -> tuple[str, ...]:
    return tuple(run.id for run in insight.period.runs)


def draw_feature(insight: Insight) -> None:
    """One feature: what it was at each prediction, what that did, and what else it depends on."""
    use_case, feature = insight.use_case, insight.feature
    show_in("insights_feature", feature)
    st.selectbox(
        text("Feature"),
        list(use_case.features),
        format_func=lambda name: feature_label(use_case, name),
        key="insights_feature",
        label_visibility="collapsed",
        width=340,
        on_change=lambda: turn(feature=st.session_state["insights_feature"]),
    )
    found = _explained(insight.visit.deps, insight.period, _run_ids(insight), feature)
    places = places_of(use_case, feature, found.points.values[feature])
    ranges = dependence_ranges(use_case, feature, found.points, places)
    draw_lead(((dependence_sentence(use_case, ranges), False),))
    st.html(f'<div class="soft">{escape(split_sentence(use_case, found.split))}</div>')
    shown = Figure(
        f"effect-{feature}",
        dependence_figure(use_case, found.points, places, found.split, palette()),
        dependence_alt(use_case, feature, ranges),
        dependence_head(),
        dependence_rows(use_case, ranges),
        dependence_reading(use_case, feature, found.split),
        right=frozenset({1, 2, 3, 4}),
        csv=lambda: csv_text(points_head(use_case, feature), points_rows(found.points, feature)),
    )
    ids = fresh("effect", draw_figure(shown, f"effect_{feature}", selection=("points", "box")))
    _draw_count(found.points)
    if ids:
        pick(Picked(feature, ids=tuple(str(prediction) for prediction in ids)))


def draw_all(insight: Insight) -> None:
    """The most important features or groups, each prediction a point in every row."""
    use_case = insight.use_case
    by_code = {driver.code: driver for driver in insight.drivers}
    drivers = tuple(by_code[code] for code in insight.importance.ranked()[:MOST_ROWS])
    points = _swarm(
        insight.visit.deps, insight.period, _run_ids(insight), tuple(driver.code for driver in drivers), drivers
    )
    rows = swarm_table(use_case, drivers, points)
    draw_lead(((swarm_sentence(use_case, rows), False),))
    shown = Figure(
        f"effects-{use_case.name}",
        swarm_figure(use_case, rows, points, palette()),
        swarm_alt(use_case, rows),
        swarm_head(),
        swarm_rows(use_case, rows),
        swarm_reading(),
        right=frozenset({1, 2, 3}),
        csv=lambda: csv_text(swarm_points_head(drivers, use_case), swarm_points_rows(drivers, points)),
    )
    picked = fresh("swarm", draw_figure(shown, "swarm", selection=("points", "box")))
    _draw_count(points)
    pairs = [found for found in picked if isinstance(found, list | tuple)]
    if pairs:
        code = str(pairs[0][1])
        pick(Picked(code, ids=tuple(dict.fromkeys(str(pair[0]) for pair in pairs if pair[1] == code))))


def _draw_count(points: Points) -> None:
    words = [text("Shown: {sample}.", sample=sample_text(len(points), points.total))]
    if len(points) < points.total:
        words.append(text("Drawn by chance, with the extremes and every category."))
    if points.unseen:
        words.append(
            plural("{count} rare category found no place.", "{count} rare categories found no place.", points.unseen)
        )
    st.html(f'<div class="cap">{escape(" ".join(words))}</div>')
