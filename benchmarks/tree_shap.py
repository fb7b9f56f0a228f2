"""The SHAP engine against LightGBM's `pred_contrib`, shap and, where it is installed, woodelf-explainer.

Engines take turns, so that a slow minute of the machine hits all of them; each figure is the median of the turns with the
smallest and the largest. woodelf-explainer is no dependency: without it, its lines say so.
"""

import importlib.util
import statistics
from pathlib import Path

import lightgbm
import numpy as np

from benchmarks import tree_shap_background
from benchmarks.report import Line, Section, spread
from benchmarks.tree_shap_child import compile_seconds, memory_mb
from benchmarks.tree_shap_many import million_rows, other_tasks
from benchmarks.tree_shap_models import SIZES, Matrix, rows, trained
from benchmarks.tree_shap_picture import Bar, write_picture
from benchmarks.tree_shap_turns import Case, Works, alternated, compared, ratio
from models.tree_shap import TreeShap, set_threads

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "tree_shap.svg"

TURNS = 3
ROWS = 100_000
PRED_CONTRIB_ROWS = {300: 300, 1000: 60}
"""By number of trees. LightGBM needs seconds for these; per row it is as fast as with more."""
TREE_EXPLAINER_ROWS = {300: 100, 1000: 20}
WOODELF_ROWS = {300: 100_000, 1000: 8_000}
"""Half a minute each; with more rows, woodelf-explainer would need less per row."""

FASTER_THAN_PRED_CONTRIB, FASTER_THAN_WOODELF = 100, 5
ONE_ROW_MS = 1.0
MEMORY_MB = {300: 150, 1000: 500}
"""The goals, as agreed for the engine."""


def measure(folder: Path) -> Section:
    """Train the models into `folder`, measure all, and draw the picture of it."""
    lines: list[Line] = []
    bars: list[Bar] = []
    set_threads(1)
    # Compiling is measured by itself, in processes of its own.
    smallest = trained(SIZES[0], folder)
    TreeShap.from_file(smallest).warm()
    for size in SIZES:
        path = trained(size, folder)
        matrix = rows(ROWS, categories=size.categories, seed=7)
        case = Case(size, path, lightgbm.Booster(model_file=path), TreeShap.from_file(path), matrix)
        found = [*_build(case), *_path_dependent(case, bars), *_few_rows(case), *tree_shap_background.lines(case)]
        lines += [Line(f"{size.name}: {line.what}", line.found, line.goal, line.met) for line in found]
    lines += [*other_tasks(folder), *million_rows(folder)]
    lines.append(Line("compiling everything, once per machine", f"{compile_seconds(smallest, folder / 'cache'):.0f} s"))
    write_picture(bars, PICTURE)
    note = (
        f"30 features, 5 % missing values, {ROWS:,} rows where nothing else is said. Microseconds per row; engines took turns. "
        f"pred_contrib explained {PRED_CONTRIB_ROWS[300]} rows (300 trees) or {PRED_CONTRIB_ROWS[1000]} (1000 trees) per turn, "
        f"shap's interventional explainer {tree_shap_background.SHAP_ROWS}, its path-dependent one "
        f"{TREE_EXPLAINER_ROWS[300]} or {TREE_EXPLAINER_ROWS[1000]} once, woodelf {WOODELF_ROWS[300]:,} or "
        f"{WOODELF_ROWS[1000]:,} (once). A call against a background includes everything: reading the background, the "
        "tables, the rows."
    )
    return Section("tree-shap", "Exact SHAP values", note, tuple(lines))


def _path_dependent(case: Case, bars: list[Bar]) -> list[Line]:
    few = case.matrix[: PRED_CONTRIB_ROWS[case.size.trees]]
    lines = []
    for threads, words in ((1, "1 thread"), (2, "2 threads")):
        found = _with_threads(case, few, threads)
        times = ratio(found["pred_contrib"], found["this engine"])
        lines += [Line(f"{name}, {words}", spread(values, "µs")) for name, values in found.items()]
        goal, met = (f"{FASTER_THAN_PRED_CONTRIB}x", times >= FASTER_THAN_PRED_CONTRIB) if threads == 1 else ("", None)
        lines.append(Line(f"pred_contrib / this engine, {words}", f"{times:.0f}x", goal, met))
        if threads == 1:
            bars += [
                (case.size.name, name, statistics.median(values), ratio(values, found["this engine"]))
                for name, values in found.items()
            ]
    set_threads(1)
    told = np.asarray(case.booster.predict(few, pred_contrib=True, num_threads=1))[:, :-1]
    lines.append(Line("largest difference from pred_contrib", f"{np.abs(told - case.engine.values(few)).max():.0e}"))
    lines.append(_tree_explainer(case))
    return lines + (_woodelf(case, bars) if not case.size.categories else [])


def _tree_explainer(case: Case) -> Line:
    import shap

    few = case.matrix[: TREE_EXPLAINER_ROWS[case.size.trees]]
    explainer = shap.TreeExplainer(case.booster)
    found = alternated(1, {"shap": (len(few), lambda: explainer.shap_values(few, check_additivity=False))})
    return Line("shap.TreeExplainer, path-dependent", f"{found['shap'][0]:.0f} µs (one run, its own choice of threads)")


def _with_threads(case: Case, few: Matrix, threads: int) -> dict[str, list[float]]:
    set_threads(threads)
    works: Works = {
        "this engine": (len(case.matrix), lambda: case.engine.values(case.matrix)),
        "pred_contrib": (len(few), lambda: case.booster.predict(few, pred_contrib=True, num_threads=threads)),
    }
    return alternated(TURNS, works)


def _woodelf(case: Case, bars: list[Bar]) -> list[Line]:
    if importlib.util.find_spec("woodelf") is None:
        return [Line("woodelf-explainer, 1 thread", "not installed here")]
    import pandas as pd
    from woodelf import WoodelfExplainer

    many = case.matrix[: WOODELF_ROWS[case.size.trees]]
    frame = pd.DataFrame(many, columns=case.booster.feature_name())
    turns = TURNS if case.size.trees == SIZES[0].trees else 1
    explainer = WoodelfExplainer(case.booster)
    works: Works = {
        "this engine": (len(many), lambda: case.engine.values(many)),
        "woodelf": (len(many), lambda: explainer.shap_values(frame)),
    }
    found = alternated(turns, works)
    times = ratio(found["woodelf"], found["this engine"])
    bars.append((case.size.name, "woodelf", statistics.median(found["woodelf"]), times))
    return [
        Line(f"woodelf-explainer, {len(many):,} rows, 1 thread", spread(found["woodelf"], "µs")),
        Line(f"this engine, {len(many):,} rows, 1 thread", spread(found["this engine"], "µs")),
        compared("woodelf-explainer / this engine", times, FASTER_THAN_WOODELF),
    ]


def _few_rows(case: Case) -> list[Line]:
    one, other, hundred = case.matrix[:1], case.matrix[1], case.matrix[:100]
    works: Works = {
        "one row": (1, lambda: case.engine.values(one)),
        "one row, pred_contrib": (1, lambda: case.booster.predict(one, pred_contrib=True, num_threads=1)),
        "a row of 100": (100, lambda: case.engine.values(hundred)),
        "a row of 10,000": (10_000, lambda: case.engine.values(case.matrix[:10_000])),
        "contrast of one row with another": (1, lambda: case.engine.contrast(one[0], other)),
    }
    found = alternated(5, works)
    lines = []
    for name, values in found.items():
        has_goal = name == "one row" and case.size.trees == SIZES[0].trees
        met = statistics.median(values) <= ONE_ROW_MS * 1000 if has_goal else None
        lines.append(Line(name, spread(values, "µs"), f"{ONE_ROW_MS * 1000:.0f} µs" if has_goal else "", met))
    return lines


def _build(case: Case) -> list[Line]:
    set_threads(1)
    works: Works = {"build": (1, lambda: TreeShap.from_file(case.path))}
    seconds = [value / 1e6 for value in alternated(3, works)["build"]]
    full, small = memory_mb(case.path, 400), memory_mb(case.path, 50)
    goal = MEMORY_MB[case.size.trees]
    return [
        Line("read the file and fill the tables", spread(seconds, "s", 2)),
        Line("memory beyond rows and result", f"{full:.0f} MB", f"{goal} MB", full <= goal),
        Line("the same with table_megabytes=50", f"{small:.0f} MB"),
    ]
