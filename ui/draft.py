"""An answer that is being given: the fields of the form in the session, one draft per prediction, and its client token."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from domain.errors import AnswerError
from domain.own_value import parse_own_value
from domain.review import Answer, Review
from domain.use_case.definition import Target
from services.open_prediction import OpenedPrediction
from services.record_review import GivenAnswer


@dataclass(frozen=True)
class Fields:
    """The session keys of one prediction's form."""

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


def fields_of(prediction: str) -> Fields:
    """The keys of a prediction's form."""
    names = ("answer", "value", "label", "reason", "doubted", "comment", "scenario", "token", "problem")
    return Fields(prediction, *(f"draft_{name}_{prediction}" for name in names))


def own_review(opened: OpenedPrediction, person_id: int) -> Review | None:
    """What this person last answered on exactly this prediction."""
    mine = [review for review in opened.reviews if review.new.person_id == person_id and not review.superseded]
    return mine[-1] if mine else None


def start_draft(fields: Fields, review: Review | None) -> None:
    """Fill the form once: with one's own earlier answer, else empty. A draft that is there already is left alone."""
    if fields.token in st.session_state:
        return
    st.session_state[fields.token] = uuid.uuid4().hex
    values: dict[str, object] = {
        fields.answer: None,
        fields.value: "",
        fields.label: None,
        fields.reason: None,
        fields.doubted: [],
        fields.comment: "",
        fields.scenario: None,
    }
    if review is not None:
        new = review.new
        own = "" if new.own_value is None else plain(new.own_value)
        values = {
            fields.answer: new.answer,
            fields.value: own,
            fields.label: new.own_label,
            fields.reason: new.reason,
            fields.doubted: list(new.doubted),
            fields.comment: new.comment,
            fields.scenario: new.scenario,
        }
    for key, value in values.items():
        st.session_state.setdefault(key, value)


def renew_token(fields: Fields) -> None:
    """The next answer on this prediction is another one."""
    st.session_state[fields.token] = uuid.uuid4().hex


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
