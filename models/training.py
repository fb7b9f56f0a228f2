"""From rows with known actuals to a model that can be written down: trained, measured and with its range."""

from dataclasses import dataclass
from datetime import date

from domain.errors import TooLittleDataError
from domain.use_case import UseCase
from models.baselines import naive_baselines
from models.calibration import bounds_of_other_folds, calibrate
from models.class_measures import measure_classes
from models.day_profile import DayMedians, day_medians
from models.feature_facts import FeatureFacts, describe_features
from models.files import text_hash
from models.fitting import check_target, fit
from models.ingredient_ranges import IngredientRanges, calibrate_ingredients
from models.manifest import FORMAT, Manifest
from models.metrics import Forecasts, Metrics, regression_metrics
from models.parameters import lightgbm_parameters
from models.ranges import RangeModel
from models.rolling import HeldOut, in_training_window, predict_held_out
from models.table import TrainingData

DEFAULT_THREADS = 1
"""Small tables do not train faster with more; the number is part of the model's bytes, so it does not follow the
machine."""


@dataclass(frozen=True)
class TrainedModel:
    """A model before it has a version number.

    Attributes:
        text: LightGBM's text format.
        metrics: of the rolling origin, see `models.metrics`; `folds` says how many folds there were.
        range: None for classes, whose answer is a probability already.
        ingredient_ranges: None without recipes.
        day_medians: where the days of training lay, for the gate.
    """

    use_case: UseCase
    text: str
    facts: tuple[FeatureFacts, ...]
    metrics: Metrics
    range: RangeModel | None
    rows: int
    data_from: date
    data_through: date
    threads: int
    ingredient_ranges: IngredientRanges | None
    day_medians: DayMedians

    def manifest(self, version: int) -> Manifest:
        """What is written beside the model text."""
        import lightgbm

        return Manifest(
            format=FORMAT,
            use_case=self.use_case.name,
            version=version,
            task=self.use_case.task,
            link=self.use_case.link,
            classes=tuple(self.use_case.target.classes),
            features=self.facts,
            parameters=lightgbm_parameters(self.use_case, self.threads),
            trees=self.use_case.model.trees,
            seed=self.use_case.model.seed,
            lightgbm=lightgbm.__version__,
            rows=self.rows,
            data_from=self.data_from,
            data_through=self.data_through,
            metrics=self.metrics,
            range=self.range,
            model_hash=text_hash(self.text),
            definition=self.use_case.model_dump(mode="json"),
            ingredient_ranges=self.ingredient_ranges,
            day_medians=self.day_medians,
        )


def train(use_case: UseCase, data: TrainingData, *, threads: int = DEFAULT_THREADS) -> TrainedModel:
    """Train on all rows of the training window; measure and calibrate on a rolling origin.

    The same rows in the same order, seed and threads give the same bytes.

    Raises:
        TooLittleDataError: no room for two folds (`models.rolling`), or too few rows for the range.
        TrainingDataError: the objective cannot learn from this target.
        ModelParameterError: `model.parameters` holds what LightGBM does not know, or what is not the file's to set.
    """
    if len(data.target) == 0:
        raise TooLittleDataError(use_case.name, "training", 0, 1)
    check_target(use_case, data.target)
    held_out = predict_held_out(use_case, data, threads)
    bounds = (
        calibrate(use_case.target, use_case.range, held_out, use_case.name) if use_case.task == "regression" else None
    )
    ingredient_ranges, ingredients = calibrate_ingredients(use_case, held_out, bounds)
    last: date = data.days.max().astype("datetime64[D]").item()
    known = data.take(in_training_window(use_case, data.days, last))
    facts = describe_features(use_case, known.features)
    return TrainedModel(
        use_case=use_case,
        text=fit(use_case, known, facts, threads),
        facts=facts,
        metrics={**_measure(use_case, data, held_out, bounds), "folds": held_out.fold_count, **ingredients},
        range=bounds,
        rows=len(known.target),
        data_from=known.days.min().astype("datetime64[D]").item(),
        data_through=last,
        threads=threads,
        ingredient_ranges=ingredient_ranges,
        day_medians=day_medians(known.features, known.days),
    )


def _measure(use_case: UseCase, data: TrainingData, held_out: HeldOut, bounds: RangeModel | None) -> Metrics:
    """Metrics of the held-out days; the coverage is that of ranges calibrated on the other folds."""
    if bounds is None:
        return measure_classes(data, held_out)
    low, high = bounds_of_other_folds(use_case.target, use_case.range, held_out)
    naive = {name: values[held_out.rows] for name, values in naive_baselines(use_case, data).items()}
    return regression_metrics(
        Forecasts(held_out.actual, held_out.predicted, held_out.entities, low, high, bounds.probability, naive)
    )
