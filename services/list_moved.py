"""List the predictions behind a figure: those that a feature or group moved most, or the ones that were picked."""

from collections.abc import Sequence

from domain.driver import Driver, drivers_of
from domain.moved import MovedPrediction
from domain.prediction import parse_prediction_id
from prediction_store.moved import Within
from services.choose_runs import Period
from services.dependencies import Dependencies

MOST_LISTED = 10
"""A list to look through, not to scroll; the screen says of how many."""


def list_moved(
    deps: Dependencies,
    period: Period,
    driver: Driver,
    segment: tuple[str, str | None] | None = None,
    run: str | None = None,
) -> tuple[MovedPrediction, ...]:
    """The predictions of a period that a driver moved most, the most moved first.

    Args:
        deps: stores.
        period: the runs.
        driver: a feature or group.
        segment: a stored column (`services.measure_importance.segment_columns`) and the value it must have.
        run: only predictions of this run; of one with other features the driver as it was there, if it was there.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    within = Within(MOST_LISTED, *segment) if segment is not None else Within(MOST_LISTED)
    other = next((found for found in period.other_features if found.id == run), None)
    if other is None:
        runs = [found for found in period.runs if run in (None, found.id)]
        return deps.predictions.whole.most_moved(runs, period.use_case, driver, within)
    use_case = deps.predictions.use_case(other)
    there = next(
        (found for found in drivers_of(use_case, grouped=driver.kind == "group") if found.code == driver.code), None
    )
    if there is None or use_case.keys != period.use_case.keys:
        return ()
    return deps.predictions.whole.most_moved((other,), use_case, there, within)


def list_picked(deps: Dependencies, period: Period, driver: Driver, ids: Sequence[str]) -> tuple[MovedPrediction, ...]:
    """The same of some predictions by their ids; ids of other runs are left out.

    Raises:
        NotFoundError: a text is no prediction id.
        PredictionFileError: files of a run are gone or broken.
    """
    rows: dict[str, list[int]] = {}
    for prediction in ids:
        run, row = parse_prediction_id(prediction)
        rows.setdefault(run, []).append(row)
    return deps.predictions.whole.most_moved(period.runs, period.use_case, driver, Within(MOST_LISTED, rows=rows))
