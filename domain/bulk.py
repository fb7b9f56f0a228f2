"""A bulk action: one person's answer on many predictions at once, given from the list and taken back as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.own_value import check_own_value
from domain.review import Answer
from domain.use_case.definition import Target

BULK_LIMIT = 20_000
"""Predictions in one bulk action: as many take up to 8 s to store (decision 0011), and nobody has looked at a longer list."""


SIGNIFICANT_DIGITS = 4
"""Of an increased value that need not be whole: one more than screens show of a prediction (`words.quantities`)."""


class BulkKind(StrEnum):
    """What is answered on every prediction. Increases are of the model's prediction; a negative one is a decrease."""

    ACCEPT = "accept"
    SET = "set"
    INCREASE = "increase"
    PERCENT = "percent"


class LeftOut(StrEnum):
    """Why a prediction of the list is not part of a bulk action."""

    NEEDS_LOOK = "needs_look"
    ANSWERED = "answered"
    DISPUTED = "disputed"
    UNCHANGED = "unchanged"
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class BulkChange:
    """What is to be answered.

    Attributes:
        amount: the value, the units or the percent; None for accepting and for classes.
        label: the class to set, for binary and multiclass.
    """

    kind: BulkKind
    amount: float | None = None
    label: str | None = None
    reason: str | None = None
    comment: str = ""

    @property
    def answer(self) -> Answer:
        """What this is as an answer on one prediction."""
        return Answer.AGREE if self.kind is BulkKind.ACCEPT else Answer.DIFFERENT


@dataclass(frozen=True)
class NewBulk:
    """A bulk action as it is handed in.

    Attributes:
        token: made by the client once per action; the same token is stored once.
        scope: the list and filters that it was taken from, as text by name.
        count: predictions answered.
        left_out: how many of the list were not, by reason.
    """

    token: str
    use_case: str
    run_id: str
    target_date: date
    person_id: int
    change: BulkChange
    scope: Mapping[str, str]
    count: int
    left_out: Mapping[LeftOut, int]


@dataclass(frozen=True)
class BulkAction:
    """A stored bulk action; `undone_at` says when its author took it back."""

    id: int
    new: NewBulk
    created_at: datetime
    undone_at: datetime | None = None


def changed_value(predicted: float, change: BulkChange, target: Target) -> float:
    """The own value that a change makes of a prediction, in the unit of the target.

    Computed in decimals, so that 45 increased by 10 % is 49.5 and not a little more. An increase is rounded, half a unit
    away from zero: to whole units where the target is whole, else to `SIGNIFICANT_DIGITS`, but no coarser than to whole
    units. A value to set is taken as it is.

    Raises:
        AnswerError: the target cannot take the value (`domain.own_value.check_own_value`).
    """
    assert change.amount is not None
    before, amount = Decimal(repr(float(predicted))), Decimal(repr(float(change.amount)))
    if change.kind is BulkKind.SET:
        after = amount
    elif change.kind is BulkKind.INCREASE:
        after = before + amount
    else:
        after = before * (100 + amount) / 100
    if change.kind is not BulkKind.SET:
        whole = target.integer or not after
        decimals = 0 if whole else max(0, SIGNIFICANT_DIGITS - 1 - after.adjusted())
        after = after.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    # Adding zero turns a negative zero into the plain one.
    value = float(after) + 0.0
    check_own_value(value, target)
    return value
