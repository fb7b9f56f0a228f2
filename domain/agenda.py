"""What deserves a place on the agenda: how large a dispute or an error is, whether a range missed, whether a fix helped."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from domain.prediction import QueueRow
from domain.session import ItemKind

RESOLVED_SHARE = 0.25
"""A discrepancy counts as gone when at most a quarter of it is left: 52 against 45, now 46, leaves one of seven. The
person's value is an opinion and mostly a round number, so that asking for all of it would call hardly anything solved."""

WEIGHTS = {
    ItemKind.DISPUTE: 2.0,
    ItemKind.FAR_APART: 2.0,
    ItemKind.ADDED: 2.0,
    ItemKind.LARGE_ERROR: 1.5,
    ItemKind.MISSED_RANGE: 1.5,
    ItemKind.VERIFIED: 1.0,
    ItemKind.OPEN_ACTION: 1.0,
}
"""How the timebox is shared out: people have to be heard on a dispute, an action or a fix is mostly one sentence."""


PROBABLE = 0.5
"""A binary prediction says its second class from this probability on."""


class Verdict(StrEnum):
    """What became of the discrepancy that a fix was to remove."""

    RESOLVED = "resolved"
    BETTER = "better"
    UNCHANGED = "unchanged"
    WORSE = "worse"


class Unscored(StrEnum):
    """Why a disputed prediction cannot be made again by today's champion."""

    SAME_VERSION = "same_version"
    FEATURES = "features"
    NO_CHAMPION = "no_champion"
    NO_VALUE = "no_value"
    MODEL_FILE = "model_file"
    PREDICTION_FILE = "prediction_file"
    SOURCES = "sources"


@dataclass(frozen=True)
class Rescored:
    """A disputed prediction as today's champion would make it.

    Attributes:
        version: of the champion; None where there is none.
        value: in the unit of the target (for classes: the probability of the class in dispute); None where `why` says why not.
        label: the predicted class, None for regression.
        features: those that differ from the stored inputs, where they do.
        rebuilt: whether the inputs were made anew from the sources, because the champion looks at others.
    """

    version: int | None
    value: float | None = None
    label: str | None = None
    why: Unscored | None = None
    features: tuple[str, ...] = ()
    rebuilt: bool = False


def judge(was: float, right: float, now: float) -> Verdict:
    """What became of the distance between a prediction and what would have been right.

    Args:
        was: the prediction that was disputed.
        right: what really happened; as long as that is not known, what the person said.
        now: the prediction as it is made now.
    """
    before, after = abs(was - right), abs(now - right)
    if after <= RESOLVED_SHARE * before:
        return Verdict.RESOLVED
    if after == before:
        return Verdict.UNCHANGED
    return Verdict.BETTER if after < before else Verdict.WORSE


def judge_class(was: str | None, right: str, now: str | None) -> Verdict:
    """The same for classes: either it is the right one, or it is not."""
    if now == right:
        return Verdict.RESOLVED
    return Verdict.WORSE if was == right else Verdict.UNCHANGED


@dataclass(frozen=True)
class Stated:
    """A value that was predicted, said or happened: in the unit of the target, or a class with (perhaps) its probability."""

    value: float | None
    label: str | None = None


MeasuredBy = Literal["actual", "own"]


def measure_fix(
    classes: Sequence[str], was: Stated, now: Stated, own: Stated | None, actual: Stated | None
) -> tuple[Verdict, MeasuredBy] | None:
    """What became of a discrepancy: by what really happened where that is known, else by what the person said.

    Args:
        classes: the names of the target's classes in their order; empty for a number.
        was: the prediction that was disputed.
        now: the prediction as it is made now.
        own: what the person would have decided.
        actual: what really happened.

    Returns:
        None where neither is known.
    """
    known: tuple[tuple[Stated | None, MeasuredBy], ...] = ((actual, "actual"), (own, "own"))
    for right, by in known:
        if right is None:
            continue
        if classes and right.label is not None:
            return judge_class(said_class(classes, was), right.label, said_class(classes, now)), by
        if not classes and None not in (was.value, right.value, now.value):
            return judge(was.value, right.value, now.value), by  # type: ignore[arg-type]
    return None


def said_class(classes: Sequence[str], stated: Stated) -> str | None:
    """The class that a prediction says; a binary one is stored as the probability of the second class."""
    if len(classes) == 2 and stated.label == classes[1] and stated.value is not None:
        return classes[1] if stated.value >= PROBABLE else classes[0]
    return stated.label


def relative_error(row: QueueRow, actual: float) -> float:
    """The size of an error against what the model was sure of: |actual - prediction| over the width of the range.

    Without a range (or with one of no width) it is the error itself, unit of the target.
    """
    return abs(actual - row.value) / (_width(row) or 1.0)


def outside(row: QueueRow, value: float) -> float:
    """How far a value lies outside the range, as a share of its width; 0 inside, or where there is no range."""
    if row.low is None or row.high is None:
        return 0.0
    distance = max(row.low - value, value - row.high, 0.0)
    return distance / (_width(row) or 1.0)


def _width(row: QueueRow) -> float:
    return 0.0 if row.low is None or row.high is None else row.high - row.low


def share_out(kinds: tuple[ItemKind, ...], minutes: int) -> tuple[int, ...]:
    """Whole minutes for each item, at least one; together they keep to the timebox as long as that has a minute for each."""
    total = sum(WEIGHTS[kind] for kind in kinds)
    return tuple(max(1, int(minutes * WEIGHTS[kind] / total)) for kind in kinds)
