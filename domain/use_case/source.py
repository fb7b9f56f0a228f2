"""Where rows come from, and how they are cleaned."""

import re
from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from domain.use_case.fixes import Aggregate, Drop
from domain.use_case.strict import Strict

DATE_CODES = ("%Y", "%y", "%m", "%d", "%b", "%B", "%a", "%A", "%j", "%H", "%I", "%M", "%S", "%f", "%p", "%%")
"""Codes that mean the same to Python and to DuckDB, which reads the files."""

_SAMPLE = date(2003, 11, 25)


class Source(Strict):
    """A table: a file by path or URL, or the answer of a database to a query."""

    path: str | None = Field(
        None,
        description="Path or fsspec URL of a file. Relative paths start at the folder of the use case file; `${VOUCH_DATA}`, `${VOUCH_HOME}` and other environment variables are filled in.",
    )
    database: str | None = Field(
        None,
        description="SQLAlchemy URL of a database, instead of `path`. Keep passwords out of the file: `${ERP_URL}`.",
    )
    query: str | None = Field(None, description="The SELECT to run on `database`.")
    format: Literal["csv", "parquet"] = Field("csv", description="Format of the file.")
    separator: str = Field(",", min_length=1, max_length=1, description="CSV: the character between columns.")
    decimal: Literal[".", ","] = Field(".", description="CSV: the decimal mark of numbers.")
    encoding: str = Field(
        "utf-8", description="CSV: the encoding, by its Python name (`utf-8`, `latin-1`, `cp1252`, `utf-16`)."
    )
    date_format: str = Field("%Y-%m-%d", description="CSV and text columns: how dates are written, in strptime codes.")
    rename: dict[str, str] = Field(
        default_factory=dict, description="Columns of the table that go by another name here: `{Artikel: product}`."
    )
    date: str | None = Field(
        None, description="The date column. Without one the table holds facts that do not change from day to day."
    )
    keys: list[str] = Field(
        default_factory=list,
        description="Which of the use case's keys this table has; rows are joined on them and on the date.",
    )
    columns: dict[str, Literal["number", "text"]] = Field(
        default_factory=dict,
        description="Further columns to read, for checks only, each with what it should hold: `{price: number}`.",
    )
    available_after_days: int = Field(
        1,
        ge=-3660,
        le=3660,
        description="The row of day D can be used from the morning of day D + this. 1: known the next morning; 3: three days late; -30: known 30 days ahead.",
    )

    @field_validator("separator")
    @classmethod
    def _between_columns(cls, value: str) -> str:
        if value in '"\r\n':
            raise ValueError("a character that is neither a quotation mark nor a line end")
        return value

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str) -> str:
        try:
            "".encode(value)
        except (LookupError, ValueError):
            raise ValueError("the Python name of a text encoding, e.g. utf-8, latin-1, cp1252, utf-16") from None
        return value

    @field_validator("date_format")
    @classmethod
    def _says_the_day(cls, value: str) -> str:
        unknown = [code for code in re.findall(r"%.?", value, flags=re.DOTALL) if code not in DATE_CODES]
        if unknown:
            raise ValueError(f"the codes {' '.join(DATE_CODES)}, not {unknown[0]}")
        try:
            told = datetime.strptime(_SAMPLE.strftime(value), value).date()  # noqa: DTZ007 (a date has no time zone)
        except (ValueError, re.error):
            told = None
        if told != _SAMPLE:
            raise ValueError("codes that say year, month and day, e.g. %d.%m.%Y")
        return value

    @field_validator("rename")
    @classmethod
    def _one_name_each(cls, value: dict[str, str]) -> dict[str, str]:
        if len(set(value.values())) < len(value):
            raise ValueError("a new name of its own for every column")
        return value

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.path is None) == (self.database is None):
            raise ValueError("give exactly one of `path` and `database`")
        if (self.database is None) != (self.query is None):
            raise ValueError("`database` and `query` go together")
        return self


class Unit(Strict):
    """A linear change of unit: value * multiply + add."""

    multiply: float = Field(1.0, description="Factor, e.g. 2.54 for inches to centimetres.")
    add: float = Field(0.0, description="Added after the factor, e.g. -17.7778 for Fahrenheit to Celsius.")


class Impossible(Strict):
    """What a value cannot be, and what becomes of a row that has it."""

    min: float | None = Field(None, description="Smaller values are impossible.")
    max: float | None = Field(None, description="Larger values are impossible.")
    then: Literal["missing", "drop"] = Field(
        "missing",
        description="`missing`: the value is taken as missing; `drop`: the row is left out. Either is counted and listed.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("give `min`, `max` or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("`min` must not be larger than `max`")
        return self


class Clean(Strict):
    """How one source is cleaned, in this order.

    Identical rows, rows left out, text, case, aliases, units, impossible values, one name for each code, duplicates,
    small series taken together.
    """

    identical: Literal["keep", "first"] = Field(
        "keep",
        description="Rows that agree in every column that is read: `first` keeps the first of them and leaves the others out.",
    )
    drop: dict[str, Drop] = Field(
        default_factory=dict, description="Rows that are left out, by a short name, in this order."
    )
    case: dict[str, Literal["upper", "lower"]] = Field(
        default_factory=dict, description="Per column of codes: write them all in capital or in small letters."
    )
    aliases: dict[str, dict[str, list[str]]] = Field(
        default_factory=dict,
        description="Per column: the right text, and the other ways it is written. Compared without regard to case and surrounding spaces.",
    )
    units: dict[str, Unit] = Field(default_factory=dict, description="Per column: the change of unit.")
    impossible: dict[str, Impossible] = Field(default_factory=dict, description="Per column: limits of the possible.")
    one_name: dict[str, str] = Field(
        default_factory=dict,
        description="Per column of names: the column of codes of which each gets one name, its most frequent one: `{description: product}`. For columns that are read for checks only.",
    )
    duplicates: Literal["first", "last", "sum", "hold"] = Field(
        "hold",
        description="Rows with the same keys and date: keep the first, keep the last, add up the numbers (transactions become one row a day), or hold the run.",
    )
    aggregate: Aggregate | None = Field(
        None, description="Small series that are predicted together. In the source of the target only."
    )
