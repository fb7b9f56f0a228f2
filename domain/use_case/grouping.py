"""Groups of features: each feature in one that exists, each group with at least one feature, no label twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.use_case.naming import Item

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase


def idle_groups(use_case: UseCase) -> Iterator[Item]:
    """What is wrong with the groups; as in `domain.use_case.consistency`."""
    for name, feature in use_case.features.items():
        if feature.group is not None and feature.group not in use_case.groups:
            known = f"one of {', '.join(use_case.groups)}" if use_case.groups else "a name that stands under `groups`"
            yield ("features", name, "group"), feature.group, known
    used = {feature.group for feature in use_case.features.values()}
    labels: dict[str, str] = {}
    for name, label in use_case.groups.items():
        if name not in used:
            yield ("groups", name), "no feature in it", f"at least one feature with `group: {name}`"
        if not label.strip():
            yield ("groups", name), "an empty label", "its name in business words"
        first = labels.setdefault(label.strip().lower(), name)
        if first != name:
            yield ("groups", name), label, f"a label of its own: {first} has this one"
