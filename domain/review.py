"""A review: one person's answer on one prediction, with what that person saw."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.entity import Entity
from domain.scenario import Scenario


class Answer(StrEnum):
    """What a person can say of a prediction."""

    AGREE = "agree"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


COMMENT_LIMIT = 10_000
"""Characters; a comment is a remark, not a document. Longer ones are refused in words."""


@dataclass(frozen=True)
class Seen:
    """What was on the screen when the answer was given; stored with the review and hashed.

    Attributes:
        version: of the model; None for a prediction that was imported.
        top: (feature, value as shown, effect) of the largest effects, largest first.
    """

    prediction: float
    label: str | None
    low: float | None
    high: float | None
    usual: float | None
    version: int | None
    data_through: str
    top: tuple[tuple[str, str, float], ...]

    def as_json(self) -> dict[str, object]:
        """Plain values, in the order that the hash is computed on."""
        return {
            "prediction": self.prediction,
            "label": self.label,
            "low": self.low,
            "high": self.high,
            "usual": self.usual,
            "version": self.version,
            "data_through": self.data_through,
            "top": [list(item) for item in self.top],
        }

    def content_hash(self) -> str:
        """SHA-256 of the content, tagged with its algorithm."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def seen_from_json(content: Mapping[str, object]) -> Seen:
    """Undo `Seen.as_json`."""
    top = content["top"]
    assert isinstance(top, Sequence)
    values = {**content, "top": tuple((str(f), str(v), float(e)) for f, v, e in top)}
    return Seen(**values)  # type: ignore[arg-type]


@dataclass(frozen=True)
class NewReview:
    """A review as it is handed in.

    Attributes:
        token: made by the client once per answer; the same token is stored once.
        own_value: what the person would decide, in the unit of the target; only with DIFFERENT.
        own_label: the class the person would decide, for binary and multiclass.
        own_low, own_high: the range that the person gives, if they give one; both or neither.
        scenario: what the person tried in What if and attached.
    """

    token: str
    use_case: str
    run_id: str
    row: int
    entity: Entity
    target_date: date
    person_id: int
    answer: Answer
    seen: Seen
    own_value: float | None = None
    own_label: str | None = None
    reason: str | None = None
    doubted: tuple[str, ...] = ()
    comment: str = ""
    own_low: float | None = None
    own_high: float | None = None
    scenario: Scenario | None = None


@dataclass(frozen=True)
class Review:
    """A stored review.

    Attributes:
        superseded: the same person answered the same prediction again.
        bulk_id: the bulk action that it was given with. Its author saw the list and not the reasons, so `seen` has no effects.
        withdrawn: that bulk action was taken back, so the answer no longer counts.
    """

    id: int
    new: NewReview
    person: str
    may_decide: bool
    created_at: datetime
    superseded: bool = False
    bulk_id: int | None = None
    withdrawn: bool = False
