"""The head of an opened prediction: what it is, how much, how sure, against what is usual; and the last comparable days."""

from html import escape

import streamlit as st

from domain.prediction import Prediction
from domain.use_case.definition import UseCase
from presentation.charts.past_days import past_days_alt, past_days_figure, past_days_table
from presentation.words.dates import short_day, weekday_name
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import Scale, amount, change, number, odds_text, range_text, scale_of, with_unit
from presentation.words.sentence import prediction_sentence
from services.open_prediction import OpenedPrediction
from ui.markup import chip
from ui.queue_row import reason_chips
from ui.style import palette

PLOT_CONFIG = {"displayModeBar": False, "responsive": True}

COMPARED_DAYS = 4
"""The usual value is the median of so many days (glossary), so these are the ones written out."""


def draw_head(opened: OpenedPrediction, position: str) -> None:
    """Name, chips, number, range and comparison; right of it the line of past days."""
    left, right = st.columns([2.2, 1], vertical_alignment="center")
    left.html(head_html(opened, position))
    prediction = opened.prediction
    if prediction.past:
        figure = past_days_figure(opened.use_case, prediction, palette())
        right.plotly_chart(
            figure,
            theme=None,
            config=PLOT_CONFIG,
            key="past_days",
            alt=past_days_alt(opened.use_case, prediction),
            width="stretch",
        )


def draw_sentence(opened: OpenedPrediction) -> None:
    """The prediction in a sentence or two."""
    sentence = prediction_sentence(opened.use_case, opened.prediction)
    note = f' <span class="cap">{escape(sentence.note)}</span>' if sentence.note else ""
    st.html(f'<div class="lead"><b>{escape(sentence.lead)}</b> {escape(sentence.rest)}{note}</div>')


def head_html(opened: OpenedPrediction, position: str) -> str:
    """The left part, every value escaped."""
    use_case, prediction = opened.use_case, opened.prediction
    row, scale = prediction.queue, scale_of(opened.use_case.target, opened.prediction)
    title = f'<span class="title">{escape(str(entity_title(use_case, row.entity)))}</span>'
    place = f'<span class="cap">{escape(position)}</span>' if position else ""
    return (
        f'<div class="headline">{title}{reason_chips(use_case, row, "● ")}{place}</div>'
        f'<div class="hero">{_hero(use_case, prediction, scale)}{_range(use_case, prediction, scale)}{_against_usual(prediction, scale)}{_actual(opened, scale)}</div>'
        f"{_past_text(use_case, prediction)}"
    )


def _hero(use_case: UseCase, prediction: Prediction, scale: Scale) -> str:
    row = prediction.queue
    if row.label is not None:
        return f'<span><span class="big">{escape(class_text(use_case, row.label))}</span> <span class="unit">{escape(amount(row.value, scale))}</span></span>'
    text = number(row.value, scale)
    unit = with_unit(text, scale).removeprefix(text).strip()
    return f'<span><span class="big">{escape(text)}</span> <span class="unit">{escape(unit)}</span></span>'


def _range(use_case: UseCase, prediction: Prediction, scale: Scale) -> str:
    row = prediction.queue
    if row.low is None or row.high is None:
        return ""
    words = f"{range_text(row.low, row.high, scale)} on {odds_text(use_case.range.probability)}"
    return f'<span class="soft">{_numbers_bold(words, {number(row.low, scale), number(row.high, scale)})}</span>'


def _numbers_bold(words: str, numbers: set[str]) -> str:
    head, on, tail = words.partition(" on ")
    return (
        " ".join(f"<b>{escape(word)}</b>" if word in numbers else escape(word) for word in head.split(" "))
        + on
        + escape(tail)
    )


def _against_usual(prediction: Prediction, scale: Scale) -> str:
    row = prediction.queue
    if row.usual is None or row.label is not None:
        return ""
    distance = change(row.value, row.usual, scale)
    size = distance.lstrip("+−±")
    if distance.startswith("±"):
        return chip("as usual")
    return (
        chip(f"▲ {size} more than usual", "more")
        if distance.startswith("+")
        else chip(f"▼ {size} less than usual", "less")
    )


def _actual(opened: OpenedPrediction, scale: Scale) -> str:
    if opened.actual is None:
        return ""
    happened = opened.use_case.target.happened
    if opened.actual.label is not None:
        return chip(f"◆ {happened}: {class_text(opened.use_case, opened.actual.label)}", "warn")
    return chip(f"◆ {happened} {amount(opened.actual.value, scale)}", "warn", "What really happened, as known by now.")


def _past_text(use_case: UseCase, prediction: Prediction) -> str:
    days = past_days_table(use_case, prediction)[-COMPARED_DAYS:]
    if not days:
        return '<div class="cap past">No comparable day is known yet.</div>'
    weekday = weekday_name(prediction.target_date)
    head = f"last {weekday}" if len(days) == 1 else f"last {len(days)} {weekday}s"
    unit = "" if use_case.target.classes else f" {use_case.target.unit}"
    listed = " · ".join(f"<b>{escape(point.text.removesuffix(unit))}</b> {short_day(point.day)}" for point in days)
    return f'<div class="cap past">{escape(use_case.target.happened)} on the {head}: {listed}</div>'
