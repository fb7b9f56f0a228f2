"""How the checks that learn from the past are set: how much each matters, and what it leaves alone."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from domain.finding import Severity
from domain.use_case.strict import Strict

WatchCode = Literal[
    "volume",
    "missing_values",
    "outlying_values",
    "unit_slip",
    "distribution_shift",
    "new_category",
    "fresh_source",
    "frozen_feed",
    "all_zero",
    "doubled_day",
    "swapped_columns",
]
"""The checks that compare with the past instead of with a rule of the file."""

WatchSeverity = Literal["off", "info", "warning", "critical"]


class Watch(Strict):
    """One check that learns from the past."""

    severity: WatchSeverity | None = Field(
        None,
        description="What it means when the check does not pass: `off` (not asked), `info`, `warning` or `critical` (holds the run). Left out: a warning, and critical where the target's feed stopped, its volume is implausible or most of its values of the day cannot be used.",
    )
    leave_out: list[str] = Field(
        default_factory=list, description="Sources (`weather`) or columns (`weather.rain`) that it does not look at."
    )


class Watches:
    """The settings of all such checks, with their defaults."""

    def __init__(self, held: Mapping[WatchCode, Watch]) -> None:
        self._held = held

    def severity(self, code: WatchCode, otherwise: Severity = Severity.WARNING) -> Severity:
        """What it means when a check does not pass; the file's word counts before the check's own."""
        own = self._held.get(code)
        return otherwise if own is None or own.severity in (None, "off") else Severity(str(own.severity))

    def asks(self, code: WatchCode, source: str, column: str | None = None) -> bool:
        """Whether a check is asked of a source, or of a column of it."""
        own = self._held.get(code)
        if own is None:
            return True
        return own.severity != "off" and not {source, f"{source}.{column}"} & set(own.leave_out)
