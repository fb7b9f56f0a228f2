"""Engines that take turns on one model, so that a slow minute of the machine hits all of them."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lightgbm

from benchmarks.report import Line
from benchmarks.tree_shap_models import Matrix, Size
from models.tree_shap import TreeShap

Works = dict[str, tuple[int, Callable[[], object]]]
"""Per name: how many rows a call explains, and the call."""


@dataclass(frozen=True)
class Case:
    """One model, ready for all engines."""

    size: Size
    path: Path
    booster: lightgbm.Booster
    engine: TreeShap
    matrix: Matrix


def alternated(turns: int, works: Works) -> dict[str, list[float]]:
    """Microseconds per row of each work, taking turns."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(turns):
        for name, (count, work) in works.items():
            found[name].append(seconds(work) / count * 1e6)
    return found


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(slow: list[float], fast: list[float]) -> float:
    """How many times as long as the fast one the slow one takes, median against median."""
    return statistics.median(slow) / statistics.median(fast)


def compared(what: str, times: float, goal: float) -> Line:
    """A line that says how many times as fast, and whether that is enough."""
    return Line(what, f"{times:.0f}x", f"{goal:.0f}x", times >= goal)
