"""Business rules at work: one after the other, each changes some rows, and the amount is kept.

What is declared is done in the order of the use case file; see docs/decisions/0007 for the list, the order and the range.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from domain.use_case.rules import HAPPENS, Action, Direction
from models.rule_columns import RuleColumns
from models.rule_conditions import concerned
from models.table import Bools, Floats

SLACK = 1e-6
"""Of a pack or unit: 8.000000001 is two packs of four. Far more than adding floats gets wrong (explanations add up to
1e-9 of their size), far less than anybody could count, bake or order."""


@dataclass(frozen=True)
class Ruled:
    """What the rules made of n rows.

    Attributes:
        value: shape (n,), what will be published but for whole units.
        expected: shape (3, n), low, middle and high of what will happen: moved by rules that say so.
        settled: shape (n,), whether a rule set the value, whatever was predicted.
        amounts: what each rule changed, by its name, shape (n,), in the order of the file.
    """

    value: Floats
    expected: Floats
    settled: Bools
    amounts: Mapping[str, Floats]


def apply_rules(columns: RuleColumns, value: Floats, expected: Floats) -> Ruled:
    """Carry the rules of a use case out.

    Args:
        columns: n rows.
        value: shape (n,), unit of the target, lifted to its least value.
        expected: shape (3, n), low, middle and high of the range.
    """
    target = columns.use_case.target
    settled, amounts = np.zeros(len(value), dtype=np.bool_), {}
    for name, rule in columns.use_case.rules.items():
        on = concerned(rule, columns)
        change = _Change(rule.action, rule.direction or "up", target.integer, _least(target.min))
        after = np.where(on.rows, change.of(value, on.amount), value)
        amounts[name], value = after - value, after
        if rule.action in HAPPENS:
            expected = np.where(on.rows, change.of(expected, on.amount), expected)
        settled = settled | on.rows if rule.action == "set_to" else settled
    return Ruled(value, expected, settled, amounts)


def round_to_packs(values: Floats, size: Floats, direction: Direction) -> Floats:
    """Values as multiples of a size above 0, of any shape; half a pack goes up for `nearest`."""
    packs = values / size
    if direction == "up":
        return np.ceil(packs - SLACK) * size
    return np.floor(packs + SLACK + (0.5 if direction == "nearest" else 0.0)) * size


def whole_units(values: Floats) -> Floats:
    """Values in whole units; a half goes up."""
    return np.floor(values + 0.5)


def _least(least: float | None) -> float:
    return -np.inf if least is None else least


@dataclass(frozen=True)
class _Change:
    """An action on values of any shape (..., n) by amounts of shape (n,); none goes below the target's least value."""

    action: Action
    direction: Direction
    whole: bool
    least: float

    def of(self, values: Floats, amount: Floats) -> Floats:
        if self.action == "round_to":
            return self._packs(values, amount)
        return np.maximum(_CHANGES[self.action](values, self._limit(amount)), self.least)

    def _packs(self, values: Floats, size: Floats) -> Floats:
        # What is shown as 8 pieces is two packs of four, not three, although the model said 8.2.
        packed = round_to_packs(whole_units(values) if self.whole else values, size, self.direction)
        if self.least == -np.inf:
            return packed
        # The least value in packs: one that is not full would be no pack.
        return np.maximum(packed, round_to_packs(np.full_like(size, self.least), size, "up"))

    def _limit(self, amount: Floats) -> Floats:
        """Of a feature that says 12.5 for a target of whole units, 12 is at most and 13 at least that."""
        if self.whole and self.action == "at_most":
            return np.floor(amount + SLACK)
        return np.ceil(amount - SLACK) if self.whole and self.action == "at_least" else amount


_CHANGES: Mapping[Action, Callable[[Floats, Floats], Floats]] = {
    "at_least": lambda values, amount: np.maximum(values, amount),
    "at_most": lambda values, amount: np.minimum(values, amount),
    "set_to": lambda values, amount: np.broadcast_to(amount, values.shape),
    "add": lambda values, amount: values + amount,
    "multiply_by": lambda values, amount: values * amount,
}
