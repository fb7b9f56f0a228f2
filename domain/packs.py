"""Ordering in packs: an amount needed becomes a whole number of them."""

import numpy as np
import numpy.typing as npt

from domain.use_case.recipes import Pack

Floats = npt.NDArray[np.float64]

PACK_TOLERANCE = 1e-9
"""Packs more than the whole number below that are still that number: 8.000000001 packs of a sum that should be 8 are 8.
A million float64 additions are off by less than 1e-10 of their size."""


def packed(pack: Pack | None, size: float, needed: Floats) -> Floats:
    """What is ordered of an ingredient: whole packs of this size, shape as `needed`."""
    if pack is None:
        return needed
    packs = needed / size
    slack = PACK_TOLERANCE * np.maximum(np.abs(packs), 1.0)
    whole = np.ceil(packs - slack) if pack.direction == "up" else np.floor(packs + _lift(pack, slack))
    # Adding zero turns the negative zero of a tiny negative amount into a plain one.
    return np.asarray(whole * size + 0.0)


def _lift(pack: Pack, slack: Floats) -> Floats | float:
    return slack if pack.direction == "down" else 0.5
