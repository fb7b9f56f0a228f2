"""A file that cannot be read at all says why, and where."""

import gzip
import threading
from collections.abc import Callable
from typing import Any

import pytest

from domain.use_case import UseCase
from presentation.words.findings import finding_sentence
from presentation.words.problems import explain
from services.run_findings import unreadable

Row = dict[str, Any]

HEADER = "date,store,product,sold\n"

ROW = "2024-05-01,North,Bun,1\n"

FAULTS = {
    "empty": (b"", "empty", ""),
    "only a header": (HEADER.encode(), "empty", "only a header"),
    "another separator": ((HEADER + ROW).replace(",", ";").encode(), "separator", ";"),
    "a missing column": ((HEADER + ROW).replace("sold", "amount").encode(), "column", "sold"),
    "another encoding": ((HEADER + ROW).replace("Bun", "Brötchen").encode("latin-1"), "encoding", "utf-8"),
    "another encoding of the header": ((HEADER + ROW).replace("sold", "größe").encode("latin-1"), "encoding", "utf-8"),
    "two bytes a character": ((HEADER + ROW).encode("utf-16"), "encoding", "utf-8"),
    "an HTML page": (b"\xef\xbb\xbf \n<!DOCTYPE html><html>Please sign in</html>", "malformed", "an HTML page"),
    "an XML document": (b"<?xml version='1.0'?><Error/>", "malformed", "an XML document"),
    "a workbook": (b"PK\x03\x04rest", "malformed", "an Excel workbook"),
    "no line that fits": ((HEADER + "1,2\n3,4\n").encode(), "malformed", "no line fits"),
    "a blank first line": (("\n" + HEADER + ROW).encode(), "malformed", "the first line is blank"),
    "a quotation mark without end": ((HEADER + ROW + '2024-05-02,"North,Bun,1\n' + ROW * 1000).encode(), "malformed", "line 3"),
    "a broken archive": (gzip.compress((HEADER + ROW * 500).encode())[:60], "malformed", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_file_that_cannot_be_read_says_why(
    case: str, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    content, kind, detail = FAULTS[case]
    bench.write(tables)
    (bench.folder / "sales.csv").write_bytes(content)
    error = bench.fault(shop())
    assert (error.source, error.fault) == ("sales", kind)
    assert detail in error.detail
    assert error.location == str(bench.folder / "sales.csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_byte_order_mark_names_the_encoding_which_then_can_be_stated(
    encoding: str, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    path = bench.folder / "sales.csv"
    mark = "" if encoding == "utf-16" else "\ufeff"
    path.write_bytes((mark + path.read_text(encoding="utf-8")).encode(encoding))
    for stated in ("utf-8", "cp1252"):
        error = bench.fault(shop(sources={"sales": {"encoding": stated}}))
        assert (error.fault, error.found) == ("encoding", ("utf-16",))
        assert "Set `encoding: utf-16` of this source" in explain(error).todo
        assert "Set `encoding: utf-16` of this source" in finding_sentence(unreadable(error))
    assert bench.batch(shop(sources={"sales": {"encoding": "utf-16"}})).rows


def test_a_missing_column_comes_with_the_columns_found(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    error = bench.fault(shop(target={"column": "amount"}))
    assert (error.detail, error.found) == ("amount", ("date", "store", "product", "sold"))


@pytest.mark.parametrize(
    ("path", "kind"),
    [("gone.csv", "missing"), (".", "missing"), ("x" * 300 + ".csv", "unreachable"), ("a\0b", "missing")],
)
def test_a_place_without_a_file_is_named(
    path: str, kind: str, shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    assert bench.fault(shop(sources={"sales": {"path": path}})).fault == kind


def test_a_file_that_grows_while_it_is_read_is_refused_and_read_once_it_rests(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    growing, done = bench.folder / "sales.csv", threading.Event()
    begun = threading.Event()

    def append() -> None:
        with growing.open("a", encoding="utf-8") as file:
            while not done.is_set():
                file.write(ROW)
                file.flush()
                begun.set()

    writer = threading.Thread(target=append)
    writer.start()
    try:
        begun.wait(10)
        error = bench.fault(shop())
    finally:
        done.set()
        writer.join(10)
    assert (error.source, error.fault, error.location) == ("sales", "changing", str(growing))
    bench.write(tables)
    assert bench.batch(shop()).rows
