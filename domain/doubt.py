"""A feature that reviewers doubted, and who was right where it is known."""

from dataclasses import dataclass
from typing import Literal

from domain.review import Review

Nearer = Literal["person", "model", "equal"]
"""Whose value was closer to the actual."""


@dataclass(frozen=True)
class Doubt:
    """All doubts about one feature in some days.

    Attributes:
        reviews: the answers that doubt it, newest target date first.
        outcomes: by review id, who was nearer, where somebody would have decided differently and the actual is known.
    """

    feature: str
    reviews: tuple[Review, ...]
    outcomes: dict[int, Nearer]

    @property
    def count(self) -> int:
        """How often it was doubted."""
        return len(self.reviews)

    def nearer(self, who: Nearer) -> int:
        """How often this one was nearer."""
        return sum(outcome == who for outcome in self.outcomes.values())
