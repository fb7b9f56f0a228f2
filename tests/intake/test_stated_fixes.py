"""What the use case file says to leave out, to fold, to name once or to take together is done, counted and listed by reason."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.finding import Finding, Severity
from domain.use_case import UseCase

RUN = date(2024, 5, 15)

Row = dict[str, Any]

QUICK = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])


def dirty_shop(shop: Callable[..., UseCase], **sales: object) -> UseCase:
    return shop(
        dates={"horizon_days": 0},
        closed=None,
        sources={"sales": {"columns": {"note": "text", "price": "number"}}},
        features={"temperature": None, "product": {"label": "Product", "key": "product"}},
        clean={"sales": sales},
    )


def row(back: int, **values: object) -> Row:
    base = {"date": RUN - timedelta(days=back), "store": "North", "product": "Bun", "sold": 3, "note": "ok", "price": 1}
    return {**base, **values}


def of_reason(findings: tuple[Finding, ...], reason: str) -> Finding:
    (found,) = [f for f in findings if f.detail.get("reason") == reason]
    return found


# --- left out for a reason ----------------------------------------------------------------------------------------

DROP = {
    "cancelled": {"column": "note", "matches": "C.*", "reason": "Cancellation"},
    "negative": {"column": "sold", "below": 0, "reason": "Negative"},
    "unnamed": {"column": "note", "missing": True, "reason": "No note"},
    "test": {"column": "note", "values": ["Test"], "reason": "A test"},
}


@QUICK
@given(
    notes=st.lists(
        st.tuples(st.sampled_from(["C1", "c1", "ok", "", " TEST ", "nan"]), st.integers(-2, 2)), min_size=1, max_size=20
    )
)
def test_a_row_goes_for_its_first_reason_and_every_reason_counts_all_its_rows(
    notes: list[tuple[str, int]], shop: Callable[..., UseCase], new_bench: Callable[[], Any]
) -> None:
    rows = [row(back + 1, note=note, sold=sold) for back, (note, sold) in enumerate(notes)]
    bench = new_bench()
    bench.write({"sales": rows})
    outcome = bench.batch(dirty_shop(shop, drop=DROP))
    reasons = [
        [name for name, holds in (("Cancellation", note.startswith("C")), ("Negative", sold < 0),
         ("No note", note in ("", "nan")), ("A test", note.strip().lower() == "test")) if holds]
        for note, sold in notes
    ]  # fmt: skip
    firsts = Counter(found[0] for found in reasons if found)
    matched = Counter(name for found in reasons for name in found)
    told = {f.detail["reason"]: (f.count, f.detail["matched"]) for f in outcome.findings if f.code == "row_dropped"}
    assert told == {name: (firsts[name], count) for name, count in matched.items()}
    assert len(outcome.cleaned["sales"]) == len(notes) - sum(firsts.values())
    listed = Counter(change["reason"] for change in outcome.changes if change["action"] == "dropped")
    assert {name: count for name, count in listed.items() if name} == dict(firsts)


def test_rows_that_agree_in_everything_that_is_read_are_left_out_but_the_first(
    shop: Callable[..., UseCase], bench: Any
) -> None:
    bench.write({"sales": [row(3), row(3), row(3, price=2), row(2), row(3)]})
    outcome = bench.batch(dirty_shop(shop, identical="first", duplicates="sum"))
    found = outcome.finding("identical_rows")
    assert (found.count, found.action, found.severity) == (2, "dropped", Severity.INFO)
    assert [e["line"] for e in found.examples] == [3, 6]
    assert [r["sold"] for r in outcome.cleaned["sales"]] == [6, 3]


def test_a_value_that_is_not_known_yet_is_not_missing(shop: Callable[..., UseCase], bench: Any) -> None:
    use_case = dirty_shop(shop, drop={"unnamed": {"column": "note", "missing": True, "reason": "No note"}})
    late = use_case.sources["sales"].model_copy(update={"available_after_days": 3})
    use_case = use_case.model_copy(update={"sources": {**use_case.sources, "sales": late}})
    bench.write({"sales": [row(1, note=""), row(2, note=""), row(3, note=""), row(4)]})
    outcome = bench.batch(use_case)
    assert of_reason(outcome.findings, "No note").count == 1
    assert len(outcome.cleaned["sales"]) == 3


# --- codes and names ----------------------------------------------------------------------------------------------


def test_codes_go_in_one_case_and_the_codes_written_in_two_are_counted(
    shop: Callable[..., UseCase], bench: Any
) -> None:
    bench.write({"sales": [row(3, product="a1"), row(2, product="A1"), row(1, product="b"), row(2, product="C")]})
    outcome = bench.batch(dirty_shop(shop, case={"product": "upper"}))
    found = outcome.finding("case_changed")
    assert (found.count, found.detail["codes"], found.severity) == (2, 1, Severity.INFO)
    assert {r["product"] for r in outcome.cleaned["sales"]} == {"A1", "B", "C"}


def test_each_code_gets_its_most_frequent_name(shop: Callable[..., UseCase], bench: Any) -> None:
    notes = ["BUN", "BUN ", "Bun, large", "BUN", "Pie"]
    bench.write(
        {
            "sales": [
                row(back + 1, note=note, product="Pie" if note == "Pie" else "Bun") for back, note in enumerate(notes)
            ]
        }
    )
    outcome = bench.batch(dirty_shop(shop, one_name={"note": "product"}))
    found = outcome.finding("name_unified")
    assert (found.count, found.detail["codes"]) == (1, 1)
    assert found.examples[0]["before"] == "Bun, large"
    assert Counter(r["note"] for r in outcome.cleaned["sales"]) == {"BUN": 4, "Pie": 1}


def test_added_up_transactions_are_told_and_not_warned_of(shop: Callable[..., UseCase], bench: Any) -> None:
    bench.write({"sales": [row(1, sold=2), row(1, sold=5), row(2)]})
    outcome = bench.batch(dirty_shop(shop, duplicates="sum"))
    found = outcome.finding("duplicate_rows")
    assert (found.count, found.action, found.severity) == (1, "changed", Severity.INFO)
    assert sorted(r["sold"] for r in outcome.cleaned["sales"]) == [3, 7]


# --- small series are predicted together --------------------------------------------------------------------------

TOGETHER = {"key": "product", "fewer_than_days": 3, "within_days": 14, "together_as": "Small"}


@QUICK
@given(
    sales=st.lists(
        st.tuples(st.integers(1, 30), st.sampled_from(["Bun", "Pie", "Rye"]), st.integers(0, 5)),
        min_size=1, max_size=40, unique_by=lambda item: item[:2],
    )
)  # fmt: skip
def test_every_sale_is_counted_once_and_by_what_its_own_morning_knew(
    sales: list[tuple[int, str, int]], shop: Callable[..., UseCase], new_bench: Callable[[], Any]
) -> None:
    bench = new_bench()
    bench.write({"sales": [row(back, product=product, sold=sold) for back, product, sold in sales]})
    outcome = bench.batch(dirty_shop(shop, aggregate=TOGETHER, duplicates="last"))
    expected: dict[tuple[date, str], float] = defaultdict(float)
    for back, product, sold in sales:
        seen = sum(p == product and s > 0 and back < b <= back + 14 for b, p, s in sales)
        expected[RUN - timedelta(days=back), product if seen >= 3 else "Small"] += sold
    assert {(r["_day"], r["product"]): r["sold"] for r in outcome.cleaned["sales"]} == dict(expected)
    now = {p: sum(q == p and s > 0 and b <= 14 for b, q, s in sales) for p in ("Bun", "Pie", "Rye")}
    assert not {r["product"] for r in outcome.rows} & {product for product, days in now.items() if days < 3}


def test_small_series_are_counted_as_they_are_and_as_they_came(shop: Callable[..., UseCase], bench: Any) -> None:
    rows = [row(back) for back in range(1, 15)] + [
        row(2, product="Pie"),
        row(3, product="pie"),
        row(4, product="Rye", sold=0),
    ]
    bench.write({"sales": rows})
    outcome = bench.batch(dirty_shop(shop, aggregate=TOGETHER, case={"product": "upper"}))
    detail = outcome.finding("series_together").detail
    assert (detail["series"], detail["of"], detail["days"]) == (1, 2, 3)
    assert (detail["received"], detail["received_of"]) == (2, 3)
    assert [r["product"] for r in outcome.rows] == ["BUN", "Small"]


# --- missing values by rule ---------------------------------------------------------------------------------------

WEATHER = {"source": "weather", "name": "temperature", "lag_days": 3}

RULES = {
    "last_known": ({"rule": "last_known", "within_days": 5}, 8.0),
    "median": ({"rule": "median", "within_days": 3}, 7.0),
    "same_weekday": ({"rule": "same_weekday", "within_days": 7}, 2.0),
    "constant": ({"rule": "constant", "value": 12}, 12.0),
    "from": ({"rule": "from", "feature": "other"}, 8.0),
    "nothing in reach": ({"rule": "same_weekday", "within_days": 6}, None),
}


@pytest.mark.parametrize("case", RULES)
def test_a_rule_stands_in_for_what_is_missing_and_the_row_says_so(
    case: str, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    rule, value = RULES[case]
    features = {
        "temperature": {"label": "Temperature", "column": WEATHER, "missing": rule},
        "other": {"label": "Before", "column": {**WEATHER, "lag_days": 4}},
    }
    gone = RUN - timedelta(days=3)
    for place, weather in enumerate(tables["weather"]):
        back = (gone - weather["date"]).days
        tables["weather"][place]["temperature"] = {0: "", 1: 8, 2: 7, 3: 1, 7: 2}.get(back, 30)
    bench.write(tables)
    outcome = bench.batch(shop(dates={"horizon_days": 0}, features=features))
    assert {r["x_temperature"] for r in outcome.rows} == {value}
    assert {r["_imputed"] for r in outcome.rows} == {"" if value is None else "temperature"}
    told = [f for f in outcome.findings if f.code == "imputed"]
    assert [(f.column, f.count, f.action, f.severity) for f in told] == (
        [] if value is None else [("temperature", 4, "imputed", Severity.WARNING)]
    )


def test_a_batch_without_gaps_is_the_same_but_for_the_empty_mark(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    rule = {"rule": "median"}
    with_rule = bench.batch(shop(features={"temperature": {"missing": rule}}))
    without = bench.batch(shop())
    assert [{k: v for k, v in r.items() if k != "_imputed"} for r in with_rule.rows] == without.rows
    assert "imputed" not in with_rule.codes()
