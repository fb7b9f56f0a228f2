"""A run: one batch scored by one model version."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.finding import Verdict


class RunState(StrEnum):
    """Where a run stands. Only *published* and *superseded* runs have predictions that anybody may see."""

    PREPARING = "preparing"
    HELD = "held"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    FAILED = "failed"


@dataclass(frozen=True)
class Run:
    """The catalogue entry of a run.

    Attributes:
        id: stable across re-runs, see `run_identity`.
        run_date: the morning on which it ran; actuals are known through `data_through`.
        target_date: the day that is predicted, run date + horizon.
        batch_hash: content of the prepared batch, tagged with its algorithm.
        location: folder of its files, relative to the prediction store.
        file_hash: content of the files, tagged with its algorithm; None until they are complete.
        supersedes: the run that a corrected batch replaced.
        duration_seconds: wall time of the job.
    """

    id: str
    use_case: str
    run_date: date
    target_date: date
    version: int | None
    batch_hash: str
    state: RunState
    verdict: Verdict | None
    row_count: int
    data_through: date | None
    location: str
    file_hash: str | None
    created_at: datetime
    published_at: datetime | None = None
    supersedes: str | None = None
    duration_seconds: float | None = None


def run_identity(use_case: str, run_date: date, version: int | None, batch_hash: str) -> str:
    """The id of a run: the same use case, run date, version and batch content always give the same id."""
    content = f"{use_case}|{run_date.isoformat()}|{version}|{batch_hash}"
    return f"{run_date:%Y%m%d}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
