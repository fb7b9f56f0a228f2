"""A prediction: one row of a run, as the queue shows it and as a person opens it."""

from dataclasses import dataclass
from datetime import date

from domain.attention import AttentionReason
from domain.entity import Entity
from domain.errors import NotFoundError
from domain.explanation import Explanation


@dataclass(frozen=True)
class QueueRow:
    """What the queue shows of a prediction.

    Attributes:
        row: number of the prediction in its run, from 0.
        rank: place in the queue, from 1: what deserves attention first; None where the row was read by its number.
        value: predicted value in the unit of the target (for classes: probability of `label`).
        low, high: the range, not rounded; None where the task has none.
        usual: median of the last four comparable days; None where there is no such day.
        label: predicted class, None for regression.
        needs_look: whether at least one reason is strong enough.
        reasons: strongest first.
    """

    row: int
    rank: int | None
    entity: Entity
    value: float
    low: float | None
    high: float | None
    usual: float | None
    label: str | None
    needs_look: bool
    reasons: tuple[AttentionReason, ...]


@dataclass(frozen=True)
class PastDay:
    """A comparable day: same entity, same weekday, open, actual known."""

    day: date
    value: float


@dataclass(frozen=True)
class Prediction:
    """A prediction with its explanation, as read by (run, row).

    Attributes:
        past: the last eight comparable days, oldest first, as known on the run date.
    """

    run_id: str
    target_date: date
    queue: QueueRow
    explanation: Explanation
    past: tuple[PastDay, ...]

    @property
    def id(self) -> str:
        """The name of this prediction in links."""
        return prediction_id(self.run_id, self.queue.row)


def prediction_id(run_id: str, row: int) -> str:
    """The name of a prediction in links: its run and its row."""
    return f"{run_id}-{row}"


def parse_prediction_id(text: str) -> tuple[str, int]:
    """Run id and row of a prediction id.

    Raises:
        NotFoundError: the text is no prediction id.
    """
    run_id, _, row = text.rpartition("-")
    if not run_id or not row.isascii() or not row.isdigit() or len(row) > 12:
        raise NotFoundError("prediction", text)
    return run_id, int(row)
