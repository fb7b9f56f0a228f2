"""A row that failed a check of the gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FailingRow:
    """One row and one check; a row that failed two checks is there twice.

    Attributes:
        line: its line in the source; of the batch, its place.
        column: the columns concerned, by name.
        found: what stood there; None: nothing.
        reason: what the sentence of the check needs.
        row: the whole row as JSON.
        left_out: whether nothing after this stage has seen it.
    """

    stage: str
    source: str
    code: str
    line: int
    day: date | None
    column: str
    found: str | None
    reason: Mapping[str, object]
    row: str
    left_out: bool
