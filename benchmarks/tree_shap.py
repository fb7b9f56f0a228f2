"""The SHAP engine against LightGBM's `pred_contrib`, shap and, where it is installed, woodelf-explainer.

Engines take turns, so that a slow minute of the machine hits all of them; each figure is the median of the turns with the
smallest and the largest. woodelf-explainer is no dependency: without it, its lines say so.
"""

import importlib.util
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np

from benchmarks.report import Line, Section, spread
from benchmarks.tree_shap_child import compile_seconds, memory_mb
from benchmarks.tree_shap_models import SIZES, Matrix, Size, rows, trained
from benchmarks.tree_shap_picture import Bar, write_picture
from models.tree_shap import TreeShap, set_threads

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "tree_shap.svg"

TURNS = 3
ROWS = {300: 100_000, 1000: 8_000}
"""By number of trees; per row, more rows take the same time."""
PRED_CONTRIB_ROWS = {300: 300, 1000: 60}
"""LightGBM needs seconds for these; per row it is as fast as with more."""
BACKGROUND_ROWS = 100
"""shap silently takes 100 of more rows."""
BACKGROUND_EXPLAINED = {300: 50_000, 1000: 2_000}
SHAP_ROWS = 10
MILLION = 1_000_000

FASTER_THAN_PRED_CONTRIB, FASTER_THAN_WOODELF, FASTER_THAN_SHAP = 100, 5, 200
ONE_ROW_MS = 1.0
MEMORY_MB = {300: 150, 1000: 500}
"""The goals, as agreed for the engine."""


@dataclass(frozen=True)
class Case:
    """One model, ready for all engines."""

    size: Size
    path: Path
    booster: lightgbm.Booster
    engine: TreeShap
    matrix: Matrix


def measure(folder: Path) -> Section:
    """Train the models into `folder`, measure all, and draw the picture of it."""
    lines: list[Line] = []
    bars: list[Bar] = []
    # Compiling is measured by itself, in processes of its own.
    TreeShap.from_file(trained(SIZES[0], folder)).warm()
    for size in SIZES:
        path = trained(size, folder)
        matrix = rows(ROWS[size.trees], categories=size.categories, seed=7)
        case = Case(size, path, lightgbm.Booster(model_file=path), TreeShap.from_file(path), matrix)
        found = [*_build(case), *_path_dependent(case, bars), *_few_rows(case), *_background(case)]
        lines += [Line(f"{size.name}: {line.what}", line.found, line.goal, line.met) for line in found]
    smallest = trained(SIZES[0], folder)
    lines += _million(smallest)
    lines.append(Line("compiling everything, once per machine", f"{compile_seconds(smallest, folder / 'cache'):.0f} s"))
    write_picture(bars, PICTURE)
    note = (
        f"30 features, 5 % missing values, {ROWS[300]:,} rows (300 trees) or {ROWS[1000]:,} (1000 trees) where nothing else is said. Microseconds per row; engines took turns. "
        f"pred_contrib explained {PRED_CONTRIB_ROWS[300]} rows (300 trees) or {PRED_CONTRIB_ROWS[1000]} (1000 trees) per turn, "
        f"shap {SHAP_ROWS} rows against {BACKGROUND_ROWS} background rows."
    )
    return Section("tree-shap", "Exact SHAP values", note, tuple(lines))


def alternated(turns: int, works: dict[str, tuple[int, Callable[[], object]]]) -> dict[str, list[float]]:
    """Microseconds per row of each work (its number of rows, and what to call), taking turns."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(turns):
        for name, (count, work) in works.items():
            start = time.perf_counter()
            work()
            found[name].append((time.perf_counter() - start) / count * 1e6)
    return found


def _ratio(slow: list[float], fast: list[float]) -> float:
    return statistics.median(slow) / statistics.median(fast)


def _path_dependent(case: Case, bars: list[Bar]) -> list[Line]:
    few = case.matrix[: PRED_CONTRIB_ROWS[case.size.trees]]
    lines = []
    for threads, words in ((1, "1 thread"), (2, "2 threads")):
        found = _with_threads(case, few, threads)
        ratio = _ratio(found["pred_contrib"], found["this engine"])
        lines += [Line(f"{name}, {words}", spread(values, "µs")) for name, values in found.items()]
        goal, met = (f"{FASTER_THAN_PRED_CONTRIB}x", ratio >= FASTER_THAN_PRED_CONTRIB) if threads == 1 else ("", None)
        lines.append(Line(f"pred_contrib / this engine, {words}", f"{ratio:.0f}x", goal, met))
        if threads == 1:
            bars += [
                (case.size.name, name, statistics.median(values), _ratio(values, found["this engine"]))
                for name, values in found.items()
            ]
    set_threads(1)
    told = np.asarray(case.booster.predict(few, pred_contrib=True, num_threads=1))[:, :-1]
    lines.append(Line("largest difference from pred_contrib", f"{np.abs(told - case.engine.values(few)).max():.0e}"))
    return lines + (_woodelf(case, bars) if not case.size.categories else [])


def _with_threads(case: Case, few: Matrix, threads: int) -> dict[str, list[float]]:
    set_threads(threads)
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "this engine": (len(case.matrix), lambda: case.engine.values(case.matrix)),
        "pred_contrib": (len(few), lambda: case.booster.predict(few, pred_contrib=True, num_threads=threads)),
    }
    return alternated(TURNS, works)


def _woodelf(case: Case, bars: list[Bar]) -> list[Line]:
    if importlib.util.find_spec("woodelf") is None:
        return [Line("woodelf-explainer, 1 thread", "not installed here")]
    import pandas as pd
    from woodelf import WoodelfExplainer

    frame = pd.DataFrame(case.matrix, columns=case.booster.feature_name())
    turns = TURNS if case.size.trees == SIZES[0].trees else 1
    explainer = WoodelfExplainer(case.booster)
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "this engine": (len(case.matrix), lambda: case.engine.values(case.matrix)),
        "woodelf": (len(case.matrix), lambda: explainer.shap_values(frame)),
    }
    found = alternated(turns, works)
    ratio = _ratio(found["woodelf"], found["this engine"])
    bars.append((case.size.name, "woodelf", statistics.median(found["woodelf"]), ratio))
    return [
        Line("woodelf-explainer, 1 thread", spread(found["woodelf"], "µs")),
        Line(
            "woodelf-explainer / this engine", f"{ratio:.0f}x", f"{FASTER_THAN_WOODELF}x", ratio >= FASTER_THAN_WOODELF
        ),
    ]


def _few_rows(case: Case) -> list[Line]:
    one, other, hundred = case.matrix[:1], case.matrix[1], case.matrix[:100]
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "one row": (1, lambda: case.engine.values(one)),
        "one row, pred_contrib": (1, lambda: case.booster.predict(one, pred_contrib=True, num_threads=1)),
        "a row of 100": (100, lambda: case.engine.values(hundred)),
        "contrast of one row with another": (1, lambda: case.engine.contrast(one[0], other)),
    }
    found = alternated(10, works)
    lines = []
    for name, values in found.items():
        has_goal = name == "one row" and case.size.trees == SIZES[0].trees
        met = statistics.median(values) <= ONE_ROW_MS * 1000 if has_goal else None
        lines.append(Line(name, spread(values, "µs"), f"{ONE_ROW_MS * 1000:.0f} µs" if has_goal else "", met))
    return lines


def _background(case: Case) -> list[Line]:
    background, many = case.matrix[-BACKGROUND_ROWS:], case.matrix[: BACKGROUND_EXPLAINED[case.size.trees]]
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "tables": (1, lambda: case.engine.values(many[:1], background=background)),
        "tables and rows": (1, lambda: case.engine.values(many, background=background)),
    }
    if not case.size.categories:
        import shap

        few = many[:SHAP_ROWS]
        explainer = shap.TreeExplainer(case.booster, background, feature_perturbation="interventional")
        works["shap"] = (len(few), lambda: explainer.shap_values(few, check_additivity=False))
    found = alternated(3, works)
    pairs = zip(found["tables and rows"], found["tables"], strict=True)
    per_row = [(both - tables) / len(many) for both, tables in pairs]
    lines = [
        Line(
            f"tables for {BACKGROUND_ROWS} background rows", spread([value / 1e6 for value in found["tables"]], "s", 2)
        ),
        Line(f"against {BACKGROUND_ROWS} background rows, 1 thread", spread(per_row, "µs")),
    ]
    if "shap" not in found:
        return [*lines, Line("shap against the same rows", "refuses categorical splits")]
    # The tables are part of what a call costs, so they are part of the comparison.
    whole = [value / len(many) for value in found["tables and rows"]]
    ratio = _ratio(found["shap"], whole)
    goal = f"{FASTER_THAN_SHAP}x"
    return [
        *lines,
        Line("shap against the same rows", spread(found["shap"], "µs")),
        Line("shap / this engine, tables included", f"{ratio:.0f}x", goal, ratio >= FASTER_THAN_SHAP),
    ]


def _build(case: Case) -> list[Line]:
    set_threads(1)
    works: dict[str, tuple[int, Callable[[], object]]] = {"build": (1, lambda: TreeShap.from_file(case.path))}
    seconds = [value / 1e6 for value in alternated(3, works)["build"]]
    full, small = memory_mb(case.path, 12), memory_mb(case.path, 8)
    goal = MEMORY_MB[case.size.trees]
    return [
        Line("read the file and fill the tables", spread(seconds, "s", 2)),
        Line("memory beyond rows and result", f"{full:.0f} MB", f"{goal} MB", full <= goal),
        Line("the same with table_bits=8", f"{small:.0f} MB"),
    ]


def _million(path: Path) -> list[Line]:
    engine, matrix = TreeShap.from_file(path), rows(MILLION, categories=True, seed=8)
    lines = []
    for threads in (1, 2):
        set_threads(threads)
        start = time.perf_counter()
        engine.values(matrix)
        seconds = time.perf_counter() - start
        words = "1 thread" if threads == 1 else "2 threads"
        lines.append(Line(f"{SIZES[0].name}: one million rows, {words}", f"{seconds:.1f} s (one run)"))
    set_threads(1)
    return lines
