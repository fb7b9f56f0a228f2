"""What one person of the demo says of one prediction."""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.entity import Entity
from domain.review import Answer
from intake.synthetic.recipe import Colleague, Recipe

KNOWS_EVENT = 0.85
"""How often whoever answers has heard of the event."""

EVENT_SIZE_ERROR = 0.25
"""How far people are off when they think of an event's size: standard deviation of its logarithm."""

AGREES, CANNOT_TELL = 0.62, 0.12
"""Shares of the answers where nothing special is known; the rest would decide differently."""

OWN_VALUE_STEP = 0.12
"""Standard deviation, as a share, of an own value without an event behind it."""

REASONS_FOR_MORE = ("local_knowledge", "local_knowledge", "data_wrong", "other")
REASONS_FOR_LESS = ("local_knowledge", "delivery", "data_wrong", "other")
"""Reason codes of the use case file, as often as people without an event give them."""

DOUBTED = {"data_wrong": ("sold_last_week",), "school_closed": ("school_holiday",)}
"""Features of the use case file that such a reason casts doubt on."""


@dataclass(frozen=True)
class PastPrediction:
    """A published prediction, as the people of the demo saw it."""

    run_id: str
    row: int
    target_date: date
    entity: Entity
    prediction: float


@dataclass(frozen=True)
class Opinion:
    """One answer; `about` is the prediction, `own_value` is a whole number of pieces."""

    person: str
    may_decide: bool
    about: PastPrediction
    answer: Answer
    own_value: float | None = None
    reason: str | None = None
    doubted: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True)
class Rumour:
    """What is said in the neighbourhood: the reason code, and by what it multiplies the sales."""

    reason: str
    factor: float


def answer_of(
    recipe: Recipe, chance: np.random.Generator, person: Colleague, row: PastPrediction, rumour: Rumour | None
) -> Opinion:
    """The answer of a person who may or may not have heard the rumour."""
    lot, size = float(chance.random()), float(chance.standard_normal())
    if rumour is not None and lot < KNOWS_EVENT:
        own = row.prediction * (1 + (rumour.factor - 1) * math.exp(EVENT_SIZE_ERROR * size))
        return _different(recipe, chance, person, row, (own, rumour.reason))
    lot = float(chance.random())
    if lot < AGREES + CANNOT_TELL:
        return _plain(recipe, chance, person, row, Answer.AGREE if lot < AGREES else Answer.CANNOT_TELL)
    reasons = REASONS_FOR_MORE if size > 0 else REASONS_FOR_LESS
    reason = reasons[int(chance.integers(len(reasons)))]
    return _different(recipe, chance, person, row, (row.prediction * math.exp(OWN_VALUE_STEP * size), reason))


def _different(
    recipe: Recipe, chance: np.random.Generator, person: Colleague, row: PastPrediction, said: tuple[float, str]
) -> Opinion:
    own, reason = max(float(round(said[0])), 0.0), said[1]
    shown = float(round(row.prediction))
    if own == shown:
        return _plain(recipe, chance, person, row, Answer.AGREE)
    known = recipe.remarks[reason]
    comment = _one(chance, known.either + (known.more if own > shown else known.less))
    return Opinion(person.name, person.may_decide, row, Answer.DIFFERENT, own, reason, DOUBTED.get(reason, ()), comment)


def _plain(
    recipe: Recipe, chance: np.random.Generator, person: Colleague, row: PastPrediction, answer: Answer
) -> Opinion:
    comment = _one(chance, recipe.remarks[answer.value].either)
    return Opinion(person.name, person.may_decide, row, answer, comment=comment)


def _one(chance: np.random.Generator, remarks: tuple[str, ...]) -> str:
    if not remarks:
        return ""
    return remarks[int(chance.integers(len(remarks)))]
