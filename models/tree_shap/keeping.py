"""Which groups keep their table: those that save a single row the most work per byte.

What a table holds can be computed at any time: for one state by the formula, or for all states when enough rows wait for it
(`rows`). So memory is a matter of speed alone, and no bit of a result depends on it.
"""

import numpy as np
import numpy.typing as npt

from models.tree_shap.encoding import Ints

BYTES = 8
"""Of a float64."""


def table_starts(bits: Ints, path_bits: Ints, width: Ints, table_bits: int, most_bytes: float) -> Ints:
    """Where the table of each group begins, in values; -1 where none is kept.

    Args:
        bits: (groups,), answers of the state.
        path_bits: (groups,), those about the path.
        width: (groups,), features involved.
        table_bits: no kept table has more bits.
        most_bytes: of all kept tables together.
    """
    fits = bits <= table_bits
    length = np.where(fits, width << np.where(fits, bits, 0), 0)
    order = np.argsort(length / _work_saved(bits, path_bits, width), kind="stable")
    order = order[fits[order]]
    kept = np.zeros(len(bits), np.bool_)
    kept[order[np.cumsum(length[order]) * BYTES <= most_bytes]] = True
    own: Ints = np.where(kept, length, 0)
    return np.where(kept, np.cumsum(own) - own, -1).astype(np.int64)


def _work_saved(bits: Ints, path_bits: Ints, width: Ints) -> npt.NDArray[np.float64]:
    """What the formula costs a row: for each leaf, features times quadrature points."""
    leaves = bits - path_bits + 1
    work: npt.NDArray[np.float64] = np.maximum(leaves * width * ((width + 1) // 2), 1).astype(np.float64)
    return work
