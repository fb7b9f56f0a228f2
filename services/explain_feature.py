"""Explain a feature over many predictions: its value and its effect at each, and what else the effect depends on."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from domain.points import Column, Points, Split, point_ids
from domain.use_case import UseCase
from prediction_store.sample import Drawn, Wish
from prediction_store.scans import effect_sql, quoted
from services.choose_runs import Period
from services.dependencies import Dependencies
from services.find_split import find_split

MOST_POINTS = 5_000
"""Points sent to a browser (issue 4); more can be told apart neither by the browser nor by eyes."""


@dataclass(frozen=True)
class FeatureEffect:
    """A feature at some predictions.

    Attributes:
        points: with the values of the feature and of the one that `split` asks about.
        split: what else the effect depends on most; None where nothing explains enough of it.
    """

    feature: str
    points: Points
    split: Split | None


def explain_feature(deps: Dependencies, period: Period, feature: str) -> FeatureEffect:
    """Draw predictions of a period with a feature's value and effect; its extremes, gaps and every category stay.

    Raises:
        PredictionFileError: files of a run are gone or broken.
    """
    use_case = period.use_case
    own, is_category = quoted(f"x_{feature}"), use_case.features[feature].is_category
    wish = Wish(
        columns=(
            *entity_columns(use_case),
            *(quoted(f"x_{name}") for name in use_case.features),
            f"{effect_sql(use_case, (feature,))} AS effect",
            # A gap has the largest value of this, so that one of them stays, too.
            f"({own} IS NULL)::INT AS gap",
        ),
        ends=("effect",) if is_category else ("effect", own, "gap"),
        categories=(own,) if is_category else (),
        size=MOST_POINTS,
    )
    points = points_of(period, deps.predictions.whole.sample(period.runs, wish), {feature: "effect"})
    others = {name: column for name, column in points.values.items() if name != feature}
    split = find_split(points.values[feature], points.effects[feature], others)
    kept = {feature, split.feature} if split is not None else {feature}
    return FeatureEffect(
        feature, replace(points, values={name: points.values[name] for name in points.values if name in kept}), split
    )


def entity_columns(use_case: UseCase) -> tuple[str, ...]:
    """The columns that say what a prediction is about."""
    return (*(quoted(f"key_{key}") for key in use_case.keys), "target_date")


def points_of(period: Period, drawn: Drawn, effects: dict[str, str]) -> Points:
    """Drawn rows as points, with every feature that was drawn.

    Args:
        period: the runs they were drawn from.
        drawn: the rows.
        effects: by code of a driver, the column of its effect.
    """
    rows, keys = drawn.rows, period.use_case.keys
    run, row = (rows.column(name).to_numpy() for name in ("run", "row"))
    named = [rows.column(f"key_{key}").to_pylist() for key in keys]
    return Points(
        total=drawn.total,
        ids=point_ids(tuple(run.id for run in period.runs), run, row),
        entities=tuple(tuple(str(part) for part in parts) for parts in zip(*named, strict=True))
        if keys
        else ((),) * rows.num_rows,
        days=tuple(rows.column("target_date").to_pylist()),
        values={
            name: _column(rows.column(f"x_{name}"), is_category=feature.is_category)
            for name, feature in period.use_case.features.items()
            if f"x_{name}" in rows.column_names
        },
        effects={code: np.asarray(rows.column(name).to_numpy(), dtype=np.float64) for code, name in effects.items()},
        unseen=drawn.unseen,
    )


def _column(values: pa.ChunkedArray, *, is_category: bool) -> Column:
    if is_category:
        names = np.empty(len(values), dtype=object)
        names[:] = values.to_pylist()
        return names
    return np.asarray(values.to_numpy(), dtype=np.float64)
