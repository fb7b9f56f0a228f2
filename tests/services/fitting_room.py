"""A fitting room whose people are 175 cm on every morning, and what a planted drop of 10 cm makes of it.

Each day forty places have a height and half of them are in the batch: the tall ones, who swap with the others every
week, so that a wrong lag reads the wrong half while the file as a whole looks as usual.
"""

import csv
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from domain.evidence import NO_PAST
from domain.stage import StageSnapshot
from domain.use_case import UseCase
from intake.prepare import Origin, Standpoint, prepare_batch
from intake.staging import open_staging

DROP_DAY = date(2026, 11, 17)
"""A Tuesday."""

MORNINGS = tuple(DROP_DAY - timedelta(days=back) for back in range(14, 0, -1))
PLACES = 40

DEFINITION: dict[str, Any] = {
    "name": "fitting",
    "title": "Fitting room",
    "keys": ["place"],
    "target": {"source": "fittings", "column": "waist", "label": "Waist", "unit": "cm"},
    "sources": {
        "orders": {"path": "orders.csv", "date": "date", "keys": ["place"], "available_after_days": 0},
        "profiles": {"path": "profiles.csv", "date": "date", "keys": ["place"], "available_after_days": 0},
        "fittings": {"path": "fittings.csv", "date": "date", "keys": ["place"]},
    },
    "batch": {"source": "orders"},
    "features": {
        "place": {"label": "Place", "key": "place"},
        "weekday": {"label": "Weekday", "calendar": "weekday"},
        "height": {"label": "Height", "unit": "cm", "column": {"source": "profiles", "name": "height"}},
        "past": {"label": "Usual waist", "unit": "cm", "rolling": {"window_days": 7, "lag_days": 1, "by": []}},
    },
}

Change = Callable[[dict[str, Any]], None]


def tall(place: int, day: date) -> bool:
    return (place < PLACES // 2) == (day.toordinal() // 7 % 2 == 0)


def noise(place: int, day: date) -> float:
    return ((day.toordinal() * 7919 + place * 104729) % 21 - 10) / 5


def height(place: int, day: date, drop: float) -> float:
    lower = drop if day >= DROP_DAY else 0.0
    return (175.0 if tall(place, day) else 165.0) + noise(place, day) - lower


def write_files(folder: Path, drop: float = 0.0) -> None:
    """The three files, up to the day after the drop."""
    days = [DROP_DAY - timedelta(days=back) for back in range(40, -2, -1)]
    tables: dict[str, list[Mapping[str, object]]] = {"orders": [], "profiles": [], "fittings": []}
    for day in days:
        for place in range(PLACES):
            row: dict[str, object] = {"date": day, "place": f"P{place:02}"}
            tables["profiles"].append({**row, "height": height(place, day, drop)})
            tables["fittings"].append({**row, "waist": 80 + 2 * noise(place, day)})
            if tall(place, day):
                tables["orders"].append(row)
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


@dataclass(frozen=True)
class FittingRoom:
    """A folder with files, and the snapshots of two weeks in which nothing happened."""

    folder: Path
    past: tuple[StageSnapshot, ...]

    def morning(self, run_date: date, change: Change | None = None) -> tuple[StageSnapshot, ...]:
        return snapshots(self.folder, run_date, definition(change))


def definition(change: Change | None = None) -> UseCase:
    written = deepcopy(DEFINITION)
    if change is not None:
        change(written)
    return UseCase.model_validate(written)


def snapshots(folder: Path, run_date: date, use_case: UseCase) -> tuple[StageSnapshot, ...]:
    with open_staging(folder / "staging") as staging:
        standpoint = Standpoint(Origin(folder, {}), run_date, NO_PAST)
        return prepare_batch(staging, use_case, standpoint, lambda step: None).evidence.snapshots
