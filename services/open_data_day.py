"""Open what there is to know about the data of a day: checks, stages, jumps, volumes, and the runs that are held."""

from dataclasses import dataclass
from datetime import timedelta

from domain.check_result import CheckResult
from domain.jump import TracedMorning
from domain.release import Release
from domain.run import Run
from domain.stage import StageSnapshot
from domain.use_case import UseCase
from domain.volume_series import CountedRows
from services.dependencies import Dependencies
from services.list_held import HeldRun, list_held
from services.open_day import Day
from services.read_volumes import read_volumes
from services.recall_past import PAST_DAYS
from services.trace_jump import trace_morning


@dataclass(frozen=True)
class DataDay:
    """The data of a day.

    Attributes:
        stages: what its stages say.
        volumes: what was counted of every source and segment (`services.read_volumes.judge_volumes` says what was normal).
        held: runs that are held and wait, one of a morning, newest first.
    """

    day: Day
    results: tuple[CheckResult, ...]
    stages: TracedMorning
    volumes: tuple[CountedRows, ...]
    held: tuple[HeldRun, ...]

    def of_morning(self) -> tuple[StageSnapshot, ...]:
        """The snapshots of this morning only."""
        return tuple(found for found in self.stages.snapshots if found.run_date == self.day.run.run_date)


def open_data_day(deps: Dependencies, day: Day) -> DataDay:
    """Everything about the data of a day, from stored evidence only: no source is read."""
    use_case, run = day.use_case, day.run
    with deps.feedback.read() as unit:
        results = unit.gate.results(run.id)
    stages = _traced(deps, use_case, run)
    volumes = read_volumes(deps, use_case, run.run_date, stages.snapshots)
    first = (use_case.target.source, use_case.batch.source)
    volumes = tuple(sorted(volumes, key=lambda counted: first.index(counted.source) if counted.source in first else 2))
    return DataDay(day, results, stages, volumes, list_held(deps, use_case.name))


def _traced(deps: Dependencies, use_case: UseCase, run: Run) -> TracedMorning:
    """Every column through the stages. It takes half a second, so it is kept until a run of these weeks comes or changes."""
    with deps.feedback.read() as unit:
        stamp = unit.gate.stamp(use_case.name, run.run_date - timedelta(days=PAST_DAYS))
    key = (run.id, stamp, use_case.model_dump_json())
    return deps.traced.take(key, lambda: trace_morning(deps, use_case, run.run_date))


def is_stale(release: Release, deps: Dependencies, limit_seconds: float) -> bool:
    """Whether a job should have ended long ago: nobody watches it any more."""
    return release.end is None and deps.now() - release.at > timedelta(seconds=limit_seconds)
