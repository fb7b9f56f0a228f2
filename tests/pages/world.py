"""A small bakery whose runs were written by the production stores: what it is, and how runs and answers get into it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from domain.entity import Entity
from domain.finding import Finding, Verdict
from domain.person import Person
from domain.review import Answer, Review
from domain.run import Run, RunState, run_identity
from domain.use_case import UseCase
from domain.version import Version, VersionState
from prediction_store.layout import run_location
from services.dependencies import Dependencies
from services.record_review import GivenAnswer, record_review
from services.sign_in import sign_in_locally
from tests.pages.stored_ingredients import write_ingredients_of
from wiring import open_dependencies

DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
STORES = ("Harbour", "North")
PRODUCTS = ("Bagel", "Croissant", "Pretzel", "Rye bread", "Soup", "Stollen")

VERSION = Version(
    use_case="bakery", number=7, state=VersionState.CHAMPION, location="bakery/7", file_hash="sha256:7", metrics={},
    data_from=date(2024, 11, 20), data_through=date(2026, 11, 18), created_at=NOW,
)  # fmt: skip

DEFINITION: Mapping[str, Any] = {
    "name": "bakery",
    "title": "Bakery",
    "synthetic": True,
    "keys": ["store", "product"],
    "dates": {"horizon_days": 1},
    "target": {
        "source": "sales", "column": "sold", "label": "Sold", "unit": "loaves", "unit_one": "loaf", "happened": "sold",
        "integer": True, "min": 0,
    },
    "sources": {"sales": {"path": "sales.csv", "date": "day", "keys": ["store", "product"]}, "calendar": {"path": "calendar.csv", "date": "day", "available_after_days": -1}},
    "batch": {"seen_within_days": 28},
    "features": {
        "holiday_tomorrow": {"label": "Holiday tomorrow", "values": {"0": "no", "1": "yes"}, "column": {"source": "calendar", "name": "holiday"}},
        "sold_last_week": {"label": "Sold last week", "unit": "loaves", "lag": {"days": 7}},
        "weekday": {"label": "Weekday", "calendar": "weekday"},
    },
    "reviews": {"reasons": {"school_closed": "School closed", "other": "Other"}},
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """The stores of one test, and how runs and answers get into them."""

    deps: Dependencies
    use_case: UseCase

    def changed(self, **changes: Any) -> "World":
        """The same stores with another use case file."""
        use_case = UseCase.model_validate({**self.use_case.model_dump(mode="json"), **changes})
        with self.deps.feedback.write() as unit:
            unit.use_cases.register("bakery", "Bakery", use_case.model_dump(mode="json"), "bakery.yaml", NOW)
        return replace(self, use_case=use_case)

    def sign_in(self, name: str = "Ana") -> Person:
        return sign_in_locally(self.deps, name)

    def publish(
        self,
        day: date = DAY,
        *,
        batch: str = "sha256:a",
        shift: float = 0.0,
        entities: tuple[Entity, ...] | None = None,
        findings: tuple[Finding, ...] = (),
        verdict: Verdict = Verdict.PASSED,
        columns: Mapping[str, pa.Array] | None = None,
        at: datetime = NOW,
    ) -> Run:
        """A published run; row 0 is Bagel, Harbour and deserves a look, as every third row does."""
        known = tuple((store, product) for product in PRODUCTS for store in STORES) if entities is None else entities
        run = replace(self._run(day, batch, RunState.PUBLISHED, verdict, len(known)), created_at=at, published_at=at)
        with self.deps.predictions.write(run.location, self.use_case) as writer:
            if known:
                content = {**_columns(self.use_case, day, known, shift), **(columns or {})}
                writer.write(content)
                write_ingredients_of(writer, self.use_case, day, content)
            run = replace(run, file_hash=writer.finish())
        return self._finish(run, findings)

    def end(
        self, day: date, state: RunState, findings: tuple[Finding, ...] = (), verdict: Verdict | None = None,
        *, batch: str = "sha256:b",
    ) -> Run:  # fmt: skip
        """A run without predictions. A held one has the rows of its batch, but no file."""
        rows = len(PRODUCTS) * len(STORES) if state is RunState.HELD else 0
        return self._finish(self._run(day, batch, state, verdict, rows), findings)

    def answer(self, run: Run, row: int, person: Person, answer: Answer = Answer.AGREE, **more: Any) -> Review:
        return record_review(
            self.deps, GivenAnswer(f"{run.id}-{row}-{person.id}", f"{run.id}-{row}", person.id, answer, **more)
        )

    def reviews(self, run: Run) -> tuple[Review, ...]:
        with self.deps.feedback.read() as unit:
            return unit.reviews.for_run(run.id)

    def history(self, run: Run, row: int) -> tuple[Review, ...]:
        with self.deps.feedback.read() as unit:
            return unit.reviews.for_prediction(run.id, row, include_superseded=True)

    def _run(self, day: date, batch: str, state: RunState, verdict: Verdict | None, rows: int) -> Run:
        run_date = day - timedelta(days=1)
        run_id = run_identity("bakery", run_date, 7, batch)
        return Run(
            id=run_id, use_case="bakery", run_date=run_date, target_date=day, version=7, batch_hash=batch, state=state, verdict=verdict,
            row_count=rows, data_through=run_date - timedelta(days=1), location=run_location("bakery", run_date, run_id), file_hash=None,
            created_at=NOW, published_at=NOW if state is RunState.PUBLISHED else None,
        )  # fmt: skip

    def _finish(self, run: Run, findings: tuple[Finding, ...]) -> Run:
        with self.deps.feedback.write() as unit:
            return unit.runs.finish(run, findings)


def _columns(use_case: UseCase, day: date, entities: tuple[Entity, ...], shift: float) -> dict[str, pa.Array]:
    count = len(entities)
    predictions = [52.0 + shift + row for row in range(count)]
    look = [row % 3 == 0 for row in range(count)]
    past = [day - timedelta(days=7 * weeks) for weeks in (4, 3, 2, 1)]
    return {
        **{f"key_{key}": pa.array([entity[at] for entity in entities]) for at, key in enumerate(use_case.keys)},
        "target_date": pa.array([day] * count),
        "prediction": pa.array(predictions),
        "low": pa.array([value - 8.0 for value in predictions]),
        "high": pa.array([value + 9.0 for value in predictions]),
        "usual": pa.array([38.0] * count),
        "base": pa.array([37.0 + shift + row for row in range(count)]),
        "raw": pa.array(predictions),
        "label": pa.array([None] * count, pa.string()),
        "needs_look": pa.array(look),
        "score": pa.array([2.0 if needed else 0.5 for needed in look]),
        "reasons": pa.array(["big_change,unusual_input:sold_last_week" if needed else "" for needed in look]),
        "past_days": pa.array([past] * count, pa.list_(pa.date32())),
        "past_values": pa.array([[36.0, 38.0, 41.0, 38.0]] * count),
        "x_holiday_tomorrow": pa.array([1.0] * count),
        "x_sold_last_week": pa.array([41.0] * count),
        "x_weekday": pa.array(["5"] * count),
        "shap_holiday_tomorrow": pa.array([9.0] * count),
        "shap_sold_last_week": pa.array([8.0] * count),
        "shap_weekday": pa.array([-2.0] * count),
        "adj_minimum": pa.array([0.0] * count),
        "adj_whole": pa.array([0.0] * count),
    }


@contextmanager
def opened_home(home: Path) -> Iterator[Dependencies]:
    """The stores of a home, closed at the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOUCH_HOME", str(home))
        deps = open_dependencies()
    yield deps
    deps.predictions.close()
    deps.feedback.close()


def open_bakery(deps: Dependencies) -> World:
    """Register the bakery; nobody has signed in, nothing ran."""
    use_case = UseCase.model_validate(DEFINITION)
    with deps.feedback.write() as unit:
        unit.use_cases.register("bakery", "Bakery", use_case.model_dump(mode="json"), "bakery.yaml", NOW)
        unit.versions.add(VERSION)
    return World(deps, use_case)
