"""The points of an agenda in words: what they are about, what was said of them, the question that they ask."""

from dataclasses import dataclass
from typing import Literal

from domain.opened_session import Point
from domain.review import Answer, Review
from domain.session import ItemKind
from domain.use_case import UseCase
from presentation.words.answers import author_text
from presentation.words.catalogue import text
from presentation.words.dates import day_text
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import Scale, amount, exact_number, number, scale_for
from presentation.words.sessions import kind_word
from presentation.words.verified_fixes import verified_sentence

Tone = Literal["", "you", "fact"]


@dataclass(frozen=True)
class Said:
    """A sentence about a point; "you" is what people said, "fact" what really happened."""

    words: str
    tone: Tone = ""


def point_title(use_case: UseCase, point: Point) -> str:
    """What a point is about: the entity, or what somebody was to do."""
    if point.item.entity is not None:
        return str(entity_title(use_case, point.item.entity))
    return point.action.what if point.action is not None else kind_word(point.item.kind)


def point_scale(use_case: UseCase, point: Point) -> Scale:
    """How the numbers of a point are written."""
    detail = point.item.detail
    return scale_for(use_case.target, _number(detail.get("value")), _number(detail.get("usual")))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def predicted_text(use_case: UseCase, point: Point, *, unit: bool = True) -> str:
    """What the model said; a class with its probability."""
    value, label = _number(point.item.detail.get("value")), point.item.detail.get("label")
    scale = point_scale(use_case, point)
    if isinstance(label, str):
        return f"{class_text(use_case, label)} {amount(value, scale)}"
    return amount(value, scale) if unit else number(value, scale)


def own_text(use_case: UseCase, review: Review) -> str | None:
    """What a person would have decided; None where they named nothing."""
    if review.new.own_label is not None:
        return class_text(use_case, review.new.own_label)
    return None if review.new.own_value is None else exact_number(review.new.own_value)


def actual_text(use_case: UseCase, point: Point, *, unit: bool = True) -> str | None:
    """What really happened; None while that is not known."""
    if point.actual is None:
        return None
    if point.actual.label is not None:
        return class_text(use_case, point.actual.label)
    scale = point_scale(use_case, point)
    return amount(point.actual.value, scale) if unit else number(point.actual.value, scale)


def different(point: Point) -> tuple[Review, ...]:
    """The answers of those who would have decided differently."""
    return tuple(review for review in point.reviews if review.new.answer is Answer.DIFFERENT)


def point_line(use_case: UseCase, point: Point, names: dict[int, str]) -> str:
    """The second line of a point on the agenda: "Sat 14 Nov · model 52, Ana 45, sold 46"."""
    if point.action is not None:
        owner = names.get(point.action.owner_id, "")
        return text("{person}, until {day}", person=owner, day=day_text(point.action.due))
    parts = [text("model {value}", value=predicted_text(use_case, point, unit=False))]
    for review in different(point):
        own = own_text(use_case, review)
        if own is not None:
            parts.append(text("{person} {value}", person=_author(review), value=own))
    actual = actual_text(use_case, point, unit=False)
    if actual is not None:
        parts.append(text("{happened} {value}", happened=use_case.target.happened, value=actual))
    day = "" if point.item.target_date is None else day_text(point.item.target_date)
    return text("{day} · {numbers}", day=day, numbers=", ".join(parts))


def point_question(use_case: UseCase, point: Point) -> str:
    """The point as a question, for the projector: "Rye bread, South: 52 or 45?"."""
    title = point_title(use_case, point)
    if point.action is not None:
        return text("Is it done: {what}", what=title)
    predicted = predicted_text(use_case, point, unit=False)
    own = next((found for review in different(point) if (found := own_text(use_case, review)) is not None), None)
    actual = actual_text(use_case, point, unit=False)
    if point.item.kind is ItemKind.VERIFIED:
        return text("{title}: is it solved?", title=title)
    if own is not None:
        return text("{title}: {predicted} or {own}?", title=title, predicted=predicted, own=own)
    if actual is not None:
        return text("{title}: why {predicted} and not {actual}?", title=title, predicted=predicted, actual=actual)
    return text("{title}: why {predicted}?", title=title, predicted=predicted)


def point_sentences(use_case: UseCase, point: Point, names: dict[int, str]) -> tuple[Said, ...]:
    """What was predicted, what people said, what happened."""
    if point.action is not None:
        return (Said(point_line(use_case, point, names) + "."),)
    said = [Said(text("The model said {value}.", value=predicted_text(use_case, point)))]
    said += [Said(_said(use_case, review), "you") for review in different(point)]
    actual = actual_text(use_case, point)
    if actual is not None:
        said.append(Said(text("{value} {happened}.", value=actual, happened=use_case.target.happened), "fact"))
    verified = verified_sentence(use_case, point, point_scale(use_case, point))
    return (*said, *((Said(verified, "you"),) if verified else ()))


def _said(use_case: UseCase, review: Review) -> str:
    own, code = own_text(use_case, review), review.new.reason
    reason = "" if code is None else use_case.reviews.reasons.get(code, code)
    if own is None:
        return text("{person} would decide differently.", person=_author(review))
    if reason:
        return text("{person} said {value} ({reason}).", person=_author(review), value=own, reason=reason)
    return text("{person} said {value}.", person=_author(review), value=own)


def _author(review: Review) -> str:
    return author_text(review.person, in_bulk=review.bulk_id is not None)
