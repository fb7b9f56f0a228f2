"""Similar past cases over one run of a million predictions, and over a thousand daily runs."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.made_up_runs import FEATURES, know, publish, register
from benchmarks.report import Line, Section, spread
from domain.prediction import prediction_id
from prediction_store.contributions import PREFIX
from services.count_inside import count_inside
from services.dependencies import Dependencies
from services.find_similar import SIMILAR_CASES, find_similar
from services.open_prediction import OpenedPrediction, open_prediction
from wiring import open_dependencies
from wiring.settings import Settings

ROWS, DAYS, ROWS_A_DAY = 1_000_000, 1_000, 60
TODAY = date(2026, 11, 21)
LOOKS = 30
GOAL_MS = 300

Look = Callable[[Dependencies, OpenedPrediction], object]


def measure(folder: Path) -> Section:
    """Both sizes through the services, with the files of today's runs and with those of runs from before."""
    lines = []
    for name, runs in (
        (f"one run of {ROWS:,}", [(TODAY - timedelta(days=1), ROWS)]),
        (f"{DAYS:,} runs of {ROWS_A_DAY}", [(TODAY - timedelta(days=back), ROWS_A_DAY) for back in range(DAYS, 0, -1)]),
    ):
        lines += _measure(folder / f"home-{len(runs)}", name, runs)
    return Section(
        "similar",
        "Similar past cases",
        f"In one process, warm, {FEATURES} features; the whole answer: {SIMILAR_CASES} cases with inputs, answers and actuals. "
        "The files of a run before there were arrays are its Parquet files alone.",
        tuple(lines),
    )


def _measure(home: Path, name: str, runs: list[tuple[date, int]]) -> list[Line]:
    deps = open_dependencies(Settings(home=home))
    register(deps)
    for day, rows in runs:
        publish(deps, day, rows)
        know(deps, day, rows)
    today = publish(deps, TODAY, ROWS_A_DAY)
    opened = [open_prediction(deps, prediction_id(today.id, row)) for row in range(ROWS_A_DAY)]
    found = find_similar(deps, opened[0])
    assert len(found.cases) == SIMILAR_CASES
    assert found.compared == sum(rows for _, rows in runs)
    similar = _timed(find_similar, deps, opened)
    held = _peak_mb(deps, opened[0])
    inside = _timed(count_inside, deps, opened)
    size = sum(path.stat().st_size for path in _arrays(deps)) / sum(path.stat().st_size for path in _files(deps))
    for path in _arrays(deps):
        path.unlink()
    legacy = _timed(find_similar, deps, opened[:8])
    deps.predictions.close()
    deps.feedback.close()
    met = statistics.median(similar) <= GOAL_MS
    return [
        Line(f"similar cases, {name}", spread(similar, "ms"), f"at most {GOAL_MS} ms (median)", met),
        Line(f"memory held on the way to one answer, {name}", f"{held:.1f} MB"),
        Line(f"similar cases without arrays, {name}", spread(legacy, "ms")),
        Line(f"how often ranges held, {name}", spread(inside, "ms")),
        Line(f"arrays as a share of all files, {name}", f"{100 * size:.0f} %"),
    ]


def _timed(look: Look, deps: Dependencies, opened: list[OpenedPrediction]) -> list[float]:
    """Milliseconds of each call but the first, which opens files."""
    found = []
    for subject in opened[: LOOKS + 1]:
        started = time.perf_counter()
        look(deps, subject)
        found.append(1000 * (time.perf_counter() - started))
    return found[1:]


def _peak_mb(deps: Dependencies, subject: OpenedPrediction) -> float:
    """The most that Python and NumPy held at once for one answer."""
    tracemalloc.start()
    find_similar(deps, subject)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _arrays(deps: Dependencies) -> list[Path]:
    return list(deps.predictions.folder.rglob(f"{PREFIX}*"))


def _files(deps: Dependencies) -> list[Path]:
    return [path for path in deps.predictions.folder.rglob("*") if path.is_file()]
