"""The ingredients of a run of the page tests, summed and written as the daily job does it."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from domain.use_case import UseCase
from models.ingredient_ranges import IngredientRanges, SpreadRange
from prediction_store.writer import RunWriter
from services.sum_ingredients import run_ingredients

RANGES = IngredientRanges(0.8, 0.0, SpreadRange(-1.0, 1.0, (), (), (), 100), {})


def write_ingredients_of(writer: RunWriter, use_case: UseCase, day: date, columns: Mapping[str, pa.Array]) -> None:
    """Nothing where the use case has no recipes."""
    ingredients = run_ingredients(use_case, RANGES)
    ingredients.add(columns, columns["prediction"].to_numpy())
    ingredients.write(writer, day)
