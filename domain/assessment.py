"""Whether data can answer the question of a use case, before anybody relies on a model: points, each with its evidence and the work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.value_added import Interval


class Fitness(StrEnum):
    """What the assessment says in the end, and what each point says alone."""

    READY = "ready"
    WORK = "ready with work"
    NOT_READY = "not ready"


class PointCode(StrEnum):
    """What is looked at, in the order in which a person would ask."""

    SIZE = "size"
    SPAN = "span"
    SPARSITY = "sparsity"
    LABELS = "labels"
    OUTLIERS = "outliers"
    GAPS = "gaps"
    LEAK = "leak"
    STABILITY = "stability"
    LEARNABILITY = "learnability"


@dataclass(frozen=True)
class Point:
    """One thing that was looked at.

    Attributes:
        fitness: what it means by itself.
        kind: which of its sentences says it.
        values: numbers and names for the sentence (JSON scalars and lists only).
        work: lines of YAML that would do what is to be done, where lines can.
    """

    code: PointCode
    fitness: Fitness
    kind: str
    values: Mapping[str, object] = field(default_factory=dict)
    work: str = ""


@dataclass(frozen=True)
class Skill:
    """How well a small model predicted days that it had not seen, beside the best simple rule, on the same rows.

    Attributes:
        error, naive_error: mean absolute error in the unit of the target; for classes the mean log loss.
        naive: which simple rule was the best.
        ratio: error / naive_error with its interval by day; below 1 the model is better.
        rows, days: predicted and compared.
        folds: (first day, error, naive error) of each stretch of days, oldest first.
    """

    error: float
    naive_error: float
    naive: str
    ratio: Interval | None
    rows: int
    days: int
    folds: tuple[tuple[date, float, float], ...]


@dataclass(frozen=True)
class Assessment:
    """Everything the assessment says of a use case.

    Attributes:
        sampled_of: rows there are, where only some were learned from; None where all were.
        skill: None where there is too little to try it.
    """

    use_case: str
    rows: int
    days: int
    entities: int
    first: date | None
    last: date | None
    points: tuple[Point, ...]
    skill: Skill | None = None
    sampled_of: int | None = None

    @property
    def fitness(self) -> Fitness:
        """One point that is not ready makes it not ready; one with work makes it work."""
        found = {point.fitness for point in self.points}
        return next((worst for worst in (Fitness.NOT_READY, Fitness.WORK) if worst in found), Fitness.READY)
