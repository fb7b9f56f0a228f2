"""A version: a trained model with what it was trained on and how well it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class VersionState(StrEnum):
    """A use case has at most one champion; it scores the daily batch."""

    CANDIDATE = "candidate"
    CHAMPION = "champion"
    RETIRED = "retired"


@dataclass(frozen=True)
class Version:
    """The catalogue entry of a version.

    Attributes:
        number: 1, 2, 3 ... within the use case.
        file_hash: hash of the manifest, which in turn holds the hash of the model text.
        metrics: as `models.evaluate` computes them (JSON).
        data_from, data_through: first and last target day it was trained on.
    """

    use_case: str
    number: int
    state: VersionState
    location: str
    file_hash: str
    metrics: Mapping[str, object]
    data_from: date
    data_through: date
    created_at: datetime
    promoted_at: datetime | None = None
    reason: str | None = None
