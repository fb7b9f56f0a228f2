"""A kept export: a file that somebody asked for on a page, from waiting to ready, until it expires."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.exported import Wanted


class ExportState(StrEnum):
    """Where an export stands. Interrupted: the server ended while it was being made."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


UNFINISHED = frozenset({ExportState.WAITING, ExportState.RUNNING})


@dataclass(frozen=True)
class KeptExport:
    """An export of one person; nobody else sees it.

    Attributes:
        done, total: rows written, and how many there are.
        asked_at, ended_at: when it was asked for, and when it was ready or had failed.
        file: its name; empty until it is ready.
        size: bytes of the file.
        problem: why it failed, in words.
    """

    id: str
    person_id: int
    wanted: Wanted
    state: ExportState
    asked_at: datetime
    done: int = 0
    total: int = 0
    ended_at: datetime | None = None
    file: str = ""
    size: int = 0
    problem: str = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether something is still to come."""
        return self.state in UNFINISHED
