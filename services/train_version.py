"""Train a version: learn from all that is known, measure it on held-out days, write it down, register it."""

from dataclasses import replace
from datetime import date

from domain.finding import Finding
from domain.version import Version, VersionState
from services.check_recipes import demand_recipes
from services.dependencies import SILENT, Dependencies, Progress
from services.hold_lock import hold_lock
from services.load_use_case import LoadedUseCase, register
from services.training_rows import training_rows


def train_version(deps: Dependencies, loaded: LoadedUseCase, as_of: date, progress: Progress = SILENT) -> Version:
    """A new version as of a morning; the first of a use case becomes champion, later ones stay candidates.

    Raises:
        SourceError, TooLittleDataError, ModelParameterError: said before anything is written.
        UseCaseFileError: a product that was learned from has no recipe.
        BusyError: another job is at this use case.
    """
    from models.files import version_folder_name, write_version
    from models.training import train

    use_case = loaded.use_case
    with hold_lock(deps, use_case.name):
        rows = training_rows(deps, loaded, as_of, progress)
        demand_recipes(loaded, rows.data.entities)
        progress.step("training and calibrating")
        trained = train(use_case, rows.data)
        # What was cleaned away before learning belongs to what is known of a version.
        cleaned = [_cleaned(finding) for finding in rows.findings]
        trained = replace(trained, metrics={**trained.metrics, "cleaned": cleaned})
        register(deps, loaded)
        with deps.feedback.read() as unit:
            number = unit.versions.next_number(use_case.name)
        progress.step("writing the model")
        manifest = trained.manifest(number)
        location = f"{use_case.name}/{version_folder_name(manifest)}"
        manifest_hash = write_version(deps.models / location, trained.text, manifest)
        version = Version(
            use_case.name,
            number,
            VersionState.CANDIDATE,
            location,
            manifest_hash,
            trained.metrics,
            trained.data_from,
            trained.data_through,
            deps.now(),
        )
        with deps.feedback.write() as unit:
            stored = unit.versions.add(version)
            unit.audit.add(
                "vouch", "train", f"{use_case.name} version {number}", {"as_of": as_of.isoformat()}, deps.now()
            )
    return stored


def _cleaned(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "source": finding.source,
        "column": finding.column,
        "count": finding.count,
        "action": finding.action,
        "detail": dict(finding.detail),
        "examples": [dict(example) for example in finding.examples[:1]],
    }
