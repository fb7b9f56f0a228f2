"""Put the features together, one row each, in the order of `_row`: `wanted` becomes `joined`, and that becomes `prepared`."""

from collections.abc import Iterator, Mapping
from datetime import date

from domain.use_case import Feature, UseCase
from intake.cleaning.small_series import reach_days
from intake.features.comparable import REACH_DAYS, key_columns
from intake.features.impute import IMPUTED, fill_gaps, is_imputing, joined_table
from intake.features.origins import Origin, feature_origin, make_rolling
from intake.quoting import name
from intake.staging import Staging


def lookback_days(use_case: UseCase) -> int:
    """How many days before the day predicted a run has to look at."""
    reach = [
        REACH_DAYS,
        use_case.checks.history_days_at_least + use_case.dates.horizon_days + use_case.target.available_after_days,
    ]
    for feature in use_case.features.values():
        if feature.column is not None:
            reach.append(feature.column.lag_days + (feature.missing.reach_days if feature.missing else 0))
        if feature.lag is not None:
            reach.append(feature.lag.days)
        if feature.rolling is not None:
            reach.append(feature.rolling.lag_days + feature.rolling.window_days)
    if use_case.batch.seen_within_days is not None:
        reach.append(use_case.batch.seen_within_days + use_case.dates.horizon_days)
    return max(reach) + reach_days(use_case) + 1


def join_sources(staging: Staging, use_case: UseCase, as_of: date) -> None:
    """Make `joined`: _row, day, keys, and every feature that is a column of a source, as `x_<feature>`."""
    origins = {name_: feature_origin(use_case, name_, feature, as_of) for name_, feature in _from_columns(use_case)}
    joins = list(dict.fromkeys(join for origin in origins.values() for join in origin.joins))
    values = "".join(f", {origin.value} AS {name('x_' + feature)}" for feature, origin in origins.items())
    staging.run(
        f"CREATE OR REPLACE TABLE joined AS SELECT w._row, w.day{key_columns(use_case)}{values} "
        f"FROM wanted AS w {' '.join(joins)} ORDER BY w._row"
    )


def build_features(staging: Staging, use_case: UseCase, as_of: date) -> None:
    """Make `prepared` for a batch: _row, day, keys, the features, usual, past_days, past_values."""
    fill_gaps(staging, use_case, as_of)
    origins = _origins(staging, use_case, as_of)
    extra = "c.usual, c.past_days, c.past_values" + (f", w.{IMPUTED}" if is_imputing(use_case) else "")
    _assemble(staging, use_case, origins, extra, "LEFT JOIN comparable AS c ON c._row = w._row")


def build_training(staging: Staging, use_case: UseCase, as_of: date) -> None:
    """Make `prepared` for the past: _row, day, keys, the features and _target."""
    fill_gaps(staging, use_case, as_of)
    keys = " AND ".join(["y.day = w.day", *(f"y.{name(key)} = w.{name(key)}" for key in use_case.keys)])
    _assemble(
        staging, use_case, _origins(staging, use_case, as_of), "y.target AS _target", f"JOIN history AS y ON {keys}"
    )


def _from_columns(use_case: UseCase) -> Iterator[tuple[str, Feature]]:
    return ((name_, feature) for name_, feature in use_case.features.items() if feature.column is not None)


def _origins(staging: Staging, use_case: UseCase, as_of: date) -> dict[str, Origin]:
    make_rolling(
        staging, use_case, {name_: feature.rolling for name_, feature in use_case.features.items() if feature.rolling}
    )
    joined = {name_: Origin(f"w.{name('x_' + name_)}") for name_, _ in _from_columns(use_case)}
    return {
        name_: joined.get(name_) or feature_origin(use_case, name_, feature, as_of)
        for name_, feature in use_case.features.items()
    }


def _assemble(staging: Staging, use_case: UseCase, origins: Mapping[str, Origin], extra: str, join: str) -> None:
    joins = list(dict.fromkeys(join for origin in origins.values() for join in origin.joins))
    values = ", ".join(f"{origin.value} AS {name('x_' + feature)}" for feature, origin in origins.items())
    staging.run(
        f"CREATE OR REPLACE TABLE prepared AS SELECT w._row, w.day{key_columns(use_case)}, {values}, {extra} "
        f"FROM {joined_table(use_case)} AS w {' '.join(joins)} {join} ORDER BY w._row"
    )
