"""The answer of a database to a query, fetched in blocks through SQLAlchemy."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from domain.errors import SourceError
from domain.use_case import Source
from intake.quoting import name
from intake.sources.csv_file import require_columns
from intake.staging import Staging

BLOCK_ROWS = 10_000

LARGEST_WHOLE = 1e15
"""Beyond this a float no longer tells neighbouring whole numbers apart (2**53 is about 9e15)."""


def load_query(staging: Staging, source_name: str, source: Source, url: str, columns: list[str]) -> None:
    """Make the table `raw_<source>` of text columns, with `_line`, from a query.

    Raises:
        SourceError: a database that does not answer, a query that it refuses, a column that is not there, no row.
    """
    assert source.query is not None
    engine = _engine(source_name, url)
    try:
        with _connected(engine, source_name) as connection:
            # Without parameters a colon or a percent sign in the query is what its author wrote.
            options = connection.execution_options(stream_results=True, yield_per=BLOCK_ROWS, no_parameters=True)
            result = options.exec_driver_sql(source.query)
            wanted = require_columns(source_name, source, _hidden(url), list(result.keys()), columns)
            places = [list(result.keys()).index(found) for found in wanted.values()]
            rows = _store(staging, source_name, source, result.partitions(BLOCK_ROWS), (list(wanted), places))
    except SQLAlchemyError as error:
        raise SourceError(source_name, _hidden(url), "query", detail=str(error).splitlines()[0][:300]) from error
    finally:
        engine.dispose()
    if rows == 0:
        raise SourceError(source_name, _hidden(url), "empty", detail="the query answers no row")
    staging.widen(rows)


def _engine(source_name: str, url: str) -> sa.Engine:
    try:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        detail = str(error).replace(url, _hidden(url))[:300]
        raise SourceError(source_name, _hidden(url), "unreachable", detail=detail) from error
    file = engine.url.database
    if (
        engine.dialect.name == "sqlite"
        and file
        and not file.startswith((":memory:", "file:"))
        and not Path(file).is_file()
    ):
        # SQLite would make an empty database there, and then miss the table.
        raise SourceError(source_name, _hidden(url), "missing")
    return engine


def _connected(engine: sa.Engine, source_name: str) -> sa.Connection:
    try:
        return engine.connect()
    except DBAPIError as error:
        location = _hidden(engine.url)
        raise SourceError(source_name, location, "unreachable", detail=str(error.orig).splitlines()[0][:300]) from error


def _store(
    staging: Staging,
    source_name: str,
    source: Source,
    blocks: Iterable[Sequence[sa.Row[tuple[object, ...]]]],
    chosen: tuple[list[str], list[int]],
) -> int:
    columns, places = chosen
    table = name("raw_" + source_name)
    declared = ", ".join(f"{name(column)} VARCHAR" for column in columns)
    staging.run(f"CREATE OR REPLACE TABLE {table} (_line BIGINT, {declared})")
    done = 0
    for block in blocks:
        texts = {
            column: pa.array([_text(row[place], source) for row in block], pa.string())
            for column, place in zip(columns, places, strict=True)
        }
        arrow = pa.table({"_line": pa.array(range(done + 1, done + len(block) + 1), pa.int64()), **texts})
        staging.connection.register("_block", arrow)
        staging.run(f"INSERT INTO {table} SELECT * FROM _block")
        staging.connection.unregister("_block")
        done += len(block)
    return done


def _text(value: object, source: Source) -> str | None:
    """A value as a CSV file of this source would hold it."""
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.strftime(source.date_format)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float | Decimal):
        whole = math.isfinite(value) and abs(float(value)) < LARGEST_WHOLE and value == int(value)
        # Whole numbers without a decimal point, so that 1 and 1.0 are one category, as from any other source.
        return str(int(value)) if whole else _exact_text(value).replace(".", source.decimal)
    return str(value)


def _exact_text(value: float | Decimal) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _hidden(url: str | sa.URL) -> str:
    """A database URL as it may be shown: its query may hold a password too."""
    try:
        return sa.engine.make_url(url).set(query={}).render_as_string(hide_password=True)
    except ArgumentError:
        return "the database URL"
