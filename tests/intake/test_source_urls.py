"""Files at an address: fetched, or named without their password."""

import gzip
import http.server
import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import fsspec
import pytest

from domain.use_case import UseCase

Row = dict[str, Any]


def text_of(rows: list[Row], separator: str = ",", decimal: str = ".", day: str = "%Y-%m-%d", end: str = "\n") -> str:
    def cell(value: Any) -> str:
        text = value.strftime(day) if isinstance(value, date) else str(value)
        text = text.replace(".", decimal) if isinstance(value, float) else text
        return f'"{text}"' if any(mark in text for mark in (separator, '"', "\n")) else text

    return end.join(separator.join(map(cell, line)) for line in [list(rows[0]), *(row.values() for row in rows)]) + end


def query(path: Path, text: str, **more: object) -> dict[str, object]:
    return {"sales": {"path": None, "database": f"sqlite:///{path}", "query": text, **more}}


def test_a_file_of_another_file_system_is_read_by_its_url(
    shop: Callable[..., UseCase], bench: Any, sales: list[Row], usual: str
) -> None:
    with fsspec.open("memory://bucket/sales.csv.gz", "wb") as file:
        file.write(gzip.compress(text_of(sales).encode()))
    assert bench.batch(shop(sources={"sales": {"path": "memory://bucket/sales.csv.gz"}})).content_hash == usual


def test_a_file_url_is_a_path(shop: Callable[..., UseCase], bench: Any, usual: str) -> None:
    assert bench.batch(shop(sources={"sales": {"path": f"file://{bench.folder}/sales.csv"}})).content_hash == usual


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(bench: Any) -> Iterator[str]:
    """A web server on loopback that serves the folder of the sources."""
    handler = partial(_Quiet, directory=str(bench.folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_web_address_is_read_and_a_missing_file_behind_it_is_named_without_its_secrets(
    shop: Callable[..., UseCase], bench: Any, usual: str, address: str
) -> None:
    use_case = shop(sources={"sales": {"path": f"http://{address}/sales.csv?token=SECRET"}})
    assert bench.batch(use_case).content_hash == usual
    gone = shop(sources={"sales": {"path": f"http://ana:SECRET@{address}/gone.csv?token=SECRET"}})
    assert bench.fault(gone).fault == "missing"
    assert "SECRET" not in str(bench.fault(gone).__dict__)


@pytest.mark.parametrize(
    "place",
    [
        {"path": "https://ana:SECRET@${HOST}/sales.csv?sig=SECRET"},
        {"path": None, "database": "postgresql://ana:SECRET@${HOST}/erp?password=SECRET", "query": "SELECT 1"},
    ],
)
def test_a_variable_that_nobody_set_is_named(
    place: dict[str, object], shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    error = bench.fault(shop(sources={"sales": place}))
    assert (error.fault, error.detail) == ("variable", "HOST")
    assert "SECRET" not in f"{error.__dict__}"


def test_an_unknown_kind_of_address_is_unreachable_without_its_password(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    error = bench.fault(shop(sources={"sales": {"path": "moon://ana:SECRET@base/sales.csv"}}))
    assert (error.fault, error.location) == ("unreachable", "moon://***@base/sales.csv")
    assert "SECRET" not in f"{error.__dict__}"
