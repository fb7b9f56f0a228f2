"""Who looks at what: a part of a use case (all of it, or where keys have these values) is somebody's until it is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

Part = tuple[tuple[str, str], ...]
"""Conditions on keys that all must hold, such as store = North and product = Bread; none at all means every prediction."""


@dataclass(frozen=True)
class Assignment:
    """That a person looks at a part of a use case.

    Attributes:
        owner_here: false for somebody who left; then the assignment is orphaned, and what it names counts as nobody's.
        author: who assigned it.
        taken_back_at: None while it counts.
    """

    id: int
    use_case: str
    part: Part
    owner_id: int
    owner: str
    owner_here: bool
    author_id: int
    author: str
    created_at: datetime
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None

    @property
    def counts(self) -> bool:
        """Whether somebody looks at its predictions: not taken back, and its owner is here."""
        return self.taken_back_at is None and self.owner_here


def parts_by_owner(assignments: Iterable[Assignment]) -> dict[int, tuple[Part, ...]]:
    """What each person looks at, by person id, in the order in which people came; orphaned assignments are nobody's."""
    found: dict[int, tuple[Part, ...]] = {}
    for assignment in assignments:
        if assignment.counts:
            found[assignment.owner_id] = (*found.get(assignment.owner_id, ()), assignment.part)
    return dict(sorted(found.items()))


def names(assignments: Iterable[Assignment]) -> dict[int, str]:
    """The names of the owners, by person id."""
    return {assignment.owner_id: assignment.owner for assignment in assignments}
