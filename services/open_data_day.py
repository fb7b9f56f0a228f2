"""Open what there is to know about the data of a day: checks, stages, jumps, volumes, and the runs that are held."""

from dataclasses import dataclass
from datetime import timedelta

from domain.check_result import CheckResult
from domain.finding import Finding
from domain.jump import Jump, Trace
from domain.release import Release, can_be_released
from domain.run import Run, RunState
from domain.stage import StageSnapshot
from domain.volume_series import VolumeSeries
from services.dependencies import Dependencies
from services.lineage import traced_columns
from services.open_day import Day
from services.read_volumes import read_volumes
from services.trace_jump import first_stage, recall_snapshots, trace

LOOKED_AT = 40
"""Attempts among which held runs are looked for: more than a month of mornings."""


@dataclass(frozen=True)
class HeldRun:
    """A run that is held, why, and what was decided about it, newest first."""

    run: Run
    findings: tuple[Finding, ...]
    releases: tuple[Release, ...]

    @property
    def can_be_released(self) -> bool:
        """Whether its batch could be published as it is."""
        return can_be_released(self.run, self.findings)


@dataclass(frozen=True)
class DataDay:
    """The data of a day.

    Attributes:
        snapshots: of this morning and the weeks before.
        traces: of every traced column, what is furthest out first.
        jump: the one to look at: the earliest stage that moved.
        held: held runs whose day nobody has predictions for, newest first.
    """

    day: Day
    results: tuple[CheckResult, ...]
    snapshots: tuple[StageSnapshot, ...]
    traces: tuple[Trace, ...]
    jump: Jump | None
    volumes: tuple[VolumeSeries, ...]
    held: tuple[HeldRun, ...]

    def of_morning(self) -> tuple[StageSnapshot, ...]:
        """The snapshots of this morning only."""
        return tuple(found for found in self.snapshots if found.run_date == self.day.run.run_date)


def open_data_day(deps: Dependencies, day: Day) -> DataDay:
    """Everything about the data of a day, from stored evidence only: no source is read."""
    use_case, run = day.use_case, day.run
    with deps.feedback.read() as unit:
        results = unit.gate.results(run.id)
    snapshots = recall_snapshots(deps, use_case.name, run.run_date)
    traces = [trace(snapshots, use_case, name, run.run_date) for name in traced_columns(use_case)]
    ordered = tuple(sorted(traces, key=lambda found: -(found.jump.strength if found.jump else 0.0)))
    volumes = read_volumes(deps, use_case, run.run_date, snapshots)
    first = (use_case.target.source, use_case.batch.source)
    volumes = tuple(sorted(volumes, key=lambda series: first.index(series.source) if series.source in first else 2))
    return DataDay(day, results, snapshots, ordered, first_stage(traces), volumes, list_held(deps, use_case.name))


def list_held(deps: Dependencies, use_case: str) -> tuple[HeldRun, ...]:
    """The newest held run of every day that has no published one, newest first."""
    found = dict[object, HeldRun]()
    with deps.feedback.read() as unit:
        runs = unit.runs.all(use_case, LOOKED_AT)
        published = {run.run_date for run in runs if run.state is RunState.PUBLISHED}
        for run in runs:
            if run.state is RunState.HELD and run.run_date not in published | found.keys():
                found[run.run_date] = HeldRun(run, unit.runs.findings(run.id), unit.releases.of_run(run.id))
    return tuple(found.values())


def is_stale(release: Release, deps: Dependencies, limit_seconds: float) -> bool:
    """Whether a job should have ended long ago: nobody watches it any more."""
    return release.end is None and deps.now() - release.at > timedelta(seconds=limit_seconds)
