"""A dispute: a prediction that somebody would have decided differently, from its opening to its end."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.entity import Entity


class DisputeState(StrEnum):
    """Where a dispute stands. Withdrawn: its author later agrees."""

    OPEN = "open"
    EXPLAINED = "explained"
    DATA_FIX = "data_fix"
    MODEL_FIX = "model_fix"
    RULE_ADDED = "rule_added"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


SETTLED = frozenset(
    {
        DisputeState.EXPLAINED,
        DisputeState.DATA_FIX,
        DisputeState.MODEL_FIX,
        DisputeState.RULE_ADDED,
        DisputeState.ACCEPTED,
    }
)
"""The states that others can bring a dispute to; withdrawing is its author's."""

FIXES = frozenset({DisputeState.DATA_FIX, DisputeState.MODEL_FIX, DisputeState.RULE_ADDED})
"""The states that promise another prediction, so that the next session verifies them; they may name a version."""

WORDS_LIMIT = 4_000
"""Characters of a step or a comment: an explanation, not a document."""


@dataclass(frozen=True)
class DisputeStep:
    """One step in the life of a dispute.

    Attributes:
        version: the model version that answers the dispute, where one does.
    """

    id: int
    state: DisputeState
    person_id: int
    person: str
    words: str
    version: int | None
    at: datetime


@dataclass(frozen=True)
class Dispute:
    """A dispute of one person about one prediction.

    Attributes:
        steps: oldest first; the first one opened it.
    """

    id: int
    use_case: str
    run_id: str
    row: int
    entity: Entity
    target_date: date
    author_id: int
    author: str
    steps: tuple[DisputeStep, ...]

    @property
    def state(self) -> DisputeState:
        """Where it stands now."""
        return self.steps[-1].state


@dataclass(frozen=True)
class Comment:
    """A remark in the thread of a prediction."""

    id: int
    run_id: str
    row: int
    person_id: int
    person: str
    words: str
    at: datetime
