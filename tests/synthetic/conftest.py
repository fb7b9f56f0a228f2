"""The shipped bakery, written once for all tests that only read it."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from intake.synthetic.bakery import write_bakery
from intake.synthetic.recipe import Recipe, read_recipe

TODAY = date(2026, 11, 20)

Table = list[dict[str, str]]


def read_table(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Written:
    folder: Path
    today: date
    first_day: date
    recipe: Recipe
    sales: Table
    plan: Table
    calendar: Table
    weather: Table


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    return read_recipe()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, recipe: Recipe) -> Written:
    folder = tmp_path_factory.mktemp("bakery")
    tables = [read_table(path) for path in write_bakery(folder, TODAY)]
    return Written(folder, TODAY, TODAY - timedelta(days=recipe.days), recipe, *tables)
