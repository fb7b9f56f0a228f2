"""How far a team is with the predictions of a day, added up from counts: nothing here has seen a single prediction."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """Predictions that are alike in what progress counts.

    Attributes:
        owners: places (in the list of owners) of the people who look at them; none: they are nobody's.
    """

    owners: frozenset[int]
    needs_look: bool
    answered: bool
    count: int


@dataclass(frozen=True)
class Tally:
    """Predictions of somebody, or of nobody. Answered means by anybody, as everywhere; to do is what is left."""

    assigned: int = 0
    answered: int = 0
    needs_look: int = 0
    needs_look_answered: int = 0

    @property
    def todo(self) -> int:
        """Without an answer yet."""
        return self.assigned - self.answered

    @property
    def needs_look_todo(self) -> int:
        """Without an answer yet, of those that deserve a look."""
        return self.needs_look - self.needs_look_answered

    def plus(self, cell: Cell) -> "Tally":
        """With the predictions of a cell."""
        return Tally(
            self.assigned + cell.count,
            self.answered + cell.count * cell.answered,
            self.needs_look + cell.count * cell.needs_look,
            self.needs_look_answered + cell.count * (cell.needs_look and cell.answered),
        )


@dataclass(frozen=True)
class PersonProgress:
    """How far one person is."""

    person_id: int
    name: str
    tally: Tally


@dataclass(frozen=True)
class TeamProgress:
    """How far everybody is. The sum over people is the whole without nobody's, plus what `shared_again` counts.

    Attributes:
        people: who looks at something, by name: an order that ranks nobody.
        nobody: what nobody looks at.
        whole: all predictions.
        shared: predictions that several people look at.
        shared_again: how often a prediction is counted once more because a further person looks at it too.
    """

    people: tuple[PersonProgress, ...]
    nobody: Tally
    whole: Tally
    shared: int
    shared_again: int

    def of(self, person_id: int) -> Tally | None:
        """How far somebody is; None for somebody who looks at nothing."""
        return next((person.tally for person in self.people if person.person_id == person_id), None)


def add_up(owners: Sequence[tuple[int, str]], cells: Sequence[Cell]) -> TeamProgress:
    """The progress that the cells of a day make.

    Args:
        owners: id and name of each person; cells name them by their place in here.
        cells: every prediction is in exactly one.
    """
    tallies = [Tally() for _ in owners]
    nobody, whole, shared, again = Tally(), Tally(), 0, 0
    for cell in cells:
        whole = whole.plus(cell)
        if not cell.owners:
            nobody = nobody.plus(cell)
        if len(cell.owners) > 1:
            shared, again = shared + cell.count, again + cell.count * (len(cell.owners) - 1)
        for place in cell.owners:
            tallies[place] = tallies[place].plus(cell)
    people = [PersonProgress(known, name, tally) for (known, name), tally in zip(owners, tallies, strict=True)]
    people.sort(key=lambda person: (person.name.casefold(), person.person_id))
    return TeamProgress(tuple(people), nobody, whole, shared, again)
