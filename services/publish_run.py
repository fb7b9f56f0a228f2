"""Publish a run: prepare the day's batch, check it, score and explain it, and make it visible in one commit.

Killed at any point it leaves either the whole run or nothing that anybody sees; the same command again completes it.
"""

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.errors import NotFoundError, PredictionFileError, SourceError
from domain.finding import Finding, Severity, Verdict, verdict_of
from domain.release import HELD_BATCH, RELEASED_BATCH, Release
from domain.run import Run, RunState, run_identity
from domain.version import Version
from intake.prepare import Standpoint, prepare_batch
from intake.prepared import PreparedBatch
from intake.staging import open_staging
from models.explainer import explainer_of
from models.files import LoadedModel, load_model
from models.scoring import Scorer
from prediction_store.layout import ROW_GROUP, run_location
from services.check_inputs import check_inputs
from services.check_recipes import missing_recipes
from services.dependencies import SILENT, Dependencies, Progress
from services.finish_run import finish_run
from services.held_batch import refuse_another_batch
from services.hold_lock import hold_lock
from services.list_held import confirm_published
from services.load_use_case import LoadedUseCase, origin_of, register
from services.match_version import match_version
from services.read_back import read_back
from services.recall_past import recall_past
from services.run_findings import not_additive, released_finding, unreadable
from services.score_batch import Scoring, score_chunk
from services.sum_ingredients import run_ingredients

CHUNK_ROWS = 5 * ROW_GROUP
"""Rows scored at a time: enough for LightGBM to work in blocks, few enough that memory does not depend on the batch."""

DISPUTE_DAYS = 7
"""A dispute of the last week is a reason to look again (docs/decisions/0004)."""


@dataclass(frozen=True)
class RunOutcome:
    """What became of a run; `repeated` when it was there already and nothing was published twice."""

    run: Run
    findings: tuple[Finding, ...]
    repeated: bool = False


@dataclass(frozen=True)
class _Job:
    """One run on its way."""

    deps: Dependencies
    loaded: LoadedUseCase
    version: Version
    model: LoadedModel
    run_date: date
    started: datetime
    progress: Progress
    release: Release | None = None

    @property
    def target_date(self) -> date:
        return self.run_date + timedelta(days=self.loaded.use_case.dates.horizon_days)

    def run(self, batch_hash: str) -> Run:
        name = self.loaded.use_case.name
        run_id = run_identity(name, self.run_date, self.version.number, batch_hash)
        return Run(
            id=run_id,
            use_case=name,
            run_date=self.run_date,
            target_date=self.target_date,
            version=self.version.number,
            batch_hash=batch_hash,
            state=RunState.PREPARING,
            verdict=None,
            row_count=0,
            data_through=None,
            location=run_location(name, self.run_date, run_id),
            file_hash=None,
            created_at=self.started,
        )


def publish_run(
    deps: Dependencies,
    loaded: LoadedUseCase,
    run_date: date,
    progress: Progress = SILENT,
    release: Release | None = None,
) -> RunOutcome:
    """The run of a morning.

    The same batch again publishes nothing twice; a corrected batch publishes a new run that supersedes the earlier one.
    With a `release` the very batch that was held is published, with what was found in it and who released it.

    Raises:
        NotFoundError: the use case has no champion yet.
        ModelFileError: the champion's files are gone or were changed.
        VersionMismatchError: the use case file has other features than the champion.
        ReleaseError: the sources no longer give the batch that was held. SourceError: they cannot be read for a release.
        StorageFullError, DatabaseError, BusyError: nothing was published.
    """
    name = loaded.use_case.name
    with hold_lock(deps, name):
        with deps.feedback.read() as unit:
            version = unit.versions.champion(name)
        if version is None:
            raise NotFoundError("champion", name)
        progress.step("loading the model")
        model = load_model(deps.models / version.location, version.file_hash)
        match_version(loaded.use_case, model.manifest)
        register(deps, loaded)
        job = _Job(deps, loaded, version, model, run_date, deps.now(), progress, release)
        with ExitStack() as stack:
            staging = stack.enter_context(open_staging(_empty_staging(deps, name)))
            try:
                past = replace(recall_past(deps, name, run_date), training=model.manifest.day_medians)
                standpoint = Standpoint(origin_of(deps, loaded), run_date, past)
                batch = prepare_batch(staging, loaded.use_case, standpoint, progress.step)
            except SourceError as error:
                if release is not None:
                    raise
                return _hold(job, job.run(f"unread:{error.source}:{error.fault}"), [unreadable(error)])
            return _publish(job, batch)


def _empty_staging(deps: Dependencies, use_case: str) -> Path:
    """Where this use case's batch is prepared, without what a killed job left; its lock is held."""
    folder = deps.staging / "daily" / use_case
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _publish(job: _Job, batch: PreparedBatch) -> RunOutcome:
    missing = missing_recipes(job.loaded, batch)
    if job.release is not None:
        refuse_another_batch(job.deps, job.release, batch.content_hash)
    elif batch.verdict is Verdict.HELD or missing:
        unusual, _ = check_inputs(batch, job.model.manifest.features)
        # Not the run of a good batch that has the same content once its faults are cleaned away.
        held = _run_of(job, batch, HELD_BATCH + batch.content_hash)
        return _hold(job, held, [*batch.findings, *unusual, *missing], batch)
    run = _run_of(job, batch, (RELEASED_BATCH if job.release is not None else "") + batch.content_hash)
    with job.deps.feedback.read() as unit:
        known, earlier = unit.runs.by_id(run.id), unit.runs.findings(run.id)
    if known is not None and known.state is RunState.PUBLISHED:
        confirm_published(job.deps, known)
        return RunOutcome(known, earlier, repeated=True)
    if known is not None and known.state is RunState.SUPERSEDED and _as_published(job, known):
        # People may have this run open and reviewed it: it becomes current again as it is, its files are not touched.
        return _finish(job, replace(known, state=RunState.PUBLISHED, published_at=job.deps.now()), earlier)
    unusual, common = check_inputs(batch, job.model.manifest.features)
    with job.deps.feedback.write() as unit:
        unit.runs.prepare(run)
    told = [] if job.release is None else [released_finding(job.release)]
    return _write(job, run, batch, ([*told, *batch.findings, *unusual], common))


def _run_of(job: _Job, batch: PreparedBatch, batch_hash: str) -> Run:
    return replace(job.run(batch_hash), row_count=batch.row_count, data_through=batch.data_through)


def _as_published(job: _Job, run: Run) -> bool:
    try:
        job.deps.predictions.verify(run)
    except PredictionFileError:
        return False
    return True


def _write(job: _Job, run: Run, batch: PreparedBatch, checked: tuple[list[Finding], frozenset[str]]) -> RunOutcome:
    store, use_case = job.deps.predictions, job.loaded.use_case
    job.progress.step("scoring and explaining")
    scoring, slower = _scoring(job, checked[1])
    findings = [*checked[0], *slower]
    ingredients = run_ingredients(use_case, job.model.manifest.ingredient_ranges)
    with store.write(run.location, use_case) as writer:
        worst, failing = 0.0, 0
        for chunk in batch.chunks(CHUNK_ROWS):
            scored = score_chunk(scoring, chunk)
            worst, failing = max(worst, scored.worst_gap), failing + scored.failing
            writer.write(scored.columns)
            ingredients.add(scored.columns, scored.expected)
            job.progress.advance(writer.row_count, batch.row_count)
        if failing:
            return _hold(job, run, [*findings, not_additive(worst, failing)], batch)
        batch.write_changes(writer.changes_path)
        ingredients.write(writer, job.target_date)
        members = batch.members()
        if members is not None:
            writer.write_members(members)
        job.progress.step("sorting the queue")
        file_hash = writer.finish()
    job.progress.step("verifying what was written")
    wrong = read_back(store, run, use_case)
    if wrong is not None:
        return _hold(job, run, [*findings, wrong], batch)
    job.progress.step("publishing")
    now = job.deps.now()
    published = replace(
        run,
        state=RunState.PUBLISHED,
        verdict=verdict_of(findings) if job.release is None else Verdict.WARNINGS,
        file_hash=file_hash,
        published_at=now,
        duration_seconds=(now - job.started).total_seconds(),
    )
    return _finish(job, published, findings, batch)


def _scoring(job: _Job, common: frozenset[str]) -> tuple[Scoring, list[Finding]]:
    """What scores the batch, and a finding where the model needs the slow explainer."""
    model, threads = job.model, job.deps.threads
    chosen = job.deps.explainer.take(job.version.file_hash, lambda: explainer_of(model.booster, threads))
    scorer = Scorer(model.booster, model.manifest.link, threads, chosen.explainer)
    scoring = Scoring(job.loaded.use_case, model, scorer, common, _disputed(job))
    if chosen.fallback is None:
        return scoring, []
    return scoring, [Finding("fallback_engine", Severity.INFO, "features", detail={"reason": chosen.fallback})]


def _disputed(job: _Job) -> frozenset[tuple[str, ...]]:
    with job.deps.feedback.read() as unit:
        return unit.reviews.disputed_entities(
            job.loaded.use_case.name, job.target_date - timedelta(days=DISPUTE_DAYS), job.target_date
        )


def _hold(job: _Job, run: Run, findings: Sequence[Finding], batch: PreparedBatch | None = None) -> RunOutcome:
    now = job.deps.now()
    with job.deps.feedback.write() as unit:
        unit.runs.prepare(run)
    held = replace(run, state=RunState.HELD, verdict=Verdict.HELD, duration_seconds=(now - job.started).total_seconds())
    return _finish(job, held, findings, batch)


def _finish(job: _Job, run: Run, findings: Sequence[Finding], batch: PreparedBatch | None = None) -> RunOutcome:
    return RunOutcome(finish_run(job.deps, run, findings, batch), tuple(findings))
