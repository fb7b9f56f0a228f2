"""What a gate check or the cleaning found in a batch, and what the gate made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Severity(StrEnum):
    """How much a finding matters: told, shown as a warning, or enough to hold the run."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Verdict(StrEnum):
    """What the gate says of a batch."""

    PASSED = "passed"
    WARNINGS = "passed with warnings"
    HELD = "held"


Action = Literal["none", "changed", "dropped", "imputed", "left out"]


@dataclass(frozen=True)
class Finding:
    """One sentence's worth of evidence.

    Attributes:
        code: what was looked for, from `docs/checks.md`.
        severity: info, warning or critical.
        source: name of the source, or "batch" or "features".
        column: the column concerned, if one is.
        count: rows concerned.
        action: what was done with these rows.
        detail: values the sentence needs (JSON scalars and lists only).
        examples: at most 20 rows, each with its line and the value found.
    """

    code: str
    severity: Severity
    source: str
    column: str | None = None
    count: int = 0
    action: Action = "none"
    detail: Mapping[str, object] = field(default_factory=dict)
    examples: tuple[Mapping[str, object], ...] = ()


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """A single critical finding holds the run; a single warning is worth a banner."""
    severities = {finding.severity for finding in findings}
    if Severity.CRITICAL in severities:
        return Verdict.HELD
    return Verdict.WARNINGS if Severity.WARNING in severities else Verdict.PASSED
