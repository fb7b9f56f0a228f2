"""The predictions behind a figure: a list that leads to Today."""

from html import escape

import streamlit as st

from domain.driver import Driver, drivers_of
from domain.moved import MovedPrediction
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.entities import entity_title
from presentation.words.features import class_text, value_text
from presentation.words.insights import driver_label, effect_scale, effect_unit
from presentation.words.quantities import amount, scale_for, signed
from services.list_moved import MOST_LISTED, list_moved, list_picked
from ui.insight import Insight
from ui.insights_place import Picked, pick, picked_here

TODAY = "pages/today.py"


def draw_behind(insight: Insight) -> None:
    """What was picked in a figure, else the predictions that the chosen driver moved most."""
    picked = picked_here()
    driver = _driver(insight, picked)
    moved = _moved(insight, driver, picked)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown("#### " + text("Predictions behind it"), anchors=False)
        if picked is not None:
            st.button(
                text("Let go of what was picked"), type="tertiary", key="insights_let_go", on_click=pick, args=(None,)
            )
    st.html(f'<div class="lead">{escape(_sentence(insight, driver, picked, len(moved)))}</div>')
    scale = effect_scale(insight.use_case, [prediction.effect for prediction in moved])
    with st.container(key="behind", gap=None):
        for at, prediction in enumerate(moved):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"behind{at}"):
                st.page_link(
                    TODAY,
                    label=escaped(
                        f"{entity_title(insight.use_case, prediction.entity)}, {day_text(prediction.target_date)}"
                    ),
                    query_params={"prediction": prediction.id},
                    width=330,
                )
                st.html(_numbers(insight.use_case, driver, prediction, signed(prediction.effect, scale)))


def _driver(insight: Insight, picked: Picked | None) -> Driver:
    if picked is None:
        return insight.driver
    # A single feature may be picked while the bars are of groups.
    known = (*insight.drivers, *drivers_of(insight.use_case, grouped=False))
    return next((driver for driver in known if driver.code == picked.driver), insight.driver)


def _moved(insight: Insight, driver: Driver, picked: Picked | None) -> tuple[MovedPrediction, ...]:
    deps, period = insight.visit.deps, insight.period
    if picked is not None and picked.ids:
        return list_picked(deps, period, driver, picked.ids)
    run = picked.run if picked is not None else None
    return list_moved(deps, period, driver, segment=picked.segment if picked is not None else None, run=run)


def _sentence(insight: Insight, driver: Driver, picked: Picked | None, listed: int) -> str:
    label = driver_label(insight.use_case, driver)
    if picked is not None and picked.ids:
        if len(picked.ids) > listed:
            return text(
                "The {listed} of {count} picked predictions that “{feature}” moved most.",
                listed=listed, count=f"{len(picked.ids):,}", feature=label,
            )  # fmt: skip
        return plural(
            "The picked prediction, and what “{feature}” did to it.",
            "The {count} picked predictions, and what “{feature}” did to them.",
            listed, feature=label,
        )  # fmt: skip
    if picked is not None and picked.segment is not None:
        return text("What “{feature}” moved most in the part that was picked.", feature=label)
    if picked is not None and picked.run is not None:
        return text("What “{feature}” moved most on the day that was picked.", feature=label)
    return text(
        "What “{feature}” moved most in this period: up to {most} predictions. Pick points, a cell or a day above to see others.",
        feature=label, most=MOST_LISTED,
    )  # fmt: skip


def _numbers(use_case: UseCase, driver: Driver, prediction: MovedPrediction, effect: str) -> str:
    scale = scale_for(use_case.target, prediction.prediction)
    value = value_text(use_case, driver.name, prediction.value) if driver.kind == "feature" else ""
    predicted = amount(prediction.prediction, scale)
    if prediction.label is not None:
        predicted = f"{class_text(use_case, prediction.label)} {predicted}"
    tone = "more" if prediction.effect > 0 else "less" if prediction.effect < 0 else ""
    return (
        f'<div class="behind"><span class="soft wide">{escape(value)}</span><b class="{tone}">{escape(f"{effect} {effect_unit(use_case)}".strip())}</b>'
        f"<span>{escape(text('predicted {amount}', amount=predicted))}</span></div>"
    )


def escaped(label: str) -> str:
    """A label for a link, where Streamlit reads Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|~$:" else letter for letter in label)
