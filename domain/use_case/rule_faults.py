"""Business rules that cannot be carried out, or that say two things: each is a slip of the keyboard, not a wish.

Each function yields (path of keys, what was found, what is allowed).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.use_case.naming import Item, unusable
from domain.use_case.rule_conditions import condition_faults, unknown_value
from domain.use_case.rules import PerValue, Rule

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase

Path = tuple[str, ...]

ABOVE_ZERO = ("round_to", "multiply_by")
"""No pack has no size, and a factor of zero is `set_to: 0`."""

COUNTED = ("round_to", "at_least", "at_most", "set_to", "add")
"""Amounts in the unit of the target: whole where it is."""

LEVELS = ("at_least", "at_most", "set_to")
"""Amounts that are values of the target, and so not below its least one."""


def faulty_rules(use_case: UseCase) -> Iterator[Item]:
    """What is wrong with the rules; as in `domain.use_case.consistency`."""
    if use_case.rules and use_case.task != "regression":
        yield ("rules",), f"{len(use_case.rules)} for classes", "no rules: they change numbers, and this task has none"
    yield from unusable("rules", use_case.rules, reserved=("minimum", "whole"))
    yield from _labels(use_case)
    for name, rule in use_case.rules.items():
        yield from condition_faults(use_case, name, rule)
        yield from _amount(use_case, name, rule)
    yield from _crossed(use_case)


def _labels(use_case: UseCase) -> Iterator[Item]:
    labels: dict[str, str] = {}
    for name, rule in use_case.rules.items():
        label = rule.label.strip()
        if not label:
            yield ("rules", name, "label"), "an empty label", "its name in business words"
        first = labels.setdefault(label.lower(), name)
        if first != name:
            yield ("rules", name, "label"), rule.label, f"a label of its own: {first} has this one"


def _amount(use_case: UseCase, name: str, rule: Rule) -> Iterator[Item]:
    path = ("rules", name, rule.action)
    if isinstance(rule.amount, str):
        numbers = [other for other, feature in use_case.features.items() if not feature.is_category]
        if rule.amount not in numbers:
            yield path, rule.amount, f"a number or a feature with numbers: {', '.join(numbers) or 'there is none'}"
        return
    if isinstance(rule.amount, PerValue):
        yield from _differing(use_case, path, rule.amount)
    for place, number in _numbers(rule, path):
        yield from _number(use_case, rule, place, number)


def _differing(use_case: UseCase, path: Path, amount: PerValue) -> Iterator[Item]:
    names = [name for name, feature in use_case.features.items() if feature.is_category]
    known = list(dict.fromkeys([*use_case.keys, *names]))
    if amount.by not in known:
        allowed = f"a key or a category: {', '.join(known) or 'there is none'}"
        yield (*path, "by"), amount.by, allowed
        return
    for value in amount.values:
        fault = unknown_value(use_case, amount.by, value)
        if fault is not None:
            yield (*path, "values", value), value, fault


def _numbers(rule: Rule, path: Path) -> Iterator[tuple[Path, float]]:
    """The numbers of an amount, each with where it stands."""
    amount = rule.amount
    if isinstance(amount, PerValue):
        yield from (((*path, "values", value), number) for value, number in amount.values.items())
        if amount.otherwise is not None:
            yield (*path, "otherwise"), amount.otherwise
    elif not isinstance(amount, str):
        yield path, amount


def _number(use_case: UseCase, rule: Rule, path: Path, number: float) -> Iterator[Item]:
    target = use_case.target
    if rule.action in ABOVE_ZERO and number <= 0:
        yield path, f"{number:g}", "a number above 0"
    elif rule.action in COUNTED and target.integer and not number.is_integer():
        yield path, f"{number:g}", "a whole number, as the target has them (`target.integer`)"
    elif rule.action in LEVELS and target.min is not None and number < target.min:
        yield path, f"{number:g}", f"at least {target.min:g}, the least value of the target (`target.min`)"


def _crossed(use_case: UseCase) -> Iterator[Item]:
    """Rules for every row of which one lifts above what another allows: the later one would always win."""
    always = [(name, rule) for name, rule in use_case.rules.items() if not rule.when]
    for place, (name, rule) in enumerate(always):
        for other, earlier in always[:place]:
            if {rule.action, earlier.action} == {"at_least", "at_most"}:
                yield from _crossing((name, rule), (other, earlier))


def _crossing(later: tuple[str, Rule], earlier: tuple[str, Rule]) -> Iterator[Item]:
    (name, rule), (other, before) = later, earlier
    tables = [side.amount for side in (rule, before) if isinstance(side.amount, PerValue)]
    if len({table.by for table in tables}) > 1:
        return
    for value in [*sorted({value for table in tables for value in table.values}), None]:
        own, others = _for_value(rule, value), _for_value(before, value)
        if own is None or others is None:
            continue
        if (own > others) if rule.action == "at_least" else (own < others):
            word = "at most" if rule.action == "at_least" else "at least"
            allowed = f"{word} {others:g}, as the rule {other} says; or a condition (`when`)"
            yield ("rules", name, rule.action, *_place(rule, value)), f"{own:g}", allowed


def _for_value(rule: Rule, value: str | None) -> float | None:
    """The amount for a value, or for all that are not listed (None); None where the file does not say."""
    amount = rule.amount
    if isinstance(amount, PerValue):
        return amount.otherwise if value is None else amount.values.get(value, amount.otherwise)
    return None if isinstance(amount, str) else amount


def _place(rule: Rule, value: str | None) -> tuple[str, ...]:
    """Where the amount for a value stands, below the action."""
    if not isinstance(rule.amount, PerValue):
        return ()
    return ("values", value) if value in rule.amount.values and value is not None else ("otherwise",)
