"""A made-up shop: its use case with every kind of target, and its sources, the same on every machine."""

import csv
import math
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 5, 1, 5, 0, tzinfo=UTC)
MORNING = date(2026, 5, 1)
"""The day on which the model is trained and the first run is made: a Friday."""

FIRST_DAY = MORNING - timedelta(days=120)
LAST_PLANNED = MORNING + timedelta(days=4)
STORES = ("North", "Süd")
PRODUCTS = ("Brot", 'Roll "XL"', "Cake 50%")
CLOSED_DAY = MORNING + timedelta(days=3)
"""Both stores are closed on the day that the run of 3 May predicts."""

USE_CASE = """\
name: shop
title: Small shop
task: regression
keys: [store, product]
dates: {horizon_days: 1}
target: {source: sales, column: sold, label: Sold, unit: pieces, unit_one: piece, happened: sold, integer: true, min: 0}
sources:
  sales: {path: sales.csv, date: date, keys: [store, product]}
  plan: {path: plan.csv, date: date, keys: [store, product], available_after_days: -1}
  calendar: {path: calendar.csv, date: date, available_after_days: -30}
  weather: {path: weather.csv, date: date, available_after_days: 3}
batch: {source: plan}
closed: {source: calendar, column: closed}
features:
  store: {label: Store, key: store}
  product: {label: Product, key: product}
  weekday: {label: Weekday, calendar: weekday}
  promotion: {label: Promotion, type: category, column: {source: plan, name: promotion}}
  price: {label: Price, unit: EUR, column: {source: plan, name: price}}
  temperature: {label: Temperature, unit: °C, column: {source: weather, name: temperature, lag_days: 4}}
  last_week: {label: Sold last week, unit: pieces, lag: {days: 7}}
  four_weeks: {label: Average of four weeks, rolling: {window_days: 28, lag_days: 2}}
checks: {rows_at_least: 1, history_days_at_least: 30}
model:
  objective: median
  trees: 12
  parameters: {num_leaves: 8, min_data_in_leaf: 10, learning_rate: 0.2}
range: {folds: 2, fold_days: 14}
reviews: {reasons: {event: Event nearby, other: Other}}
"""

_PAST = """\
  last_week: {label: Sold last week, unit: pieces, lag: {days: 7}}
  four_weeks: {label: Average of four weeks, rolling: {window_days: 28, lag_days: 2}}
"""
_TARGET = "column: sold, label: Sold, unit: pieces, unit_one: piece, happened: sold, integer: true, min: 0"
_CLASSES = USE_CASE.replace(_PAST, "").replace("  objective: median\n", "")

DEFINITIONS = {
    "identity": USE_CASE.replace(", integer: true, min: 0", ""),
    "whole": USE_CASE,
    "minimum": USE_CASE.replace("integer: true, min: 0", "min: 25"),
    "poisson": USE_CASE.replace("objective: median", "objective: poisson").replace("integer: true, ", ""),
    "binary": _CLASSES.replace("task: regression", "task: binary").replace(
        _TARGET, 'column: busy, label: Busy, classes: {"no": Quiet, "yes": Busy}'
    ),
    "multiclass": _CLASSES.replace("task: regression", "task: multiclass").replace(
        _TARGET, "column: demand, label: Demand, classes: {low: Low, mid: Middling, high: High}"
    ),
}
"""The shop with every kind of target and link."""

Row = dict[str, str]


def level(store: str, product: str) -> float:
    return (30.0 if store == STORES[0] else 18.0) * (1.0, 2.0, 0.15)[PRODUCTS.index(product)]


def sold(store: str, product: str, day: date) -> int:
    """A weekly rhythm, a slow wave and a bump that is the same on every machine; the cake is often not sold at all."""
    number = day.toordinal()
    rhythm = 1 + 0.35 * math.sin(2 * math.pi * day.weekday() / 7)
    bump = ((number * 7919 + STORES.index(store) * 31 + PRODUCTS.index(product) * 17) % 11 - 5) / 25
    return max(0, round(level(store, product) * rhythm * (1 + bump) - (2 if product == PRODUCTS[2] else 0)))


def days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def demand(store: str, product: str, day: date) -> str:
    """A class for the tasks that predict one: how the day went against what the product sells on average."""
    share = sold(store, product, day) / level(store, product)
    return "low" if share < 0.85 else "high" if share > 1.15 else "mid"


def sales_rows(last: date) -> list[Row]:
    return [
        {
            "date": day.isoformat(),
            "store": store,
            "product": product,
            "sold": str(sold(store, product, day)),
            "demand": demand(store, product, day),
            "busy": "yes" if demand(store, product, day) == "high" else "no",
        }
        for day in days(FIRST_DAY, last)
        for store in STORES
        for product in PRODUCTS
    ]


def plan_rows() -> list[Row]:
    return [
        {
            "date": day.isoformat(),
            "store": store,
            "product": product,
            "promotion": ("", "window", "leaflet")[(day.toordinal() + PRODUCTS.index(product)) % 3],
            "price": f"{2 + PRODUCTS.index(product) + (day.toordinal() % 4) / 10:.2f}",
        }
        for day in days(FIRST_DAY, LAST_PLANNED)
        for store in STORES
        for product in PRODUCTS
    ]


def calendar_rows() -> list[Row]:
    return [
        {"date": day.isoformat(), "closed": "1" if day == CLOSED_DAY else "0"} for day in days(FIRST_DAY, LAST_PLANNED)
    ]


def weather_rows() -> list[Row]:
    return [
        {"date": day.isoformat(), "temperature": f"{12 + 8 * math.sin(day.toordinal() / 9):.1f}"}
        for day in days(FIRST_DAY, LAST_PLANNED)
    ]


def write_table(path: Path, rows: Iterable[Row], *, separator: str = ",") -> None:
    content = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(content[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(content)


def read_table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_shop(folder: Path, definition: str = USE_CASE) -> Path:
    """The use case and its sources; actuals through the day before LAST_PLANNED, known one day later each."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "use_case.yaml").write_text(definition, encoding="utf-8")
    for name, rows in (
        ("sales", sales_rows(LAST_PLANNED)),
        ("plan", plan_rows()),
        ("calendar", calendar_rows()),
        ("weather", weather_rows()),
    ):
        write_table(folder / f"{name}.csv", rows)
    return folder / "use_case.yaml"
