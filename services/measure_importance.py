"""Measure what drives the model: over all runs of a period, run by run, and within segments."""

from domain.driver import Driver, Importance, RunImportance, Segments, added, drivers_of
from domain.run import Run
from domain.use_case import UseCase
from services.choose_runs import Period
from services.dependencies import Dependencies

MOST_SEGMENTS = 7
"""Columns that fit side by side, a week's days among them; the screen says how many there are in all."""


def measure_importance(deps: Dependencies, period: Period, *, grouped: bool) -> Importance:
    """Mean |effect| of each feature, or of each group, over all predictions of a period.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    drivers = drivers_of(period.use_case, grouped=grouped)
    return added(tuple(deps.predictions.whole.importance(period.runs, period.use_case, drivers).values()))


def measure_by_run(deps: Dependencies, period: Period, *, grouped: bool) -> tuple[RunImportance, ...]:
    """The same for each run, oldest first; runs with other features are measured by their own.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    found = _by_run(deps, period.runs, period.use_case, grouped=grouped)
    for run in period.other_features:
        found += _by_run(deps, (run,), deps.predictions.use_case(run), grouped=grouped)
    return tuple(sorted(found, key=lambda measured: measured.day))


def measure_segments(deps: Dependencies, period: Period, column: str, *, grouped: bool) -> Segments:
    """The same within each of the most frequent values of a segment (`segment_columns`).

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    drivers = drivers_of(period.use_case, grouped=grouped)
    return deps.predictions.whole.segments(period.runs, period.use_case, drivers, column, MOST_SEGMENTS)


def segment_columns(use_case: UseCase) -> dict[str, str]:
    """What predictions can be divided by, and the stored column of each: keys, and features whose values are names."""
    keys = {key: f"key_{key}" for key in use_case.keys}
    features = {
        name: f"x_{name}" for name, feature in use_case.features.items() if feature.is_category and feature.key is None
    }
    return {**keys, **{name: column for name, column in features.items() if name not in keys}}


def _by_run(deps: Dependencies, runs: tuple[Run, ...], use_case: UseCase, *, grouped: bool) -> list[RunImportance]:
    drivers: tuple[Driver, ...] = drivers_of(use_case, grouped=grouped)
    found = deps.predictions.whole.importance(runs, use_case, drivers)
    return [RunImportance(run.id, run.target_date, run.version, found[run.id]) for run in runs]
