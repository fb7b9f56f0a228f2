"""Drops planted in each of the four stages, and slow drifts.

A drop in a later stage is a slip in the use case file: the files of the morning are as they should be.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.planted_faults import Row, Tables, World
from domain.jump import TARGET
from domain.stage import Stage

DROP = 10.0


@dataclass(frozen=True)
class Dropped:
    """A drop: the feature (or target) that falls, how it is planted in the files or the use case file, and the stage."""

    name: str
    column: str
    stage: Stage
    plant: Callable[[World], None] = lambda world: None
    change: Callable[[dict[str, Any]], None] | None = None


@dataclass(frozen=True)
class Drift:
    """A column of a table that changes by a factor a day, from a first day on."""

    name: str
    table: str
    column: str
    factor: float

    def applied(self, tables: Tables, first: date) -> Tables:
        """The tables of a morning with the drift in them."""
        return {**tables, self.table: [self._row(row, first) for row in tables[self.table]]}

    def _row(self, row: Row, first: date) -> Row:
        days = (date.fromisoformat(row["date"]) - first).days
        if days < 0 or not row[self.column]:
            return row
        return {**row, self.column: f"{float(row[self.column]) * self.factor ** (days + 1):.6g}"}


def _lower(column: str) -> Callable[[World], None]:
    def change(row: Row) -> Row:
        return {**row, column: f"{max(float(row[column]) - DROP, 0.0):g}"}

    return lambda world: world.edit("sales", change)


def _unit(column: str) -> Callable[[dict[str, Any]], None]:
    def change(definition: dict[str, Any]) -> None:
        definition["clean"]["sales"].setdefault("units", {})[column] = {"add": -DROP}

    return change


def _reads(feature: str, column: str) -> Callable[[dict[str, Any]], None]:
    def change(definition: dict[str, Any]) -> None:
        read = definition["features"][feature]["column"]
        # The right one is still a column of the file.
        definition["sources"][read["source"]].setdefault("columns", {})[read["name"]] = "number"
        read["name"] = column

    return change


def _spread(feature: str) -> Callable[[dict[str, Any]], None]:
    def change(definition: dict[str, Any]) -> None:
        definition["features"][feature]["rolling"]["statistic"] = "std"

    return change


DROPS: Mapping[str, tuple[Dropped, ...]] = {
    "bakery": (
        Dropped("a drop of 10 pieces in the file", TARGET, Stage.RECEIVED, plant=_lower("sold")),
        Dropped("a drop of 10 pieces in cleaning", TARGET, Stage.CLEANED, change=_unit("sold")),
        Dropped("a wrong column joined as price", "price", Stage.JOINED, change=_reads("price", "promotion")),
        Dropped(
            "a spread built in place of a mean",
            "average_four_weeks",
            Stage.FEATURES,
            change=_spread("average_four_weeks"),
        ),
    ),
    "stuttgart": (
        Dropped("a drop of 10 portions in the file", TARGET, Stage.RECEIVED, plant=_lower("quantity")),
        Dropped("a drop of 10 portions in cleaning", TARGET, Stage.CLEANED, change=_unit("quantity")),
        Dropped(
            "a wrong column joined as temperature",
            "temperature",
            Stage.JOINED,
            change=_reads("temperature", "rain"),
        ),
        Dropped(
            "a spread built in place of a mean", "mean_eight_weeks", Stage.FEATURES, change=_spread("mean_eight_weeks")
        ),
    ),
}

DRIFTS: Mapping[str, Drift] = {
    "bakery": Drift("prices that drift by 1 % a day", "plan", "price", 1.01),
    "stuttgart": Drift("quantities that drift by -4 % a day", "sales", "quantity", 0.96),
}
