"""Parquet files with their own types give the same batch as text."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.use_case import UseCase

Row = dict[str, Any]

DAYS = {
    "days": pa.date32(),
    "timestamps": pa.timestamp("us"),
    "nanoseconds": pa.timestamp("ns"),
    "midnight in Berlin": pa.timestamp("us", "Europe/Berlin"),
    "midnight in Auckland": pa.timestamp("ns", "Pacific/Auckland"),
    "UTC": pa.timestamp("ms", "UTC"),
}


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("number", [pa.float64(), pa.float32(), pa.decimal128(12, 4)])
def test_a_parquet_file_is_read_with_its_own_types(
    days: str, number: pa.DataType, shop: Callable[..., UseCase], bench: Any, sales: list[Row], usual: str
) -> None:
    table = pa.Table.from_pylist(sales)
    day = table["date"].cast(pa.timestamp("us"))
    zone = getattr(DAYS[days], "tz", None)
    local = pa.compute.assume_timezone(day, zone) if zone else day
    sold = pa.array([Decimal(str(row["sold"])) for row in sales], pa.decimal128(12, 4))
    table = table.set_column(0, "date", local.cast(DAYS[days]))
    table = table.set_column(2, "product", table["product"].dictionary_encode())
    table = table.set_column(3, "sold", sold.cast(number))
    pq.write_table(table, bench.folder / "sales.parquet", row_group_size=50)
    source = {"path": "sales.parquet", "format": "parquet"}
    assert bench.batch(shop(sources={"sales": source})).content_hash == usual


def test_dates_as_text_in_a_parquet_file_follow_the_date_format(
    shop: Callable[..., UseCase], bench: Any, sales: list[Row], usual: str
) -> None:
    rows = [{**row, "date": f"{row['date']:%d.%m.%Y}"} for row in sales]
    pq.write_table(pa.Table.from_pylist(rows), bench.folder / "sales.parquet")
    source = {"path": "sales.parquet", "format": "parquet", "date_format": "%d.%m.%Y"}
    assert bench.batch(shop(sources={"sales": source})).content_hash == usual


@pytest.mark.parametrize("wrong", [20240501, [1], {"a": 1}, True, b"x"])
def test_a_column_of_another_type_holds_the_run_and_does_not_break_it(
    wrong: object, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    pq.write_table(
        pa.Table.from_pylist([{**row, "date": wrong} for row in tables["sales"]]), bench.folder / "s.parquet"
    )
    outcome = bench.batch(shop(sources={"sales": {"path": "s.parquet", "format": "parquet"}}))
    assert outcome.verdict == "held"
    assert outcome.finding("not_a_date").count == len(tables["sales"])


@pytest.mark.parametrize("content", [b"no parquet at all", b"PAR1 broken PAR1", b"date,store\n1,2\n"])
def test_a_broken_parquet_file_is_malformed(
    content: bytes, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    (bench.folder / "sales.parquet").write_bytes(content)
    assert bench.fault(shop(sources={"sales": {"path": "sales.parquet", "format": "parquet"}})).fault == "malformed"


def test_a_parquet_file_without_rows_is_empty(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    pq.write_table(pa.Table.from_pylist(tables["sales"]).slice(0, 0), bench.folder / "sales.parquet")
    assert bench.fault(shop(sources={"sales": {"path": "sales.parquet", "format": "parquet"}})).fault == "empty"
