"""Assessments that pages asked for: each made once per use case and morning, one at a time, by a process of its own.

An assessment trains a small model: some twenty seconds of a core and several hundred megabytes that the dashboard does not need.
"""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.assessment import Assessment
from services.recall_assessment import recall_assessment
from wiring.start_job import answer_of_job

KEPT = 64
"""Assessments kept, the oldest go first: some kilobytes each."""

Answer = Callable[[Sequence[str]], str]


@dataclass(frozen=True)
class Asked:
    """An assessment that was asked for.

    Attributes:
        at: since when.
        found: once it is there.
        fault: in words, where it could not be made; empty where it says nothing itself.
    """

    at: datetime
    found: Assessment | None = None
    fault: str | None = None


class AssessmentDesk:
    """What was asked for, and what became of it."""

    def __init__(self, answer: Answer = answer_of_job) -> None:
        self._answer = answer
        self._asked: dict[tuple[str, date], Asked] = {}
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def look(self, use_case: str, as_of: date) -> Asked | None:
        """What was asked for; None where nothing was."""
        return self._asked.get((use_case, as_of))

    def ask(self, use_case: str, as_of: date, path: str, at: datetime) -> threading.Thread | None:
        """Have an assessment made; None where it is being made or there already. One that failed is tried again."""
        key = (use_case, as_of)
        with self._lock:
            before = self._asked.get(key)
            if before is not None and before.fault is None:
                return None
            while len(self._asked) >= KEPT:
                self._asked.pop(next(iter(self._asked)))
            self._asked[key] = Asked(at)
        thread = threading.Thread(target=self._make, args=(key, path, at), name="vouch-assess", daemon=True)
        thread.start()
        return thread

    def _make(self, key: tuple[str, date], path: str, at: datetime) -> None:
        with self._turn:
            written = self._answer(["assess", path, "--date", key[1].isoformat(), "--json"])
        try:
            answer = json.loads(written)
            made = Asked(at, recall_assessment(answer))
        except (KeyError, TypeError, ValueError):
            made = Asked(at, fault=_fault(written))
        with self._lock:
            self._asked[key] = made


def _fault(written: str) -> str:
    """What the command said of its problem."""
    try:
        error = json.loads(written)["error"]
        return " ".join(filter(None, (str(error[part]) for part in ("title", "what", "todo"))))
    except (KeyError, TypeError, ValueError):
        return ""
