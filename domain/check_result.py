"""What one gate check said: that it passed, too; not run is never passed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.finding import Action, Finding, Severity
from domain.stage import Stage


class Outcome(StrEnum):
    """How a check ended. *Not applicable* says why it could not be asked, in the detail `why`."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class CheckResult:
    """One check on one thing.

    Attributes:
        code: what was asked, from `docs/checks.md`.
        outcome: how it ended.
        severity: what it means when it did not pass: told, a warning, or enough to hold the run.
        stage: after which stage it looked.
        table: name of the source, or "batch".
        column: the column concerned, if one is.
        count: rows concerned; of: rows that were looked at.
        action: what was done with the rows concerned.
        detail: values that its sentence and its evidence need (JSON scalars, lists and mappings only).
        examples: at most 20 of the rows concerned.
    """

    code: str
    outcome: Outcome
    severity: Severity
    stage: Stage
    table: str
    column: str | None = None
    count: int = 0
    of: int = 0
    action: Action = "none"
    detail: Mapping[str, object] = field(default_factory=dict)
    examples: tuple[Mapping[str, object], ...] = ()

    @property
    def finding(self) -> Finding | None:
        """The finding that people see; None where there is nothing to see."""
        if self.outcome in (Outcome.PASSED, Outcome.NOT_APPLICABLE):
            return None
        return Finding(
            self.code, self.severity, self.table, self.column, self.count, self.action, self.detail, self.examples
        )
