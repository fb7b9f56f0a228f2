"""An answer that is being given: the fields of the form in the session, one draft per prediction, and its client token."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from domain.draft import DraftContent
from domain.errors import AnswerError
from domain.own_value import parse_own_value
from domain.review import Answer, Review
from domain.use_case.definition import Target
from services.open_prediction import OpenedPrediction
from services.record_review import GivenAnswer


@dataclass(frozen=True)
class Fields:
    """The session keys of one prediction's form.

    Attributes:
        base: what the form started from: one's own last answer, else nothing.
        kept: the draft as it is stored.
        trouble: why it could not be stored.
        owner: whose answer it is; somebody else may take over the browser.
    """

    prediction: str
    answer: str
    value: str
    label: str
    reason: str
    doubted: str
    comment: str
    scenario: str
    token: str
    problem: str
    base: str
    kept: str
    trouble: str
    owner: str


def fields_of(prediction: str) -> Fields:
    """The keys of a prediction's form."""
    names = ("answer", "value", "label", "reason", "doubted", "comment", "scenario", "token", "problem")
    more = ("base", "kept", "trouble", "owner")
    return Fields(prediction, *(f"draft_{name}_{prediction}" for name in (*names, *more)))


def own_review(opened: OpenedPrediction, person_id: int) -> Review | None:
    """What this person last answered on exactly this prediction."""
    mine = [review for review in opened.reviews if review.new.person_id == person_id and not review.superseded]
    return mine[-1] if mine else None


def start_draft(fields: Fields, review: Review | None, person_id: int) -> None:
    """Fill the form once: with one's own earlier answer, else empty. What is being written is left alone.

    A form in which nothing is being written follows an answer that was given elsewhere: in another tab, or in bulk.
    """
    state = st.session_state
    base = said_content(review)
    if fields.token not in state or state.get(fields.owner) != person_id:
        start_anew(fields, base)
    elif state[fields.base] != base and content_of(fields) == state[fields.base]:
        fill(fields, base)
    state[fields.base], state[fields.owner] = base, person_id


def fill(fields: Fields, content: DraftContent) -> None:
    """Write a content into the form."""
    values: dict[str, object] = {
        fields.answer: content.answer,
        fields.value: content.own_value,
        fields.label: content.own_label,
        fields.reason: content.reason,
        fields.doubted: list(content.doubted),
        fields.comment: content.comment,
        fields.scenario: content.scenario,
    }
    st.session_state.update(values)


def content_of(fields: Fields) -> DraftContent:
    """What the form holds; an own value only where it would be saved."""
    state = st.session_state
    answer = state.get(fields.answer)
    own = answer in (None, Answer.DIFFERENT)
    return DraftContent(
        answer=answer,
        own_value=(state.get(fields.value) or "") if own else "",
        own_label=state.get(fields.label) if own else None,
        reason=state.get(fields.reason) if own else None,
        doubted=tuple(state.get(fields.doubted) or ()),
        comment=state.get(fields.comment) or "",
        scenario=state.get(fields.scenario),
    )


def said_content(review: Review | None) -> DraftContent:
    """A given answer as the form shows it."""
    if review is None:
        return DraftContent()
    new = review.new
    own = "" if new.own_value is None else plain(new.own_value)
    return DraftContent(new.answer, own, new.own_label, new.reason, new.doubted, new.comment, new.scenario)


def start_anew(fields: Fields, base: DraftContent) -> None:
    """Begin another answer from what was said last: what the form held is saved, or was somebody else's."""
    for key in (fields.kept, fields.trouble):
        st.session_state.pop(key, None)
    st.session_state[fields.token] = uuid.uuid4().hex
    st.session_state[fields.base] = base
    fill(fields, base)


def given_answer(fields: Fields, token: str, person_id: int) -> GivenAnswer:
    """The draft as it is handed to the service.

    Raises:
        AnswerError: no answer is chosen yet.
    """
    state = st.session_state
    answer = state.get(fields.answer)
    if answer is None:
        raise NoAnswerYet
    differs = answer is Answer.DIFFERENT
    return GivenAnswer(
        token=token,
        prediction_id=fields.prediction,
        person_id=person_id,
        answer=answer,
        own_value=state.get(fields.value, "") if differs else "",
        own_label=state.get(fields.label) if differs else None,
        reason=state.get(fields.reason) if differs else None,
        doubted=tuple(state.get(fields.doubted, ())),
        comment=state.get(fields.comment, ""),
        scenario=state.get(fields.scenario),
    )


def same_answer(review: Review, token: str, prediction: str) -> GivenAnswer:
    """An earlier answer once more, on another run's prediction."""
    new = review.new
    return GivenAnswer(
        token=token,
        prediction_id=prediction,
        person_id=new.person_id,
        answer=new.answer,
        own_value="" if new.own_value is None else plain(new.own_value),
        own_label=new.own_label,
        reason=new.reason,
        doubted=new.doubted,
        comment=new.comment,
        scenario=new.scenario,
    )


def typed_value(fields: Fields, target: Target) -> float | AnswerError | None:
    """The own value as it would be understood; the error when it cannot be; None while nothing is typed."""
    text = st.session_state.get(fields.value, "")
    if not text.strip():
        return None
    try:
        return parse_own_value(text, target)
    except AnswerError as error:
        return error


def plain(value: float) -> str:
    """A number as a person would type it, without an exponent and without a loss."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class NoAnswerYet(Exception):  # noqa: N818 -- it is a state, not a fault
    """Save was pressed before one of the three answers was chosen."""
