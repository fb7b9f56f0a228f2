"""Write the made-up bakery's files, as the sources of a real one would look on the morning of a day."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from intake.synthetic.demand import sold
from intake.synthetic.faults import Sale, faults_by_day, spoil
from intake.synthetic.german_calendar import is_holiday, is_school_holiday
from intake.synthetic.recipe import Fault, Recipe, read_recipe
from intake.synthetic.shops import is_closed, planned, price, promoted, sold_there
from intake.synthetic.weather import weather_on

WEATHER_LATE_DAYS = 3
"""The newest weather row on a morning is this old; the use case file says the same."""

PLAN_AHEAD_DAYS = 1
"""The plan of a day is fixed on the morning of the day before."""

CALENDAR_AHEAD_DAYS = 400
"""The calendar is known for more than a year, so that no feature built on it runs dry."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class _World:
    recipe: Recipe
    seed: int
    first_day: date
    today: date
    faults: dict[date, tuple[Fault, ...]]

    def days(self, through: int) -> Iterator[date]:
        count = (self.today - self.first_day).days + through + 1
        return (self.first_day + timedelta(days=offset) for offset in range(count))


def write_bakery(
    folder: Path, today: date, seed: int | None = None, recipe: Recipe | None = None, first_day: date | None = None
) -> tuple[Path, ...]:
    """Write `sales.csv`, `plan.csv`, `calendar.csv` and `weather.csv` as they are on the morning of `today`.

    A day's rows depend on seed, recipe, first day and that day alone: written again for a later `today` with the same
    first day, the files only grow.

    Args:
        folder: made if it is not there; a file is replaced in one step, never half-written.
        today: the newest sales are yesterday's.
        seed: left out, the recipe's own.
        recipe: left out, the one shipped with the bakery use case.
        first_day: first day of the history; left out, `recipe.days` before today. Keep it to let days pass.

    Returns:
        The files, in the order above.

    Raises:
        ValueError: the history would be empty.
        OSError: the folder cannot be written.
    """
    recipe = read_recipe() if recipe is None else recipe
    first_day = today - timedelta(days=recipe.days) if first_day is None else first_day
    if first_day >= today:
        raise ValueError(f"the first day {first_day} must lie before {today}")
    world = _World(recipe, recipe.seed if seed is None else seed, first_day, today, faults_by_day(recipe, first_day))
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(folder / f"{name}.csv", header, rows(world)) for name, (header, rows) in _FILES.items())


def _sales(world: _World) -> Iterator[Row]:
    column = {product.name: place for place, product in enumerate(world.recipe.products)}
    line = {store.name: place for place, store in enumerate(world.recipe.stores)}
    for day in world.days(-1):
        counts = sold(world.recipe, world.seed, day).tolist()
        sales = [
            Sale(store.name, product.name, str(counts[line[store.name]][column[product.name]]))
            for store, product in sold_there(world.recipe, world.first_day, day)
        ]
        for sale in spoil(sales, world.faults.get(day, ())):
            yield day.isoformat(), sale.store, sale.product, sale.sold


def _plan(world: _World) -> Iterator[Row]:
    for day in world.days(PLAN_AHEAD_DAYS):
        on_promotion = promoted(world.recipe, world.seed, day)
        prices = {
            item.name: price(world.recipe, item, day, item.name in on_promotion) for item in world.recipe.products
        }
        for store, product in planned(world.recipe, world.first_day, day):
            flag = _flag(product.name in on_promotion)
            yield day.isoformat(), store.name, product.name, flag, f"{prices[product.name]:.2f}"


def _calendar(world: _World) -> Iterator[Row]:
    for day in world.days(CALENDAR_AHEAD_DAYS):
        for store in world.recipe.stores:
            closed = _flag(is_closed(world.recipe, store, day))
            yield day.isoformat(), store.name, closed, _flag(is_holiday(day)), _flag(is_school_holiday(day))


def _weather(world: _World) -> Iterator[Row]:
    for day in world.days(-WEATHER_LATE_DAYS):
        if all(fault.kind != "no_weather" for fault in world.faults.get(day, ())):
            weather = weather_on(world.recipe.weather, world.seed, day)
            yield day.isoformat(), f"{weather.temperature:.1f}", f"{weather.rain_mm:.1f}"


_FILES: dict[str, tuple[Row, Callable[[_World], Iterator[Row]]]] = {
    "sales": (("date", "store", "product", "sold"), _sales),
    "plan": (("date", "store", "product", "promotion", "price"), _plan),
    "calendar": (("date", "store", "closed", "holiday", "school_holiday"), _calendar),
    "weather": (("date", "temperature", "rain_mm"), _weather),
}


def _flag(yes: bool) -> str:
    return "1" if yes else "0"


def _write(path: Path, header: Row, rows: Iterable[Row]) -> Path:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
