"""Why a version says something else of one row than of another: exact Shapley values in the unit of the target."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.comparison import Change
from domain.errors import ContrastError
from domain.explanation import FeatureValue
from domain.links import Floats, Link, effects, inverse, softmax_effects

if TYPE_CHECKING:
    from models.at_hand import ModelAtHand

Values = Mapping[str, FeatureValue]


@dataclass(frozen=True)
class Difference:
    """From one row to another, before adjustments.

    Attributes:
        start: the value of the reference, unit of the target; for classes the probability of the class asked for.
        changes: one per feature, in the order of the model; start + effects = the value of the row.
    """

    start: float
    changes: tuple[Change, ...]


def explain_difference(model: "ModelAtHand", label: str | None, now: Values, then: Values) -> Difference:
    """Explain a row against another one.

    Args:
        model: the version asked of both.
        label: the class whose probability is explained; None for a regression.
        now: the row, by feature.
        then: the reference.

    Raises:
        ContrastError: the engine cannot explain this model, or the version does not know the class.
    """
    from models.at_hand import contrast_rows, explain_row, row_table

    row = row_table(model, now)
    parts = contrast_rows(model, row, row_table(model, then))
    return difference_of(model, label, (now, then), Scores(explain_row(model, row).raw, parts))


@dataclass(frozen=True)
class Scores:
    """On the link scale: the scores of the row, shape (classes,), and what leads to them, shape (classes, features)."""

    raw: Floats
    parts: Floats


def difference_of(model: "ModelAtHand", label: str | None, rows: tuple[Values, Values], scores: Scores) -> Difference:
    """The same, of scores that are known already; `rows` are those of now and then.

    Raises:
        ContrastError: the version does not know the class.
    """
    (now, then), link, parts = rows, model.use_case.link, scores.parts
    before = scores.raw - parts.sum(axis=1)
    if link is Link.SOFTMAX:
        chosen = class_place(model, label)
        values = softmax_effects(before, parts[None], np.array([chosen]))[0]
        start = float(inverse(link, before)[chosen])
    else:
        values = effects(link, before, scores.raw, parts)[0]
        start = float(inverse(link, before)[0])
    names = [fact.name for fact in model.manifest.features]
    changes = (Change(name, then.get(name), now.get(name), float(x)) for name, x in zip(names, values, strict=True))
    return Difference(start, tuple(changes))


def class_place(model: "ModelAtHand", label: str | None) -> int:
    """Where a class stands among the scores.

    Raises:
        ContrastError: the version does not know it.
    """
    if label not in model.manifest.classes:
        raise ContrastError("classes", model.manifest.version, str(label))
    return model.manifest.classes.index(label)
