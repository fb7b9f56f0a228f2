"""Conditions of business rules: what a name in `when` stands for, and what cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.use_case.feature import CalendarFeature
from domain.use_case.naming import Item
from domain.use_case.rules import Limits, Rule, Value, values_of, written

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase

WEEKDAY_VALUES = tuple("0123456")
"""Monday is 0: what the calendar feature `weekday` holds."""


def holds_text(use_case: UseCase, name: str) -> bool:
    """Whether a name in a rule stands for texts: a key, or a feature that is a category."""
    return name in use_case.keys or use_case.features[name].is_category


def condition_faults(use_case: UseCase, name: str, rule: Rule) -> Iterator[Item]:
    """What is wrong with `when`; as in `domain.use_case.consistency`."""
    for asked, condition in rule.when.items():
        path = ("rules", name, "when", asked)
        feature = use_case.features.get(asked)
        if asked not in use_case.keys and feature is None:
            known = dict.fromkeys([*use_case.keys, *use_case.features])
            yield path, asked, "a key or a feature: " + ", ".join(known)
        elif asked in use_case.keys and feature is not None and feature.key != asked:
            yield path, f"{asked}, a key and another feature", "a name that stands for one thing"
        elif isinstance(condition, Limits):
            if holds_text(use_case, asked) and (condition.at_least is not None or condition.at_most is not None):
                yield path, "limits for names", "a value, a list of values, or `missing`"
        else:
            yield from _values(use_case, path, values_of(condition))


def _values(use_case: UseCase, path: tuple[str, ...], values: list[Value]) -> Iterator[Item]:
    name = path[-1]
    if not values:
        yield path, "an empty list", "at least one value"
    seen: set[str] = set()
    for value in values:
        if not holds_text(use_case, name) and isinstance(value, str):
            yield path, repr(value), f"a number: {name} holds numbers"
            continue
        fault = unknown_value(use_case, name, value)
        if fault is not None:
            yield path, written(value), fault
        if written(value) in seen:
            yield path, f"{written(value)} twice", "every value once"
        seen.add(written(value))


def unknown_value(use_case: UseCase, name: str, value: Value) -> str | None:
    """What a key or feature may hold instead of a value that it cannot hold; None where it may."""
    feature = use_case.features.get(name)
    if feature is None:
        return None
    if feature.calendar is CalendarFeature.WEEKDAY:
        return None if written(value) in WEEKDAY_VALUES else "0 to 6, where 0 is Monday"
    if not feature.values or any(_same(known, value) for known in feature.values):
        return None
    words = ", ".join(f"{known} ({word})" for known, word in feature.values.items())
    return f"one of its `values`: {words}"


def _same(known: str, value: Value) -> bool:
    """Whether a value of `values` is the one asked for; "1" and 1 are."""
    if known == written(value):
        return True
    try:
        return not isinstance(value, str) and float(known) == value
    except ValueError:
        return False
