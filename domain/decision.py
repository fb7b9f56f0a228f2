"""A decision: what counts for ordering, for one prediction."""

from dataclasses import dataclass

from domain.entity import Entity
from domain.scenario import Scenario


@dataclass(frozen=True)
class Decision:
    """One row of the decided list.

    Attributes:
        prediction: what the model said, in the unit of the target (for classes: the probability of `label`).
        label: the predicted class, None for regression.
        decided: what counts: the latest override of somebody entitled to decide, else the prediction.
        decided_label: the decided class, None for regression.
        decided_by: the name of the person; None where the model's prediction stands.
        reason: reason code of the override.
        scenario: what was attached to the override.
        in_bulk: the override was given from the list, on many predictions at once.
    """

    entity: Entity
    prediction: float
    label: str | None
    decided: float
    decided_label: str | None
    decided_by: str | None
    reason: str | None
    comment: str = ""
    scenario: Scenario | None = None
    in_bulk: bool = False
