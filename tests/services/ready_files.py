"""A use case whose predictions are made elsewhere, its stores, and the files that come from there."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from domain.person import Role
from domain.run import RunState
from feedback_db.unit_of_work import FeedbackDb
from prediction_store import PredictionStore
from services.dependencies import Dependencies
from services.import_predictions import ImportOutcome, import_predictions
from services.import_reviews import ReviewsOutcome, import_reviews
from services.load_use_case import LoadedUseCase, load_use_case
from services.measure_outcomes import last_days, measure_outcomes
from services.upload_actuals import ActualsPreview, preview_actuals, store_actuals
from tests.services.made_up_shop import NOW
from tests.services.shop import open_stores

READY = """\
name: ready
title: Ready
task: regression
keys: [store, product]
dates: {horizon_days: 1}
target: {source: sales, column: sold, label: Sold, unit: pieces, happened: sold, integer: true, min: 0, cost_too_much: 0.5, cost_too_little: 2, cost_unit: €}
sources:
  sales: {path: sales.csv, date: date, keys: [store, product], separator: ";", decimal: ",", date_format: "%d.%m.%Y"}
batch: {seen_within_days: 28}
clean:
  sales: {aliases: {product: {Bread: [bread loaf]}}, impossible: {sold: {max: 900}}}
features:
  product: {label: Product, key: product}
imports: {low: low, high: high, usual: usual, own_low: own_low, own_high: own_high, reason: reason, comment: remark, may_decide: true}
reviews: {reasons: {event: Event nearby, other: Other}}
"""
FIRST = date(2026, 4, 1)


@dataclass(frozen=True)
class Elsewhere:
    """The stores, and a folder for files."""

    deps: Dependencies
    folder: Path

    @property
    def loaded(self) -> LoadedUseCase:
        return load_use_case(self.deps, "ready")

    def file(self, *lines: str, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def predictions(self, *lines: str) -> ImportOutcome:
        head = "date;store;product;prediction;low;high;usual"
        return import_predictions(self.deps, self.loaded, self.file(head, *lines))

    def answers(self, *lines: str) -> ReviewsOutcome:
        head = "date;store;product;person;own_value;own_low;own_high;reason;remark"
        return import_reviews(self.deps, self.loaded, self.file(head, *lines))

    def upload(self, *lines: str) -> ActualsPreview:
        return preview_actuals(self.deps, "ready", self.file("date;store;product;sold", *lines), "sales.csv")

    def store(self, preview: ActualsPreview):
        with self.deps.feedback.write() as unit:
            unit.people.add("Ana", may_decide=True, now=self.deps.now())
            person = unit.people.by_name("Ana")
            assert person is not None
            person = unit.people.change(replace(person, roles=frozenset(Role)))
        return store_actuals(self.deps, preview, person.id)

    def hold(self, day: date) -> None:
        """A held run as the daily job leaves it: the rows of its batch are counted, and there is no file."""
        with self.deps.feedback.write() as unit:
            published = unit.runs.current("ready", FIRST)
            assert published is not None
            held = replace(
                published, id="held", run_date=day - (published.target_date - published.run_date), target_date=day,
                state=RunState.HELD, location="ready/held", published_at=None,
            )  # fmt: skip
            unit.runs.finish(held, ())

    def outcomes(self, viewer_id: int = 1):
        period = last_days(self.deps, "ready", None)
        assert period is not None
        return measure_outcomes(self.deps, "ready", period, viewer_id)


@pytest.fixture(scope="session")
def elsewhere_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Empty stores and the use case `ready`, not to be changed."""
    root = tmp_path_factory.mktemp("elsewhere") / "template"
    deps = open_stores(root)
    (deps.use_cases / "ready").mkdir(parents=True)
    (deps.use_cases / "ready" / "use_case.yaml").write_text(READY, encoding="utf-8")
    deps.predictions.close()
    deps.feedback.close()
    return root


@pytest.fixture
def elsewhere(elsewhere_template: Path, tmp_path: Path) -> Iterator[Elsewhere]:
    """Stores of a test's own."""
    root = Path(shutil.copytree(elsewhere_template, tmp_path / "elsewhere"))
    home = root / "home"
    feedback = FeedbackDb(f"sqlite:///{home / 'feedback.sqlite'}")
    deps = Dependencies(feedback, PredictionStore(home / "predictions"), home, root / "use_cases", lambda: NOW)
    yield Elsewhere(deps, deps.use_cases / "ready")
    deps.predictions.close()
    deps.feedback.close()
