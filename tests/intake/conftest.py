"""Small dirty shops: tables written as files, prepared by the production code, and what came out of it."""

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from domain.errors import SourceError
from domain.finding import Finding, Verdict
from domain.use_case import UseCase
from intake.prepare import Origin, Standpoint, prepare_batch, prepare_past
from intake.staging import Staging, open_staging

RUN = date(2024, 5, 15)
"""A Wednesday."""

Row = dict[str, object]
Tables = Mapping[str, Sequence[Mapping[str, object]]]

SHOP: dict[str, object] = {
    "name": "shop",
    "title": "Shop",
    "keys": ["store", "product"],
    "dates": {"horizon_days": 1},
    "target": {"source": "sales", "column": "sold", "label": "Sold"},
    "sources": {
        "sales": {"path": "sales.csv", "date": "date", "keys": ["store", "product"]},
        "weather": {"path": "weather.csv", "date": "date", "available_after_days": 3},
        "calendar": {"path": "calendar.csv", "date": "date", "available_after_days": -30},
    },
    "batch": {"seen_within_days": 14},
    "closed": {"source": "calendar", "column": "closed"},
    "features": {
        "product": {"label": "Product", "key": "product"},
        "weekday": {"label": "Weekday", "calendar": "weekday"},
        "temperature": {"label": "Temperature", "column": {"source": "weather", "name": "temperature", "lag_days": 4}},
        "last_week": {"label": "Last week", "lag": {"days": 7}},
        "mean": {"label": "Mean", "rolling": {"window_days": 14, "lag_days": 2}},
    },
    "checks": {"history_days_at_least": 10},
}


@dataclass(frozen=True)
class Outcome:
    """What was left of a prepared batch once its staging was closed."""

    rows: list[Row]
    findings: tuple[Finding, ...]
    content_hash: str
    verdict: Verdict
    through: date | None
    changes: list[Row]
    cleaned: Mapping[str, list[Row]]
    members: list[Row] | None

    def finding(self, code: str, column: str | None = None) -> Finding:
        """The only finding with a code."""
        found = [f for f in self.findings if f.code == code and column in (None, f.column)]
        assert len(found) == 1, f"{code}: {[f.code for f in self.findings]}"
        return found[0]

    def codes(self, source: str | None = None) -> set[str]:
        """The codes of all findings but the plain counts of rows."""
        return {f.code for f in self.findings if source in (None, f.source)} - {"source_rows"}


@dataclass(frozen=True)
class Bench:
    """A folder of source files, with the production code to prepare from them."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def write(self, tables: Tables, **options: object) -> None:
        """Each table as a CSV file of its name."""
        for table, rows in tables.items():
            (self.folder / f"{table}.csv").write_text(csv_text(rows, **options), encoding="utf-8", newline="")

    def origin(self) -> Origin:
        return Origin(self.folder, self.variables)

    def batch(self, use_case: UseCase, run_date: date = RUN) -> Outcome:
        """Prepare a batch; everything of it that tests look at."""
        with open_staging(self.folder / "staging") as staging:
            prepared = prepare_batch(staging, use_case, Standpoint(self.origin(), run_date), lambda step: None)
            return Outcome(
                rows_of(staging, "SELECT * FROM prepared ORDER BY _row"),
                prepared.findings,
                prepared.content_hash,
                prepared.verdict,
                prepared.data_through,
                rows_of(staging, "SELECT * FROM changes ORDER BY source, code, line, column_name"),
                {source: rows_of(staging, f"SELECT * FROM clean_{source} ORDER BY _line") for source in used(staging)},
                None if (members := prepared.members()) is None else members.to_pylist(),
            )

    def fault(self, use_case: UseCase) -> SourceError:
        """Why a source cannot be read."""
        with pytest.raises(SourceError) as caught:
            self.batch(use_case)
        return caught.value

    def past(self, use_case: UseCase, as_of: date = RUN) -> pa.Table:
        """What could be learned from on a morning."""
        with open_staging(self.folder / "staging") as staging:
            return prepare_past(staging, use_case, self.origin(), as_of, lambda step: None)


def used(staging: Staging) -> list[str]:
    tables = staging.rows("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'clean\\_%' ESCAPE '\\'")
    return [str(row[0]).removeprefix("clean_") for row in tables]


def rows_of(staging: Staging, sql: str) -> list[Row]:
    return list(staging.table(sql).to_pylist())


def csv_text(rows: Iterable[Mapping[str, object]], **options: object) -> str:
    """Rows as CSV; None is an empty cell."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n", **options)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def shop_tables(run: date = RUN, days: int = 60) -> dict[str, list[Row]]:
    """A clean shop: two stores, two products, whole numbers, nothing missing, nothing closed."""
    tables: dict[str, list[Row]] = {"sales": [], "weather": [], "calendar": []}
    for back in range(days, -31, -1):
        day = run - timedelta(days=back)
        tables["calendar"].append({"date": day, "closed": 0})
        if back > 0:
            tables["weather"].append({"date": day, "temperature": round(10 + (day.toordinal() * 7 % 50) / 10, 1)})
            for store in ("North", "South"):
                for number, product in enumerate(("Bun", "Rye bread")):
                    sold = 20 + number * 10 + day.toordinal() % 7 + (day.toordinal() * (number + 3)) % 5
                    tables["sales"].append({"date": day, "store": store, "product": product, "sold": sold})
    return tables


def merged(base: object, change: object) -> object:
    """A mapping with some keys replaced; None takes a key out."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    result = {key: value for key, value in base.items() if change.get(key, value) is not None}
    return {**result, **{key: merged(base.get(key), value) for key, value in change.items() if value is not None}}


@pytest.fixture(scope="session")
def shop() -> Callable[..., UseCase]:
    """The use case of the shop; `shop(dates={"horizon_days": 0})` changes keys of it, None takes one out."""

    def build(**change: object) -> UseCase:
        return UseCase.model_validate(merged(deepcopy(SHOP), change))

    return build


@pytest.fixture
def tables() -> dict[str, list[Row]]:
    """The tables of a clean shop, to be made dirty."""
    return shop_tables()


@pytest.fixture(scope="session")
def new_bench(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Bench]:
    """A new empty folder each time it is called."""
    return lambda: Bench(tmp_path_factory.mktemp("bench"))


@pytest.fixture
def bench(new_bench: Callable[[], Bench]) -> Bench:
    return new_bench()


@pytest.fixture
def staging(tmp_path: Path) -> Iterator[Staging]:
    with open_staging(tmp_path / "staging") as opened:
        yield opened


@pytest.fixture
def sales(tables: dict[str, list[Row]]) -> list[Row]:
    """Names with umlauts and fractions, so that encodings and decimals matter."""
    for row in tables["sales"]:
        row["product"] = {"Bun": "Brötchen", "Rye bread": "Crème brûlée"}[str(row["product"])]
        row["sold"] = int(str(row["sold"])) + 0.25
    return tables["sales"]


@pytest.fixture
def usual(shop: Callable[..., UseCase], bench: Bench, tables: dict[str, list[Row]], sales: list[Row]) -> str:
    """The content hash of the batch when everything is a plain CSV file."""
    bench.write(tables)
    return str(bench.batch(shop()).content_hash)


@pytest.fixture
def database(bench: Bench, sales: list[Row]) -> Path:
    path = bench.folder / "erp.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE sales (date DATE, store TEXT, product TEXT, sold NUMERIC, note TEXT)")
    rows = [(str(row["date"]), row["store"], row["product"], row["sold"], "12:30 :no 5% %s") for row in sales]
    connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return path
