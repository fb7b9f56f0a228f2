import csv
import html
import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decision import Decision
from domain.shares import Member, SharedOut, share_members
from presentation.reports.decided_list import as_csv, as_excel, as_html
from presentation.reports.shared_table import shared_table, shares_csv
from presentation.reports.spreadsheet_text import FORMULA_STARTS, safe_text

SATURDAY = date(2026, 11, 21)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
HOSTILE = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", " =", "<script>", "'", '"', ""]), NAMES
)
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def decision(product="Rye bread", by="Ben", comment="", decided=45.0, reason="school_closed"):
    return Decision(("North", product), 52.0, None, decided if by else 52.0, None, by, reason if by else None, comment)


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_excel(content, number=1):
    """Cells as (type, text), row by row, straight from the file: what a spreadsheet program gets to see."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert not list(sheet.iter(f"{SPACE}f")), "a formula"
    return [
        [
            (
                cell.get("t", "n"),
                "".join(part.text or "" for part in cell.iter() if part.tag in (f"{SPACE}t", f"{SPACE}v")),
            )
            for cell in row
        ]
        for row in sheet.iter(f"{SPACE}row")
    ]


def test_csv_has_the_mark_line_ends_and_columns_that_excel_reads(bakery):
    content = as_csv(bakery, SATURDAY, [decision(), decision("Soup", by=None)])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert read_csv(content) == [
        [
            "Day",
            "Product",
            "Store",
            "Predicted (loaves)",
            "Decided (loaves)",
            "Decided by",
            "Reason",
            "Comment",
            "Data",
        ],
        ["2026-11-21", "Rye bread", "North", "52", "45", "Ben", "School closed", "", "synthetic"],
        ["2026-11-21", "Soup", "North", "52", "52", "model", "", "", "synthetic"],
    ]


@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), max_size=5))
def test_no_text_of_a_csv_file_can_become_a_formula_and_none_is_lost(bakery, texts):
    rows = [decision(product, by, comment) for product, by, comment in texts]
    table = read_csv(as_csv(bakery, SATURDAY, rows))[1:]
    for written, (product, by, comment) in zip(table, texts, strict=True):
        for cell, text in zip((written[1], written[5], written[7]), (product, by, comment), strict=True):
            assert not cell.lstrip().startswith(FORMULA_STARTS)
            assert cell in (text, f"'{text}") or not text.strip()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    assert safe_text(text) == f"'{text}"


def test_negative_numbers_stay_numbers(kitchen):
    row = Decision(("North", "Soup"), -3.26, None, -3.26, None, None, None)
    assert read_csv(as_csv(kitchen, SATURDAY, [row]))[1][3:5] == ["-3.26", "-3.26"]


def test_excel_gets_numbers_as_numbers_and_text_as_text(bakery):
    rows = read_excel(as_excel(bakery, SATURDAY, [decision("=1+1", comment="-3"), decision("Soup", by=None)]))
    assert [text for _, text in rows[0]][:4] == ["Day", "Product", "Store", "Predicted (loaves)"]
    assert rows[1][1] == ("inlineStr", "=1+1")
    assert rows[1][3:5] == [("n", "52"), ("n", "45")]
    assert rows[1][7] == ("inlineStr", "-3")
    assert rows[2][5] == ("inlineStr", "model")
    assert rows[1][0][0] == "n"  # A date is a number with a format.


@given(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=3))
def test_excel_never_gets_a_formula(bakery, texts):
    rows = read_excel(as_excel(bakery, SATURDAY, [decision(product, comment=comment) for product, comment in texts]))
    assert len(rows) == len(texts) + 1


def test_an_address_in_a_comment_stays_text(bakery):
    content = as_excel(bakery, SATURDAY, [decision(comment="https://example.org/=1")])
    assert read_excel(content)[1][7] == ("inlineStr", "https://example.org/=1")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"hyperlink" not in book.read("xl/worksheets/sheet1.xml")


def test_the_same_rows_give_the_same_bytes(bakery):
    assert as_excel(bakery, SATURDAY, [decision()]) == as_excel(bakery, SATURDAY, [decision()])


def test_excel_has_a_bold_header_and_a_title(bakery):
    with zipfile.ZipFile(io.BytesIO(as_excel(bakery, SATURDAY, [decision()]))) as book:
        assert b"<b/>" in book.read("xl/styles.xml")
        assert b"Bakery, decided for Sat 21 Nov 2026 (synthetic data)" in book.read("docProps/core.xml")
        assert b"<cols>" in book.read("xl/worksheets/sheet1.xml")


@given(st.text(max_size=40), st.text(max_size=40))
def test_print_escapes_every_text(bakery, product, comment):
    text = as_html(bakery, SATURDAY, [decision(f"<img src=x onerror=1>{product}", comment=f"</td><script>{comment}")])
    tags = {tag.lower() for tag in re.findall(r"</?([a-zA-Z]+)", text)}
    assert tags == {"style", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert html.escape(comment) in text


def test_print_says_what_it_is_and_which_rows_people_changed(bakery, kitchen):
    text = as_html(bakery, SATURDAY, [decision(), decision("Soup", by=None)])
    assert "<caption>Bakery, decided for Sat 21 Nov 2026 (synthetic data)</caption>" in text
    assert text.count('class="changed"') == 1
    assert "synthetic" not in as_html(kitchen, SATURDAY, [])


def test_what_a_person_decided_keeps_its_digits_and_what_the_model_said_is_as_shown(kitchen):
    row = Decision(("North", "Soup"), 52.3456, None, 45.125, None, "Ben", None)
    assert read_csv(as_csv(kitchen, SATURDAY, [row]))[1][3:5] == ["52.3", "45.125"]


def test_classes_have_words_and_a_probability(lateness):
    row = Decision(("North", "Soup"), 0.62, "1", 0.38, "0", "Ben", None)
    header, cells = read_csv(as_csv(lateness, SATURDAY, [row]))
    assert (
        dict(zip(header, cells, strict=True)).items()
        >= {"Predicted": "late", "Probability (%)": "62", "Decided": "on time"}.items()
    )


def test_a_reason_that_looks_like_a_formula_stays_text(bakery):
    assert read_csv(as_csv(bakery, SATURDAY, [decision(reason="sum")]))[1][6] == "'=SUM(A1)"


def test_an_empty_list_has_its_header(bakery):
    assert len(read_csv(as_csv(bakery, SATURDAY, []))) == 1
    assert len(read_excel(as_excel(bakery, SATURDAY, []))) == 1


@pytest.mark.parametrize(("count", "sheets"), [(0, [0]), (2, [2]), (3, [2, 1]), (5, [2, 2, 1])])
def test_rows_past_the_limit_of_a_sheet_go_on_to_the_next(bakery, monkeypatch, count, sheets):
    monkeypatch.setattr("presentation.reports.decided_list.ROWS_PER_SHEET", 2)
    content = as_excel(bakery, SATURDAY, (decision(f"Product {i}") for i in range(count)))
    tables = [read_excel(content, number) for number in range(1, len(sheets) + 1)]
    assert [len(table) - 1 for table in tables] == sheets
    assert [row[1][1] for table in tables for row in table[1:]] == [f"Product {i}" for i in range(count)]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert f"xl/worksheets/sheet{len(sheets) + 1}.xml" not in book.namelist()


def test_shares_stand_on_a_sheet_of_their_own_and_their_names_stay_text(bakery):
    members = tuple(
        Member(0, ("North", name), days, sold)
        for name, days, sold in (("=1+1", 2, 3.0), ("Bun", 1, 1.0), ("Pie", 0, 0.0))
    )
    shares, without = share_members(members, 5, 4)
    shared = SharedOut(0, ("North", "Small"), "product", 60, 0, 5, 4, "Ben", shares, without)
    table = shared_table(bakery, SATURDAY, (shared,))

    content = as_excel(bakery, SATURDAY, [decision()], table)

    assert len(read_excel(content)) == 2
    head, *rows = read_excel(content, number=2)
    assert [cell[1] for cell in head][:4] == ["Day", "Predicted together as", "Store", "Product"]
    assert [row[3] for row in rows] == [("inlineStr", "=1+1"), ("inlineStr", "Bun"), ("inlineStr", "Pie")]
    assert [[cell[1] for cell in row[4:]] for row in rows] == [
        ["3", "2", "0.75", "4", "3", "Ben"],
        ["1", "1", "0.25", "1", "1", "Ben"],
        ["0", "0"],
    ]
    assert read_csv(shares_csv(table))[1][:4] == ["2026-11-21", "Small", "North", "'=1+1"]
