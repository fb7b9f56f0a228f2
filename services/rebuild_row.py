"""The inputs of an earlier prediction, built anew from the sources with the features of a later use case file."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from domain.entity import Entity
from domain.errors import ContrastError
from domain.explanation import FeatureValue
from services.dependencies import Dependencies
from services.open_prediction import OpenedPrediction

Row = Mapping[str, FeatureValue]

CHUNK_ROWS = 20_000
KEPT_ROWS = 2_000
"""Of a batch up to this size all rows are kept, because whoever opens one prediction opens its neighbours next; of a larger
one only the row that was asked for."""


def rebuild_row(deps: Dependencies, opened: OpenedPrediction, reference: OpenedPrediction) -> Row:
    """The row of the reference as of its own morning, with the features that the prediction was made from.

    The sources are read as they are now: a value that was corrected since is the corrected one.

    Raises:
        SourceError: a source cannot be read.
        ContrastError: the sources no longer hold this entity on that day.
    """
    day = _morning(opened, reference)
    entity = reference.prediction.queue.entity
    small = reference.run.row_count <= KEPT_ROWS
    key = (opened.run.use_case, opened.run.version or 0, day, None if small else entity)
    rows = deps.rebuilt.take(key, lambda: _rows(deps, opened, reference))
    if entity not in rows:
        assert opened.run.version is not None
        raise ContrastError("entity", opened.run.version, day.isoformat())
    return rows[entity]


def _rows(deps: Dependencies, opened: OpenedPrediction, reference: OpenedPrediction) -> Mapping[Entity, Row]:
    from intake.prepare import Origin, Standpoint, prepare_batch
    from intake.staging import open_staging

    use_case, wanted = opened.use_case, reference.prediction.queue.entity
    with deps.feedback.read() as unit:
        origin = Origin(Path(unit.use_cases.path(use_case.name)).parent, deps.variables)
    names = [*use_case.keys, *(f"x_{name}" for name in use_case.features)]
    rows: dict[Entity, Row] = {}
    with open_staging(deps.staging) as staging:
        standpoint = Standpoint(origin, _morning(opened, reference))
        batch = prepare_batch(staging, use_case, standpoint, lambda step: None)
        for chunk in batch.chunks(CHUNK_ROWS):
            for values in zip(*(chunk.column(name).to_pylist() for name in names), strict=True):
                entity = values[: len(use_case.keys)]
                if batch.row_count <= KEPT_ROWS or entity == wanted:
                    rows[entity] = dict(zip(use_case.features, values[len(use_case.keys) :], strict=True))
    return rows


def _morning(opened: OpenedPrediction, reference: OpenedPrediction) -> date:
    """The morning from which the day of the reference is predicted with the horizon of now."""
    return reference.prediction.target_date - timedelta(days=opened.use_case.dates.horizon_days)
