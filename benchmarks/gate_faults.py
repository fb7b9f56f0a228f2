"""Shops to plant faults in, and what the gate says of a morning: which check, on which day, in which stage.

A morning is prepared as the daily job prepares it, with what earlier mornings left and with the daily medians of a year
of training, but without scoring.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.planted_faults import Table, Tables
from domain.evidence import Evidence, Past
from domain.finding import Finding, Severity
from domain.jump import Jump
from domain.stage import STAGES, StageSnapshot
from domain.use_case import UseCase
from domain.volume import Volume
from intake.prepare import Origin, Standpoint, prepare_batch, prepare_past
from intake.staging import open_staging
from intake.synthetic.bakery import write_bakery
from intake.synthetic.recipe import read_recipe
from models.day_profile import DayMedians, day_medians
from services.lineage import traced_columns
from services.trace_jump import trace
from services.training_rows import feature_table

ROOT = Path(__file__).resolve().parents[1]
MORNING_DAYS, TRAINING_DAYS = 170, 400
"""Days of history in the files of a morning (thirteen weeks to compare with, and what the bakery's file asks for), and in
those that are learned from."""

Change = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Shop:
    """A use case to plant in: its folder, its definition, and how the files of a morning come about (`days` long)."""

    name: str
    folder: Path
    definition: Mapping[str, Any]
    tables: Callable[[date, int], Tables]

    def use_case(self, change: Change | None = None) -> UseCase:
        """The use case, or what a slip in its file makes of it."""
        definition = yaml.safe_load(yaml.safe_dump(dict(self.definition)))
        if change is not None:
            change(definition)
        return UseCase.model_validate(definition)


def bakery(folder: Path, seed: int, today: date) -> Shop:
    """The bakery without the faults of its recipe, written once up to `today`."""
    recipe = read_recipe().model_copy(update={"faults": []})
    write_bakery(folder, today, seed, recipe, today - timedelta(days=TRAINING_DAYS + 120))
    everything = {name: _read(folder / f"{name}.csv") for name in ("sales", "plan", "calendar", "weather")}
    late = {"sales": 1, "plan": -1, "calendar": -400, "weather": 3}

    def tables(morning: date, days: int) -> Tables:
        since = (morning - timedelta(days=days)).isoformat()
        return {
            name: [r for r in rows if since <= r["date"] <= (morning - timedelta(days=late[name])).isoformat()]
            for name, rows in everything.items()
        }

    text = (ROOT / "use_cases/bakery/use_case.yaml").read_text(encoding="utf-8")
    return Shop("bakery", folder, yaml.safe_load(text.replace("${VOUCH_HOME}/demo/bakery/", "")), tables)


def stuttgart(folder: Path, data: Path) -> Shop:
    """The restaurant as its files were on a morning; the weather in a file of its own, three days late."""
    source = data / "restaurant_ingredients_stuttgart"
    sales, calendar = _read(source / "sales_daily.csv"), _read(source / "calendar_weather.csv")
    weather = [{key: row[key] for key in ("date", "temperature", "rain")} for row in calendar]

    def tables(morning: date, days: int) -> Tables:
        def until(rows: Table, late: int) -> Table:
            return [row for row in rows if row["date"] <= (morning - timedelta(days=late)).isoformat()]

        return {"sales": until(sales, 1), "calendar": until(calendar, -14), "weather": until(weather, 3)}

    text = (ROOT / "use_cases/stuttgart/use_case.yaml").read_text(encoding="utf-8")
    text = text.replace("${VOUCH_DATA}/restaurant_ingredients_stuttgart/sales_daily.csv", "sales.csv")
    place = "${VOUCH_DATA}/restaurant_ingredients_stuttgart/calendar_weather.csv"
    return Shop(
        "stuttgart",
        folder,
        yaml.safe_load(text.replace(place, "calendar.csv", 1).replace(place, "weather.csv", 1)),
        tables,
    )


@dataclass
class Memory:
    """What earlier mornings left; grows with every morning that is kept."""

    training: DayMedians
    snapshots: tuple[StageSnapshot, ...] = ()
    volumes: tuple[Volume, ...] = ()

    def past(self, morning: date) -> Past:
        """What a run of this morning finds."""
        return Past(tuple(volume for volume in self.volumes if volume.day < morning), self.training)

    def shots(self, morning: date) -> tuple[StageSnapshot, ...]:
        """The snapshots of the mornings before."""
        return tuple(shot for shot in self.snapshots if shot.run_date < morning)


@dataclass(frozen=True)
class Seen:
    """What is said of a morning: the warnings and reasons to hold, and where each column that jumped began to."""

    morning: date
    alarms: tuple[Finding, ...]
    jumps: tuple[Jump, ...]

    @property
    def held(self) -> bool:
        """Whether the run is held."""
        return any(finding.severity is Severity.CRITICAL for finding in self.alarms)


def learned(shop: Shop, morning: date) -> Memory:
    """What training on the days before a morning leaves for the gate."""
    write_tables(shop, shop.tables(morning, TRAINING_DAYS))
    use_case = shop.use_case()
    with open_staging(shop.folder / "staging") as staging:
        table = prepare_past(staging, use_case, Origin(shop.folder, {}), morning, lambda step: None)
        days = np.asarray(table.column("day").to_numpy()).astype("datetime64[D]")
        return Memory(day_medians(feature_table(use_case, table), days))


def look(shop: Shop, tables: Tables, morning: date, memory: Memory, change: Change | None = None) -> Seen:
    """What the gate and the stages say of a morning with these files; nothing is kept."""
    return _looked(shop, tables, morning, memory, change)[0]


def live(shop: Shop, morning: date, memory: Memory) -> Seen:
    """A morning without a planted fault, remembered for those to come."""
    seen, left = _looked(shop, shop.tables(morning, MORNING_DAYS), morning, memory, None)
    memory.snapshots += left.snapshots
    memory.volumes += left.volumes
    return seen


def _looked(shop: Shop, tables: Tables, morning: date, memory: Memory, change: Change | None) -> tuple[Seen, Evidence]:
    write_tables(shop, tables)
    use_case = shop.use_case(change)
    with open_staging(shop.folder / "staging") as staging:
        standpoint = Standpoint(Origin(shop.folder, {}), morning, memory.past(morning))
        batch = prepare_batch(staging, use_case, standpoint, lambda step: None)
    alarms = tuple(finding for finding in batch.findings if finding.severity is not Severity.INFO)
    left = batch.evidence
    return Seen(morning, alarms, _jumps(use_case, (*memory.shots(morning), *left.snapshots), morning)), left


def _jumps(use_case: UseCase, snapshots: Sequence[StageSnapshot], morning: date) -> tuple[Jump, ...]:
    """Those at the earliest stage first, as the page Data marks them; of these the one that is furthest out."""
    traced = (trace(snapshots, use_case, name, morning) for name in traced_columns(use_case))
    found = [one.jump for one in traced if one.jump is not None]
    return tuple(sorted(found, key=lambda jump: (STAGES.index(jump.first.stage), -jump.strength)))


def was_open(tables: Tables, morning: date) -> bool:
    """Whether yesterday was open, so that there is something to spoil."""
    day = (morning - timedelta(days=1)).isoformat()
    return any(row["date"] == day for row in tables["sales"])


def write_tables(shop: Shop, tables: Tables) -> None:
    """The files of a morning."""
    for name, rows in tables.items():
        with (shop.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
