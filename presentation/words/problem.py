"""What a person is told when something went wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A problem in plain text.

    Attributes:
        title: what is wrong, in a few words.
        what: what happened and what is safe.
        where: the file, source, setting or address; several lines for several faults; empty where there is no place.
        todo: what to do next.
    """

    title: str
    what: str
    where: str
    todo: str

    def __str__(self) -> str:
        """All parts, one below the other, for a terminal."""
        return "\n".join(part for part in (f"{self.title}.", self.what, self.where, self.todo) if part)
