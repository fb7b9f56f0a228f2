"""Business rules in a use case file: right ones are read, and every fault of a wrong one is named with its line."""

from pathlib import Path

import pytest

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case import UseCase
from domain.use_case.file import read_use_case

RIGHT = (
    Path(__file__)
    .with_name("right.yaml")
    .read_text(encoding="utf-8")
    .replace("  last_week:", '  sky:\n    label: Sky\n    values: {"0": dry, "1": wet}\n    column: {source: weather, name: sky, lag_days: 4}\n  last_week:')
    .replace("  product:", "  weekday: {label: Weekday, calendar: weekday}\n  product:")
    .replace("  label: Sold\n", "  label: Sold\n  integer: true\n  min: 2\n")
)  # fmt: skip
RULES = """\
rules:
  preorders:
    label: Preorders for the holiday
    when: {product: Rye, weekday: [4, "5"], temperature: {at_least: 10, at_most: 30, missing: false}, sky: 1}
    add: 5
  counter: {label: On the counter, at_least: 4}
  oven: {label: What the oven can bake, at_most: {by: store, values: {North: 120}, otherwise: 80}}
  trays: {label: Full trays, round_to: temperature, direction: nearest}
  gone: {label: Not sold without a price, when: {temperature: {missing: true}}, set_to: 2}
  more: {label: A little more, multiply_by: 1.1}
"""
FIRST = RIGHT.count("\n") + 2
"""The line of the first rule, where a text of rules follows."""


def read(tmp_path: Path, rules: str, base: str = RIGHT) -> UseCase:
    path = tmp_path / "use_case.yaml"
    path.write_text(base + rules, encoding="utf-8")
    return read_use_case(path)


def faults(tmp_path: Path, rule: str, base: str = RIGHT) -> tuple[FilePlace, ...]:
    with pytest.raises(UseCaseFileError) as caught:
        read(tmp_path, f"rules:\n  one: {rule}\n", base)
    return caught.value.places


def test_right_rules_are_read_in_their_order_and_written_back_equal(tmp_path: Path) -> None:
    use_case = read(tmp_path, RULES)
    assert list(use_case.rules) == ["preorders", "counter", "oven", "trays", "gone", "more"]
    assert use_case.adjustment_codes == ("minimum", *use_case.rules, "whole")
    assert [rule.action for rule in use_case.rules.values()] == ["add", "at_least", "at_most", "round_to", "set_to", "multiply_by"]  # fmt: skip
    again = UseCase.model_validate_json(use_case.model_dump_json())
    assert again == use_case
    assert list(again.rules) == list(use_case.rules)


# (the rule, key below the rule, found, allowed)
FAULTS = {
    "no action": ("{label: A}", "", "the keys label", "give exactly one of `round_to`"),
    "two actions": ("{label: A, add: 1, at_least: 3}", "", "the keys label, add, at_least", "give exactly one of"),
    "no label": ("{add: 1}", "label", "nothing", "this key is required"),
    "an empty label": ('{label: " ", add: 1}', "label", "an empty label", "its name in business words"),
    "an unknown key": ("{label: A, ad: 1}", "ad", "the key `ad`", "did you mean `add`?"),
    "a direction of nothing": ("{label: A, add: 1, direction: up}", "", "the keys label, add, direction", "`round_to` only"),
    "an unknown direction": ("{label: A, round_to: 4, direction: upp}", "direction", "'upp'", "one of up, down, nearest"),
    "a value for every row": ("{label: A, set_to: 2}", "", "the keys label, set_to", "needs `when`"),
    "a pack without size": ("{label: A, round_to: 0}", "round_to", "0", "a number above 0"),
    "a factor of zero": ("{label: A, multiply_by: 0}", "multiply_by", "0", "a number above 0"),
    "half a piece": ("{label: A, add: 1.5}", "add", "1.5", "a whole number"),
    "half a piece for one value": ("{label: A, add: {by: product, values: {Rye: 1.5}}}", "add.values.Rye", "1.5", "a whole number"),
    "half a piece for all others": ("{label: A, add: {by: product, values: {Rye: 1}, otherwise: 0.5}}", "add.otherwise", "0.5", "a whole number"),
    "a capacity below the least value": ("{label: A, at_most: 1}", "at_most", "1", "at least 2, the least value of the target"),
    "a fixed value below the least value": ("{label: A, when: {product: Rye}, set_to: 0}", "set_to", "0", "at least 2"),
    "yes for a number": ("{label: A, add: true}", "add", "True", "a number or text"),
    "a number without end": ("{label: A, add: .inf}", "add", "inf", "finite"),
    "an unknown feature as amount": ("{label: A, round_to: trays}", "round_to", "trays", "a feature with numbers: temperature, sky, last_week"),
    "a name as amount": ("{label: A, round_to: product}", "round_to", "product", "a feature with numbers"),
    "an unknown key of the entity": ("{label: A, add: {by: shelf, values: {a: 1}}}", "add.by", "shelf", "a key or a category: store, product, weekday"),
    "an amount per value of numbers": ("{label: A, add: {by: temperature, values: {a: 1}}}", "add.by", "temperature", "a key or a category"),
    "a misspelt part of an amount": ("{label: A, add: {by: product, value: {a: 1}}}", "add.value", "the key `value`", "did you mean `values`?"),
    "a weekday that is none": ("{label: A, add: {by: weekday, values: {Monday: 1}}}", "add.values.Monday", "Monday", "0 to 6, where 0 is Monday"),
    "a condition on nothing known": ("{label: A, when: {temprature: 1}, add: 1}", "when.temprature", "temprature", "a key or a feature: store, product, weekday, temperature"),
    "a text for a number": ("{label: A, when: {temperature: warm}, add: 1}", "when.temperature", "'warm'", "a number: temperature holds numbers"),
    "a text among numbers": ('{label: A, when: {temperature: [1, "2"]}, add: 1}', "when.temperature", "'2'", "a number"),
    "limits for names": ("{label: A, when: {product: {at_least: 1}}, add: 1}", "when.product", "limits for names", "a list of values"),
    "limits that say nothing": ("{label: A, when: {temperature: {}}, add: 1}", "when.temperature", "the keys ", "give `at_least`, `at_most`, `missing`"),
    "limits the wrong way round": ("{label: A, when: {temperature: {at_least: 3, at_most: 1}}, add: 1}", "when.temperature", "the keys at_least, at_most", "must not be larger"),
    "a misspelt limit": ("{label: A, when: {temperature: {atleast: 3}}, add: 1}", "when.temperature.atleast", "the key `atleast`", "did you mean `at_least`?"),
    "yes for a value": ("{label: A, when: {temperature: true}, add: 1}", "when.temperature", "True", "a number or text"),
    "yes among values": ("{label: A, when: {temperature: [1, true]}, add: 1}", "when.temperature.1", "True", "a number or text"),
    "no value at all": ("{label: A, when: {product: []}, add: 1}", "when.product", "an empty list", "at least one value"),
    "a value twice": ("{label: A, when: {product: [Rye, Rye]}, add: 1}", "when.product", "Rye twice", "every value once"),
    "a value without words": ("{label: A, when: {sky: 2}, add: 1}", "when.sky", "2", "one of its `values`: 0 (dry), 1 (wet)"),
    "a weekday by its name": ("{label: A, when: {weekday: Saturday}, add: 1}", "when.weekday", "Saturday", "0 to 6"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_a_rule_is_named_once_with_line_key_found_and_allowed(case: str, tmp_path: Path) -> None:
    rule, key, found, allowed = FAULTS[case]
    matching = [p for p in faults(tmp_path, rule) if p.key == ".".join(part for part in ("rules.one", key) if part)]
    assert len(matching) == 1, faults(tmp_path, rule)
    assert matching[0].line == FIRST
    assert matching[0].found.startswith(found)
    assert allowed in matching[0].allowed


BELOW = {
    "a label twice": ("b: {label: TRAYS, add: 1}", "b.label", "TRAYS", "one has this one"),
    "names that differ in case only": ("One: {label: B, add: 1}", "One", "one and One", "more than capital letters"),
    "a name that is no name": ("full trays: {label: B, add: 1}", "full trays", "full trays", "letters, digits and underscores"),
    "a name of Vouch's own": ("Whole: {label: B, add: 1}", "Whole", "Whole", "whole stands for a step that Vouch makes itself"),
    "a least stock above the capacity": ("b: {label: B, at_least: 10}", "b.at_least", "10", "at most 8, as the rule one says"),
    "a least stock above it for one product": (
        "b: {label: B, at_least: {by: product, values: {Rye: 10, Bun: 7}}}", "b.at_least.values.Rye", "10", "at most 8",
    ),
    "a least stock above it for all others": (
        "b: {label: B, at_least: {by: product, values: {Bun: 7}, otherwise: 9}}", "b.at_least.otherwise", "9", "at most 8",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BELOW)
def test_a_rule_that_does_not_go_with_an_earlier_one_is_named_in_its_line(case: str, tmp_path: Path) -> None:
    other, key, found, allowed = BELOW[case]
    (place,) = faults(tmp_path, f"{{label: Trays, at_most: 8}}\n  {other}")
    assert (place.line, place.key, place.found) == (FIRST + 1, f"rules.{key}", found)
    assert allowed in place.allowed


def test_rules_for_classes_are_refused(tmp_path: Path) -> None:
    base = RIGHT.partition("clean:")[0].replace("title: Shop", "title: Shop\ntask: binary")
    base = base.replace("  integer: true\n  min: 2\n", "")
    base = base.replace("  label: Sold\n", "  label: Sold\n  classes: {a: A, b: B}\n")
    places = faults(tmp_path, "{label: A, add: 1}", base)
    assert [(p.key, p.found) for p in places] == [("rules", "1 for classes")]


def test_a_name_that_is_a_key_and_another_feature_is_no_condition(tmp_path: Path) -> None:
    base = RIGHT.replace("  last_week:", "  store:\n    label: Size of the store\n    column: {source: weather, name: size, lag_days: 4}\n  last_week:")  # fmt: skip
    (place,) = faults(tmp_path, "{label: A, when: {store: North}, add: 1}", base)
    assert (place.key, place.found) == ("rules.one.when.store", "store, a key and another feature")


def test_limits_that_meet_and_limits_with_conditions_go_together(tmp_path: Path) -> None:
    rules = """\
rules:
  a: {label: A, at_most: {by: product, values: {Rye: 8}}}
  b: {label: B, at_least: 8}
  c: {label: C, when: {product: Rye}, at_least: 20}
  d: {label: D, at_least: {by: store, values: {North: 30}}}
"""
    assert len(read(tmp_path, rules).rules) == 4


def test_all_faults_of_all_rules_are_named_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    places = faults(
        tmp_path, "{label: A, round_to: 0}\n  two: {label: B, add: 1.5}\n  three: {label: C, when: {x: 1}, add: 1}"
    )
    assert [(p.line - FIRST, p.key) for p in places] == [
        (0, "rules.one.round_to"), (1, "rules.two.add"), (2, "rules.three.when.x"),
    ]  # fmt: skip
