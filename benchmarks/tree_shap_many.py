"""A million rows, and models of other kinds: two classes and five."""

from pathlib import Path

import lightgbm
import numpy as np

from benchmarks.report import Line, spread
from benchmarks.tree_shap_models import SIZES, Size, rows, trained
from benchmarks.tree_shap_turns import Works, alternated, compared, ratio, seconds
from models.tree_shap import TreeShap, set_threads

MILLION = 1_000_000
TURNS = 3
ROWS, PRED_CONTRIB_ROWS = 100_000, 300
FASTER_THAN_PRED_CONTRIB = 100
OTHER_TASKS = (Size(300, 31, categories=True, classes=2), Size(60, 31, categories=True, classes=5))


def million_rows(folder: Path) -> list[Line]:
    """One run each; the large model on one thread only."""
    lines = []
    for size, most_threads in ((SIZES[0], 2), (SIZES[3], 1)):
        engine, matrix = TreeShap.from_file(trained(size, folder)), rows(MILLION, categories=size.categories, seed=8)
        for threads in range(1, most_threads + 1):
            set_threads(threads)
            took = seconds(lambda engine=engine, matrix=matrix: engine.values(matrix))
            words = "1 thread" if threads == 1 else "2 threads"
            lines.append(Line(f"{size.name}: one million rows, {words}", f"{took:.1f} s (one run)"))
        set_threads(1)
    return lines


def other_tasks(folder: Path) -> list[Line]:
    """Binary and five classes, one thread; a row of five classes has five times the values."""
    lines = []
    for size in OTHER_TASKS:
        path = trained(size, folder)
        booster, engine = lightgbm.Booster(model_file=path), TreeShap.from_file(path)
        matrix = rows(ROWS, categories=size.categories, seed=7)
        few = matrix[:PRED_CONTRIB_ROWS]
        works: Works = {
            "this engine": (ROWS, lambda engine=engine, matrix=matrix: engine.values(matrix)),
            "pred_contrib": (
                len(few),
                lambda booster=booster, few=few: booster.predict(few, pred_contrib=True, num_threads=1),
            ),
        }
        found = alternated(TURNS, works)
        lines += [Line(f"{size.name}: {name}, 1 thread", spread(values, "µs")) for name, values in found.items()]
        times = ratio(found["pred_contrib"], found["this engine"])
        lines.append(compared(f"{size.name}: pred_contrib / this engine", times, FASTER_THAN_PRED_CONTRIB))
        told, ours = np.asarray(booster.predict(few, pred_contrib=True, num_threads=1)), engine.values(few)
        # LightGBM puts the classes before the features.
        theirs = np.squeeze(told.reshape(len(few), -1, ours.shape[1] + 1)[:, :, :-1].transpose(0, 2, 1))
        difference = np.abs(theirs - ours)
        lines.append(Line(f"{size.name}: largest difference from pred_contrib", f"{difference.max():.0e}"))
    return lines
