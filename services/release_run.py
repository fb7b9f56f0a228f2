"""Have a held run published all the same, or its morning run again: asked by somebody who may, carried out by a job.

What was asked and what became of it are both recorded, whichever way the job ends.
"""

from dataclasses import dataclass

from domain.errors import NotFoundError, ReleaseError
from domain.permission import Permission, require
from domain.release import REASON_LIMIT, Release, ReleaseEnd, ReleaseKind, can_be_released
from domain.run import Run, RunState
from services.dependencies import SILENT, Dependencies, Progress
from services.load_use_case import LoadedUseCase
from services.publish_run import RunOutcome, publish_run
from services.sign_in import present

_ENDS = {RunState.PUBLISHED: ReleaseEnd.PUBLISHED, RunState.SUPERSEDED: ReleaseEnd.PUBLISHED}


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, as it is handed in; the same token is one decision, however often it comes."""

    token: str
    run_id: str
    kind: ReleaseKind
    reason: str


def ask_release(deps: Dependencies, actor_id: int, asked: Asked) -> Release:
    """Record that a held run is to be released or run again.

    Raises:
        NotAllowedError: this person may not.
        NotFoundError: no such run.
        ReleaseError: it is not held, cannot be released, or no reason is given.
    """
    actor = present(deps, actor_id)
    require(actor, Permission.RELEASE_RUNS)
    reason = " ".join(asked.reason.split())
    with deps.feedback.write() as unit:
        known = unit.releases.by_token(asked.token)
        if known is not None:
            return known
        run = unit.runs.by_id(asked.run_id)
        if run is None:
            raise NotFoundError("run", asked.run_id)
        _refuse(run, asked.kind, reason, releasable=can_be_released(run, unit.runs.findings(run.id)))
        release = Release(asked.token, run.use_case, run.id, asked.kind, actor.name, reason, deps.now())
        if unit.releases.ask(release, actor.id):
            detail = {"use_case": run.use_case, "reason": reason}
            unit.audit.add(actor.name, f"ask for {asked.kind}", f"run {run.id}", detail, release.at)
        return release


def _refuse(run: Run, kind: ReleaseKind, reason: str, *, releasable: bool) -> None:
    if run.state is not RunState.HELD:
        raise ReleaseError(run.id, "not held")
    if kind == "release" and not releasable:
        raise ReleaseError(run.id, "rerun only")
    if not reason:
        raise ReleaseError(run.id, "no reason" if kind == "release" else "no reason to rerun")
    if len(reason) > REASON_LIMIT:
        raise ReleaseError(run.id, "reason too long", str(REASON_LIMIT))
    if "\0" in reason:
        raise ReleaseError(run.id, "reason has a zero byte")


def carry_out(deps: Dependencies, loaded: LoadedUseCase, release: Release, progress: Progress = SILENT) -> RunOutcome:
    """Do what was asked, and record how it ended.

    Raises:
        ReleaseError: the sources no longer give the batch that was held, or the run is of another use case.
        VouchError: whatever kept the run from being made; it is recorded, too.
    """
    with deps.feedback.read() as unit:
        run = unit.runs.by_id(release.run_id)
    if run is None or run.use_case != loaded.use_case.name:
        raise ReleaseError(release.run_id, "other use case")
    try:
        outcome = publish_run(deps, loaded, run.run_date, progress, release if release.kind == "release" else None)
    except ReleaseError:
        end_release(deps, release, ReleaseEnd.CHANGED)
        raise
    except Exception as error:
        end_release(deps, release, ReleaseEnd.FAILED, words=f"{type(error).__name__}: {error}")
        raise
    end_release(deps, release, _ENDS.get(outcome.run.state, ReleaseEnd.HELD), made=outcome.run.id)
    return outcome


def end_release(
    deps: Dependencies, release: Release, end: ReleaseEnd, *, made: str | None = None, words: str = ""
) -> None:
    """Record what became of a decision; what was recorded first stays."""
    with deps.feedback.write() as unit:
        if unit.releases.end(release.token, end, made, words.replace("\0", ""), deps.now()):
            detail = {"use_case": release.use_case, "kind": release.kind, "made": made or ""}
            unit.audit.add(release.person, f"{release.kind}: {end.value}", f"run {release.run_id}", detail, deps.now())


def releases_of(deps: Dependencies, run_id: str) -> tuple[Release, ...]:
    """What was decided about a held run, newest first."""
    with deps.feedback.read() as unit:
        return unit.releases.of_run(run_id)
