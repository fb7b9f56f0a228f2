"""The inputs of What if, each by its kind, with what training has seen of it and what is doubtful about the value."""

import math
from collections.abc import Sequence
from html import escape

import streamlit as st

from domain.errors import AnswerError
from domain.own_value import parse_number
from domain.scenario import ScenarioInput, Tried
from domain.use_case.definition import UseCase
from presentation.words.catalogue import text
from presentation.words.features import value_text
from presentation.words.quantities import exact_number
from presentation.words.scenarios import input_label, refused_words, seen_words, tried_text, warning_words
from ui.place import show_in
from ui.tried import Attempt, put

SLIDER_STEPS = 100
"""A slider across what training has seen has about so many places."""


def draw_inputs(use_case: UseCase, inputs: Sequence[ScenarioInput], attempt: Attempt, prefix: str) -> None:
    """All inputs, one below the other.

    Args:
        use_case: of the prediction.
        inputs: what can be changed.
        attempt: what is tried; changed by the inputs' callbacks.
        prefix: of the widgets' keys, another one for each prediction.
    """
    for item in inputs:
        key = f"{prefix}_{attempt.version}_{item.name}"
        value = attempt.values.get(item.name, item.value)
        if item.kind == "number":
            _draw_number(use_case, item, attempt, key)
        else:
            _draw_choice(use_case, item, (attempt, value), key)
        caption = _caption(use_case, item, attempt, value)
        if caption:
            st.html(f'<div class="cap seen">{caption}</div>')


def _draw_choice(use_case: UseCase, item: ScenarioInput, tried: tuple[Attempt, Tried], key: str) -> None:
    attempt, value = tried
    show_in(key, value)
    label = input_label(use_case, item)
    if item.kind == "date":
        st.date_input(label, key=key, on_change=_take, args=(attempt, item, key))
        return
    st.selectbox(
        label,
        item.choices,
        format_func=lambda choice: value_text(use_case, item.name, choice),
        key=key,
        on_change=_take,
        args=(attempt, item, key),
    )


def _draw_number(use_case: UseCase, item: ScenarioInput, attempt: Attempt, key: str) -> None:
    """A number to type, and a slider across what training has seen; each follows the other."""
    value = attempt.values.get(item.name, item.value)
    unit = use_case.features[item.name].unit
    label = input_label(use_case, item)
    typed, slid = f"{key}_typed", f"{key}_slid"
    st.session_state.setdefault(typed, _written(value))
    left, right = st.columns([1, 1.5], gap="small", vertical_alignment="bottom", wrap=False)
    left.text_input(
        f"{label} ({unit})" if unit else label,
        key=typed,
        live="250ms",
        placeholder=text("missing"),
        autocomplete="off",
        on_change=_type,
        args=(attempt, item, typed),
    )
    ends = _slider_ends(item)
    if ends is None:
        return
    low, high = ends
    shown = value if isinstance(value, float) else low
    show_in(slid, min(max(shown, low), high))
    right.slider(
        label,
        low,
        high,
        step=_step(low, high),
        key=slid,
        label_visibility="collapsed",
        on_change=_slide,
        args=(attempt, item, (slid, typed)),
    )


def _slider_ends(item: ScenarioInput) -> tuple[float, float] | None:
    """What training has seen, and the present value; None where that is no range."""
    ends = [end for end in (*(item.seen or ()), item.value) if isinstance(end, float) and math.isfinite(end)]
    return (min(ends), max(ends)) if ends and min(ends) < max(ends) else None


def _step(low: float, high: float) -> float:
    """A round step: 1 between whole numbers that are far enough apart, else a power of ten."""
    step = float(10 ** math.floor(math.log10((high - low) / SLIDER_STEPS)))
    whole = low == math.floor(low) and high == math.floor(high) and high - low >= SLIDER_STEPS / 10
    return max(step, 1.0) if whole else step


def _written(value: Tried) -> str:
    return exact_number(value).replace("\u2212", "-") if isinstance(value, float) else ""


def _caption(use_case: UseCase, item: ScenarioInput, attempt: Attempt, value: Tried) -> str:
    """What it was, what training has seen, and what is doubtful; the last stands out."""
    refused = attempt.refused.get(item.name)
    wrong = refused_words(refused) if refused is not None else warning_words(use_case, item, value)
    was = text("was {value}", value=tried_text(use_case, item, item.value)) if item.name in attempt.values else ""
    plain = escape(" · ".join(part for part in (was, seen_words(use_case, item)) if part))
    told = f'<b class="wrong" role="status">{escape(wrong)}</b>' if wrong else ""
    return " · ".join(part for part in (told, plain) if part)


def _take(attempt: Attempt, item: ScenarioInput, key: str) -> None:
    put(attempt, item, st.session_state[key])


def _type(attempt: Attempt, item: ScenarioInput, key: str) -> None:
    """Take a number; an empty field is a missing value. What is no number is kept on the screen and not used."""
    written = st.session_state[key]
    try:
        put(attempt, item, parse_number(written) if written.strip() else None)
    except AnswerError as error:
        attempt.refused[item.name] = error


def _slide(attempt: Attempt, item: ScenarioInput, keys: tuple[str, str]) -> None:
    slid, typed = keys
    value = float(st.session_state[slid])
    put(attempt, item, value)
    st.session_state[typed] = _written(value)
