"""The answer: agree, decide differently or cannot tell; always visible, saved with one key."""

from html import escape

import streamlit as st

from domain.errors import AnswerError
from domain.review import Answer
from domain.use_case.definition import UseCase
from presentation.words.answers import consequence
from presentation.words.catalogue import marked, text
from presentation.words.features import class_text, feature_label
from presentation.words.problems import explain
from presentation.words.quantities import amount, scale_of
from services.open_prediction import OpenedPrediction
from ui.attached import draw_attached
from ui.draft import Fields, typed_value
from ui.guard import Visit
from ui.keep_draft import draw_draft_note, keep_typed
from ui.save_answer import not_saved_html, save
from ui.typing_keys import TYPING_SCRIPT

CHOICES: dict[Answer, tuple[str, str | None]] = {
    Answer.AGREE: (marked("Agree"), "a"),
    Answer.DIFFERENT: (marked("I would decide differently"), "d"),
    Answer.CANNOT_TELL: (marked("Cannot tell"), "t"),
}
"""Answer -> label, key. Only buttons can have keys, so the three answers are buttons that look like one control."""


def draw_form(visit: Visit, opened: OpenedPrediction, fields: Fields) -> None:
    """The two rows of the form."""
    st.html(f'<div class="rule"></div>{TYPING_SCRIPT}', unsafe_allow_javascript=True)
    keep_typed(visit, fields)
    chosen = st.session_state[fields.answer]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="answer_row"):
        st.html(f'<b class="title">{escape(text("Your answer"))}</b>', width="content")
        with st.container(
            horizontal=True, gap=None, width="content", key=f"chosen_{chosen.value if chosen else 'nothing'}"
        ):
            for answer, (label, shortcut) in CHOICES.items():
                st.button(
                    text(label),
                    key=f"choose_{answer.value}",
                    shortcut=shortcut,
                    on_click=_choose,
                    args=(fields, answer),
                )
        words, wrong = _consequence(opened, fields)
        st.html(
            f'<span class="cap consequence{" wrong" if wrong else ""}" role="status">{escape(words)}</span>',
            width="content",
        )
        draw_attached(opened.use_case, fields)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="form_row"):
        _draw_fields(opened.use_case, opened, fields)
        st.button(
            text("Save and next"),
            type="primary",
            width=170,
            shortcut="s",
            key="save",
            on_click=save,
            args=(visit, opened, fields, st.session_state[fields.token]),
        )
    draw_draft_note(visit, fields)
    _draw_problem(fields)


def _draw_fields(use_case: UseCase, opened: OpenedPrediction, fields: Fields) -> None:
    settled = st.session_state[fields.answer] in (Answer.AGREE, Answer.CANNOT_TELL)
    if use_case.target.classes:
        st.selectbox(
            text("My answer"),
            [None, *use_case.target.classes],
            key=fields.label,
            width=165,
            disabled=settled,
            on_change=_differ,
            args=(fields, fields.label),
            format_func=lambda label: "–" if label is None else class_text(use_case, label),
            persist_state="session",
        )
    else:
        unit = use_case.target.unit
        st.text_input(
            text("My value ({unit})", unit=unit) if unit else text("My value"),
            key=fields.value,
            width=140,
            disabled=settled,
            live="250ms",
            on_change=_differ,
            args=(fields, fields.value),
            autocomplete="off",
            persist_state="session",
        )
    reasons = use_case.reviews.reasons
    st.selectbox(
        text("Because"),
        [None, *reasons],
        key=fields.reason,
        width=165,
        disabled=settled,
        persist_state="session",
        placeholder=text("Choose a reason"),
        format_func=lambda code: "–" if code is None else reasons[code],
    )
    names = [c.feature for c in sorted(opened.prediction.explanation.contributions, key=lambda c: -abs(c.effect))]
    st.multiselect(
        text("I doubt"),
        names,
        key=fields.doubted,
        width=190,
        format_func=lambda name: feature_label(use_case, name),
        placeholder=text("Nothing"),
        wrap=False,
        select_all=False,
        persist_state="session",
    )
    st.text_input(
        text("Comment"),
        key=fields.comment,
        placeholder=text("What does the model not know?"),
        autocomplete="off",
        persist_state="session",
    )


def _consequence(opened: OpenedPrediction, fields: Fields) -> tuple[str, bool]:
    """What saving now would mean, and whether something is in the way."""
    use_case, prediction = opened.use_case, opened.prediction
    answer = st.session_state[fields.answer]
    if answer is None:
        return "", False
    if answer is Answer.AGREE:
        value = amount(prediction.queue.value, scale_of(use_case.target, prediction))
        return text("{value} is right as it is", value=value), False
    if answer is Answer.CANNOT_TELL:
        return text("noted; the prediction stands"), False
    return _own_class(opened, fields) if use_case.target.classes else _own_value(opened, fields)


def _own_class(opened: OpenedPrediction, fields: Fields) -> tuple[str, bool]:
    label = st.session_state.get(fields.label)
    if label is None:
        return text("choose your answer below"), False
    use_case = opened.use_case
    predicted = class_text(use_case, opened.prediction.queue.label)
    return text("{own} instead of {predicted}", own=class_text(use_case, label), predicted=predicted), False


def _own_value(opened: OpenedPrediction, fields: Fields) -> tuple[str, bool]:
    value = typed_value(fields, opened.use_case.target)
    if value is None:
        return text("write your value below"), False
    if isinstance(value, AnswerError):
        return explain(value).title, True
    return consequence(opened.use_case, opened.prediction, value), False


def _draw_problem(fields: Fields) -> None:
    problem = st.session_state.get(fields.problem)
    if problem is not None:
        st.html(not_saved_html(problem))


def _choose(fields: Fields, answer: Answer) -> None:
    st.session_state[fields.answer] = answer
    st.session_state.pop(fields.problem, None)


def _differ(fields: Fields, field: str) -> None:
    # Whoever writes a value of their own decides differently; asking for one more click would only be in the way.
    if st.session_state[field] and st.session_state[fields.answer] is None:
        st.session_state[fields.answer] = Answer.DIFFERENT
    st.session_state.pop(fields.problem, None)
