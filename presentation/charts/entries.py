"""The reasons of an explanation as a waterfall lists them: features by themselves or in their groups, largest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.explanation import Contribution
from domain.use_case import UseCase
from presentation.words.quantities import Scale, units


@dataclass(frozen=True)
class Entry:
    """A reason.

    Attributes:
        group: the group whose members it has; None for a feature by itself.
        members: those with an effect, largest first; one for a feature by itself.
    """

    group: str | None
    members: tuple[Contribution, ...]

    @property
    def effect(self) -> float:
        """What it adds, unit of the target."""
        return sum(item.effect for item in self.members)

    @property
    def features(self) -> tuple[str, ...]:
        """The features it stands for."""
        return tuple(item.feature for item in self.members)


def entries_of(use_case: UseCase, contributions: Sequence[Contribution]) -> tuple[Entry, ...]:
    """Every reason with an effect, largest first.

    A group of which a single member has an effect is that feature by itself: nothing would open. Reasons of the same
    size keep the order of the use case file, so that a reload shows the same rows.
    """
    together: dict[str, list[Contribution]] = {}
    for item in contributions:
        if item.effect:
            together.setdefault(_place(use_case, item.feature), []).append(item)
    entries = [_entry(place, members) for place, members in together.items()]
    return tuple(sorted(entries, key=lambda entry: -abs(entry.effect)))


def large_and_small(entries: Sequence[Entry], scale: Scale, limit: int) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Those with a row of their own, and those that share one: too small to show, or past the limit.

    A group whose members cancel each other shows nothing in sum, but its members are reasons and must be found.
    """
    large = tuple(entry for entry in entries if any(units(item.effect, scale) for item in entry.members))[:limit]
    return large, tuple(entry for entry in entries if entry not in large)


def _place(use_case: UseCase, name: str) -> str:
    """The group of a feature, or the feature itself; a group is told from a feature of the same name."""
    feature = use_case.features.get(name)
    return f":{feature.group}" if feature is not None and feature.group is not None else name


def _entry(place: str, members: list[Contribution]) -> Entry:
    ordered = tuple(sorted(members, key=lambda item: -abs(item.effect)))
    return Entry(place[1:] if place.startswith(":") and len(ordered) > 1 else None, ordered)
