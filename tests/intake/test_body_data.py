"""Bodies and clothes: the files are read by YAML alone, with their quirks told. The rentals are for testing only."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.finding import Finding
from domain.use_case import UseCase
from intake.cleaning.changes import change_findings
from intake.prepare import Origin, Window, known_actuals
from intake.staging import open_staging

pytestmark = pytest.mark.real_data

RENTALS: dict[str, Any] = {
    "name": "rentals",
    "title": "Ratings of rentals",
    "keys": ["category"],
    "target": {"source": "rentals", "column": "rating", "label": "Rating"},
    "sources": {
        "rentals": {
            "path": "${VOUCH_DATA}/clothing_fit_rentals/rentals_2010-11_to_2017-06.csv.gz",
            "date": "review_date",
            "keys": ["category"],
            "columns": {
                **dict.fromkeys(("user_id", "item_id", "rented_for", "body_type", "bust_size_letter", "size_letter", "fit"), "text"),
                **dict.fromkeys(("height_in", "weight_lbs", "age", "bust_size_num", "size"), "number"),
            },
        }
    },
    "batch": {"seen_within_days": 60},
    "features": {"category": {"label": "Garment", "key": "category"}},
    "clean": {
        "rentals": {
            "identical": "first",
            "drop": {
                "child": {"column": "age", "below": 13, "reason": "Younger than 13"},
                "old": {"column": "age", "above": 90, "reason": "Older than 90"},
                "light": {"column": "weight_lbs", "below": 85, "reason": "Lighter than 85 lb"},
            },
            "aliases": {"category": {"pants": ["pant"], "leggings": ["legging"], "trouser": ["trousers"]}},
            "units": {"height_in": {"multiply": 2.54}, "weight_lbs": {"multiply": 0.45359237}},
            "duplicates": "sum",
        }
    },
}  # fmt: skip


def growth(file: str) -> dict[str, Any]:
    """A chart has no dates: its rows are facts of a sex, beside a calendar that has the target."""
    return {
        "name": "growth",
        "title": "Growth",
        "keys": ["Sex"],
        "target": {"source": "seen", "column": "count", "label": "Children seen"},
        "sources": {
            "seen": {"path": "seen.csv", "date": "date", "keys": ["Sex"]},
            "chart": {"path": "${VOUCH_DATA}/body_growth/" + file, "keys": ["Sex"], "columns": {"P50": "number"}},
        },
        "batch": {"seen_within_days": 60},
        "features": {"age": {"label": "Age", "unit": "months", "column": {"source": "chart", "name": "Agemos"}}},
        "clean": {"chart": {"duplicates": "first"}},
    }


def cleaned(folder: Path, data: Path, definition: dict[str, Any], count: str) -> tuple[dict[str, Finding], list[Any]]:
    """The findings by their code (or reason), and the answer of a query on the cleaned tables."""
    use_case = UseCase.model_validate(definition)
    origin = Origin(folder, {"VOUCH_DATA": str(data)})
    day = date(2017, 7, 1)
    with open_staging(folder) as staging:
        known_actuals(staging, use_case, origin, Window(day, None), lambda step: None)
        findings = change_findings(staging, day)
        return {str(f.detail.get("reason") or f"{f.code} {f.column}"): f for f in findings}, staging.rows(count)


def test_the_rentals_are_read_packed_with_their_impossible_people_counted(real_data: Path, tmp_path: Path) -> None:
    findings, rows = cleaned(
        tmp_path, real_data, RENTALS, "SELECT count(*), count(DISTINCT category) FROM clean_rentals"
    )
    assert {reason: findings[reason].detail["matched"] for reason in ("Younger than 13", "Older than 90", "Lighter than 85 lb")} == {
        "Younger than 13": 42, "Older than 90": 76, "Lighter than 85 lb": 11,
    }  # fmt: skip
    assert findings["identical_rows None"].count == 148
    assert findings["alias_applied category"].count > 0
    assert findings["unit_changed height_in"].examples[0]["after"] is not None
    days, garments = rows[0]
    assert garments == 49, "52 names of the file, three of them another spelling"
    assert findings["duplicate_rows None"].count == 154_033 - 148 - sum(
        f.count for f in findings.values() if f.code == "row_dropped"
    ) - days  # fmt: skip


@pytest.mark.parametrize(
    ("file", "repeated"), [("cdc_stature_for_age.csv", 0), ("cdc_weight_for_age.csv", 0), ("cdc_bmi_for_age.csv", 1)]
)
def test_a_header_in_the_middle_of_a_chart_is_told_with_its_line(
    file: str, repeated: int, real_data: Path, tmp_path: Path
) -> None:
    (tmp_path / "seen.csv").write_text("date,Sex,count\n2017-06-01,1,3\n2017-06-01,2,4\n", encoding="utf-8")
    findings, _ = cleaned(tmp_path, real_data, growth(file), "SELECT 1")
    headers = [f for f in findings.values() if f.code == "not_a_number"]
    assert [(f.column, f.count, f.examples[0]["before"], f.examples[0]["line"]) for f in headers] == (
        [("Agemos", 1, "Agemos", 221), ("P50", 1, "P50", 221)] if repeated else []
    )
