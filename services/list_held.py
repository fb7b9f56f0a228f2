"""List the runs that are held and wait for somebody: of a morning without predictions, or of a later batch of one that has some."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.finding import Finding
from domain.release import Release, ReleaseEnd, can_be_released
from domain.run import Run, RunState
from feedback_db.unit_of_work import UnitOfWork
from services.dependencies import Dependencies

LOOKED_AT = 40
"""Attempts among which held runs are looked for: more than a month of mornings."""

CONFIRMED = "confirmed"
"""The audit's word for a batch that came again, after another one was held, and was published before."""


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


def list_held(deps: Dependencies, use_case: str) -> tuple[HeldRun, ...]:
    """The newest held run of every morning, newest first; without those after which the morning was published."""
    mornings = dict[date, list[Run]]()
    with deps.feedback.read() as unit:
        for run in unit.runs.all(use_case, LOOKED_AT):
            mornings.setdefault(run.run_date, []).append(run)
        found = [_waiting(unit, attempts) for attempts in mornings.values()]
        return tuple(_opened(unit, run) for run in found if run is not None)


def held_since(deps: Dependencies, run: Run) -> HeldRun | None:
    """The later batch of a published run's morning that is held, if there is one: the earlier predictions count on."""
    if run.state is not RunState.PUBLISHED:
        return None
    with deps.feedback.read() as unit:
        held = _waiting(unit, unit.runs.of_morning(run.use_case, run.run_date))
        return None if held is None else _opened(unit, held)


def confirm_published(deps: Dependencies, run: Run) -> None:
    """Note that the batch of a published run came again; a batch that was held in between is history."""
    if held_since(deps, run) is None:
        return
    with deps.feedback.write() as unit:
        unit.audit.add("vouch", CONFIRMED, f"run {run.id}", {"use_case": run.use_case}, deps.now())


def _opened(unit: UnitOfWork, run: Run) -> HeldRun:
    return HeldRun(run, unit.runs.findings(run.id), unit.releases.of_run(run.id))


def _waiting(unit: UnitOfWork, attempts: Sequence[Run]) -> Run | None:
    """The newest held attempt of a morning (they come newest first), unless the morning was published after it."""
    held = _first(attempts, RunState.HELD)
    published = _first(attempts, RunState.PUBLISHED)
    if held is None or published is None:
        return held
    if held.created_at <= max(published.created_at, published.published_at or published.created_at):
        return None
    if any(_published_it(release, held, published) for release in unit.releases.of_run(held.id)):
        return None
    confirmed = unit.audit.last(CONFIRMED, f"run {published.id}")
    return held if confirmed is None or confirmed < held.created_at else None


def _first(attempts: Iterable[Run], state: RunState) -> Run | None:
    return next((run for run in attempts if run.state is state), None)


def _published_it(release: Release, held: Run, published: Run) -> bool:
    """Whether this decision made the run that is published; a batch that was released is not held anew by coming again."""
    if release.end is not ReleaseEnd.PUBLISHED or release.made != published.id:
        return False
    return release.kind == "release" or (release.ended_at is not None and release.ended_at >= held.created_at)
