"""A query gives the same batch as a file, or says why it cannot be read, without its password."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.use_case import UseCase
from intake.sources.database import _text

Row = dict[str, Any]


def query(path: Path, text: str, **more: object) -> dict[str, object]:
    return {"sales": {"path": None, "database": f"sqlite:///{path}", "query": text, **more}}


def test_a_query_gives_the_same_batch_as_a_file(
    shop: Callable[..., UseCase], bench: Any, database: Path, usual: str
) -> None:
    text = "SELECT sold, store, date, product FROM sales WHERE note LIKE '12:30 :no%' AND note LIKE '%5% %s' ORDER BY random()"
    assert bench.batch(shop(sources=query(database, text))).content_hash == usual


def test_a_database_url_may_come_from_a_variable(
    shop: Callable[..., UseCase], bench: Any, database: Path, usual: str
) -> None:
    use_case = shop(sources={"sales": {"path": None, "database": "${ERP_URL}", "query": "SELECT * FROM sales"}})
    assert replace(bench, variables={"ERP_URL": f"sqlite:///{database}"}).batch(use_case).content_hash == usual


@pytest.mark.parametrize(
    ("value", "decimal", "text"),
    [
        (None, ".", None), (True, ".", "1"), (False, ".", "0"), (date(2024, 5, 1), ".", "2024-05-01"),
        (datetime(2024, 5, 1, 17, 30, tzinfo=UTC), ".", "2024-05-01"), (2.0, ".", "2"), (2.5, ",", "2,5"), (Decimal("1.50"), ".", "1.50"),
        (Decimal("3.00"), ",", "3"), (Decimal("NaN"), ".", "NaN"), (float("nan"), ".", "nan"), (7, ".", "7"), (1e300, ".", "1e+300"),
        ("a.b", ",", "a.b"),
    ],
)  # fmt: skip
def test_values_of_a_database_are_written_as_a_file_would_hold_them(
    value: object, decimal: str, text: str | None, shop: Callable[..., UseCase]
) -> None:
    assert _text(value, shop(sources={"sales": {"decimal": decimal}}).sources["sales"]) == text


DATABASES = {
    "nobody answers": ("postgresql+psycopg://ana:SECRET@127.0.0.1:9/erp?password=SECRET", "unreachable"),
    "an unknown kind": ("oraqle://ana:SECRET@host/erp", "unreachable"),
    "no URL": ("SECRET", "unreachable"),
    "no such file": ("sqlite:////no/such/folder/erp.sqlite", "missing"),
}


@pytest.mark.parametrize("case", DATABASES)
def test_a_database_that_does_not_answer_is_named_without_its_password(
    case: str, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    url, kind = DATABASES[case]
    bench.write(tables)
    error = bench.fault(shop(sources={"sales": {"path": None, "database": url, "query": "SELECT 1"}}))
    assert error.fault == kind
    assert "SECRET" not in f"{error.__dict__}"


QUERIES = {
    "SELECT * FROM gone": "query",
    "SELEKT": "query",
    "DELETE FROM sales": "query",
    "SELECT * FROM sales WHERE 0": "empty",
    "SELECT date FROM sales": "column",
}


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_that_is_refused_or_answers_nothing_says_so(
    text: str, shop: Callable[..., UseCase], bench: Any, database: Path, usual: str
) -> None:
    assert bench.fault(shop(sources=query(database, text))).fault == QUERIES[text]
    assert bench.batch(shop(sources=query(database, "SELECT * FROM sales"))).content_hash == usual


def test_a_missing_database_file_is_not_made(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    path = bench.folder / "gone.sqlite"
    assert bench.fault(shop(sources=query(path, "SELECT 1"))).fault == "missing"
    assert not path.exists()
