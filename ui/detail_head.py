"""The head of an opened prediction: what it is, how much, how sure, against what is usual; and the last comparable days."""

import re
from html import escape

import streamlit as st

from domain.prediction import Prediction
from domain.use_case.definition import UseCase
from presentation.charts.past_days import past_days_alt, past_days_figure, past_days_table
from presentation.words.catalogue import text
from presentation.words.dates import counted_weekdays, short_day, weekday_name
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import Scale, amount, change, number, odds_text, range_text, scale_of, with_unit
from presentation.words.sentence import prediction_sentence
from services.open_prediction import OpenedPrediction
from ui.markup import chip, rich
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
    """The prediction in a sentence or two; of an imported one nobody knows why it is what it is."""
    if opened.run.version is None:
        return
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
    value = number(row.value, scale)
    unit = with_unit(value, scale).removeprefix(value).strip()
    return f'<span><span class="big">{escape(value)}</span> <span class="unit">{escape(unit)}</span></span>'


def _range(use_case: UseCase, prediction: Prediction, scale: Scale) -> str:
    row = prediction.queue
    if row.low is None or row.high is None:
        return ""
    span = _numbers_bold(range_text(row.low, row.high, scale), {number(row.low, scale), number(row.high, scale)})
    odds = escape(odds_text(use_case.range.probability))
    return f'<span class="soft">{rich("{range} on {odds}", range=span, odds=odds)}</span>'


def _numbers_bold(words: str, numbers: set[str]) -> str:
    longest_first = sorted(map(escape, numbers), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), r"<b>\g<0></b>", escape(words))


def _against_usual(prediction: Prediction, scale: Scale) -> str:
    row = prediction.queue
    if row.usual is None or row.label is not None:
        return ""
    distance = change(row.value, row.usual, scale)
    size = distance.lstrip("+−±")
    if distance.startswith("±"):
        return chip(text("as usual"))
    if distance.startswith("+"):
        return chip(text("▲ {size} more than usual", size=size), "more")
    return chip(text("▼ {size} less than usual", size=size), "less")


def _actual(opened: OpenedPrediction, scale: Scale) -> str:
    if opened.actual is None:
        return ""
    happened = opened.use_case.target.happened
    if opened.actual.label is not None:
        label = class_text(opened.use_case, opened.actual.label)
        return chip(text("◆ {happened}: {value}", happened=happened, value=label), "warn")
    told = text("◆ {happened} {value}", happened=happened, value=amount(opened.actual.value, scale))
    return chip(told, "warn", text("What really happened, as known by now."))


def _past_text(use_case: UseCase, prediction: Prediction) -> str:
    days = past_days_table(use_case, prediction)[-COMPARED_DAYS:]
    if not days:
        return f'<div class="cap past">{escape(text("No comparable day is known yet."))}</div>'
    unit = "" if use_case.target.classes else f" {use_case.target.unit}"
    listed = " · ".join(
        f"<b>{escape(point.text.removesuffix(unit))}</b> {escape(short_day(point.day))}" for point in days
    )
    happened = escape(use_case.target.happened)
    if len(days) == 1:
        weekday = escape(weekday_name(prediction.target_date))
        told = rich("{happened} on the last {weekday}: {days}", happened=happened, weekday=weekday, days=listed)
    else:
        weekdays = escape(counted_weekdays(prediction.target_date, len(days)))
        told = rich("{happened} on the last {weekdays}: {days}", happened=happened, weekdays=weekdays, days=listed)
    return f'<div class="cap past">{told}</div>'
