"""Slips of the unit planted into real heights and weights, of people who come once: named with factor, rows and fix."""

import csv
import gzip
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.check_result import CheckResult, Outcome
from domain.evidence import NO_PAST
from domain.use_case import UseCase
from intake.prepare import Origin, Standpoint, prepare_batch
from intake.staging import open_staging

pytestmark = pytest.mark.real_data

RUN = date(2017, 6, 14)
NEW = (RUN - timedelta(days=1)).isoformat()
SINCE = (RUN - timedelta(days=100)).isoformat()
KILOGRAMS, CENTIMETRES = 0.45359237, 2.54

Row = dict[str, str]
Slip = Callable[[Row], bool]


def use_case(path: str, day: str, keys: list[str], numbers: list[str]) -> UseCase:
    source = {"path": path, "date": day, "keys": keys, "columns": dict.fromkeys(numbers, "number")}
    return UseCase.model_validate(
        {
            "name": "people",
            "title": "People",
            "keys": keys,
            "target": {"source": "people", "column": numbers[0], "label": numbers[0]},
            "sources": {"people": source},
            "batch": {"seen_within_days": 14},
            "features": {keys[0]: {"label": keys[0], "key": keys[0]}},
            "clean": {"people": {"duplicates": "first"}},
        }
    )


RENTALS = use_case("people.csv", "review_date", ["category", "user_id"], ["height_in", "weight_lbs"])
SURVEY = use_case("people.csv", "date", ["sex", "respondent_id"], ["height_cm", "weight_kg"])


@pytest.fixture(scope="module")
def rentals(real_data_folder: Path) -> list[Row]:
    """Real people of a hundred days; the heights in whole inches, the weights in whole pounds."""
    path = real_data_folder / "clothing_fit_rentals/rentals_2010-11_to_2017-06.csv.gz"
    wanted = ("review_date", "user_id", "category", "height_in", "weight_lbs")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        found = [{key: row[key] for key in wanted} for row in rows if SINCE <= row["review_date"] <= NEW]
    once = {(row["review_date"], row["category"], row["user_id"]): row for row in found}
    return list(once.values())


@pytest.fixture(scope="module")
def survey(real_data_folder: Path) -> list[Row]:
    """Measured people aged two to eighty, eighty a day in the order of their numbers."""
    path = real_data_folder / "body_growth/nhanes_2017_2018_body_measures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = RUN - timedelta(days=len(rows) // 80)
    return [{**row, "date": (first + timedelta(days=at // 80)).isoformat()} for at, row in enumerate(rows)]


def slips(folder: Path, definition: UseCase, rows: list[Row]) -> dict[str, CheckResult]:
    """What the check says of each column that it warns of."""
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with open_staging(folder) as staging:
        standpoint = Standpoint(Origin(folder, {}), RUN, NO_PAST)
        results = prepare_batch(staging, definition, standpoint, lambda step: None).evidence.results
    return {str(r.column): r for r in results if r.code == "unit_slip" and r.outcome is Outcome.WARNED}


def planted(rows: list[Row], column: str, factor: float, digits: int, slip: Slip) -> tuple[list[Row], int]:
    """The rows with a column of the new day in another unit where `slip` says so, and how many rows these are."""
    day = "review_date" if "review_date" in rows[0] else "date"
    changed, count = list[Row](), 0
    for row in rows:
        if row[day] == NEW and row[column] and slip(row):
            row = {**row, column: f"{float(row[column]) * factor:.{digits}f}"}
            count += 1
        changed.append(row)
    return changed, count


def a_share() -> Slip:
    """Every fourth row."""
    turns: Iterator[bool] = iter([True, False, False, False] * 1000)
    return lambda row: next(turns)


def test_people_as_they_are_are_in_no_other_unit(rentals: list[Row], survey: list[Row], tmp_path: Path) -> None:
    assert slips(tmp_path, RENTALS, rentals) == {}
    assert slips(tmp_path, SURVEY, survey) == {}


@pytest.mark.parametrize(
    ("column", "factor", "digits"),
    [("height_in", CENTIMETRES, 0), ("height_in", CENTIMETRES, 1), ("weight_lbs", KILOGRAMS, 0), ("weight_lbs", KILOGRAMS, 1)],
)  # fmt: skip
def test_a_day_or_a_garment_in_the_other_unit_is_named(
    column: str, factor: float, digits: int, rentals: list[Row], tmp_path: Path
) -> None:
    cases: dict[str, Slip] = {"": lambda row: True, "category=dress": lambda row: row["category"] == "dress"}
    for segment, slip in cases.items():
        rows, count = planted(rentals, column, factor, digits, slip)
        found = slips(tmp_path, RENTALS, rows)
        assert set(found) == {column}
        detail = found[column].detail
        assert detail["segment"] == segment
        assert detail["factor"] == pytest.approx(factor, rel=1e-4)
        assert detail["multiply"] == pytest.approx(1 / factor, rel=1e-4)
        assert found[column].count == count


@pytest.mark.parametrize(("column", "factor"), [("height_in", CENTIMETRES), ("weight_lbs", KILOGRAMS)])
def test_a_share_of_the_people_in_the_other_unit_is_named(
    column: str, factor: float, rentals: list[Row], tmp_path: Path
) -> None:
    rows, count = planted(rentals, column, factor, 0, a_share())
    found = slips(tmp_path, RENTALS, rows)[column]
    assert found.detail["factor"] == pytest.approx(factor, rel=1e-4)
    assert 0.9 * count <= found.count <= count


@pytest.mark.parametrize(
    ("column", "factor", "digits"),
    [("height_cm", 1 / 2.54, 1), ("height_cm", 0.1, 2), ("height_cm", 10.0, 0), ("weight_kg", 10.0, 0), ("weight_kg", 1 / KILOGRAMS, 1)],
)  # fmt: skip
def test_measured_people_in_the_other_unit_are_named(
    column: str, factor: float, digits: int, survey: list[Row], tmp_path: Path
) -> None:
    for slip in (lambda row: True, lambda row: row["sex"] == "2"):
        rows, count = planted(survey, column, factor, digits, slip)
        found = slips(tmp_path, SURVEY, rows)
        assert set(found) == {column}
        assert found[column].detail["factor"] == pytest.approx(factor, rel=1e-4)
        assert found[column].count == count
