"""How many rows a source had for a day: the first thing to go wrong, and the easiest to see."""

from dataclasses import dataclass
from datetime import date

WHOLE = ""
"""The segment that is the whole source."""

CLOSED = "closed"
"""No segment, but a note: the calendar says that all or most is closed that day. Segments are `key=value`, so no name can be the same."""


@dataclass(frozen=True)
class Volume:
    """Rows of a source for one day.

    Attributes:
        segment: `key=value`, several joined by " · "; `WHOLE` for all rows of the source; `CLOSED` notes a closed day.
        day: the day that the rows are about.
        rows: as received.
    """

    source: str
    segment: str
    day: date
    rows: int
