"""Where a feature comes from: the column of each stage that it passes through, and which day of it the batch reads."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.jump import TARGET
from domain.stage import BATCH, Stage
from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from intake.columns import cleaned_name


@dataclass(frozen=True)
class Step:
    """A column at one stage.

    Attributes:
        table: the source, or `BATCH`.
        lag_days: of a dated source, how many days before the day predicted the row that the batch reads is; None where
            the table has no dates or is the batch.
    """

    stage: Stage
    table: str
    column: str
    lag_days: int | None = None

    def day(self, use_case: UseCase, run_date: date) -> date:
        """The day that this step is about on a morning."""
        return run_date + timedelta(days=use_case.dates.horizon_days - (self.lag_days or 0))


def traced_columns(use_case: UseCase) -> tuple[str, ...]:
    """What can be traced: every feature but the date's own, and the target."""
    features = (name for name, feature in use_case.features.items() if feature.calendar is None)
    return (*features, TARGET)


def lineage_of(use_case: UseCase, name: str) -> tuple[Step, ...]:
    """The steps of a feature, or of the target, in the order of the stages.

    Raises:
        KeyError: neither.
    """
    if name == TARGET:
        return _target(use_case, use_case.dates.horizon_days + use_case.target.available_after_days)
    feature, made = use_case.features[name], Step(Stage.FEATURES, BATCH, name)
    if feature.column is not None:
        kind = Kind.TEXT if feature.is_category else Kind.NUMBER
        source = feature.column.source
        lag = feature.column.lag_days if use_case.sources[source].date is not None else None
        steps = _source(use_case, (source, feature.column.name), kind, lag)
        return (*steps, Step(Stage.JOINED, BATCH, name), made)
    if feature.lag is not None:
        return (*_target(use_case, feature.lag.days), made)
    if feature.rolling is not None:
        return (*_target(use_case, feature.rolling.lag_days), made)
    if feature.key is not None and use_case.batch.source is not None:
        return (*_source(use_case, (use_case.batch.source, feature.key), Kind.KEY, 0), made)
    return (made,)


def _target(use_case: UseCase, lag_days: int) -> tuple[Step, ...]:
    kind = Kind.NUMBER if use_case.task == "regression" else Kind.TEXT
    return _source(use_case, (use_case.target.source, use_case.target.column), kind, lag_days)


def _source(use_case: UseCase, place: tuple[str, str], kind: Kind, lag_days: int | None) -> tuple[Step, ...]:
    source, column = place
    cleaned = cleaned_name(needed_columns(use_case, source), column, kind)
    return Step(Stage.RECEIVED, source, column, lag_days), Step(Stage.CLEANED, source, cleaned, lag_days)
