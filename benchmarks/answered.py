"""Reviewers in several processes, one of them killed in the middle; and what of their answers is there afterwards."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlalchemy import RowMapping, select

from benchmarks.answering import Assignment, Intended, intended
from domain.dispute import DisputeState
from domain.review import Answer
from feedback_db.tables import ReviewRow
from feedback_db.unit_of_work import FeedbackDb

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE_S = 300
"""A process that has not finished by then hangs."""


@dataclass(frozen=True)
class Said:
    """What a process acknowledged: ids by token (a double click says its token twice), times, and refusals by fault."""

    ids: dict[str, list[int]]
    milliseconds: list[float]
    refused: Counter[str]

    @staticmethod
    def of(lines: Sequence[str]) -> "Said":
        """Read what processes wrote."""
        said = Said({}, [], Counter())
        for kind, *words in (line.split() for line in lines):
            if kind == "refused":
                said.refused[words[0]] += 1
                continue
            said.ids.setdefault(words[0], []).append(int(words[1]))
            said.milliseconds.append(float(words[2]))
        return said


@dataclass(frozen=True)
class Found:
    """What the database holds, against what was meant and acknowledged; everything but `stored` should be 0.

    Attributes:
        lost: acknowledged, but not there.
        unsaid: meant, but not there.
        doubled: more than one row for an answer, or a second one that nobody meant.
        broken: chains of a person's answers on a prediction in which one does not supersede the one before.
        altered: answers that say something else than was meant.
        wrong_disputes: disputes that do not stand as the last answer of their author says.
    """

    stored: int
    lost: int
    unsaid: int
    doubled: int
    broken: int
    altered: int
    wrong_disputes: int

    @property
    def flawless(self) -> bool:
        """Whether nothing is wrong."""
        return self == Found(self.stored, 0, 0, 0, 0, 0, 0)


class Process:
    """One process of reviewers that can be killed."""

    def __init__(self, assignment: Assignment) -> None:
        command = [sys.executable, "-m", "benchmarks.answering"]
        self._process = subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(assignment)) + "\n")
        self._process.stdin.close()

    def lines(self, most: int) -> list[str]:
        """The first lines it writes."""
        assert self._process.stdout is not None
        return [self._process.stdout.readline() for _ in range(most)]

    def kill(self) -> list[str]:
        """End it in the middle of whatever it does; what it had written by then."""
        self._process.send_signal(signal.SIGKILL)
        return self.finish(-signal.SIGKILL)

    def finish(self, expected: int = 0) -> list[str]:
        """Everything else it writes until its end."""
        assert self._process.stdout is not None
        with self._process.stdout as said:
            rest = said.read().splitlines()
        ended = self._process.wait(timeout=PATIENCE_S)
        if ended != expected:
            raise RuntimeError(f"a process of reviewers ended with {ended}")
        return rest

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(timeout=PATIENCE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()


def nothing_else() -> None:
    """No further fault."""


def run_at_once(
    assignments: Sequence[Assignment], killed_after: int, fault: Callable[[], None] = nothing_else
) -> tuple[Said, float]:
    """Let all assignments run. The first is killed after so many lines and started again, and then `fault` happens.

    Returns:
        What was said, and the seconds it took in all.
    """
    started = time.perf_counter()
    with ExitStack() as running:
        first, *others = [running.enter_context(Process(assignment)) for assignment in assignments]
        before = [*first.lines(killed_after), *first.kill()]
        again = running.enter_context(Process(replace(assignments[0], done=tuple(Said.of(before).ids))))
        fault()
        lines = [*before, *(line for process in (again, *others) for line in process.finish())]
    return Said.of(lines), time.perf_counter() - started


def examine(feedback: FeedbackDb, assignments: Sequence[Assignment], said: Said) -> Found:
    """Compare the database with what was meant and what was acknowledged."""
    meant = {one.token: one for assignment in assignments for together in intended(assignment) for one in together}
    with feedback.engine.connect() as connection:
        rows = connection.execute(select(*ReviewRow.__table__.columns).order_by(ReviewRow.id)).mappings().all()
    stored = Counter(row["token"] for row in rows)
    ids = {row["token"]: row["id"] for row in rows}
    last: dict[tuple[int, int], RowMapping] = {}
    broken = 0
    for row in rows:
        chain = (row["row"], row["person_id"])
        broken += row["supersedes_id"] != (last[chain]["id"] if chain in last else None)
        last[chain] = row
    return Found(
        len(rows),
        lost=sum(ids.get(token) != given for token, acknowledged in said.ids.items() for given in set(acknowledged)),
        unsaid=len(meant.keys() - stored.keys()),
        doubled=sum(count - (token in meant) for token, count in stored.items()),
        broken=broken,
        altered=sum(not _as_meant(row, meant[row["token"]]) for row in rows if row["token"] in meant),
        wrong_disputes=_wrong_disputes(feedback, assignments[0].run_id, last),
    )


def _as_meant(row: RowMapping, meant: Intended) -> bool:
    value = meant.value if meant.answer is Answer.DIFFERENT else None
    found = (row["person_id"], row["row"], row["answer"], row["own_value"])
    return found == (meant.person_id, meant.row, meant.answer.value, value)


def _wrong_disputes(feedback: FeedbackDb, run_id: str, last: dict[tuple[int, int], RowMapping]) -> int:
    """Whose last answer is another value has an open dispute; who agrees has none, or withdrew it."""
    with feedback.read() as unit:
        of_rows = [dispute for row in {row for row, _ in last} for dispute in unit.disputes.for_prediction(run_id, row)]
    states = {(dispute.row, dispute.author_id): dispute.state for dispute in of_rows}
    twice = len(of_rows) - len(states)
    due = {
        chain: DisputeState.OPEN if answer["answer"] == Answer.DIFFERENT.value else DisputeState.WITHDRAWN
        for chain, answer in last.items()
    }
    return twice + sum(states.get(chain, DisputeState.WITHDRAWN) is not state for chain, state in due.items())
