"""What somebody decided about a held run: to publish it all the same, or to run its morning again; and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from domain.finding import Finding
from domain.run import Run, RunState

ReleaseKind = Literal["release", "rerun"]

REASON_LIMIT = 500
"""Characters of a reason; what fits on a banner that people still read."""

HELD_BATCH, RELEASED_BATCH = "held:", "released:"
"""Before the content hash of a batch: held by the gate, and published all the same."""

NEVER_RELEASED = frozenset({"no_rows", "duplicates_hold", "recipe_missing"})
"""Findings after which there is nothing to publish, or predictions that could not be told apart or taken apart."""


class ReleaseEnd(StrEnum):
    """What became of it."""

    PUBLISHED = "published"
    HELD = "held"
    CHANGED = "changed"
    FAILED = "failed"
    CRASHED = "crashed"


@dataclass(frozen=True)
class Release:
    """One decision about a held run; never changed afterwards.

    Attributes:
        token: the same click carries the same one.
        run_id: the held run.
        end: what became of it; None while the job is at work.
        made: the run that it made, if it made one.
        words: why it failed, as the job told it.
    """

    token: str
    use_case: str
    run_id: str
    kind: ReleaseKind
    person: str
    reason: str
    at: datetime
    end: ReleaseEnd | None = None
    made: str | None = None
    words: str = ""
    ended_at: datetime | None = None


def can_be_released(run: Run, findings: tuple[Finding, ...]) -> bool:
    """Whether a run was held by the gate with a batch that could be published; else only running it again helps."""
    held_by_gate = run.state is RunState.HELD and run.batch_hash.startswith(HELD_BATCH)
    return held_by_gate and run.row_count > 0 and not any(finding.code in NEVER_RELEASED for finding in findings)
