"""Export a run for a notebook: its rows as a table, or its explanations for shap's own plots."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from domain.errors import NotFoundError
from domain.links import Link
from domain.run import Run, RunState
from domain.use_case import CalendarFeature, Feature, UseCase
from models.shap_export import BASE, About, ExportedFeature, write_explanation
from prediction_store.writer import storage_errors
from presentation.words.dates import WEEKDAYS
from services.dependencies import Dependencies
from services.write_tables import HIDDEN


def find_exported_run(deps: Dependencies, use_case: str, run_id: str | None, target_date: date | None) -> Run:
    """The run of an id, else the published run of a target date, else the newest published run.

    Raises:
        NotFoundError: no such run, or it was never published.
    """
    with deps.feedback.read() as unit:
        if run_id is None:
            runs = unit.runs.published(use_case, target_date or date.max, 1)
            run = next((run for run in runs if target_date in (None, run.target_date)), None)
        else:
            run = unit.runs.by_id(run_id)
        known = tuple(run.id for run in unit.runs.published(use_case, date.max, 5))
    if run is None or run.use_case != use_case or run.state not in (RunState.PUBLISHED, RunState.SUPERSEDED):
        raise NotFoundError("run", run_id or (target_date.isoformat() if target_date else ""), known)
    return run


def export_rows(deps: Dependencies, run: Run, path: Path) -> int:
    """All columns of a run as Parquet, or as CSV where the name ends in .csv; how many rows.

    Raises:
        PredictionFileError: the files of the run are gone or broken.
        StorageFullError: the disk is full.
    """
    partial = path.with_name(path.stem + HIDDEN + path.suffix)
    try:
        count = deps.predictions.whole.copy_rows(run, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def export_shap(deps: Dependencies, run: Run, path: Path) -> int:
    """The contributions of a run with what they are of, for `models.shap_export.load_explanation`; how many rows.

    Raises:
        NotFoundError: the run was imported and has no reasons.
        PredictionFileError: the files of the run are gone or broken.
        StorageFullError: the disk is full.
    """
    if run.version is None:
        raise NotFoundError("explanation", run.id)
    use_case = deps.predictions.use_case(run)
    partial = path.with_name(path.stem + HIDDEN + path.suffix)
    try:
        with storage_errors(partial):
            count = write_explanation(partial, _about(use_case, run), _batches(deps, run, use_case))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _about(use_case: UseCase, run: Run) -> About:
    features = tuple(
        ExportedFeature(name, feature.label, feature.is_category, _words(feature))
        for name, feature in use_case.features.items()
    )
    return About(
        use_case=use_case.name,
        run=run.id,
        target_date=run.target_date.isoformat(),
        version=run.version,
        link=use_case.link.value,
        keys=tuple(use_case.keys),
        features=features,
    )


def _words(feature: Feature) -> dict[str, str]:
    if feature.calendar is CalendarFeature.WEEKDAY:
        return {str(day): name for day, name in enumerate(WEEKDAYS)}
    return feature.values


def _batches(deps: Dependencies, run: Run, use_case: UseCase) -> Iterator[pa.RecordBatch]:
    """Batches with the columns of an exported file; for several classes the effects take the place of contributions."""
    kind = "effect_" if use_case.link is Link.SOFTMAX else "shap_"
    names = {
        **{f"key_{key}": f"key_{key}" for key in use_case.keys},
        BASE: BASE,
        **{f"x_{name}": f"x_{name}" for name in use_case.features},
        **{f"shap_{name}": kind + name for name in use_case.features},
    }
    for batch in deps.predictions.whole.row_batches(run, list(names.values())):
        yield pa.RecordBatch.from_pydict({name: batch.column(stored) for name, stored in names.items()})
