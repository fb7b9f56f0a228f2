"""Business rules, each alone: what it does, which rows it concerns, what a missing value means, where the range goes."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rule_conditions import count_lacking
from models.rules import SLACK
from tests.models.ruled_stall import PRODUCTS, RANGE, SKIES, STORES, adjusted, columns_of, row, use_case


def final(rule: Any, value: float = 10.0, target: Any = None, **parts: Any) -> float:
    """What one rule makes of one row."""
    case = use_case({"one": {"label": "One", **rule}}, **(target or {}))
    return float(adjusted(case, [row(value, **parts)]).value[0])


# --- each action alone --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ({"round_to": 4}, 8.5, 12),
        ({"round_to": 4, "direction": "up"}, 8.0, 8),
        ({"round_to": 4, "direction": "down"}, 11.9, 8),
        ({"round_to": 4, "direction": "nearest"}, 10.0, 12),
        ({"round_to": 4, "direction": "nearest"}, 9.99, 8),
        ({"round_to": 0.25}, 1.26, 1.5),
        ({"round_to": 4}, -5.0, -4),
        ({"at_least": 12}, 10.0, 12),
        ({"at_least": 8}, 10.0, 10),
        ({"at_most": 8}, 10.0, 8),
        ({"at_most": 12}, 10.0, 10),
        ({"set_to": 0, "when": {"product": "rye"}}, 10.0, 0),
        ({"add": 5}, 10.0, 15),
        ({"add": -5}, 10.0, 5),
        ({"multiply_by": 1.5}, 10.0, 15),
    ],
)
def test_each_action_does_what_it_says(rule: Any, value: float, expected: float) -> None:
    assert final(rule, value) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("direction", ["up", "down", "nearest"])
@pytest.mark.parametrize("value", [8.0, 8.000000001, 7.999999999, 8 + 4e-7, 8 - 4e-7])
def test_a_value_that_is_a_full_pack_but_for_floating_point_is_that_pack(direction: str, value: float) -> None:
    assert final({"round_to": 4, "direction": direction}, value) == 8.0


@given(
    value=st.floats(-1e6, 1e6),
    size=st.sampled_from([0.1, 0.3, 1.0, 4.0, 6.0, 7.5, 1000.0]),
    direction=st.sampled_from(["up", "down", "nearest"]),
)
@settings(max_examples=60)
def test_rounding_gives_packs_on_the_right_side_and_twice_is_the_same_as_once(
    value: float, size: float, direction: str
) -> None:
    rule = {"round_to": size, "direction": direction}
    once = final(rule, value)
    assert once / size == pytest.approx(round(once / size), abs=1e-6)
    assert final(rule, once) == once
    room = SLACK * size + 1e-9 * abs(value)
    low, high = {"up": (-room, size), "down": (-size, room), "nearest": (-size / 2 - room, size / 2 + room)}[direction]
    assert low <= once - value <= high + room


@pytest.mark.parametrize(("value", "expected"), [(8.0, 8), (8.2, 8), (8.4999, 8), (8.5, 12), (7.6, 8), (0.3, 0)])
def test_packs_of_a_counted_target_are_made_of_the_units_that_are_shown(value: float, expected: float) -> None:
    assert final({"round_to": 4}, value, {"integer": True}) == expected


# --- conditions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "met"),
    [
        ({"product": "rye"}, True),
        ({"product": ["bun", "rye"]}, True),
        ({"product": "bun"}, False),
        ({"store": "North"}, True),
        ({"store": "South"}, False),
        ({"weekday": 5}, True),
        ({"weekday": ["5", 6]}, True),
        ({"weekday": 0}, False),
        ({"sky": "rain"}, True),
        ({"sky": {"missing": True}}, False),
        ({"sky": {"missing": False}}, True),
        ({"warmth": 20}, True),
        ({"warmth": [1, 20]}, True),
        ({"warmth": 21}, False),
        ({"warmth": {"at_least": 20}}, True),
        ({"warmth": {"at_most": 20}}, True),
        ({"warmth": {"at_least": 20.1}}, False),
        ({"warmth": {"at_least": 10, "at_most": 19}}, False),
        ({"warmth": {"at_least": 10, "missing": True}}, True),
        ({"warmth": {"missing": True}}, False),
        ({"warmth": {"missing": False}}, True),
        ({"product": "rye", "store": "South"}, False),
        ({"product": "rye", "store": "North", "warmth": {"at_least": 0}}, True),
    ],
)
def test_a_rule_concerns_the_rows_that_meet_all_its_conditions(when: Any, met: bool) -> None:
    assert final({"add": 5, "when": when}) == (15.0 if met else 10.0)


@pytest.mark.parametrize(
    ("when", "met", "lacking"),
    [
        ({"warmth": {"at_least": 10}}, False, 1),
        ({"warmth": [20]}, False, 1),
        ({"warmth": {"at_least": 10, "missing": True}}, True, 0),
        ({"warmth": {"at_least": 10, "missing": False}}, False, 0),
        ({"warmth": {"missing": True}}, True, 0),
        ({"warmth": {"at_least": 10}, "product": "bun"}, False, 0),
        ({"sky": "rain"}, False, 0),
        ({"sky": {"missing": True}}, True, 0),
    ],
)
@pytest.mark.parametrize("gap", [None, math.nan])
def test_a_missing_value_meets_only_what_asks_for_it_and_undecided_rows_are_counted(
    when: Any, met: bool, lacking: int, gap: Any
) -> None:
    case = use_case({"one": {"label": "One", "add": 5, "when": when}})
    rows = [row(warmth=gap, sky=None)]
    assert adjusted(case, rows).value[0] == (15.0 if met else 10.0)
    assert sum(count_lacking(columns_of(case, rows)).values()) == lacking


def test_a_row_whose_value_is_not_listed_lacks_nothing() -> None:
    rule = {"label": "One", "add": {"by": "product", "values": {"rye": 5}}, "when": {"warmth": {"at_least": 10}}}
    rows = [row(warmth=None, product=name) for name in PRODUCTS]
    assert count_lacking(columns_of(use_case({"one": rule}), rows)) == {("one", "warmth"): 1}


@pytest.mark.parametrize("size", [None, math.nan, math.inf, 0.0, -4.0])
def test_a_pack_without_a_usable_size_leaves_the_row_as_it_is_and_is_counted(size: Any) -> None:
    case = use_case({"trays": {"label": "Trays", "round_to": "size"}})
    rows = [row(size=size), row(size=4.0), row(size=size)]
    assert adjusted(case, rows).value.tolist() == [10.0, 12.0, 10.0]
    assert count_lacking(columns_of(case, rows)) == {("trays", "size"): 2}


def test_limits_of_a_feature_are_cut_to_whole_units_so_that_they_hold_in_the_end() -> None:
    whole = {"integer": True}
    assert final({"at_most": "size"}, 30.0, whole, size=12.7) == 12.0
    assert final({"at_least": "size"}, 3.0, whole, size=12.2) == 13.0
    assert final({"round_to": "size"}, 30.0, whole, size=12.7) == 30.0


def test_an_amount_per_value_concerns_listed_values_and_otherwise_all_others() -> None:
    per = {"by": "product", "values": {"rye": 4, "bun": 6}}
    rows = [row(10.0, product=name) for name in PRODUCTS]
    case = use_case({"trays": {"label": "Trays", "round_to": per}})
    assert adjusted(case, rows).value.tolist() == [12.0, 10.0, 12.0]
    case = use_case({"trays": {"label": "Trays", "round_to": {**per, "otherwise": 7}}})
    assert adjusted(case, rows).value.tolist() == [12.0, 14.0, 12.0]
    case = use_case({"cap": {"label": "Cap", "at_most": {"by": "sky", "values": {"rain": 5}, "otherwise": 6}}})
    assert adjusted(case, [row(sky=name) for name in SKIES]).value.tolist() == [6.0, 6.0, 5.0]


# --- the range ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "move"),
    [
        ({"add": 5}, lambda bound: bound + 5),
        ({"multiply_by": 2}, lambda bound: bound * 2),
        ({"at_most": 9}, lambda bound: min(bound, 9)),
        ({"set_to": 3, "when": {"product": "rye"}}, lambda bound: 3),
        ({"at_least": 12}, lambda bound: bound),
        ({"round_to": 12}, lambda bound: bound),
        ({"add": 5, "when": {"product": "bun"}}, lambda bound: bound),
    ],
)
def test_what_will_happen_moves_the_range_and_what_is_ordered_leaves_it(rule: Any, move: Any) -> None:
    low, high = (float(bound[0]) for bound in RANGE.bounds(np.array([10.0]), [""]))
    found = adjusted(use_case({"one": {"label": "One", **rule}}), [row()])
    assert found.low[0] == pytest.approx(min(move(low), found.value[0]))
    assert found.high[0] == pytest.approx(max(move(high), found.value[0]))


def test_the_range_holds_an_order_far_above_it_and_is_as_wide_as_what_will_happen() -> None:
    found = adjusted(use_case({"pallet": {"label": "Pallet", "round_to": 500}}), [row()])
    assert found.high[0] == found.value[0] == 500.0
    assert found.relative_width[0] == adjusted(use_case({}), [row()]).relative_width[0]


def test_a_change_is_measured_by_the_range_before_rules_which_holds_the_value_too() -> None:
    low, high = (float(bound[0]) for bound in RANGE.bounds(np.array([10.0]), [""]))
    found = adjusted(use_case({"cap": {"label": "Cap", "at_most": 5}}), [row()])
    assert (found.low[0], found.high[0]) == (5.0, 5.0)
    assert (found.model_low[0], found.model_high[0]) == (min(low, 5.0), high)


def test_only_a_fixed_value_settles_a_row() -> None:
    rules = {
        "shut": {"label": "Shut", "set_to": 0, "when": {"product": "rye"}},
        "cap": {"label": "Cap", "at_most": 5},
    }
    found = adjusted(use_case(rules), [row(), row(product="bun")])
    assert found.settled.tolist() == [True, False]
    assert (found.low[0], found.high[0]) == (0.0, 0.0)


def test_keys_that_are_no_features_are_read_off_the_entities_of_many_rows() -> None:
    rows = [row(10.0, store=STORES[i % 2], product=PRODUCTS[i % 3]) for i in range(500)]
    case = use_case({"one": {"label": "One", "add": 5, "when": {"store": "South", "product": "pie"}}})
    expected = [15.0 if r["store"] == "South" and r["product"] == "pie" else 10.0 for r in rows]
    assert adjusted(case, rows).value.tolist() == expected
