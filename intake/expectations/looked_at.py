"""The rows and columns that an expectation looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.use_case import UseCase
from domain.use_case.columns import needed_columns
from domain.use_case.expectations import Expectation, name_here
from intake.cleaning.clean import Days, known_rows
from intake.quoting import literal, name
from intake.staging import Staging


@dataclass(frozen=True)
class Standing:
    """Where one stands: the morning, and the first day that the run looks back to (None: all there is)."""

    use_case: UseCase
    as_of: date
    earliest: date | None


@dataclass(frozen=True)
class LookedAt:
    """Rows of a table of the staging area.

    Attributes:
        table: the table itself, quoted; what is left out is deleted from it.
        key: its column that names a row.
        rows: a query; the column `_line` names the row, `_day` its day.
        columns: every column by the name that people use, with its name in `rows`.
    """

    table: str
    key: str
    rows: str
    columns: Mapping[str, str]

    def column(self, called: str) -> str:
        """The name in `rows` of what people call so; one that is not there is left for Great Expectations to refuse."""
        return self.columns.get(called, called)


def looked_at(staging: Staging, standing: Standing, expectation: Expectation) -> LookedAt:
    """What an expectation looks at; its stage has been made."""
    use_case = standing.use_case
    if expectation.source is None:
        columns = {
            **{key: key for key in use_case.keys},
            **{each: f"x_{each}" for each in use_case.features},
            "day": "day",
        }
        return LookedAt("prepared", "_row", "SELECT *, _row AS _line, day AS _day FROM prepared", columns)
    source = use_case.sources[expectation.source]
    columns = {column: column for column in needed_columns(use_case, expectation.source)}
    columns |= {old: name_here(source, old) for old in source.rename}
    if expectation.looks_at == "received":
        table = name("raw_" + expectation.source)
        known = known_rows(use_case, expectation.source, staging.columns(table), days_of(standing, expectation.source))
        rows = f'SELECT * EXCLUDE ("_parsed_day"), "_parsed_day" AS _day FROM {known}'
    else:
        table = name("clean_" + expectation.source)
        rows = f"SELECT * FROM {table}"
    if expectation.days is not None:
        since = _since(staging, rows, expectation.days)
        rows = f"SELECT * FROM ({rows}) WHERE _day >= {since}"
    return LookedAt(table, "_line", rows, columns)


def days_of(standing: Standing, source_name: str) -> Days:
    """The days of a source that are known on the morning and looked back to."""
    use_case = standing.use_case
    latest = standing.as_of - timedelta(days=use_case.sources[source_name].available_after_days)
    if source_name != use_case.target.source:
        return Days(standing.earliest, latest)
    return Days(standing.earliest, latest, standing.as_of - timedelta(days=use_case.target.available_after_days))


def _since(staging: Staging, rows: str, days: int) -> str:
    newest = staging.rows(f"SELECT max(_day) FROM ({rows})")[0][0]
    if not isinstance(newest, date):
        return "DATE '0001-01-01'"
    return f"DATE {literal((newest - timedelta(days=days - 1)).isoformat())}"
