"""Business rules together: any of them in any order, against a reference that goes row by row; exactly additive."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.use_case import UseCase
from tests.models.ruled_stall import PRODUCTS, RANGE, SKIES, STORES, Row, adjusted, row, use_case

NAMES = st.sampled_from(
    [
        {"round_to": 4},
        {"round_to": 6, "direction": "down"},
        {"round_to": {"by": "product", "values": {"rye": 5}, "otherwise": 3}, "direction": "nearest"},
        {"round_to": "size"},
        {"at_least": 10},
        {"at_least": {"by": "store", "values": {"South": 14}}},
        {"at_most": 20},
        {"at_most": "warmth"},
        {"set_to": 3, "when": {"sky": "rain", "weekday": [5, 6]}},
        {"set_to": 9, "when": {"warmth": {"at_least": 25}}},
        {"add": 5, "when": {"store": "North"}},
        {"add": -7},
        {"multiply_by": 1.1, "when": {"warmth": {"at_most": 12, "missing": True}}},
        {"multiply_by": 0.5, "when": {"product": ["bun", "pie"]}},
    ]
)
ROWS = st.fixed_dictionaries(
    {
        "store": st.sampled_from(STORES),
        "product": st.sampled_from(PRODUCTS),
        "weekday": st.sampled_from("0123456"),
        "sky": st.sampled_from(SKIES),
        "warmth": st.one_of(st.none(), st.sampled_from([-3.0, 0.0, 12.0, 25.0, 30.5])),
        "size": st.one_of(st.none(), st.sampled_from([-1.0, 0.0, 3.0, 8.0])),
        "value": st.one_of(st.floats(-50, 200), st.sampled_from([0.0, 8.0, 12.000000001, 20.0])),
    }
)
TARGETS = st.sampled_from([{}, {"min": 0.0}, {"min": 2.0, "integer": True}, {"integer": True}])


def reference(case: UseCase, one: Row) -> tuple[float, dict[str, float]]:
    """The declared meaning, written for one row as one would explain it to somebody."""
    least = -math.inf if case.target.min is None else case.target.min
    value = max(one["value"], least)
    amounts = {"minimum": value - one["value"]}
    for name, rule in case.rules.items():
        before = value
        if _concerned(rule, one):
            amount = _amount_of(case, rule, one)
            if amount is not None:
                value = _changed(case, rule, value, amount, least)
        amounts[name] = value - before
    whole = math.floor(value + 0.5) if case.target.integer else value
    return whole, {**amounts, "whole": whole - value}


def _concerned(rule: Any, one: Row) -> bool:
    return all(_met(condition, one[name]) for name, condition in rule.when.items())


def _met(condition: Any, found: Any) -> bool:
    if isinstance(condition, list | str | float):
        wanted = condition if isinstance(condition, list) else [condition]
        return found in wanted or found in [str(int(x)) for x in wanted if isinstance(x, float)]
    if found is None:
        return bool(condition.missing)
    if condition.at_least is None and condition.at_most is None:
        return not condition.missing
    low = -math.inf if condition.at_least is None else condition.at_least
    return bool(low <= found <= (math.inf if condition.at_most is None else condition.at_most))


def _amount_of(case: UseCase, rule: Any, one: Row) -> float | None:
    amount = rule.amount
    if isinstance(amount, float):
        return amount
    if not isinstance(amount, str):
        found: float | None = amount.values.get(one[amount.by], amount.otherwise)
        return found
    found = one[amount]
    if found is None or (rule.action in ("round_to", "multiply_by") and found <= 0):
        return None
    if case.target.integer and rule.action == "at_most":
        return math.floor(found)
    return found


def _changed(case: UseCase, rule: Any, value: float, amount: float, least: float) -> float:
    if rule.action == "round_to":
        units = math.floor(value + 0.5) if case.target.integer else value
        packs = units / amount
        down, up = math.floor(packs + 1e-6), math.ceil(packs - 1e-6)
        nearest = math.floor(packs + 0.5 + 1e-6)
        whole = {"up": up, "down": down, "nearest": nearest, None: up}[rule.direction]
        while whole * amount < least:
            whole += 1
        return whole * amount
    done = {
        "at_least": max(value, amount),
        "at_most": min(value, amount),
        "set_to": amount,
        "add": value + amount,
        "multiply_by": value * amount,
    }[rule.action]
    return max(done, least)


@given(chosen=st.lists(NAMES, max_size=5), rows=st.lists(ROWS, min_size=1, max_size=6), target=TARGETS)
@settings(max_examples=150, deadline=None)
def test_any_rules_in_any_order_give_what_the_reference_gives_row_by_row(
    chosen: list[Any], rows: list[Row], target: Any
) -> None:
    # Unconditional rules that contradict one another are refused by the file, so each gets a condition that holds.
    everywhere = {"store": list(STORES)}
    rules = {
        f"rule_{place}": {"label": f"Rule {place}", **rule, "when": rule.get("when", everywhere)}
        for place, rule in enumerate(chosen)
    }
    case = use_case(rules, **target)
    found = adjusted(case, rows)
    assert list(found.amounts) == list(case.adjustment_codes)
    for place, one in enumerate(rows):
        value, amounts = reference(case, one)
        assert found.value[place] == pytest.approx(value, abs=1e-9)
        for code, amount in amounts.items():
            assert found.amounts[code][place] == pytest.approx(amount, abs=1e-9), code
    total = np.sum([r["value"] for r in rows]) + sum(part.sum() for part in found.amounts.values())
    assert found.value.sum() == pytest.approx(total, abs=1e-9 * (1 + np.abs(found.value).sum()))
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()
    assert case.target.min is None or (found.value >= case.target.min).all()


def test_another_order_gives_another_value_and_the_last_rule_has_the_last_word() -> None:
    trays, oven = {"label": "Trays", "round_to": 8}, {"label": "Oven", "at_most": 20}
    assert adjusted(use_case({"trays": trays, "oven": oven}), [row(18.0)]).value[0] == 20.0
    assert adjusted(use_case({"oven": oven, "trays": trays}), [row(18.0)]).value[0] == 24.0
    plus, double = {"label": "Plus", "add": 5}, {"label": "Double", "multiply_by": 2}
    assert adjusted(use_case({"plus": plus, "double": double}), [row()]).value[0] == 30.0
    assert adjusted(use_case({"double": double, "plus": plus}), [row()]).value[0] == 25.0


@given(rows=st.lists(ROWS, min_size=1, max_size=6), target=TARGETS)
@settings(max_examples=40, deadline=None)
def test_without_rules_nothing_but_the_target_itself_changes_a_prediction(rows: list[Row], target: Any) -> None:
    case = use_case({}, **target)
    found = adjusted(case, rows)
    value = np.array([r["value"] for r in rows])
    lifted = value if case.target.min is None else np.maximum(value, case.target.min)
    np.testing.assert_array_equal(found.value, np.floor(lifted + 0.5) if case.target.integer else lifted)
    low, high = RANGE.bounds(lifted, [""] * len(rows))
    np.testing.assert_array_equal(found.low, np.minimum(low, found.value))
    np.testing.assert_array_equal(found.high, np.maximum(high, found.value))
    np.testing.assert_array_equal(found.relative_width, RANGE.relative_width(lifted, low, high) / 0.5)
    assert not found.settled.any()
