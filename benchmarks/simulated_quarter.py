"""A quarter of reviews by people of known skill, on days drawn from the real Stuttgart data: the true value added is known.

A quarter draws its days from all days of the data with replacement, as if the restaurant lived the same years again.
On each, five people change some predictions: they see a part of the model's error (skill), lean to one side (bias)
and are off by chance, together where a rumour goes round and alone otherwise.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from domain.outcome import AnswerGiven
from domain.review import Answer
from services.pair_outcomes import AnsweredRow

Floats = npt.NDArray[np.float64]

DAYS = 90
FIRST_DAY = date(2026, 7, 1)
SEEN_BEFORE = 4
"""The model of the simulation is the mean of so many same weekdays before."""

TRUTH_DRAWS = 200
"""Times that every day is lived to find the true value: its own error is then below a hundredth of an interval."""


@dataclass(frozen=True)
class Reviewer:
    """A person: what part of the model's error they see, how they lean and scatter (shares of the level), how often they change."""

    name: str
    skill: float
    bias: float
    noise: float
    share: float


REVIEWERS = (
    Reviewer("Ana", 0.60, 0.00, 0.10, 0.20),
    Reviewer("Ben", 0.30, 0.05, 0.15, 0.15),
    Reviewer("Cem", 0.10, -0.10, 0.20, 0.25),
    Reviewer("Dora", 0.00, 0.20, 0.10, 0.20),
    Reviewer("Eva", 0.45, 0.00, 0.30, 0.05),
)
"""From one who knows to one who always adds a fifth; Eva seldom answers, so that her cases are few."""


@dataclass(frozen=True)
class Day:
    """One real day: of each product what happened and what the model said."""

    products: tuple[str, ...]
    actual: Floats
    model: Floats


def sold_by_product(folder: Path) -> dict[str, dict[date, float]]:
    """What the restaurant used of every product, day by day."""
    sold: dict[str, dict[date, float]] = defaultdict(dict)
    with (folder / "restaurant_ingredients_stuttgart" / "sales_daily.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["quantity"]:
                sold[row["product"]][date.fromisoformat(row["date"])] = float(row["quantity"])
    return sold


def days_sold(folder: Path) -> dict[date, dict[str, float]]:
    """The same by day, in their order."""
    by_day: dict[date, dict[str, float]] = defaultdict(dict)
    for product, values in sold_by_product(folder).items():
        for day, value in values.items():
            by_day[day][product] = value
    return dict(sorted(by_day.items()))


def days_of(folder: Path) -> tuple[Day, ...]:
    """The open days of the Stuttgart data of which at least the model knows something."""
    sold = sold_by_product(folder)
    by_day: dict[date, list[tuple[str, float, float]]] = defaultdict(list)
    for product, values in sold.items():
        for day, value in values.items():
            before = [values.get(day - timedelta(days=7 * weeks)) for weeks in range(1, SEEN_BEFORE + 1)]
            known = [number for number in before if number is not None]
            if len(known) == SEEN_BEFORE and value > 0:
                by_day[day].append((product, value, float(round(sum(known) / SEEN_BEFORE))))
    return tuple(
        Day(tuple(product for product, _, _ in rows), np.array([r[1] for r in rows]), np.array([r[2] for r in rows]))
        for _, rows in sorted(by_day.items())
    )


def own_values(chance: np.random.Generator, day: Day, person: Reviewer, rumour: Floats) -> Floats:
    """What a person would take of every row; whole portions, never below none. `rumour` is the same for a day's rows."""
    level = np.maximum(day.model, 1.0)
    error = person.skill * (day.actual - day.model) + person.bias * level
    scatter = person.noise * level * (0.6 * rumour + 0.8 * chance.standard_normal(len(level)))
    return np.asarray(np.maximum(np.round(day.model + error + scatter), 0.0))


def true_values(days: tuple[Day, ...], seed: int = 0) -> dict[str, float]:
    """The true value added per change, of each person by name and of all together as ""."""
    chance = np.random.default_rng(seed)
    whole = Day((), np.concatenate([day.actual for day in days]), np.concatenate([day.model for day in days]))
    day_of_row = np.repeat(np.arange(len(days)), [len(day.actual) for day in days])
    sums = {person.name: np.zeros(2) for person in REVIEWERS}
    for _ in range(TRUTH_DRAWS):
        rumour = chance.standard_normal(len(days))[day_of_row]
        for person in REVIEWERS:
            own = own_values(chance, whole, person, rumour)
            gains = np.abs(whole.model - whole.actual) - np.abs(own - whole.actual)
            sums[person.name] += person.share * np.array([gains.sum(), np.count_nonzero(own != whole.model)])
    sums[""] = sum(sums.values(), start=np.zeros(2))
    return {name: float(total / count) for name, (total, count) in sums.items()}


def quarter(days: tuple[Day, ...], seed: int) -> list[tuple[AnswerGiven, AnsweredRow]]:
    """The changes of one quarter, as the service finds them in the stores."""
    chance = np.random.default_rng(seed)
    found: list[tuple[AnswerGiven, AnsweredRow]] = []
    for place, drawn in enumerate(chance.integers(0, len(days), DAYS)):
        day, when, rumour = days[drawn], FIRST_DAY + timedelta(days=place), float(chance.standard_normal())
        for number, person in enumerate(REVIEWERS, start=1):
            own = own_values(chance, day, person, np.full(len(day.model), rumour))
            for row in np.flatnonzero((chance.random(len(own)) < person.share) & (own != day.model)):
                found.append((_answer(when, int(row), number, float(own[row])), _row(day, when, int(row))))
    return found


def _answer(when: date, row: int, person: int, own: float) -> AnswerGiven:
    name, at = REVIEWERS[person - 1].name, datetime(when.year, when.month, when.day, tzinfo=UTC)
    return AnswerGiven(
        run_id=f"run-{when}",
        row=row,
        person_id=person,
        person=name,
        may_decide=True,
        answer=Answer.DIFFERENT,
        own_value=own,
        own_label=None,
        own_low=None,
        own_high=None,
        reason=None,
        comment="",
        created_at=at,
        id=0,
    )


def _row(day: Day, when: date, row: int) -> AnsweredRow:
    model, actual = float(day.model[row]), float(day.actual[row])
    return AnsweredRow(
        (f"run-{when}", row), when, (day.products[row],), model, None, model, actual, None, abs(model - actual), None
    )
