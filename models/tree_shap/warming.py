"""Compile ahead: explain a few made-up rows with a made-up model that needs every kernel."""

from collections.abc import Callable

import numpy as np

from models.tree_shap.model_text import read_model

FEATURES = 3
ROWS = 300
"""Enough for the path of many rows, which is another one than that of a few."""
TABLE_BITS = 1
"""So small that two leaves get tables and two are long."""
MODEL = """tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=2
objective=regression
feature_names=a b c
feature_infos=none none none
tree_sizes=0

Tree=0
num_leaves=4
num_cat=1
split_feature=0 1 2
split_gain=1 1 1
threshold=0.5 0.5 0
decision_type=2 10 1
left_child=-1 -2 -3
right_child=1 2 -4
leaf_value=1 2 3 4
leaf_count=10 10 10 10
internal_count=40 30 20
cat_boundaries=0 1
cat_threshold=2
is_linear=0
shrinkage=1

end of trees
"""


def warm(progress: Callable[[str], None] | None = None) -> None:
    """Compile every kernel; takes seconds once per installation and processor, afterwards a fraction of one.

    Args:
        progress: is told, in words, what happens.
    """
    from models.tree_shap import compiling

    def say(words: str) -> None:
        if progress is not None:
            progress(words)

    kept = compiling.is_kept()
    place = str(compiling.FOLDER) if compiling.FOLDER else "memory only: no folder can be written to"
    say("loading the compiled explainer" if kept else "compiling the explainer; this takes up to a minute, once")
    with compiling.compiling_ahead():
        seconds = compiling.seconds_of(_explain_made_up_rows)
    say(f"done in {seconds:.1f} s; kept in {place}")


def _explain_made_up_rows() -> None:
    from models.tree_shap.background import with_background
    from models.tree_shap.contrast import contrast_rows
    from models.tree_shap.engine import engine_of
    from models.tree_shap.rows import explain

    engine = engine_of(read_model(MODEL, where="the made-up model"), TABLE_BITS, 0.0, "the made-up model")
    matrix = np.arange(ROWS * FEATURES, dtype=np.float64).reshape(ROWS, FEATURES) % 2
    contrast_rows(engine.prepared.trees, (FEATURES, 1), matrix, matrix[:1])
    for ready in (engine, with_background(engine, matrix, keeps_tables=True)):
        for rows in (matrix, matrix[:1]):
            explain(ready, rows, np.empty((len(rows), FEATURES)))
