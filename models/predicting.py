"""From scores to what is published of a row: value and class, after the rules. The same for one row and for many."""

from collections.abc import Sequence

import numpy as np

from domain.agenda import Stated
from domain.entity import Entity, entity_text
from domain.links import Link, inverse
from domain.use_case import UseCase
from models.adjusting import Inputs, adjust
from models.ranges import RangeModel
from models.table import FeatureTable, Floats


def predictions_of(
    use_case: UseCase, ranges: RangeModel | None, rows: FeatureTable, entities: Sequence[Entity], raw: Floats
) -> list[Stated]:
    """What is published of scores.

    Args:
        use_case: as it was at training.
        ranges: of the manifest.
        rows: the inputs, for rules that look at them.
        entities: one per row.
        raw: shape (n,), or (n, classes) for several classes; link scale, offset included.
    """
    predicted = inverse(use_case.link, raw)
    names = list(use_case.target.classes)
    if use_case.link is Link.SOFTMAX:
        chosen = predicted.argmax(axis=1)
        return [Stated(float(row[place]), names[place]) for row, place in zip(predicted, chosen, strict=True)]
    inputs = Inputs(rows, np.array([entity_text(entity) for entity in entities], dtype=object))
    # The second class is the one whose probability is predicted, whatever it is.
    label = names[1] if names else None
    return [Stated(float(value), label) for value in adjust(use_case, inputs, predicted, ranges).value]
