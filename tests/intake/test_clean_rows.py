"""Every row that is changed or dropped is counted and listed; none vanishes."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.finding import Severity
from domain.use_case import UseCase
from intake.prepare import Standpoint, prepare_batch

RUN = date(2024, 5, 15)

Row = dict[str, Any]

CELLS = st.one_of(
    st.sampled_from(["", " ", "NA", "n/a", "NaN", "null", "None", "\t", "\u00a0", "closed?", "-3", "1,5", "1.234,5"]),
    st.sampled_from(["1e308", "1e400", "inf", "-inf", "1_000", "0x1F", "１２", "5.", ".5", "+7", "- 7", "true"]),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-5, 600).map(str),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\0"), max_size=6),
)

STORES = st.sampled_from(
    ["North", " North ", "NORTH", "north\u00a0", "\tNorth", "Süd", "", "N/A", "No  rth", 'O\'Brien "x"', "🥨"]
)

DATES = st.one_of(
    st.integers(-20, 20).map(lambda days: (RUN + timedelta(days=days)).isoformat()),
    st.sampled_from(
        ["", "NA", "01.05.2024", "2024-13-01", "2024-02-30", "May", "20240501", " 2024-05-01 ", "2024-05-01 08:00"]
    ),
)

ROWS = st.lists(
    st.fixed_dictionaries({"date": DATES, "store": STORES, "product": st.sampled_from(["Bun", "Pie"]), "sold": CELLS}),
    min_size=1,
    max_size=25,
)

QUICK = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def dirty_shop(shop: Callable[..., UseCase], **sales: object) -> UseCase:
    """Only sales, so that what is counted is counted there."""
    return shop(
        dates={"horizon_days": 0},
        closed=None,
        features={"temperature": None, "product": {"label": "Product", "key": "product"}},
        clean={"sales": sales},
    )


@QUICK
@given(
    rows=ROWS,
    duplicates=st.sampled_from(["first", "last", "sum", "hold"]),
    then=st.sampled_from(["missing", "drop"]),
    unit=st.sampled_from([None, {"multiply": 2.0, "add": -1}, {"multiply": 1e300}]),
)
def test_rows_in_are_rows_out_and_rows_on_the_list(
    rows: Sequence[Row],
    duplicates: str,
    then: str,
    unit: object,
    shop: Callable[..., UseCase],
    new_bench: Callable[[], Any],
) -> None:
    rules = {"aliases": {"store": {"North": ["nord"]}}, "impossible": {"sold": {"min": 0, "then": then}}}
    use_case = dirty_shop(shop, **rules, duplicates=duplicates, units={"sold": unit} if unit else {})
    bench = new_bench()
    bench.write({"sales": [{"date": "2024-05-01", "store": "East", "product": "Bun", "sold": "1"}, *rows]})
    outcome = bench.batch(use_case)
    gone = {c["line"] for c in outcome.changes if c["action"] == "dropped" or c["code"] == "duplicate_rows"}
    kept = {row["_line"] for row in outcome.cleaned["sales"]}
    later = {line for line, row in enumerate(rows, start=3) if is_later(row["date"])}
    assert kept.isdisjoint(gone)
    assert kept | gone | later == set(range(2, len(rows) + 3))
    assert later.isdisjoint(kept | gone)
    # A value that is gone is on the list too, and every listed line is one of the file.
    lost = {c["line"] for c in outcome.changes if c["column_name"] == "sold" and c["action"] == "imputed"}
    empty = {row["_line"] for row in outcome.cleaned["sales"] if row["sold"] is None}
    missing = {line for line in empty if line not in lost}
    assert all(is_missing(rows[line - 3]["sold"]) for line in missing) or duplicates == "sum"
    assert {c["line"] for c in outcome.changes} <= set(range(2, len(rows) + 3))
    counts = Counter((c["code"], c["column_name"]) for c in outcome.changes)
    assert {(f.code, f.column): f.count for f in outcome.findings if (f.code, f.column) in counts} == counts


def is_later(text: str) -> bool:
    try:
        return date.fromisoformat(text.strip()) > RUN - timedelta(days=1)
    except ValueError:
        return False


def is_missing(text: str) -> bool:
    return text.strip(" \t\n\v\f\u00a0\u2007\u202f\ufeff").lower() in ("", "na", "n/a", "nan", "null", "none")


def test_a_clean_table_gives_no_change(shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]) -> None:
    bench.write(tables)
    outcome = bench.batch(shop())
    assert outcome.changes == []
    assert outcome.codes() == set()
    assert outcome.verdict == "passed"


def test_cleaning_twice_finds_the_same_once(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"][5]["sold"] = "closed?"
    (bench.folder / "sales.csv").write_text("")
    bench.write(tables)
    with (bench.folder / "sales.csv").open("a") as file:
        file.write("2024-05-01,North\n")
    first, second = bench.batch(shop()), bench.batch(shop())
    assert first == second
    assert first.finding("malformed_line").count == 1


def test_preparing_twice_in_one_staging_counts_once(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]], staging: Any
) -> None:
    bench.write(tables)
    with (bench.folder / "sales.csv").open("a") as file:
        file.write("2024-05-01,North\n")
    batches = [prepare_batch(staging, shop(), Standpoint(bench.origin(), RUN), lambda step: None) for _ in range(2)]
    assert batches[0].findings == batches[1].findings
    assert batches[0].content_hash == batches[1].content_hash


@pytest.mark.parametrize(
    ("back", "severity"), [(1, Severity.WARNING), (7, Severity.WARNING), (8, Severity.INFO), (40, Severity.INFO)]
)
def test_a_fault_of_the_last_seven_days_is_a_warning_and_an_older_one_is_told(
    back: int, severity: Severity, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    day = RUN - timedelta(days=back)
    next(row for row in tables["sales"] if row["date"] == day)["sold"] = "many"
    bench.write(tables)
    found = bench.batch(shop()).finding("not_a_number", "sold")
    assert (found.severity, found.action, found.count) == (severity, "imputed", 1)
    assert found.examples[0]["before"] == "many"
    assert found.examples[0]["day"] == str(day)


def test_nothing_from_after_the_morning_is_reported(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    faults = {"store": "", "product": " Bun ", "sold": "many"}
    tables["sales"] += [{"date": RUN, **faults}, {"date": RUN, **faults}, {"date": date(2204, 1, 1), **faults}]
    bench.write(tables)
    assert bench.batch(shop()).changes == []
