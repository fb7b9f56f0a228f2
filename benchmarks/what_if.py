"""What a person waits for in What changed and What if, and what an open version costs the server."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.large import RUN_DATE, write_large
from benchmarks.processes import vouch
from benchmarks.report import Line, Section, spread
from domain.scenario import Tried
from services.compare_predictions import compare_predictions
from services.dependencies import Dependencies
from services.list_scenario_inputs import list_scenario_inputs
from services.open_day import open_day
from services.open_prediction import OpenedPrediction, open_prediction
from services.open_version import open_version
from services.try_scenario import try_scenario
from wiring import open_dependencies
from wiring.settings import Settings

ROWS, LOOKS = 2_000, 200
TREES, LEAVES = 300, 31
GOAL_MS = 150


def measure(folder: Path) -> Section:
    """Contrast and scenario through the services on a model of 300 trees of 31 leaves over 30 features."""
    home = folder / "home"
    path = write_large(folder / "large", ROWS, TREES)
    text = path.read_text(encoding="utf-8").replace("num_leaves: 15", f"num_leaves: {LEAVES}")
    path.write_text(text.replace("{label:", "{actionable: true, label:"), encoding="utf-8")
    for command in ("train", "daily"):
        vouch(home, command, str(path), "--date", RUN_DATE.isoformat())
    deps = open_dependencies(Settings(home=home))
    try:
        run = open_day(deps, "large").run
        chance = random.Random(1)
        opened = [open_prediction(deps, f"{run.id}-{chance.randrange(ROWS)}") for _ in range(LOOKS + 1)]
        before = _resident_mb()
        first = _milliseconds(lambda: open_version(deps, run))
        _trial(deps, opened[0], chance)
        held = _resident_mb() - before
        contrast = _each(lambda at: compare_predictions(deps, opened[at], opened[at - 1]))
        scenario = _each(lambda at: _trial(deps, opened[at], chance))
    finally:
        deps.predictions.close()
        deps.feedback.close()
    return Section(
        "what-if",
        "What changed and What if",
        f"Through the services, in one process, warm; {TREES} trees of {LEAVES} leaves over 30 features, five of them categories. "
        "A scenario is value, range, rules, all reasons and the reasons of the difference.",
        (
            _goal("a prediction against another one", contrast),
            _goal("a scenario with three changed inputs", scenario),
            Line("a version opened for the first time, with the compiled kernels", f"{first:.0f} ms"),
            Line("memory of the first open version, with numba", f"{held:.0f} MB"),
        ),
    )


def _trial(deps: Dependencies, opened: OpenedPrediction, chance: random.Random) -> object:
    inputs = list_scenario_inputs(deps, opened)
    tried: dict[str, Tried] = {}
    for item in chance.sample(inputs, 3):
        tried[item.name] = chance.choice(item.choices) if item.choices else round(chance.gauss(0.0, 1.0), 2)
    return try_scenario(deps, opened, inputs, tried)


def _each(work: Callable[[int], object]) -> list[float]:
    return [_milliseconds(lambda at=at: work(at)) for at in range(1, LOOKS + 1)]  # type: ignore[misc]


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def _goal(what: str, milliseconds: list[float]) -> Line:
    middle = statistics.median(milliseconds)
    return Line(what, spread(milliseconds, "ms"), f"at most {GOAL_MS} ms (median)", middle <= GOAL_MS)


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024
