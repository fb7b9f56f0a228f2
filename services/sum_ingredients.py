"""What a run needs of its ingredients: recipe-weighted sums of the rows as they are published, with packs and ranges.

The sums are made from the same columns that are written for the products, so that both say the same; a run for which
they do not is held (`prediction_store.verify_ingredients`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from domain.entity import entity_text
from domain.ingredient import Needs, remaining_keys
from domain.links import effects, inverse
from domain.packs import packed
from domain.use_case import UseCase
from intake.features.comparable import USUAL_DAYS
from models.ingredient_ranges import IngredientRanges
from models.ingredients import IngredientRows, IngredientSums, Past, ProductRows
from models.recipes import resolve
from prediction_store.writer import RunWriter

Columns = Mapping[str, pa.Array]
Floats = npt.NDArray[np.float64]


class Ingredients(Protocol):
    """The ingredients of one run on their way, chunk by chunk."""

    def add(self, columns: Columns, expected: Floats) -> None:
        """Take a chunk of scored rows, as they are written, with what their ranges are about (`services.score_batch`)."""
        ...

    def write(self, writer: RunWriter, target_date: date) -> None:
        """Write what was summed."""
        ...


class NoIngredients:
    """Of a use case without recipes."""

    def add(self, columns: Columns, expected: Floats) -> None:
        """There is nothing to sum."""

    def write(self, writer: RunWriter, target_date: date) -> None:
        """There is nothing to write."""


def run_ingredients(use_case: UseCase, ranges: IngredientRanges | None) -> Ingredients:
    """What sums the ingredients of a run, if it has any."""
    if use_case.recipes is None:
        return NoIngredients()
    assert ranges is not None, (
        "a version that was trained without these recipes does not score (services.match_version)"
    )
    return SummedIngredients(use_case, ranges)


class SummedIngredients:
    """Of a use case with recipes."""

    def __init__(self, use_case: UseCase, ranges: IngredientRanges) -> None:
        """Nothing is summed yet."""
        assert use_case.recipes is not None
        self._use_case = use_case
        self._ranges = ranges
        self._recipes = resolve(use_case.recipes)
        self._sums = IngredientSums(self._recipes)

    def add(self, columns: Columns, expected: Floats) -> None:
        """See `Ingredients`."""
        assert self._use_case.recipes is not None
        count = len(columns["prediction"])
        keys = [columns[f"key_{key}"].to_pylist() for key in remaining_keys(self._use_case)]
        products = np.array(columns[f"key_{self._use_case.recipes.key}"].to_pylist(), dtype=object)
        past = list(zip(columns["past_days"].to_pylist(), columns["past_values"].to_pylist(), strict=True))
        self._sums.add(
            ProductRows(
                products,
                list(zip(*keys, strict=True)) if keys else [()] * count,
                _numbers(self._use_case, columns, expected),
                (_floats(columns["high"]) - _floats(columns["low"])) / 2.0,
                [tuple(zip(days or (), values or (), strict=True)) for days, values in past],
            )
        )

    def write(self, writer: RunWriter, target_date: date) -> None:
        """See `Ingredients`."""
        writer.write_ingredients(self.columns(target_date), self.needs)

    @property
    def needs(self) -> Needs:
        """The recipes as this run uses them."""
        sizes = zip(self._recipes.ingredients, self._recipes.packs.tolist(), strict=True)
        return Needs(self._recipes.nonzero(), {name: size for name, size in sizes if np.isfinite(size)})

    def columns(self, target_date: date) -> Columns:
        """The columns of `ingredients.parquet` (without `row`)."""
        rows, use_case = self._sums.rows(), self._use_case
        needed, expected, base, *others = rows.numbers.T if len(rows.groups) else np.empty((self._width, 0))
        names = [self._recipes.ingredients[place] for place in rows.ingredients]
        low, high = self._bounds(names, rows, expected)
        parts = [
            *(f"effect_{name}" for name in use_case.features),
            *(f"adj_{code}" for code in use_case.adjustment_codes),
        ]
        return {
            **{f"key_{key}": _texts(g[at] for g in rows.groups) for at, key in enumerate(remaining_keys(use_case))},
            "ingredient": _texts(names),
            "search": _texts(_search(use_case, name, group) for name, group in zip(names, rows.groups, strict=True)),
            "target_date": pa.array([target_date] * len(names), pa.date32()),
            "value": pa.array(self._ordered(names, rows, needed)),
            "needed": pa.array(needed),
            "low": pa.array(low, from_pandas=True),
            "high": pa.array(high, from_pandas=True),
            "usual": pa.array([_usual(past) for past in rows.past], pa.float64()),
            "base": pa.array(base),
            **{name: pa.array(values) for name, values in zip(parts, others, strict=True)},
            "past_days": pa.array([[day for day, _ in past] for past in rows.past], pa.list_(pa.date32())),
            "past_values": pa.array([[value for _, value in past] for past in rows.past], pa.list_(pa.float64())),
        }

    @property
    def _width(self) -> int:
        return 3 + len(self._use_case.features) + len(self._use_case.adjustment_codes)

    def _ordered(self, names: list[str], rows: IngredientRows, needed: Floats) -> Floats:
        assert self._use_case.recipes is not None
        value = needed.copy()
        for place, name in enumerate(self._recipes.ingredients):
            own = rows.ingredients == place
            pack = self._use_case.recipes.ingredients[name].pack
            value[own] = packed(pack, float(self._recipes.packs[place]), needed[own])
        return value

    def _bounds(self, names: list[str], rows: IngredientRows, expected: Floats) -> tuple[Floats, Floats]:
        """Low and high; the range is about what will be needed, whatever packs it is ordered in."""
        low, high = np.full((2, len(names)), np.nan)
        texts = [entity_text(group) for group in rows.groups]
        for place, name in enumerate(self._recipes.ingredients):
            own = np.flatnonzero(rows.ingredients == place)
            low[own], high[own] = self._ranges.bounds(name, expected[own], rows.spread[own], [texts[at] for at in own])
        return low, high


def _numbers(use_case: UseCase, columns: Columns, expected: Floats) -> Floats:
    """What is summed, shape (n, columns): published value, what the range is about, base, effects, adjustments."""
    value, base, raw = (_floats(columns[name]) for name in ("prediction", "base", "raw"))
    shap = np.column_stack([_floats(columns[f"shap_{name}"]) for name in use_case.features])
    return np.column_stack(
        [
            value,
            expected,
            inverse(use_case.link, base),
            effects(use_case.link, base, raw, shap),
            *(_floats(columns[f"adj_{code}"]) for code in use_case.adjustment_codes),
        ]
    )


def _floats(column: pa.Array) -> Floats:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _texts(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())


def _search(use_case: UseCase, name: str, group: tuple[str, ...]) -> str:
    """The words by which an ingredient is found: its label, and the values of the keys."""
    assert use_case.recipes is not None
    return " ".join([use_case.recipes.ingredients[name].label, *reversed(group)])


def _usual(past: Past) -> float | None:
    """The median of the last comparable days, as of products."""
    latest = [value for _, value in past[-USUAL_DAYS:]]
    return float(np.median(latest)) if latest else None
