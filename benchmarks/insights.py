"""What drives the model, on a run of a million predictions of thirty features: the first view and every other picture."""

import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.large import RUN_DATE, write_large
from benchmarks.processes import vouch
from benchmarks.report import Line, Section, spread
from domain.driver import driver_with, drivers_of
from presentation.charts.dependence import dependence_ranges
from presentation.charts.dependence_figure import dependence_figure
from presentation.charts.importance import importance_table
from presentation.charts.importance_figure import importance_figure
from presentation.charts.palette import LIGHT
from presentation.charts.places import places_of
from services.choose_runs import Period, choose_runs
from services.count_doubts import count_doubts
from services.dependencies import Dependencies
from services.draw_swarm import draw_swarm
from services.explain_feature import MOST_POINTS, explain_feature
from services.list_moved import list_moved
from services.measure_importance import measure_importance, measure_segments, segment_columns
from wiring import open_dependencies
from wiring.settings import Settings

ROWS = 1_000_000
TREES = 100
"""Enough for each of the thirty features to have contributions of its own, which are slower to read than zeros."""

REPEATS = 5
FIRST_VIEW_GOAL_MS = 2_000
THROUGH = date.max


def measure(folder: Path) -> Section:
    """The service and figures behind the page, each time on stores that were opened anew."""
    path = write_large(folder / "large", ROWS, trees=TREES)
    for command in ("train", "daily"):
        vouch(folder / "home", command, str(path), "--date", RUN_DATE.isoformat())
    first, busy, points = list[float](), list[float](), 0
    other: dict[str, list[float]] = {name: [] for name in _OTHERS}
    for _ in range(REPEATS):
        deps = open_dependencies(Settings(home=folder / "home"))
        try:
            started, worked = time.perf_counter(), time.process_time()
            points = _first_view(deps)
            first.append(1000 * (time.perf_counter() - started))
            busy.append(1000 * (time.process_time() - worked))
            period = choose_runs(deps, "large", THROUGH)
            for name, work in _OTHERS.items():
                started = time.perf_counter()
                work(deps, period)
                other[name].append(1000 * (time.perf_counter() - started))
        finally:
            deps.predictions.close()
            deps.feedback.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Section(
        "insights",
        "What drives the model, on 1,000,000 predictions",
        f"30 features (5 of them categories), {TREES} trees; the services and figures behind the page, stores opened anew each time. "
        "The first view is all of it: period, importance, a feature with its sample and split, both figures, the list behind, the doubts.",
        (
            Line("the first view", spread(first, "ms", 0), f"at most {FIRST_VIEW_GOAL_MS} ms (median)", statistics.median(first) <= FIRST_VIEW_GOAL_MS),
            Line("the first view, processor time of all threads", spread(busy, "ms", 0)),
            *(Line(name, spread(found, "ms", 0)) for name, found in other.items()),
            Line("points of a figure", f"{points:,}", f"at most {MOST_POINTS:,}", points <= MOST_POINTS),
            Line("peak memory of this process", f"{peak:.0f} MB"),
        ),
    )  # fmt: skip


def _first_view(deps: Dependencies) -> int:
    """Everything that the page shows first; how many points it draws."""
    period = choose_runs(deps, "large", THROUGH)
    use_case, drivers = period.use_case, drivers_of(period.use_case, grouped=False)
    importance = measure_importance(deps, period, grouped=False)
    feature = importance.ranked()[0]
    importance_figure(importance_table(use_case, drivers, importance, {}, opened=False), feature, LIGHT)
    found = explain_feature(deps, period, feature)
    places = places_of(use_case, feature, found.points.values[feature])
    dependence_ranges(use_case, feature, found.points, places)
    drawn = dependence_figure(use_case, found.points, places, found.split, LIGHT)
    driver = driver_with(drivers, feature)
    assert driver is not None
    list_moved(deps, period, driver)
    count_doubts(deps, use_case, RUN_DATE)
    return sum(len(trace.x) for trace in drawn.data)


def _another_feature(deps: Dependencies, period: Period) -> object:
    return explain_feature(deps, period, "c0")


def _swarm(deps: Dependencies, period: Period) -> object:
    drivers = drivers_of(period.use_case, grouped=False)
    ranked = measure_importance(deps, period, grouped=False).ranked()[:8]
    return draw_swarm(deps, period, tuple(driver for driver in drivers if driver.code in ranked))


def _segments(deps: Dependencies, period: Period) -> object:
    return measure_segments(deps, period, segment_columns(period.use_case)["c0"], grouped=False)


def _segments_of_a_key(deps: Dependencies, period: Period) -> object:
    return measure_segments(deps, period, "key_request", grouped=False)


_OTHERS: dict[str, Callable[[Dependencies, Period], object]] = {
    "another feature: sample and split": _another_feature,
    "all features: the sample": _swarm,
    "segments of a category": _segments,
    "segments of a key with 1,000,000 values": _segments_of_a_key,
}
