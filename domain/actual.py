"""What really happened; late, sometimes corrected, never overwritten."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.entity import Entity


@dataclass(frozen=True)
class Actual:
    """The latest known actual of an entity on a day; `revision` counts from 1. `label` is the class, if any."""

    entity: Entity
    target_date: date
    value: float
    revision: int
    received_at: datetime
    label: str | None = None
