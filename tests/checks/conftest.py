"""A shop whose sources are tables in memory, cleaned as every morning, for the checks that look at its past."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from domain.check_result import CheckResult, Outcome
from domain.evidence import NO_PAST, Past
from domain.stage import Stage
from domain.use_case import UseCase
from domain.volume import Volume
from intake.inspection import Morning, inspect
from intake.prepare import Origin, Window, _load
from intake.staging import open_staging

RUN = date(2026, 5, 14)
"""A Thursday: the newest sales are of Wednesday."""

STORES, PRODUCTS = ("North", "South", "West"), tuple(f"p{number}" for number in range(10))
Row = dict[str, object]

USE_CASE = {
    "name": "shop",
    "title": "Shop",
    "keys": ["store", "product"],
    "target": {"source": "sales", "column": "sold", "label": "Sold"},
    "sources": {
        "sales": {
            "path": "sales.csv",
            "date": "date",
            "keys": ["store", "product"],
            "columns": {"price": "number", "offer": "number", "kind": "text"},
        },
        "weather": {
            "path": "weather.csv",
            "date": "date",
            "available_after_days": 3,
            "columns": {"temperature": "number"},
        },
        "calendar": {"path": "calendar.csv", "date": "date", "keys": ["store"], "available_after_days": -10},
    },
    "batch": {"seen_within_days": 14},
    "closed": {"source": "calendar", "column": "closed"},
    "features": {
        "product": {"label": "Product", "key": "product"},
        "rain": {"label": "Rain", "column": {"source": "weather", "name": "rain", "lag_days": 3}},
    },
}


def use_case(**change: object) -> UseCase:
    return UseCase.model_validate({**USE_CASE, **change})


def tables(seed: int = 1, run: date = RUN, days: int = 100) -> dict[str, list[Row]]:
    """A clean shop: Poisson sales with a weekly rhythm, prices that change now and then, weather, nothing missing."""
    chance = np.random.default_rng(seed)
    made: dict[str, list[Row]] = {"sales": [], "weather": [], "calendar": []}
    for back in range(days, -11, -1):
        day = run - timedelta(days=back)
        made["calendar"] += [{"date": day, "store": store, "closed": 0} for store in STORES]
        if back >= 3:
            temperature = round(12 + 6 * np.sin(day.toordinal() / 40) + chance.normal(0, 2), 1)
            rain = round(float(chance.gamma(1, 4)), 1) if chance.random() < 0.4 else 0.0
            made["weather"].append({"date": day, "temperature": temperature, "rain": rain})
        if back >= 1:
            made["sales"] += _sales(day, chance)
    return made


def _sales(day: date, chance: np.random.Generator) -> list[Row]:
    rhythm = 1 + 0.4 * (day.weekday() >= 5)
    return [
        {
            "date": day,
            "store": store,
            "product": product,
            "sold": int(chance.poisson((8 + 6 * number) * rhythm)),
            "price": 2.0 + number,
            "offer": int(chance.random() < 0.3),
            "kind": "bread" if number < 5 else "cake",
        }
        for store in STORES
        for number, product in enumerate(PRODUCTS)
    ]


@dataclass(frozen=True)
class Asked:
    """What the checks said of the stages received and cleaned."""

    results: tuple[CheckResult, ...]
    volumes: tuple[Volume, ...]

    def of(self, code: str, table: str = "sales", column: str | None = None) -> list[CheckResult]:
        return [r for r in self.results if r.code == code and r.table == table and column in (None, r.column)]

    def one(self, code: str, table: str = "sales", column: str | None = None) -> CheckResult:
        found = self.of(code, table, column)
        assert len(found) == 1, [(r.code, r.column, r.outcome) for r in self.results]
        return found[0]

    @property
    def told(self) -> set[tuple[str, str | None]]:
        """Codes and columns of what did not pass."""
        return {(r.code, r.column) for r in self.results if r.outcome in (Outcome.WARNED, Outcome.FAILED)}


Ask = Callable[..., Asked]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Write tables as CSV files, clean them as on a morning, and ask the checks of the first two stages."""

    def asked(
        made: Mapping[str, list[Row]], case: UseCase | None = None, run: date = RUN, past: Past = NO_PAST
    ) -> Asked:
        folder = tmp_path_factory.mktemp("asked")
        for name, rows in made.items():
            _write(folder / f"{name}.csv", rows)
        case = case or use_case()
        with open_staging(folder / "staging") as staging:
            _load(staging, case, Origin(folder, {}), Window(run, run - timedelta(days=95)), lambda step: None)
            morning = Morning(staging, case, run, past)
            parts = [inspect(stage, morning) for stage in (Stage.RECEIVED, Stage.CLEANED)]
        return Asked(parts[0].results + parts[1].results, parts[1].volumes)

    return asked


def _write(path: Path, rows: list[Row]) -> None:
    header = list(rows[0])
    lines = [",".join("" if row[key] is None else str(row[key]) for key in header) for row in rows]
    path.write_text("\n".join([",".join(header), *lines, ""]), encoding="utf-8")


def yesterday(made: Mapping[str, list[Row]], table: str = "sales", late: int = 1) -> Iterator[Row]:
    """The rows that are new on the morning."""
    return (row for row in made[table] if row["date"] == RUN - timedelta(days=late))


def set_all(rows: Iterable[Row], **values: object) -> None:
    """Write the same values into rows."""
    for row in rows:
        row.update(values)


def without(made: dict[str, list[Row]], table: str = "sales", **where: object) -> None:
    """Leave rows out."""
    made[table] = [row for row in made[table] if any(row[key] != value for key, value in where.items())]
