"""Fields that several people may change at once. A value is added and never overwritten; nobody replaces what they did not see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Subject:
    """What a field belongs to: an item, an action or the session itself (`id` 0)."""

    kind: str
    id: int

    def __str__(self) -> str:
        """The stored form: `item:12`."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Entry:
    """One value of a field, by somebody, and the entries that it replaces: those that its author saw."""

    id: int
    subject: str
    name: str
    value: Mapping[str, object]
    based_on: tuple[int, ...]
    person_id: int
    person: str
    at: datetime


@dataclass(frozen=True)
class Field:
    """What a field says now.

    Attributes:
        heads: the entries that nobody has replaced, oldest first. Two that differ are a conflict until somebody chooses.
    """

    heads: tuple[Entry, ...] = ()

    @property
    def in_conflict(self) -> bool:
        """Whether two people wrote different things without having seen each other's."""
        return any(head.value != self.heads[0].value for head in self.heads[1:])

    @property
    def value(self) -> Mapping[str, object] | None:
        """The last value written; None where nobody wrote one."""
        return self.heads[-1].value if self.heads else None

    @property
    def seen(self) -> tuple[int, ...]:
        """What a change is based on by somebody who sees this field."""
        return tuple(head.id for head in self.heads)


def fields_of(entries: Iterable[Entry]) -> dict[tuple[str, str], Field]:
    """The fields that entries make, by subject and name.

    An entry replaces only what its author saw, so that nothing is overwritten unseen.
    """
    known = sorted(entries, key=lambda entry: entry.id)
    replaced = {old for entry in known for old in entry.based_on}
    heads: dict[tuple[str, str], list[Entry]] = {}
    for entry in known:
        if entry.id not in replaced:
            heads.setdefault((entry.subject, entry.name), []).append(entry)
    return {key: Field(tuple(found)) for key, found in heads.items()}
