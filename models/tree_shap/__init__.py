"""Exact SHAP values of LightGBM models at table speed; needs numpy and numba, and nothing else of this project.

    from models.tree_shap import TreeShap

    shap = TreeShap(booster)                      # or TreeShap.from_file("model.txt"), TreeShap.from_text(text)
    shap.values(X)                                # (n, features), for several classes (n, features, classes)
    shap.values(X, background=B)                  # interventional, against the rows of B
    shap.against(B).values(X)                     # the same bits, for many calls with the same B
    shap.contrast(x, reference)                   # why x scores differently from one reference row
    shap.expected_value                           # what an explanation starts from: float, or (classes,)

How the parts fit, top down (every kernel module imports numba, so only functions of `explainer` import those):

- `explainer.TreeShap` holds an `Engine` and turns X into blocks of a float64 matrix (`inputs.rows_of`).
- `engine.Engine` (frozen dataclass): model (`model_text.TreeModel`), what kernels take (`prepared.Prepared`), `scale` (1, or
  1 / iterations in random-forest mode) and `base`. `Prepared`: trees (`columns.trees_of`), plan (`plan.Plan`), leaves
  (`leaves.Leaves`), quadrature, background (none for path-dependent values) and the kept tables (float64, flat).
- `encoding.Trees` (NamedTuple of arrays). Nodes and leaves are numbered through the
  whole model; tree t has nodes node_start[t]:node_start[t + 1] and leaves leaf_start[t]:leaf_start[t + 1]; a child >= 0 is a
  node, a child < 0 is the leaf ~child; tree t adds to class t % classes. A 1-leaf tree has no nodes.
- `encoding.encode(trees, matrix, start, count, codes)` (kernel) writes codes[column, row], uint16; `encoding.goes_left(trees,
  node, code)` (kernel) decides one node from the code of its column `trees.node_column[node]`.
- `cutting` decides which subtrees become one group, `keeping` which groups keep their table within the memory allowed.
  `groups` computes a group, for one state or as a table of all, from its leaves: `by_cover` and `by_background` hold the two
  formulas, each for one pattern and for all, with the same bits. So memory decides about speed alone.
- `blocks.explain_rows` hands blocks of rows to the threads; `rows.explain(engine, matrix, out)` explains one block, and fills
  tables that are not kept for as long as they are needed, or goes by `patterns` where the rows are too few for that. Flat results have shape (n, features * classes), feature-major
  (index feature * classes + class), and are not yet multiplied by `engine.scale`. Fewer than 10 rows take `few_rows`, with the same bytes.
- `contrast.contrast_rows(trees, shape, rows, reference)` -> the same flat layout; `shape` is (features, classes), rows
  (n, features), reference (1, features).
- `background.with_background(engine, matrix, keeps_tables=...)` -> an engine with interventional values against the rows of
  `matrix` (n_background, features), whose `base` is the mean score of those rows.
- `threads.run(jobs)` is the only place that starts threads; `set_threads(n)` is the cap for the whole process.
- Errors: `errors.TreeShapError` (a ValueError with `.what` and `.where`), of which `UnsupportedModelError` says that the
  model is sound but not explainable here (linear trees), and `BrokenModelError` and `InputError` speak for themselves.
"""

from models.tree_shap.errors import BrokenModelError, InputError, TreeShapError, UnsupportedModelError
from models.tree_shap.explainer import TreeShap
from models.tree_shap.threads import set_threads

__all__ = [
    "BrokenModelError",
    "InputError",
    "TreeShap",
    "TreeShapError",
    "UnsupportedModelError",
    "set_threads",
]
