"""Find what a prediction is compared with: the last comparable day, the prediction before, or a typical day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from domain.prediction import prediction_id
from prediction_store.entity_rows import EntityRow
from services.dependencies import Dependencies
from services.find_prediction import find_prediction
from services.open_prediction import OpenedPrediction

ReferenceKind = Literal["comparable", "previous", "typical"]
REFERENCE_KINDS: tuple[ReferenceKind, ...] = get_args(ReferenceKind)

LOOK_BACK_DAYS = 56
"""Eight weeks: as far as the line of comparable days reaches (presentation/charts/past_days)."""

TYPICAL_AT_LEAST = 4
"""Of fewer predictions none is typical; the usual value rests on as many days."""


def find_reference(deps: Dependencies, opened: OpenedPrediction, kind: ReferenceKind) -> str | None:
    """The id of the prediction to compare with, of the same entity; None where the last eight weeks have none.

    Days whose run was held or whose batch did not have the entity are passed over.

    - comparable: the last day of the same weekday.
    - previous: the last day that was predicted, mostly yesterday.
    - typical: see `_medoid`.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    day = opened.prediction.target_date
    with deps.feedback.read() as unit:
        # A day has at most one published run.
        known = unit.runs.published(opened.run.use_case, day - timedelta(days=1), LOOK_BACK_DAYS, explained=True)
    runs = tuple(run for run in known if run.target_date >= day - timedelta(days=LOOK_BACK_DAYS))
    entity = opened.prediction.queue.entity
    if kind == "typical":
        return _medoid(deps.predictions.entity_rows(runs, opened.use_case.keys, entity))
    if kind == "comparable":
        runs = tuple(run for run in runs if run.target_date.weekday() == day.weekday())
    return next((found for run in runs if (found := find_prediction(deps, run, entity))), None)


def _medoid(rows: Sequence[EntityRow]) -> str | None:
    """The prediction that is nearest to all others: the sum of its distances to them is the smallest.

    The distance is the sum over base and features of the differences between the contributions. They are all in one
    unit, hold for names and missing values as for numbers, and weigh a feature by what it does; between versions, too, since
    all of them explain the same target on the same scale. A medoid and not a mean (Kaufman and Rousseeuw 1990,
    "Partitioning around medoids"), because it is a day that people remember and can open; the mean of a Monday and a
    Sunday is no day. Of several classes only the predictions of the one predicted most often count, since
    contributions to different classes do not compare. Of equals the latest is taken.
    """
    labels = [row.label for row in rows]
    alike = [row for row in rows if row.label == max(sorted(set(labels), key=str), key=labels.count)]
    if len(alike) < TYPICAL_AT_LEAST:
        return None
    ordered = sorted(alike, key=lambda row: (row.run.target_date, row.run.id), reverse=True)
    nearest = ordered[int(np.argmin(_total_distances(_points(ordered))))]
    return prediction_id(nearest.run.id, nearest.row)


def _points(rows: Sequence[EntityRow]) -> npt.NDArray[np.float64]:
    names = sorted({name for row in rows for name in row.contributions})
    return np.array([[row.base, *(row.contributions.get(name, 0.0) for name in names)] for row in rows])


def _total_distances(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    distances: npt.NDArray[np.float64] = np.abs(points[:, None, :] - points[None, :, :]).sum(axis=(1, 2))
    # Rounded, so that the noise of adding up in another order does not choose between equals.
    return np.asarray(np.round(distances, 9))
