import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from domain.finding import Finding, Severity, Verdict
from domain.use_case import UseCase
from domain.use_case.rules import Rule
from presentation.words.finding_rows import finding_examples, has_lines
from presentation.words.findings import CODES, finding_sentence, verdict_text
from tests.services.made_up_shop import USE_CASE

SHOP = UseCase.model_validate(YAML(typ="safe").load(USE_CASE))
DETAILS = {
    "source_rows": {"rows": 43800},
    "alias_applied": {"to": "Rye bread"},
    "impossible_value": {"min": 0, "max": None, "then": "missing"},
    "duplicate_rows": {"keep": "last"},
    "not_a_number": {"share": 0.004},
    "not_a_date": {"share": 0.25},
    "out_of_range": {"min": -20, "max": 45.5},
    "feature_missing": {"share": 0.62},
    "unseen_category": {"values": ["Stollen", "Panettone"]},
    "rows_too_few": {"found": 3, "needed": 60},
    "history_too_short": {"found": 12, "needed": 60},
    "no_rows": {"date": "2026-11-21"},
    "all_closed": {"date": "2026-11-22"},
    "source_late": {"expected": "2026-11-18", "found": "2026-11-16"},
    "source_empty_for_day": {"date": "2026-11-21"},
    "day_missing_in_history": {"days": [f"2026-11-{day:02}" for day in range(1, 9)]},
    "fallback_engine": {"reason": "trees with linear leaves"},
    "additivity_failed": {"worst": 0.002},
    "too_many_bad_values": {"code": "not_a_number", "share": 0.12, "allowed": 0.05, "values": ["closed?", "n.v."]},
    "source_unreadable": {"fault": "column", "location": "s.csv", "detail": "sold", "found": ["a"]},
    "outside_training": {"min": -5, "max": 31.2, "values": ["38.0"]},
    "rule_not_applied": {"rule": "trays"},
    "ingredients_disagree": {"worst": 0.002},
    "expectation": {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "price", "min_value": 0, "max_value": 1000},
        "of": 1200,
    },
    "volume": {
        "kind": "few", "date": "2026-11-21", "found": 39, "expected": 52, "low": 50, "high": 54,
        "segments": [{"segment": "store=North", "found": 0, "expected": 13}],
    },
    "missing_values": {
        "date": "2026-11-21", "found": 0.25, "expected": 0.0,
        "segments": [{"segment": "store=North", "found": 1.0, "expected": 0.0}],
    },
    "outlying_values": {"date": "2026-11-21", "entity": "North · Rye bread", "found": 410.0, "expected": 41.0},
    "unit_slip": {
        "date": "2026-11-21", "slip": "factor", "factor": 0.01, "segment": "store=North", "multiply": 100.0, "add": 0,
        "found": 0.42, "expected": 42.0,
    },
    "distribution_shift": {"date": "2026-11-21", "found": 168.0, "expected": 178.0},
    "new_category": {
        "date": "2026-11-21", "values": ["Rye braed", "Stollen"], "near": [["Rye bread", 89], None], "gone": ["Rye bread"],
    },
    "fresh_source": {"days": 2, "expected": "2026-11-18", "found": "2026-11-20"},
    "frozen_feed": {"date": "2026-11-21", "days": 3},
    "all_zero": {"date": "2026-11-21", "segments": ["store=North"], "expected": 0.01},
    "doubled_day": {"date": "2026-11-21", "other": "2026-11-14"},
    "swapped_columns": {"date": "2026-11-21", "columns": ["price", "promotion"]},
    "released": {"person": "Ana", "reason": "The shop confirmed the numbers.", "run": "r"},
    "row_dropped": {"reason": "Cancellation", "matched": 40},
    "case_changed": {"codes": 94},
    "name_unified": {"codes": 331},
    "series_together": {"series": 808, "of": 3521, "days": 10},
    "imputed": {"rule": "median", "within_days": 28, "share": 0.25},
    "members_disagree": {},
    "recipe_missing": {"values": ["Stollen"], "line": 12, "file": "bakery/use_case.yaml"},
}  # fmt: skip


def finding(code, **more):
    values = {"source": "sales", "column": "temperature", "count": 12, "detail": DETAILS.get(code, {}), **more}
    return Finding(code=code, severity=Severity.WARNING, **values)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence_that_uses_its_details(code):
    text = finding_sentence(finding(code, action="dropped"))
    assert not text[0].islower()
    assert text.endswith(".")
    assert "unknown" not in text
    assert "None" not in text
    assert "{" not in text
    assert ".." not in text


@given(
    st.sampled_from(sorted(CODES)),
    st.integers(0, 10**7),
    st.sampled_from(["none", "changed", "dropped", "imputed", "left out"]),
)
def test_details_that_were_not_recorded_are_called_unknown_not_invented(code, count, action):
    text = finding_sentence(Finding(code, Severity.INFO, "batch", count=count, action=action))
    assert "None" not in text
    assert " ." not in text
    assert not re.search(r"\b1 rows\b", text)


@pytest.mark.parametrize(
    ("code", "more", "text"),
    [
        ("impossible_value", {}, "12 rows in sales with an impossible “temperature” (below 0). Taken as missing."),
        ("duplicate_rows", {"count": 1}, "1 row in sales with the same keys and the same date; the last was kept."),
        ("duplicate_rows", {"detail": {}, "action": "changed"}, "12 rows in sales with the same keys and the same date; their numbers were added up."),
        ("duplicate_rows", {"detail": {"keep": "hold"}}, "12 rows in sales with the same keys and the same date. One day of one entity must be one row."),
        ("not_a_number", {"action": "imputed"}, "12 rows (less than 1 %) whose “temperature” in sales is not a number. Taken as missing."),
        ("out_of_range", {}, "12 rows with an unusual “temperature” (outside −20 to 45.5)."),
        ("unseen_category", {}, "New in “temperature”: “Stollen” and “Panettone” (12 rows). The model never saw this."),
        ("too_many_bad_values", {}, "12 rows (12 %) whose “temperature” in sales is not a number, like “closed?” and “n.v.”. At most 5 % may be like this."),
        ("outside_training", {}, "12 rows with a “temperature” that the model has not learned from: outside −5 to 31.2."),
        ("rule_not_applied", {}, "The rule “trays” could not be applied to 12 rows: their “temperature” is missing or cannot be used."),
        ("rule_not_applied", {"count": 1}, "The rule “trays” could not be applied to 1 row: its “temperature” is missing or cannot be used."),
        ("no_rows", {}, "No rows to predict for Sat 21 Nov."),
        ("source_late", {}, "Sales ends on Mon 16 Nov; it should reach Wed 18 Nov. What it lacks is missing."),
        ("day_missing_in_history", {}, "Days without any row in sales: Sun 1 Nov, Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov and 3 more."),
    ],
)  # fmt: skip
def test_sentences_read_like_this(code, more, text):
    assert finding_sentence(finding(code, **more)) == text


def test_a_feature_goes_by_its_label_where_the_use_case_is_known(bakery):
    missing = finding("feature_all_missing", source="features", column="holiday_tomorrow")
    assert finding_sentence(missing, bakery).startswith("“Holiday tomorrow” is missing everywhere.")


def test_a_rule_goes_by_its_label_where_the_use_case_is_known(bakery):
    rule = Rule.model_validate({"label": "Full trays", "round_to": 4})
    known = bakery.model_copy(update={"rules": {"trays": rule}})
    told = finding_sentence(finding("rule_not_applied", source="features", column="holiday_tomorrow"), known)
    assert told.startswith("The rule “Full trays” could not be applied to 12 rows: their “Holiday tomorrow” is")


def test_a_code_of_a_newer_version_is_named_and_not_hidden():
    assert finding_sentence(finding("brand_new")) == "“brand_new” in sales, 12 rows. This version has no words for it."


EXAMPLE = {"line": 12, "before": "rye-bread", "after": "Rye bread", "day": "2026-11-21"}


def test_examples_are_told_with_line_and_value():
    rows = (EXAMPLE, {"line": 99, "before": None, "after": None, "day": None})
    told = finding_examples(finding("alias_applied", examples=rows))
    assert told == ("line 12: “rye-bread” to “Rye bread”, Sat 21 Nov", "line 99: missing")


def test_rows_are_named_by_what_they_are_about_and_by_a_line_only_where_there_is_one():
    row = {"line": 0, "before": 300.0, "keys": {"store": "North", "product": "Rye bread"}}
    for source in ("features", "batch"):
        assert finding_examples(finding("out_of_range", source=source, examples=(row,))) == (
            "North · Rye bread: “300”",
        )
    watched = {"line": 7, "before": None, "entity": "North · Rye bread", "day": "2026-11-21"}
    lost = finding("missing_values", examples=(watched,))
    assert finding_examples(lost) == ("line 7, North · Rye bread: missing, Sat 21 Nov",)
    assert has_lines("sales", SHOP)
    stored = SHOP.model_copy(
        update={"sources": {"sales": SHOP.sources["sales"].model_copy(update={"format": "parquet"})}}
    )
    assert finding_examples(lost, stored) == ("North · Rye bread: missing, Sat 21 Nov",)


def test_without_details_a_sentence_leans_on_the_first_example():
    bare = finding("alias_applied", column="product", detail={"recent": 2}, examples=(EXAMPLE,))
    text = "12 rows in sales with another spelling (“rye-bread” to “Rye bread”, for example) in “product”. Changed."
    assert finding_sentence(bare) == text
    negative = {"line": 5, "before": "-4", "after": None, "day": None}
    impossible = finding(
        "impossible_value", column="sold", detail={"recent": 2}, action="imputed", examples=(negative,)
    )
    assert (
        finding_sentence(impossible)
        == "12 rows in sales with an impossible “sold” (“-4”, for example). Taken as missing."
    )


def test_the_verdict_counts_what_led_to_it():
    one = finding("source_late")
    held = Finding("no_rows", Severity.CRITICAL, "batch")
    told = Finding("source_rows", Severity.INFO, "sales")
    assert verdict_text(Verdict.PASSED, [told]) == "data: passed"
    assert verdict_text(Verdict.WARNINGS, [one, told]) == "data: passed, 1 warning"
    assert verdict_text(Verdict.WARNINGS, [one, one]) == "data: passed, 2 warnings"
    assert verdict_text(Verdict.HELD, [one, held]) == "data: held, 1 reason"


def test_a_unit_slip_names_what_it_may_be_the_rows_and_the_fix() -> None:
    assert finding_sentence(finding("unit_slip")) == (
        "“temperature” in sales looks as if it were in another unit, 100 times too small in 12 rows of store=North: about "
        "0.42 where 42 is usual. Ask for the unit; if it stays so for all rows, write clean.sales.units.temperature with "
        "multiply: 100."
    )


def test_a_misspelt_name_is_shown_beside_the_one_it_is_like() -> None:
    told = finding_sentence(finding("new_category", column="product"))
    assert "“Rye braed” is 89 % like “Rye bread”: an alias?" in told
    assert "clean.sales.aliases.product" in told


def test_a_feed_that_stopped_and_one_that_is_thin_are_told_apart() -> None:
    stopped = finding_sentence(finding("volume", detail={**DETAILS["volume"], "kind": "stopped"}))
    assert "seems to have stopped" in stopped
    assert "store=North (0 instead of 13)" in finding_sentence(finding("volume"))


def test_a_source_that_is_not_there_names_the_place_without_its_secrets():
    detail = {"fault": "missing", "location": "https://me:secret@host/sales.csv"}
    gone = finding("source_unreadable", detail=detail)
    assert "secret" not in finding_sentence(gone)
    (line,) = finding_examples(gone)
    assert line.startswith("Looked for at https://")
    assert line.endswith("host/sales.csv")
    assert "secret" not in line
