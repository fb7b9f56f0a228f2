"""Draw the effects of the most important features on single predictions, all beside each other."""

from domain.driver import Driver
from domain.points import Points
from prediction_store.sample import Wish
from prediction_store.scans import effect_sql, quoted
from services.choose_runs import Period
from services.dependencies import Dependencies
from services.explain_feature import MOST_POINTS, entity_columns, points_of


def draw_swarm(deps: Dependencies, period: Period, drivers: tuple[Driver, ...]) -> Points:
    """Predictions of a period with the effect of each driver; the extremes of each and every category stay.

    As many predictions are drawn as give `MOST_POINTS` points, one for each driver.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    use_case = period.use_case
    features = [driver.name for driver in drivers if driver.kind == "feature"]
    wish = Wish(
        columns=(
            *entity_columns(use_case),
            *(quoted(f"x_{name}") for name in features),
            *(f"{effect_sql(use_case, driver.features)} AS effect{place}" for place, driver in enumerate(drivers)),
        ),
        ends=tuple(f"effect{place}" for place, _ in enumerate(drivers)),
        categories=tuple(quoted(f"x_{name}") for name in features if use_case.features[name].is_category),
        size=MOST_POINTS // max(len(drivers), 1),
    )
    drawn = deps.predictions.whole.sample(period.runs, wish)
    return points_of(period, drawn, {driver.code: f"effect{place}" for place, driver in enumerate(drivers)})
