"""What can be taken out of Vouch as tables: which contents, and what a table is made of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from domain.outcome import Period

Cell = str | int | float | bool | date | datetime | None
Kind = Literal["text", "number", "whole", "flag", "date", "moment"]


class Content(StrEnum):
    """What can be exported."""

    REVIEWS = "reviews"
    DISPUTES = "disputes"
    OUTCOMES = "outcomes"
    SESSIONS = "sessions"
    CASES = "cases"


class Format(StrEnum):
    """The kinds of files, by their ending."""

    EXCEL = "xlsx"
    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"
    JSON_LINES = "jsonl"


@dataclass(frozen=True)
class Column:
    """A column: its name in files for programs, what it holds, and its name for people (Excel)."""

    name: str
    kind: Kind
    label: str = ""


@dataclass(frozen=True)
class Table:
    """A table to write.

    Attributes:
        name: of its file, letters and dashes.
        title: of its sheet, in words.
        count: how many rows it has.
        rows: makes the rows, one cell per column; nothing holds them all.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    count: int
    rows: Callable[[], Iterator[tuple[Cell, ...]]]


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to have.

    Attributes:
        period: target dates, both included.
        plain: CSV for programs: nothing is put in front of texts that a spreadsheet would take for a formula.
    """

    content: Content
    use_case: str
    period: Period
    format: Format
    plain: bool = False
