"""Rules that put data right: right ones are read, and every fault of a wrong one is named with its line."""

from pathlib import Path

import pytest

from domain.errors import UseCaseFileError
from domain.use_case import UseCase
from domain.use_case.file import read_use_case

RIGHT = Path(__file__).with_name("right.yaml").read_text(encoding="utf-8")
ROOM = "clean:\n"


def read(tmp_path: Path, text: str) -> UseCase:
    path = tmp_path / "use_case.yaml"
    path.write_text(text, encoding="utf-8")
    return read_use_case(path)


def with_clean(lines: str) -> str:
    """The right file with other rules for sales."""
    head = RIGHT.split("clean:\n", maxsplit=1)[0]
    head = head.replace("  sales:\n", "  sales:\n    columns: {note: text, price: number}\n", 1)
    return f"{head}clean:\n  sales:\n{lines}"


RULES = """\
    identical: first
    drop:
      cancelled: {column: note, matches: "C.*", reason: Cancellation}
      free: {column: price, at_most: 0, reason: Given away}
      unnamed: {column: note, missing: true, reason: Note missing}
      test: {column: note, values: [test, Test order], reason: A test}
    case: {product: upper}
    one_name: {note: product}
    duplicates: sum
"""


def test_right_rules_are_read_and_written_back_equal(tmp_path: Path) -> None:
    use_case = read(tmp_path, with_clean(RULES))
    assert list(use_case.clean["sales"].drop) == ["cancelled", "free", "unnamed", "test"]
    assert UseCase.model_validate_json(use_case.model_dump_json()) == use_case


# (lines under clean.sales, line of the fault counted from there, its key below clean.sales, what is allowed instead)
FAULTS = {
    "two conditions": (["drop:", "  a: {column: note, matches: C, missing: true, reason: A}"], 2, "drop.a", "exactly one of"),
    "no condition": (["drop:", "  a: {column: note, reason: A}"], 2, "drop.a", "exactly one of"),
    "no reason": (["drop:", "  a: {column: note, missing: true}"], 2, "drop.a.reason", "required"),
    "broken pattern": (["drop:", "  a: {column: note, matches: '(', reason: A}"], 2, "drop.a.matches", "broken"),
    "pattern that RE2 lacks": (["drop:", "  a: {column: note, matches: '(?=C).', reason: A}"], 2, "drop.a.matches", "RE2"),
    "unread column": (["drop:", "  a: {column: colour, missing: true, reason: A}"], 2, "drop.a.column", "note"),
    "number asked of a text": (["drop:", "  a: {column: note, below: 0, reason: A}"], 2, "drop.a.column", "numbers"),
    "case of a number": (["case: {price: upper}"], 1, "case.price", "texts"),
    "case unknown": (["case: {product: title}"], 1, "case.product", "upper, lower"),
    "name that the model looks at": (["one_name: {product: note}"], 1, "one_name.product", "for checks only"),
    "name of itself": (["one_name: {note: note}"], 1, "one_name.note", "another column"),
    "key unknown": (["aggregate: {key: shop, fewer_than_days: 10, together_as: S}"], 1, "aggregate.key", "one of"),
    "share that is no yes or no": (["aggregate: {key: product, fewer_than_days: 10, together_as: S, share_back: weekly}"], 1, "aggregate.share_back", "true"),
    "all small": (["aggregate: {key: product, fewer_than_days: 50, within_days: 20, together_as: S}"], 1, "aggregate", "every series"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_rule_is_named_with_its_line(tmp_path: Path, case: str) -> None:
    lines, line, key, allowed = FAULTS[case]
    text = with_clean("".join(f"    {one}\n" for one in lines))
    with pytest.raises(UseCaseFileError) as caught:
        read(tmp_path, text)
    first = text[: text.index("clean:\n")].count("\n") + 2
    found = {place.key: place for place in caught.value.places}
    assert f"clean.sales.{key}" in found, list(found)
    place = found[f"clean.sales.{key}"]
    assert place.line == first + line
    assert allowed in place.allowed


def test_small_series_of_a_source_that_is_not_the_targets_are_refused(tmp_path: Path) -> None:
    text = (
        with_clean("    duplicates: last\n")
        + "  weather:\n    aggregate: {key: product, fewer_than_days: 9, together_as: S}\n"
    )
    with pytest.raises(UseCaseFileError) as caught:
        read(tmp_path, text)
    assert [place.key for place in caught.value.places] == ["clean.weather.aggregate"]


MISSING = {
    "value without constant": ("{rule: median, value: 3}", "temperature", "belongs to the rule `constant`"),
    "constant without value": ("{rule: constant}", "temperature", "that rule needs it"),
    "text for a number": ("{rule: constant, value: warm}", "temperature", "a number"),
    "from nothing": ("{rule: from}", "temperature", "that rule needs it"),
    "from itself": ("{rule: from, feature: temperature}", "temperature", "another feature"),
    "on a lag": ("{rule: median}", "last_week", "only a feature built from a `column`"),
}


@pytest.mark.parametrize("case", MISSING)
def test_a_faulty_rule_for_missing_values_is_named(tmp_path: Path, case: str) -> None:
    rule, feature, allowed = MISSING[case]
    text = RIGHT.replace(f"  {feature}:\n", f"  {feature}:\n    missing: {rule}\n")
    assert text != RIGHT
    with pytest.raises(UseCaseFileError) as caught:
        read(tmp_path, text)
    (place,) = caught.value.places
    assert place.key.startswith(f"features.{feature}.missing")
    assert allowed in place.allowed
