"""The faults that real exports have, planted on purpose, so that the demo has something to find."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intake.synthetic.recipe import Fault, Recipe
from intake.synthetic.shops import sold_there

OUTLIER_FACTOR = 10
"""One zero too many on the keyboard."""

FIRST_EXPORT_SHARE = 0.6
"""Of a day that was exported twice, the first export was made at noon."""

LONGEST_SEARCH = 400
"""Days within which a store sells a product again, whatever the season."""


@dataclass(frozen=True)
class Sale:
    """A row of the sales as it is written."""

    store: str
    product: str
    sold: str


def fault_day(recipe: Recipe, first_day: date, fault: Fault) -> date | None:
    """The day a fault falls on: its own, or the next (of its weekday) on which the store sells the product; None if it never does."""
    start = first_day + timedelta(days=fault.day)
    if fault.kind == "no_weather":
        return start
    for offset in range(LONGEST_SEARCH):
        day = start + timedelta(days=offset)
        rows = sold_there(recipe, first_day, day) if fault.weekday in (None, day.weekday()) else ()
        if any(store.name == fault.store and fault.product in ("", product.name) for store, product in rows):
            return day
    return None


def faults_by_day(recipe: Recipe, first_day: date) -> dict[date, tuple[Fault, ...]]:
    """Every planted fault by the day it falls on."""
    found: dict[date, tuple[Fault, ...]] = {}
    for fault in recipe.faults:
        day = fault_day(recipe, first_day, fault)
        if day is not None:
            found[day] = (*found.get(day, ()), fault)
    return found


def spoil(sales: list[Sale], faults: Iterable[Fault]) -> list[Sale]:
    """The sales of a day with that day's faults in them."""
    for fault in faults:
        if fault.kind == "twice":
            early = [_share(sale, FIRST_EXPORT_SHARE) for sale in sales if sale.store == fault.store]
            sales = early + sales
        elif fault.kind != "no_weather":
            sales = [
                _spoiled(sale, fault) if (sale.store, sale.product) == (fault.store, fault.product) else sale
                for sale in sales
            ]
    return sales


def _share(sale: Sale, share: float) -> Sale:
    return replace(sale, sold=str(int(int(sale.sold) * share)))


def _spoiled(sale: Sale, fault: Fault) -> Sale:
    match fault.kind:
        case "outlier":
            return replace(sale, sold=str(int(sale.sold) * OUTLIER_FACTOR))
        case "spelling":
            return replace(sale, product=fault.text)
        case _:
            return replace(sale, sold=fault.text)
