"""Inputs that training did not prepare the model for: categories it never saw, values beyond its range, gaps.

A gap in a feature that never had one in training is worth a flag for another reason, too: LightGBM then takes a missing
number for 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.encoding import encode, feature_column, is_present, unseen
from models.feature_facts import FeatureFacts
from models.table import Bools, FeatureTable, Floats

ALMOST_NEVER = 0.01
"""A feature that lacked less than this share of its training values is expected to be there: 1 in 100, the share below
which a LightGBM leaf of 20 rows rarely holds a gap to learn from."""


@dataclass(frozen=True)
class InputFlags:
    """What is unusual about each input, each shape (n, features) in the order of the model.

    Attributes:
        unseen: a category that training never saw.
        outside: a number beyond the smallest or largest of training, infinities included.
        missing: no value, where training had (almost) always one.
    """

    unseen: Bools
    outside: Bools
    missing: Bools


def flag_inputs(table: FeatureTable, facts: Sequence[FeatureFacts], matrix: Floats | None = None) -> InputFlags:
    """Flags of a chunk of rows.

    Values read off the calendar are never outside: every new day lies beyond the training's last one.

    Args:
        table: the rows.
        facts: the model's features, in its order.
        matrix: the rows encoded, where the caller has them already.
    """
    numbers = encode(table, facts) if matrix is None else matrix
    flags = InputFlags(*(np.zeros((table.row_count, len(facts)), dtype=np.bool_) for _ in range(3)))
    new = unseen(table, facts)
    for place, fact in enumerate(facts):
        if fact.kind == "category":
            flags.unseen[:, place] = new[fact.name]
        elif fact.minimum is not None and fact.maximum is not None and not fact.calendar:
            column = numbers[:, place]
            flags.outside[:, place] = (column < fact.minimum) | (column > fact.maximum)
        if fact.missing_share < ALMOST_NEVER:
            flags.missing[:, place] = ~is_present(feature_column(table, fact))
    return flags
