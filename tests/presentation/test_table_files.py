"""Tables as files: what is read back is what was written, and no text becomes a formula or is cut in silence."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import ExportError
from domain.exported import Cell, Column, Format, Table
from presentation.reports.spreadsheet_text import FORMULA_STARTS
from presentation.reports.table_excel import CELL_LENGTH, SHEET_ROWS, check_rows
from presentation.reports.table_files import PIECE, write_files

COLUMNS = (
    Column("words", "text", "Words"),
    Column("value", "number", "Value"),
    Column("count", "whole", "Count"),
    Column("flag", "flag", "Flag"),
    Column("day", "date", "Day"),
    Column("at", "moment", "At (UTC)"),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60)
HOSTILE = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "ä", '"', "'", "_x0041_"]), WORDS
)
NUMBERS = st.floats(-1e300, 1e300)
ROWS = st.lists(
    st.tuples(
        st.none() | WORDS | HOSTILE,
        st.none() | NUMBERS,
        st.none() | st.integers(0, 2**53),
        st.none() | st.booleans(),
        st.none() | st.dates(date(1, 1, 1), date(2999, 12, 31)),
        st.none() | st.integers(0, 4 * 10**15).map(lambda us: EPOCH + timedelta(microseconds=us)),
    ),
    max_size=5,
)
NO_MATTER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def table(rows: list[tuple[Cell, ...]], name: str = "answers") -> Table:
    return Table(name, name.title(), COLUMNS, len(rows), lambda: iter(rows))


def written(path: Path, tables: tuple[Table, ...], kind: Format, *, plain: bool = False) -> Path:
    told: list[int] = []
    write_files((path,), tables, kind, told.append, plain=plain)
    assert sum(told) == sum(one.count for one in tables)
    return path


def cells_of(path: Path, number: int = 1) -> list[list[tuple[str, str]]]:
    """Type and text of every cell, straight from the file; a control character is written as _x0001_ in Excel's files."""
    with zipfile.ZipFile(path) as book:
        sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    assert not list(sheet.iter(f"{SPACE}f")), "a formula"
    return [
        [
            (
                cell.get("t", "n"),
                ESCAPED.sub(
                    lambda found: chr(int(found[1], 16)),
                    "".join(part.text or "" for part in cell.iter() if part.tag in (f"{SPACE}t", f"{SPACE}v")),
                ),
            )
            for cell in row
        ]
        for row in sheet.iter(f"{SPACE}row")
    ]


@NO_MATTER
@given(rows=ROWS)
def test_parquet_gives_back_exactly_what_was_written(tmp_path: Path, rows: list[tuple[Cell, ...]]) -> None:
    path = written(tmp_path / "a.parquet", (table(rows),), Format.PARQUET)

    assert [tuple(row.values()) for row in pq.read_table(path).to_pylist()] == rows


@NO_MATTER
@given(rows=ROWS)
def test_json_lines_give_back_exactly_what_was_written(tmp_path: Path, rows: list[tuple[Cell, ...]]) -> None:
    path = written(tmp_path / "a.jsonl", (table(rows),), Format.JSON_LINES)

    found = [json.loads(line) for line in path.read_bytes().decode().split("\n") if line]
    dates = [(row[4] and row[4].isoformat(), row[5] and row[5].isoformat()) for row in rows]
    assert [(one["day"], one["at"]) for one in found] == dates
    assert [tuple(one.values())[:4] for one in found] == [row[:4] for row in rows]


@NO_MATTER
@given(rows=ROWS)
def test_plain_csv_gives_back_every_text_and_every_number(tmp_path: Path, rows: list[tuple[Cell, ...]]) -> None:
    path = written(tmp_path / "a.csv", (table(rows),), Format.CSV, plain=True)

    head, *found = csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""))
    assert head == [column.name for column in COLUMNS]
    assert [row[0] for row in found] == [row[0] or "" for row in rows]
    assert [float(row[1]) if row[1] else None for row in found] == [row[1] for row in rows]
    assert [row[5] for row in found] == [row[5].isoformat() if row[5] else "" for row in rows]


@NO_MATTER
@given(rows=ROWS)
def test_csv_for_spreadsheets_calculates_nothing_and_differs_in_an_apostrophe(
    tmp_path: Path, rows: list[tuple[Cell, ...]]
) -> None:
    path = written(tmp_path / "a.csv", (table(rows),), Format.CSV)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    _, *found = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    for cells, row in zip(found, rows, strict=True):
        words = row[0] or ""
        assert cells[0] in (words, f"'{words}")
        assert not cells[0].lstrip().startswith(FORMULA_STARTS)


@NO_MATTER
@given(rows=ROWS)
def test_excel_keeps_texts_numbers_and_days_as_what_they_are(tmp_path: Path, rows: list[tuple[Cell, ...]]) -> None:
    path = written(tmp_path / "a.xlsx", (table(rows),), Format.EXCEL)

    head, *found = cells_of(path)
    assert [words for _, words in head] == [column.label for column in COLUMNS]
    expected = [[cell for cell in row if cell is not None and cell != ""] for row in rows]
    for cells, row in zip(found, [row for row in expected if row], strict=True):
        assert len(cells) == len(row)
        for (kind, words), cell in zip(cells, row, strict=True):
            if isinstance(cell, str):
                assert (kind, words.replace("\r\n", "\n")) == ("inlineStr", cell.replace("\r\n", "\n"))
            elif isinstance(cell, bool):
                assert (kind, words) == ("b", str(int(cell)))
            elif isinstance(cell, int | float):
                assert float(words) == pytest.approx(cell, rel=1e-15)
            else:
                assert kind == ("n" if cell.year >= 1900 else "inlineStr")


def test_a_text_too_long_for_a_cell_says_so_and_stands_whole_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    long = "=ä😀" * 15_000
    path = written(tmp_path / "a.xlsx", (table([(long, 1.0, 1, True, None, None)]),), Format.EXCEL)

    (kind, words), *_ = cells_of(path)[1]
    assert kind == "inlineStr"
    assert "the whole text is on the sheet “Long texts”, number 1" in words
    assert len(words.encode("utf-16-le")) // 2 <= CELL_LENGTH
    pieces = [row[5][1] for row in cells_of(path, 2)[1:]]
    assert len(pieces) == 2
    assert "".join(pieces) == long
    assert all(len(piece.encode("utf-16-le")) // 2 <= CELL_LENGTH for piece in pieces)


def test_the_header_of_a_sheet_stays_in_sight(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", (table([]), table([], "notes")), Format.EXCEL)

    with zipfile.ZipFile(path) as book:
        for number in (1, 2):
            assert b'ySplit="1"' in book.read(f"xl/worksheets/sheet{number}.xml")


def test_more_rows_than_a_sheet_has_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    many = Table("answers", "Answers", COLUMNS, SHEET_ROWS, lambda: iter([]))
    with pytest.raises(ExportError) as caught:
        write_files((tmp_path / "a.xlsx",), (many,), Format.EXCEL, lambda rows: None, plain=False)

    assert (caught.value.fault, caught.value.found, caught.value.allowed) == ("rows", "1,048,576", "1,048,575")
    assert list(tmp_path.iterdir()) == []
    check_rows((Table("answers", "Answers", COLUMNS, SHEET_ROWS - 1, lambda: iter([])),))


def test_no_more_than_a_piece_of_the_rows_is_taken_before_it_is_written(tmp_path: Path) -> None:
    taken, written_so_far = 0, 0

    def rows():
        nonlocal taken
        for number in range(PIECE * 2 + 1):
            taken += 1
            assert taken - written_so_far <= PIECE
            yield (str(number), None, number, None, None, None)

    def told(count: int) -> None:
        nonlocal written_so_far
        written_so_far += count

    for kind in (Format.PARQUET, Format.CSV, Format.JSON_LINES):
        taken = written_so_far = 0
        many = Table("answers", "Answers", COLUMNS, PIECE * 2 + 1, rows)
        write_files((tmp_path / f"a.{kind.value}",), (many,), kind, told, plain=False)
        assert written_so_far == PIECE * 2 + 1
