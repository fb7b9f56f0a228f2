"""Find the prediction of an entity in a run."""

from domain.entity import Entity
from domain.prediction import prediction_id
from domain.run import Run
from prediction_store.queue import Selection
from services.dependencies import Dependencies

NEAR = 50
"""Rows looked at: the keys name one entity, so that the first row is the one."""


def find_prediction(deps: Dependencies, run: Run, entity: Entity) -> str | None:
    """The id of an entity's prediction; None where the run has none, or names its entities by other keys."""
    keys = deps.predictions.use_case(run).keys
    if len(keys) != len(entity):
        return None
    rows = deps.predictions.page(run, Selection(keys=tuple(zip(keys, entity, strict=True))), 0, NEAR)
    return next((prediction_id(run.id, row.row) for row in rows if row.entity == entity), None)
