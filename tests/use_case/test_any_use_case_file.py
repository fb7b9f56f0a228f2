"""Whatever a use case file holds: it reads back as it was written, or its faults are named."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case import UseCase
from domain.use_case.file import read_use_case

RIGHT = Path(__file__).with_name("right.yaml").read_text(encoding="utf-8")


class Quoting(yaml.SafeDumper):
    """Writes texts in quotes: what is bare text in YAML 1.1 (`0E0`) may be a number in YAML 1.2, which is read."""


Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def written(content: dict[str, Any]) -> str:
    """The YAML of a use case."""
    return yaml.dump(content, Dumper=Quoting, allow_unicode=True)


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@settings(max_examples=60)
@example(title="0E0", description="1e3", unit="0o7", values={"0E0": "1e3"}, least=-1e-7, parameters={"0E0": "0E0"})
@given(
    title=WORDS,
    description=st.text(
        st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\x85\u2028\u2029"), max_size=40
    ),
    unit=WORDS,
    values=st.dictionaries(WORDS, WORDS, max_size=4),
    least=st.floats(-1e9, 1e9),
    parameters=st.dictionaries(
        WORDS,
        st.one_of(st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), WORDS),
        max_size=4,
    ),
)
def test_what_is_written_as_yaml_reads_back_equal(
    title: str,
    description: str,
    unit: str,
    values: dict[str, str],
    least: float,
    parameters: dict[str, Any],
    files: Path,
) -> None:
    content = yaml.safe_load(RIGHT)
    content.update(title=title, description=description, model={"parameters": parameters})
    content["target"].update(unit=unit, min=least)
    content["features"]["product"]["values"] = values
    expected = UseCase.model_validate(content)
    path = files / "use_case.yaml"
    path.write_text(written(content), encoding="utf-8")
    assert read_use_case(path) == expected
    path.write_text(written(expected.model_dump(mode="json")), encoding="utf-8")
    assert read_use_case(path) == expected


def faults(path: Path) -> tuple[FilePlace, ...]:
    """The faults of a file, none where it is right; anything else that is raised fails the test."""
    try:
        read_use_case(path)
    except UseCaseFileError as error:
        return error.places or (FilePlace(-1, "", "", ""),)
    return ()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def spots(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(spot for key, value in inside for spot in spots(value, (*path, key)))]


MORE = """
reviews: {reasons: {event: Event, other: Other}}
closed: {source: calendar, column: closed}
checks: {rows_at_least: 2, bad_values_at_most: 0.1}
model: {trees: 10, parameters: {learning_rate: 0.1, verbose: true, boosting: dart, num_leaves: 7}}
range: {probability: 0.9}
rules:
  trays: {label: Trays, when: {product: [Rye, 2], temperature: {at_least: 1, missing: true}}, round_to: 4, direction: up}
  oven: {label: Oven, at_most: {by: product, values: {Rye: 9}, otherwise: 20}}
  more: {label: More, when: {temperature: 0}, multiply_by: temperature}
"""
CALENDAR = "  calendar: {path: c.csv, date: date, available_after_days: -9, rename: {Tag: date}}\nbatch:\n"
RANGE = 'label: Temperature\n    range: [0, 1.5]\n    values: {"0": cold}'
WHOLE = yaml.safe_load(RIGHT.replace("batch:\n", CALENDAR).replace("label: Temperature", RANGE) + MORE)
SCRAPS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=8), st.binary(max_size=3)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.text(max_size=5), st.integers(), st.none()), inner, max_size=3)),
    max_leaves=5,
)  # fmt: skip


def test_the_file_that_is_changed_below_is_right() -> None:
    assert UseCase.model_validate(WHOLE).model.parameters["boosting"] == "dart"


@settings(max_examples=60)
@given(spot=st.sampled_from(spots(WHOLE)), scrap=SCRAPS, key=st.one_of(st.none(), st.text(max_size=8)))
def test_a_file_changed_anywhere_is_right_or_a_named_fault(
    spot: tuple[Any, ...], scrap: Any, key: str | None, files: Path
) -> None:
    content = deepcopy(WHOLE)
    node = content
    for part in spot[:-1]:
        node = node[part]
    if key is not None and spot and isinstance(node[spot[-1]], dict):
        node[spot[-1]][key] = scrap
    elif spot:
        node[spot[-1]] = scrap
    else:
        content = scrap
    path = files / "changed.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert all(place.found and place.allowed and place.line >= 0 for place in faults(path))


@settings(max_examples=100)
@given(
    start=st.integers(0, len(RIGHT)),
    length=st.integers(0, 5),
    text=st.text(st.sampled_from("\t\n :-[]{}&*!|>'\"%@`#,?a1é\0\u2028"), max_size=5),
)
def test_a_file_with_a_slip_of_the_keyboard_is_right_or_a_named_fault(
    start: int, length: int, text: str, files: Path
) -> None:
    path = files / "slip.yaml"
    path.write_text(RIGHT[:start] + text + RIGHT[start + length :], encoding="utf-8")
    assert all(place.line >= 0 for place in faults(path))
