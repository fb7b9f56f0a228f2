"""The runs of a use case, and one of them with what the gate found."""

from dataclasses import dataclass

from domain.errors import NotFoundError
from domain.finding import Finding
from domain.run import Run
from services.dependencies import Dependencies


@dataclass(frozen=True)
class OpenedRun:
    """A run with its findings."""

    run: Run
    findings: tuple[Finding, ...]


def list_runs(deps: Dependencies, use_case: str, limit: int) -> tuple[Run, ...]:
    """Runs, the newest first."""
    with deps.feedback.read() as unit:
        return unit.runs.all(use_case, limit)


def open_run(deps: Dependencies, use_case: str, run_id: str) -> OpenedRun:
    """One run of a use case.

    Raises:
        NotFoundError: no such run.
    """
    with deps.feedback.read() as unit:
        run = unit.runs.by_id(run_id)
        if run is None or run.use_case != use_case:
            raise NotFoundError("run", run_id, tuple(known.id for known in unit.runs.all(use_case, 5)))
        return OpenedRun(run, unit.runs.findings(run_id))
