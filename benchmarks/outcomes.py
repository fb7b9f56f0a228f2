"""How quickly outcomes are measured: many small daily runs, and a run of a million rows."""

import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.made_up_runs import NOW, know, publish, register
from benchmarks.report import Line, Section, spread
from domain.prediction import prediction_id
from domain.review import Answer
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import upgrade
from prediction_store import PredictionStore
from services.dependencies import Dependencies
from services.measure_outcomes import last_days, measure_outcomes
from services.record_review import GivenAnswer, record_review

LAST = date(2026, 11, 20)
SMALL_DAYS, SMALL_ROWS = 400, 60
LARGE_ROWS = 1_000_000
ANSWERED_EVERY = 20
"""Of the small runs, one prediction in so many is changed by somebody."""

REPEATS = 5
SMALL_GOAL_S = 2.0
"""A page of half a second waits once for its numbers; they are kept until something changes."""


def measure(folder: Path) -> Section:
    """Time of the service, stores opened, nothing kept from the time before."""
    lines: list[Line] = []
    for name, days, rows in (("400 runs of 60", SMALL_DAYS, SMALL_ROWS), ("one run of 1,000,000", 1, LARGE_ROWS)):
        deps = _stores(folder / name.replace(" ", "_").replace(",", ""))
        for back in range(days):
            day = LAST - timedelta(days=back)
            run = publish(deps, day, rows)
            know(deps, day, rows)
            _answer(deps, run.id, rows)
        seconds = [_timed(deps) for _ in range(REPEATS)]
        goal = days == SMALL_DAYS
        found = spread(seconds, "s", 2)
        lines.append(
            Line(
                name,
                found,
                f"at most {SMALL_GOAL_S:g} s" if goal else "",
                float(np.median(seconds)) <= SMALL_GOAL_S if goal else None,
            )
        )
        deps.predictions.close()
        deps.feedback.close()
    return Section(
        "outcomes",
        "Outcomes: how quickly they are measured",
        "Every prediction has an actual, one in twenty of the small runs (20 of the large one) was changed by somebody; "
        "the service behind the page, from the stores to intervals and misses.",
        tuple(lines),
    )


def _stores(home: Path) -> Dependencies:
    home.mkdir(parents=True)
    url = f"sqlite:///{home / 'feedback.sqlite'}"
    upgrade(url)
    deps = Dependencies(FeedbackDb(url), PredictionStore(home / "predictions"), home, home / "use_cases", lambda: NOW)
    register(deps)
    with deps.feedback.write() as unit:
        unit.people.add("Ana", may_decide=True, now=NOW)
    return deps


def _answer(deps: Dependencies, run_id: str, rows: int) -> None:
    for row in range(0, rows, max(ANSWERED_EVERY, rows // 20)):
        about = prediction_id(run_id, row)
        record_review(deps, GivenAnswer(f"token-{about}", about, 1, Answer.DIFFERENT, str(row % 50), reason="event"))


def _timed(deps: Dependencies) -> float:
    fresh = replace(deps, predictions=PredictionStore(deps.predictions.folder))
    start = time.perf_counter()
    period = last_days(fresh, "made_up", None)
    assert period is not None
    outcomes = measure_outcomes(fresh, "made_up", period, 1)
    assert outcomes.total is not None
    assert outcomes.total.model.count == outcomes.total.predictions
    spent = time.perf_counter() - start
    fresh.predictions.close()
    return spent
