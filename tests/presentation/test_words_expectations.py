"""Expectations in words: what is expected, how many rows are not so, an example, and what was done."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from domain.failing_row import FailingRow
from domain.finding import Finding, Severity
from domain.use_case.file import read_use_case
from domain.use_case.known_expectations import FILE, known_expectation
from presentation.reports.failing_rows import as_csv
from presentation.words.expectation_words import SHOULD, SHOULD_BE
from presentation.words.expectations import row_reason
from presentation.words.findings import finding_sentence, left_out_text

USE_CASE = Path(__file__).resolve().parents[1] / "use_case" / "right.yaml"

KWARGS = {
    "column": "price",
    "column_A": "price",
    "column_B": "cost",
    "column_list": ["price", "cost"],
    "min_value": 0,
    "max_value": 1000,
    "value_set": ["a", "b"],
    "value": 3,
    "regex": "^a",
    "regex_list": ["^a"],
    "strftime_format": "%Y",
    "threshold": 3,
    "sum_total": 1,
    "type_": "str",
    "type_list": ["str"],
}


def wrong(kind: str, count: int = 3, source: str = "sales", **detail: object) -> Finding:
    example = {"line": 17, "before": "-9", "day": "2026-11-20", "keys": {"store": "North"}}
    more = {"type": kind, "kwargs": KWARGS, "of": 1200, **detail}
    return Finding(
        "expectation", Severity.WARNING, source, "price", count, detail=more, examples=(example,) if count else ()
    )


def test_a_value_outside_its_limits_reads_as_a_person_would_say_it() -> None:
    told = finding_sentence(wrong("expect_column_values_to_be_between"))
    assert told == "“price” should be between 0 and 1000; 3 of 1200 rows are not, for example line 17: −9."


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (wrong("expect_column_values_to_not_be_null", 1), "“price” should have a value; in 1 of 1200 rows this is not so, for example line 17: −9."),
        (wrong("expect_column_mean_to_be_between", 0, observed=1200.5), "The average of “price” should be between 0 and 1000; it is 1200.5."),
        (wrong("expect_column_values_to_be_between", 2, note="Nobody pays us."), "Nobody pays us (2 of 1200 rows, for example line 17: −9)."),
        (wrong("expect_column_values_to_be_between", 2, "batch"), "“price” should be between 0 and 1000; 2 of 1200 rows are not, for example −9."),
        (wrong("expect_column_values_to_be_between", 0, why="no rows"), "Not checked: “price” should be between 0 and 1000. There was no row to look at."),
        (wrong("expect_something_of_our_own", 2), "“something of our own” in sales; in 2 of 1200 rows this is not so, for example line 17: −9."),
        (wrong("expect_table_row_count_to_be_between", 0, observed=7), "The number of rows in sales should be between 0 and 1000; it is 7."),
    ],
)  # fmt: skip
def test_sentences(finding: Finding, sentence: str) -> None:
    assert finding_sentence(finding) == sentence


def test_every_expectation_that_can_be_asked_has_a_clause_that_says_all_it_needs() -> None:
    for kind in json.loads(FILE.read_text(encoding="utf-8")):
        known = known_expectation(kind)
        assert known is not None
        if not known.asked:
            continue
        assert (kind in SHOULD) != (kind in SHOULD_BE), kind
        if known.kind != "table":
            told = finding_sentence(wrong(kind))
            assert "“price”" in told, told
            assert "None" not in told
            assert "unknown" not in told
    assert "{" not in told


def test_one_limit_is_enough() -> None:
    for kwargs, words in (
        ({"min_value": 0}, "at least 0"),
        ({"min_value": 0, "strict_min": True}, "more than 0"),
        ({"max_value": 9}, "at most 9"),
        ({"max_value": 9, "strict_max": True}, "less than 9"),
    ):
        finding = wrong("expect_column_values_to_be_between", kwargs={"column": "price", **kwargs})
        assert f"“price” should be {words}; 3 of" in finding_sentence(finding)


def test_rows_that_were_left_out_are_added_up() -> None:
    some = [wrong("expect_column_values_to_be_between", 5, left_out=count) for count in (2, 1)]

    assert left_out_text(some) == "3 rows left out"
    assert left_out_text(some[1:]) == "1 row left out"
    assert left_out_text([Finding("source_late", Severity.WARNING, "weather")]) == ""


def test_a_row_says_why_it_failed() -> None:
    reason = {"type": "expect_column_values_to_be_between", "kwargs": KWARGS, "note": ""}
    row = FailingRow("cleaned", "sales", "expectation", 17, None, "price", "-9", reason, "{}", left_out=True)

    assert row_reason(row, None) == "“price” should be between 0 and 1000"


@pytest.mark.parametrize(
    ("found", "written"),
    [("=1+1", "'=1+1"), ("-9", "-9"), ("-9+1", "'-9+1"), ("1e5", "1e5"), ("-inf", "'-inf"), (None, "")],
)
def test_in_a_spreadsheet_a_number_stays_one_and_a_formula_stays_text(found: str | None, written: str) -> None:
    use_case = read_use_case(USE_CASE)
    row = FailingRow(
        "cleaned", "sales", "expectation", 17, date(2026, 11, 20), "price", found, {}, '{"a": 1}', left_out=False
    )

    header, line = csv.reader(io.StringIO(as_csv(use_case, [row]).decode("utf-8-sig")))

    assert len(header) == len(line)
    assert line[3:8] == ["17", "2026-11-20", "price", written, "no"]
