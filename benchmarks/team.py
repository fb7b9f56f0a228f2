"""Who looks at what, on a run of a million predictions: the progress of twenty people, one's own list, and a quarter of use."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.report import Line, Section, spread
from domain.person import Person, Role
from domain.review import Answer, NewReview, Seen
from domain.run import Run, RunState, run_identity
from domain.use_case import UseCase
from domain.version import Version, VersionState
from prediction_store.layout import ROW_GROUP, run_location
from services.assign_predictions import Wish, assign_predictions
from services.count_use import count_use
from services.dependencies import Dependencies
from services.follow_team import follow_team
from services.page_queue import QueueFilter, count_queue, page_queue
from services.watch_usage import watch_usage
from wiring import open_dependencies
from wiring.settings import Settings

ROWS = 1_000_000
SMALL_ROWS, SMALL_RUNS = 60, 83
"""A quarter of days before the large one."""

PEOPLE, STORES = 20, 25
ANSWERS = 2_000
REPEATS = 30
GOAL_MS = 300
CHUNK = 10 * ROW_GROUP
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = NOW.date()

USE_CASE = UseCase.model_validate(
    {
        "name": "made_up",
        "title": "Made up (benchmark)",
        "synthetic": True,
        "keys": ["store", "product"],
        "target": {"source": "sales", "column": "sold", "label": "Sold", "unit": "pieces"},
        "sources": {"sales": {"path": "sales.csv", "date": "day", "keys": ["store", "product"]}},
        "batch": {"seen_within_days": 7},
        "features": {"last_week": {"label": "Sold last week", "lag": {"days": 7}}},
    }
)


def measure(folder: Path) -> Section:
    """The services behind Team and Today, warm, in one process."""
    deps = replace(open_dependencies(Settings(home=folder / "home")), now=lambda: NOW)
    large = _prepare(deps)
    ana = _assign(deps)
    _answer(deps, large, ana)
    parts = count_queue(deps, large, ana.id).parts
    works: dict[str, Callable[[], object]] = {
        f"progress of {PEOPLE} people": lambda: follow_team(deps, large),
        "the numbers on the lists of Today, without one's own": lambda: count_queue(deps, large),
        "the numbers on the lists of Today, with one's own": lambda: count_queue(deps, large, ana.id),
        "a page of one's own list": lambda: page_queue(deps, large, QueueFilter("mine", parts=parts)),
        "twelve weeks of use": lambda: count_use(deps, "made_up"),
        "twelve weeks of use of one store": lambda: count_use(deps, "made_up", segment=("store", "store 03")),
        "whether use fell": lambda: watch_usage(deps, "made_up"),
    }
    lines = [_line(what, work) for what, work in works.items()]
    deps.predictions.close()
    deps.feedback.close()
    return Section(
        "team",
        "Team: one run of 1,000,000 predictions",
        f"{PEOPLE} people with {2 * PEOPLE} assignments by store and product, {ANSWERS:,} answers, {SMALL_RUNS} runs of {SMALL_ROWS} before; services, warm.",
        tuple(lines),
    )


def _line(what: str, work: Callable[[], object]) -> Line:
    work()
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - started))
    return Line(what, spread(found, "ms"), f"at most {GOAL_MS} ms (median)", float(np.median(found)) <= GOAL_MS)


def _prepare(deps: Dependencies) -> Run:
    """The use case and its runs; the last one is large."""
    version = Version("made_up", 1, VersionState.CHAMPION, "m/1", "sha256:1", {}, date(2020, 1, 1), DAY, NOW)
    with deps.feedback.write() as unit:
        unit.use_cases.register("made_up", "Made up", USE_CASE.model_dump(mode="json"), "made_up.yaml", NOW)
        unit.versions.add(version)
    for back in range(SMALL_RUNS, 0, -1):
        _publish(deps, DAY - timedelta(days=back), SMALL_ROWS)
    return _publish(deps, DAY, ROWS)


def _publish(deps: Dependencies, day: date, rows: int) -> Run:
    run_id = run_identity("made_up", day, 1, str(rows))
    run = Run(
        id=run_id, use_case="made_up", run_date=day, target_date=day, version=1, batch_hash=str(rows),
        state=RunState.PUBLISHED, verdict=None, row_count=rows, data_through=day - timedelta(days=1),
        location=run_location("made_up", day, run_id), file_hash=None, created_at=NOW,
        published_at=datetime(day.year, day.month, day.day, 5, tzinfo=UTC),
    )  # fmt: skip
    random = np.random.default_rng(day.toordinal())
    with deps.predictions.write(run.location, USE_CASE) as writer:
        for first in range(0, rows, CHUNK):
            writer.write(_columns(random, first, min(CHUNK, rows - first), day))
        run = replace(run, file_hash=writer.finish())
    with deps.feedback.write() as unit:
        return unit.runs.finish(run, ())


def _columns(random: np.random.Generator, first: int, count: int, day: date) -> dict[str, pa.Array]:
    rows = np.arange(first, first + count)
    effect = random.normal(0, 3, count).astype(np.float32)
    raw = 50 + effect.astype(float)
    zero = pa.array(np.zeros(count))
    return {
        "key_store": pa.array([f"store {row % STORES:02d}" for row in rows]),
        "key_product": pa.array([f"product {row // STORES:05d}" for row in rows]),
        "target_date": pa.array([day] * count, pa.date32()),
        "prediction": pa.array(raw), "low": pa.array(raw - 20), "high": pa.array(raw + 20),
        "usual": pa.array(np.full(count, 50.0)), "base": pa.array(np.full(count, 50.0)), "raw": pa.array(raw),
        "label": pa.array([None] * count, pa.string()),
        "needs_look": pa.array(random.random(count) < 0.05),
        "score": pa.array(random.random(count).astype(np.float32)),
        "reasons": pa.array([""] * count),
        "past_days": pa.array([[]] * count, pa.list_(pa.date32())),
        "past_values": pa.array([[]] * count, pa.list_(pa.float64())),
        "x_last_week": pa.array(raw), "shap_last_week": pa.array(effect),
        **{f"adj_{code}": zero for code in USE_CASE.adjustment_codes},
    }  # fmt: skip


def _assign(deps: Dependencies) -> Person:
    """Each person has a store, and one product of all stores; the first of them."""
    with deps.feedback.write() as unit:
        people = [unit.people.add(f"person {number:02d}", may_decide=True, now=NOW) for number in range(PEOPLE)]
        first = unit.people.change(replace(people[0], roles=frozenset(Role)))
    for number, person in enumerate(people):
        for part in ((("store", f"store {number:02d}"),), (("product", f"product {number:05d}"),)):
            assign_predictions(deps, first.id, Wish(f"{number}-{part}", "made_up", person.id, part))
    return first


def _answer(deps: Dependencies, run: Run, person: Person) -> None:
    seen = Seen(52.0, None, 44.5, 61.0, None, 1, DAY.isoformat(), ())
    with deps.feedback.write() as unit:
        for number in range(ANSWERS):
            row = number * (ROWS // ANSWERS)
            entity = (f"store {row % STORES:02d}", f"product {row // STORES:05d}")
            new = NewReview(f"t{row}", "made_up", run.id, row, entity, run.target_date, person.id, Answer.AGREE, seen)
            unit.reviews.record(new, NOW)
