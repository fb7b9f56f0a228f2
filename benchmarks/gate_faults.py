"""Planted faults: which check sees each, on which day and in which stage, and the false alarms of clean days.

The batch is prepared as every morning, without a model. Development used the seeds 1 to 20; a table that is reported
uses others.
"""

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.planted_faults import Planted, Table, Tables, World
from domain.evidence import Past
from domain.finding import Finding, Severity
from domain.use_case import UseCase
from domain.use_case.file import read_use_case
from intake.prepare import Origin, Standpoint, prepare_batch
from intake.staging import open_staging
from intake.synthetic.bakery import write_bakery
from intake.synthetic.recipe import read_recipe

ROOT = Path(__file__).resolve().parents[1]
DAYS = 170
"""Days of history written: thirteen weeks to compare with, and what the bakery's file asks for."""


@dataclass(frozen=True)
class Shop:
    """A use case to plant in: how the files of a morning come about."""

    name: str
    use_case: UseCase
    tables: Callable[[date], Tables]


def bakery(folder: Path, seed: int, today: date) -> Shop:
    """The bakery without the faults of its recipe, written once up to `today`."""
    write_bakery(
        folder, today, seed, read_recipe().model_copy(update={"faults": []}), today - timedelta(days=DAYS + 90)
    )
    everything = {name: _read(folder / f"{name}.csv") for name in ("sales", "plan", "calendar", "weather")}
    late = {"sales": 1, "plan": -1, "calendar": -400, "weather": 3}

    def tables(morning: date) -> Tables:
        since = (morning - timedelta(days=DAYS)).isoformat()
        return {
            name: [r for r in rows if since <= r["date"] <= (morning - timedelta(days=late[name])).isoformat()]
            for name, rows in everything.items()
        }

    text = (ROOT / "use_cases/bakery/use_case.yaml").read_text(encoding="utf-8")
    return Shop("bakery", _use_case(folder, text.replace("${VOUCH_HOME}/demo/bakery/", "")), tables)


def stuttgart(folder: Path, data: Path) -> Shop:
    """The restaurant as its files were on a morning; the weather in a file of its own, three days late."""
    source = data / "restaurant_ingredients_stuttgart"
    sales, calendar = _read(source / "sales_daily.csv"), _read(source / "calendar_weather.csv")
    weather = [{key: row[key] for key in ("date", "temperature", "rain")} for row in calendar]

    def tables(morning: date) -> Tables:
        def until(rows: Table, days: int) -> Table:
            return [row for row in rows if row["date"] <= (morning - timedelta(days=days)).isoformat()]

        return {"sales": until(sales, 1), "calendar": until(calendar, -14), "weather": until(weather, 3)}

    text = (ROOT / "use_cases/stuttgart/use_case.yaml").read_text(encoding="utf-8")
    text = text.replace("${VOUCH_DATA}/restaurant_ingredients_stuttgart/sales_daily.csv", "sales.csv")
    place = "${VOUCH_DATA}/restaurant_ingredients_stuttgart/calendar_weather.csv"
    text = text.replace(place, "calendar.csv", 1).replace(place, "weather.csv", 1)
    return Shop("stuttgart", _use_case(folder, text), tables)


def _use_case(folder: Path, text: str) -> UseCase:
    path = folder / "use_case.yaml"
    path.write_text(text, encoding="utf-8")
    return read_use_case(path)


def prepared(folder: Path, shop: Shop, tables: Tables, morning: date) -> tuple[Finding, ...]:
    """The findings of a morning with these files."""
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with open_staging(folder / "staging") as staging:
        standpoint = Standpoint(Origin(folder, {}), morning, Past())
        return prepare_batch(staging, shop.use_case, standpoint, lambda step: None).findings


def alarms(findings: Sequence[Finding]) -> list[Finding]:
    """What a person is shown as a warning or a reason to hold."""
    return [finding for finding in findings if finding.severity is not Severity.INFO]


def plant_all(
    folder: Path, shop: Shop, faults: Sequence[Planted], mornings: Sequence[date]
) -> Iterator[tuple[Planted, date, list[Finding]]]:
    """Each fault on a morning of its own; yields the alarms that were not there without it."""
    open_ = [morning for morning in mornings if _is_open(shop.tables(morning), morning)]
    for at, fault in enumerate(faults):
        morning = open_[at % len(open_)]
        world = World(shop.tables(morning), morning)
        fault.plant(world)
        yield fault, morning, alarms(prepared(folder, shop, world.tables, morning))


def _is_open(tables: Tables, morning: date) -> bool:
    """Whether yesterday was open, so that there is something to spoil."""
    day = (morning - timedelta(days=1)).isoformat()
    return any(row["date"] == day for row in tables["sales"])


def clean_days(folder: Path, shop: Shop, mornings: Sequence[date]) -> Iterator[tuple[date, list[Finding]]]:
    """The alarms of mornings without a planted fault."""
    for morning in mornings:
        yield morning, alarms(prepared(folder, shop, shop.tables(morning), morning))


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scratch() -> Path:
    """A new empty folder; `shutil.rmtree` it afterwards."""
    return Path(tempfile.mkdtemp(prefix="gate-faults-"))


def done(folder: Path) -> None:
    """Take a folder away."""
    shutil.rmtree(folder, ignore_errors=True)
