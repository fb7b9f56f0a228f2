"""CSV files as they come: separators, encodings, line ends, quotes, and lines that do not fit."""

import gzip
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.use_case import UseCase

Row = dict[str, Any]


def text_of(rows: list[Row], separator: str = ",", decimal: str = ".", day: str = "%Y-%m-%d", end: str = "\n") -> str:
    def cell(value: Any) -> str:
        text = value.strftime(day) if isinstance(value, date) else str(value)
        text = text.replace(".", decimal) if isinstance(value, float) else text
        return f'"{text}"' if any(mark in text for mark in (separator, '"', "\n")) else text

    return end.join(separator.join(map(cell, line)) for line in [list(rows[0]), *(row.values() for row in rows)]) + end


CSV = {
    "semicolons and decimal commas": ({"separator": ";", "decimal": ","}, {"separator": ";", "decimal": ","}, "utf-8"),
    "commas in quoted decimals": ({"decimal": ","}, {"decimal": ","}, "utf-8"),
    "tabs": ({"separator": "\t"}, {"separator": "\t"}, "utf-8"),
    "German dates": ({"date_format": "%d.%m.%Y"}, {"day": "%d.%m.%Y"}, "utf-8"),
    "American dates": ({"date_format": "%m/%d/%y"}, {"day": "%m/%d/%y"}, "utf-8"),
    "dates with a time": ({"date_format": "%Y-%m-%d %H:%M"}, {"day": "%Y-%m-%d 17:30"}, "utf-8"),
    "Windows line ends": ({}, {"end": "\r\n"}, "utf-8"),
    "old Macintosh line ends": ({}, {"end": "\r"}, "utf-8"),
    "a byte order mark": ({}, {}, "utf-8-sig"),
    "cp1252": ({"encoding": "cp1252"}, {}, "cp1252"),
    "latin-1": ({"encoding": "latin-1"}, {}, "latin-1"),
    "utf-16": ({"encoding": "utf-16"}, {}, "utf-16"),
    "UTF-8 by its stated name": ({"encoding": "UTF_8"}, {}, "utf-8"),
}


@pytest.mark.parametrize("way", CSV)
@pytest.mark.parametrize("packed", [False, True])
def test_a_csv_file_is_read_as_its_keys_say(
    way: str, packed: bool, shop: Callable[..., UseCase], bench: Any, sales: list[Row], usual: str
) -> None:
    keys, written, encoding = CSV[way]
    content = text_of(sales, **written).encode(encoding)
    path = bench.folder / ("other.csv.gz" if packed else "other.csv")
    path.write_bytes(gzip.compress(content) if packed else content)
    assert bench.batch(shop(sources={"sales": {"path": path.name, **keys}})).content_hash == usual


def test_mixed_line_ends_blank_lines_and_quoted_line_ends_are_read(
    shop: Callable[..., UseCase], bench: Any, sales: list[Row], usual: str
) -> None:
    lines = text_of([{"note": "a\nb", **row} for row in sales]).split("\n")
    content = "".join(line + ("\r\n" if number % 3 else "\n") for number, line in enumerate(lines)) + "\r\n\n"
    (bench.folder / "sales.csv").write_bytes(content.encode())
    outcome = bench.batch(shop())
    assert outcome.content_hash == usual
    assert outcome.changes == []


def test_names_with_quotes_and_separators_stay_whole(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    names = {"Bun": 'O\'Brien "Best", 5"', "Rye bread": "ערב; 🥨\n2"}
    for row in tables["sales"]:
        row["product"] = names[str(row["product"])]
    bench.write(tables)
    outcome = bench.batch(shop())
    assert {row["product"] for row in outcome.rows} == {'O\'Brien "Best", 5"', "ערב; 🥨 2"}


def test_lines_that_do_not_fit_are_counted_with_their_numbers_and_the_others_keep_theirs(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    lines = (bench.folder / "sales.csv").read_text().splitlines()
    lines[2:2] = ["2024-05-01,North", "2024-05-01,North,Bun,1,2", 'x,"a"b,c,d']
    lines[-1] = lines[-1].rsplit(",", 1)[0] + ",many"
    (bench.folder / "sales.csv").write_text("\n".join(lines))
    outcome = bench.batch(shop())
    assert [e["line"] for e in outcome.finding("malformed_line").examples] == [3, 4, 5]
    assert outcome.finding("malformed_line").examples[0]["before"] == "2024-05-01,North"
    assert outcome.finding("not_a_number").examples[0]["line"] == len(lines)
    assert outcome.verdict == "passed with warnings"


def test_every_line_inside_a_stray_quotation_mark_is_counted(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    lines = (bench.folder / "sales.csv").read_text().splitlines()
    lines[10] = lines[10].replace("Bun", '"Bun').replace("Rye", '"Rye')
    lines[14] = lines[14].replace("Bun", '"Bun').replace("Rye", '"Rye')
    (bench.folder / "sales.csv").write_text("\n".join(lines))
    outcome = bench.batch(shop())
    assert outcome.finding("malformed_line").count == 5
    assert len(outcome.cleaned["sales"]) == len(lines) - 1 - 5


def test_columns_that_differ_only_in_case_or_not_at_all_are_kept_apart(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    before = bench.batch(shop()).content_hash
    lines = (bench.folder / "sales.csv").read_text().splitlines()
    wider = ["date,Date,store,product,sold,sold,", *(f"{line[:10]},x{line[10:]},99," for line in lines[1:])]
    (bench.folder / "sales.csv").write_text("\n".join(wider))
    assert bench.batch(shop()).content_hash == before


def test_a_renamed_column_goes_by_its_new_name(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    before = bench.batch(shop()).content_hash
    path = bench.folder / "sales.csv"
    path.write_text(path.read_text().replace("product", "Artikel", 1))
    assert bench.batch(shop(sources={"sales": {"rename": {"Artikel": "product"}}})).content_hash == before
