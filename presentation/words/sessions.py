"""Sessions in words: why something is on the agenda, what was said of it, what was decided."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.agenda import Unscored, Verdict
from domain.dispute import DisputeState
from domain.opened_session import OpenedSession, Point
from domain.review import Answer, Review
from domain.session import ItemKind, Session
from domain.use_case import UseCase
from presentation.words.catalogue import forms, marked, plural, text
from presentation.words.dates import day_text, short_day
from presentation.words.disputes import state_word
from presentation.words.entities import entity_title
from presentation.words.features import class_text, feature_label
from presentation.words.quantities import Scale, amount, exact_number, number, scale_for

KINDS = {
    ItemKind.VERIFIED: marked("verify"),
    ItemKind.OPEN_ACTION: marked("open action"),
    ItemKind.DISPUTE: marked("dispute"),
    ItemKind.LARGE_ERROR: marked("large error"),
    ItemKind.MISSED_RANGE: marked("range missed"),
    ItemKind.FAR_APART: marked("far apart"),
    ItemKind.ADDED: marked("added"),
}
COUNTS = {
    ItemKind.VERIFIED: forms("{count} fix to verify", "{count} fixes to verify"),
    ItemKind.OPEN_ACTION: forms("{count} open action", "{count} open actions"),
    ItemKind.DISPUTE: forms("{count} dispute", "{count} disputes"),
    ItemKind.LARGE_ERROR: forms("{count} large error", "{count} large errors"),
    ItemKind.MISSED_RANGE: forms("{count} missed range", "{count} missed ranges"),
    ItemKind.FAR_APART: forms("{count} far apart", "{count} far apart"),
    ItemKind.ADDED: forms("{count} added by hand", "{count} added by hand"),
}
OUTCOMES = {
    DisputeState.EXPLAINED: marked("Explained"),
    DisputeState.DATA_FIX: marked("Data fix"),
    DisputeState.MODEL_FIX: marked("Model fix"),
    DisputeState.RULE_ADDED: marked("Rule added"),
    DisputeState.ACCEPTED: marked("Accepted"),
}
VERDICTS = {
    Verdict.RESOLVED: marked("resolved"),
    Verdict.BETTER: marked("better, but not gone"),
    Verdict.UNCHANGED: marked("unchanged"),
    Verdict.WORSE: marked("worse"),
}
UNSCORED = {
    Unscored.SAME_VERSION: marked("Model {version}, which predicted it, is still in use: nothing to compare yet."),
    Unscored.FEATURES: marked(
        "Model {version} needs other inputs, and the sources no longer have them for that day: it cannot be predicted again."
    ),
    Unscored.SOURCES: marked(
        "Its inputs have to be made anew for model {version}, and a source cannot be read now: it was not predicted again."
    ),
    Unscored.NO_CHAMPION: marked("No model is in use now: it cannot be predicted again."),
    Unscored.NO_VALUE: marked("Nobody named a value of their own: there is nothing to compare a new prediction with."),
    Unscored.MODEL_FILE: marked("The file of model {version} is gone or was changed: it cannot be predicted again."),
    Unscored.PREDICTION_FILE: marked("The stored prediction is gone or was changed: it cannot be predicted again."),
}

Tone = Literal["", "you", "fact"]


@dataclass(frozen=True)
class Said:
    """A sentence about a point; "you" is what people said, "fact" what really happened."""

    words: str
    tone: Tone = ""


def kind_word(kind: ItemKind) -> str:
    """Why something is on the agenda, for a chip."""
    return text(KINDS[kind])


def outcome_label(state: DisputeState) -> str:
    """An outcome as it stands on a button."""
    return text(OUTCOMES[state])


def period_text(first: date, last: date) -> str:
    """The days that a session is about."""
    if first == last:
        return day_text(first)
    return text("{first} to {last}", first=short_day(first), last=short_day(last))


def session_state_text(session: Session) -> str:
    """Where a session stands, for a chip."""
    if session.is_open:
        return text("being amended") if session.amendments else text("open")
    return text("closed, amended") if session.amendments else text("closed")


def agenda_counts(opened: OpenedSession) -> str:
    """What is on the agenda: "3 disputes, 2 large errors"."""
    kinds = [point.item.kind for point in opened.points]
    return ", ".join(plural(*COUNTS[kind], kinds.count(kind)) for kind in ItemKind if kind in kinds)


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
            parts.append(text("{person} {value}", person=review.person, value=own))
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
    verified = verified_sentence(use_case, point)
    return (*said, *((Said(verified, "you"),) if verified else ()))


def _said(use_case: UseCase, review: Review) -> str:
    own, code = own_text(use_case, review), review.new.reason
    reason = "" if code is None else use_case.reviews.reasons.get(code, code)
    if own is None:
        return text("{person} would decide differently.", person=review.person)
    if reason:
        return text("{person} said {value} ({reason}).", person=review.person, value=own, reason=reason)
    return text("{person} said {value}.", person=review.person, value=own)


def verified_sentence(use_case: UseCase, point: Point) -> str:
    """What became of a fix: "Settled as model fix by Ana. Model 3 now says 46: resolved."; empty for other points."""
    detail = point.item.detail
    made = detail.get("rescored")
    if point.item.kind is not ItemKind.VERIFIED or not isinstance(made, dict):
        return ""
    settled = text(
        "Settled as {state} by {person}.",
        state=state_word(DisputeState(str(detail["state"]))),
        person=detail["settled_by"],
    )
    return f"{settled} {_verified(use_case, point, made)}"


def _verified(use_case: UseCase, point: Point, made: dict[str, object]) -> str:
    version = made.get("version")
    if made.get("why") is not None:
        return text(UNSCORED[Unscored(str(made["why"]))], version=version)
    label, value = made.get("label"), amount(_number(made.get("value")), point_scale(use_case, point))
    words = {
        "version": version,
        "value": f"{class_text(use_case, label)} {value}" if isinstance(label, str) else value,
        "verdict": _verdict(use_case, point),
    }
    if not made.get("rebuilt"):
        return text("Model {version} now says {value}: {verdict}.", **words)
    names = made.get("features")
    features = ", ".join(feature_label(use_case, str(name)) for name in names) if isinstance(names, list) else ""
    if not features:
        return text("With its inputs made anew, model {version} now says {value}: {verdict}.", **words)
    return text(
        "With its inputs made anew ({features}), model {version} now says {value}: {verdict}.",
        features=features,
        **words,
    )


def _verdict(use_case: UseCase, point: Point) -> str:
    """Whether the discrepancy is gone, and by what that was measured."""
    verdict = text(VERDICTS[Verdict(str(point.item.detail["verdict"]))])
    if point.item.detail.get("by") == "actual":
        return text("{verdict}, by what was {happened}", verdict=verdict, happened=use_case.target.happened)
    return text("{verdict}, by what {person} said", verdict=verdict, person=point.item.detail["author"])
