"""How sure a prediction is, in one sentence that fits the numbers beside it."""

import math

from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.quantities import level_units, number, scale_of

VERY_LIKELY = 0.9
LIKELY = 0.6
"""Chances from which an answer is called so: close to the verbal scale of the IPCC (Mastrandrea et al. 2010: very likely
from 90 %, likely from 66 %), with "either way" for the fifth around one half."""


def certainty_sentence(use_case: UseCase, prediction: Prediction) -> str:
    """Whether the range sets the prediction apart from the usual value, or how likely a class is; empty where neither is known."""
    if prediction.queue.label is not None:
        return _chance(prediction.queue.value, binary=use_case.task == "binary")
    return _range(use_case, prediction)


def _range(use_case: UseCase, prediction: Prediction) -> str:
    row, scale = prediction.queue, scale_of(use_case.target, prediction)
    if row.low is None or row.high is None or row.usual is None or math.isnan(row.usual):
        return ""
    low, high, usual = (level_units(value, scale) for value in (row.low, row.high, row.usual))
    if usual == level_units(row.value, scale) or low == high:
        return ""
    if usual < low:
        return text("Even the low end of the range ({low}) is above the usual value.", low=number(row.low, scale))
    if usual > high:
        return text("Even the high end of the range ({high}) is below the usual value.", high=number(row.high, scale))
    return text("The usual value lies inside the range, too.")


def _chance(chance: float, *, binary: bool) -> str:
    if chance >= VERY_LIKELY:
        return text("This is very likely.")
    if chance >= LIKELY:
        return text("This is likely.")
    if not binary:
        return text("Other answers together are about as likely or likelier.")
    if chance > 1 - LIKELY:
        return text("This could go either way.")
    return text("This is unlikely.") if chance > 1 - VERY_LIKELY else text("This is very unlikely.")
