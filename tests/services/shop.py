"""A shop of six products that every test can afford: 120 made-up days, a model of few trees, trained once.

The template home is copied for each test, so that tests may break what they like.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from domain.person import Person
from domain.run import Run
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import upgrade
from prediction_store import PredictionStore
from services.dependencies import Dependencies
from services.load_use_case import LoadedUseCase, load_use_case
from services.publish_run import RunOutcome, publish_run
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, NOW, USE_CASE, Row, read_table, write_shop, write_table

Edit = Callable[[list[Row]], Iterable[Row]]


@cache
def _upgraded_database() -> bytes:
    """An empty database of the newest revision: bringing one up to date takes longer than most tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "feedback.sqlite"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()


def open_stores(root: Path, url: str | None = None) -> Dependencies:
    """The real stores below a folder; the clock stands still."""
    home = root / "home"
    home.mkdir(parents=True, exist_ok=True)
    file = home / "feedback.sqlite"
    if url is None and not file.exists():
        file.write_bytes(_upgraded_database())
    database = url or f"sqlite:///{file}"
    upgrade(database)
    return Dependencies(
        FeedbackDb(database), PredictionStore(home / "predictions"), home, root / "use_cases", lambda: NOW
    )


@dataclass(frozen=True)
class Shop:
    """The stores of one test and the folder of its sources."""

    deps: Dependencies

    @property
    def folder(self) -> Path:
        return self.deps.use_cases / "shop"

    @property
    def loaded(self) -> LoadedUseCase:
        return load_use_case(self.deps, "shop")

    def at(self, hours: int) -> "Shop":
        """The same shop, some hours later."""
        return Shop(replace(self.deps, now=lambda: NOW + timedelta(hours=hours)))

    def daily(self, day: date = MORNING) -> RunOutcome:
        return publish_run(self.deps, self.loaded, day)

    def published(self, day: date = MORNING) -> Run:
        outcome = self.daily(day)
        assert outcome.run.state.value == "published", outcome.findings
        return outcome.run

    def edit(self, table: str, change: Edit) -> None:
        path = self.folder / f"{table}.csv"
        write_table(path, change(read_table(path)))

    def correct(self, column: str, value: str, table: str = "plan", **where: str) -> None:
        """Write another value into the rows that match."""

        def change(rows: list[Row]) -> list[Row]:
            hit = [row for row in rows if all(row[name] == wanted for name, wanted in where.items())]
            assert hit, where
            for row in hit:
                row[column] = value
            return rows

        self.edit(table, change)

    def redefine(self, old: str, new: str) -> None:
        path = self.folder / "use_case.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def person(self, name: str, *, may_decide: bool = True) -> Person:
        with self.deps.feedback.write() as unit:
            return unit.people.add(name, may_decide=may_decide, now=self.deps.now())

    def run_states(self) -> Mapping[str, str]:
        with self.deps.feedback.read() as unit:
            return {run.id: run.state.value for run in unit.runs.all("shop", 100)}

    def stored(self, run_id: str) -> Run:
        with self.deps.feedback.read() as unit:
            run = unit.runs.by_id(run_id)
        assert run is not None
        return run

    def close(self) -> None:
        self.deps.predictions.close()
        self.deps.feedback.close()


def prepare_template(root: Path, definition: str = USE_CASE) -> Path:
    """A folder with sources, stores and a champion, ready to be copied."""
    write_shop(root / "use_cases" / "shop", definition)
    shop = Shop(open_stores(root))
    train_version(shop.deps, shop.loaded, MORNING)
    shop.close()
    return root


def copy_shop(template: Path, root: Path) -> Shop:
    shutil.copytree(template, root, dirs_exist_ok=True)
    return Shop(open_stores(root))


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with its champion, not to be changed."""
    return prepare_template(tmp_path_factory.mktemp("shop") / "template")


@pytest.fixture
def shop(shop_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """A shop with a champion and no run."""
    opened = copy_shop(shop_template, tmp_path / "shop")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def published_template(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with one published run, not to be changed."""
    root = tmp_path_factory.mktemp("published") / "template"
    opened = copy_shop(shop_template, root)
    opened.published()
    opened.close()
    return root


@pytest.fixture
def published_shop(published_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """A shop whose run of MORNING is published."""
    opened = copy_shop(published_template, tmp_path / "published_shop")
    yield opened
    opened.close()


@pytest.fixture
def run(published_shop: Shop) -> Run:
    """The published run of `published_shop`."""
    with published_shop.deps.feedback.read() as unit:
        (known,) = unit.runs.all("shop", 5)
    return known
