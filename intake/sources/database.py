"""The answer of a database to a query, fetched in blocks through SQLAlchemy."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from domain.errors import SourceError
from domain.use_case import Source
from intake.quoting import name
from intake.sources.csv_file import require_columns
from intake.staging import Staging

BLOCK_ROWS = 10_000


def load_query(staging: Staging, source_name: str, source: Source, url: str, columns: list[str]) -> None:
    """Make the table `raw_<source>` of text columns, with `_line`, from a query.

    Raises:
        SourceError: a database that does not answer, a query that it refuses, a column that is not there, no row.
    """
    assert source.query is not None
    try:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SourceError(source_name, _hidden(url), "unreachable", detail=str(error)[:300]) from error
    try:
        with _connected(engine, source_name) as connection:
            result = connection.execution_options(stream_results=True, yield_per=BLOCK_ROWS).execute(sa.text(source.query))
            wanted = require_columns(source_name, source, _hidden(url), list(result.keys()), columns)
            places = [list(result.keys()).index(found) for found in wanted.values()]
            rows = _store(staging, source_name, source, result.partitions(BLOCK_ROWS), (list(wanted), places))
    except SQLAlchemyError as error:
        raise SourceError(source_name, _hidden(url), "query", detail=str(error).splitlines()[0][:300]) from error
    finally:
        engine.dispose()
    if rows == 0:
        raise SourceError(source_name, _hidden(url), "empty", detail="the query answers no row")


def _connected(engine: sa.Engine, source_name: str) -> sa.Connection:
    try:
        return engine.connect()
    except DBAPIError as error:
        location = engine.url.render_as_string(hide_password=True)
        raise SourceError(source_name, location, "unreachable", detail=str(error.orig).splitlines()[0][:300]) from error


def _store(staging: Staging, source_name: str, source: Source, blocks: Iterable[Sequence[sa.Row[tuple[object, ...]]]],
           chosen: tuple[list[str], list[int]]) -> int:
    columns, places = chosen
    table = name("raw_" + source_name)
    declared = ", ".join(f"{name(column)} VARCHAR" for column in columns)
    staging.run(f"CREATE OR REPLACE TABLE {table} (_line BIGINT, {declared})")
    done = 0
    for block in blocks:
        texts = {column: pa.array([_text(row[place], source.date_format) for row in block], pa.string())
                 for column, place in zip(columns, places, strict=True)}
        arrow = pa.table({"_line": pa.array(range(done + 1, done + len(block) + 1), pa.int64()), **texts})
        staging.connection.register("_block", arrow)
        staging.run(f"INSERT INTO {table} SELECT * FROM _block")
        staging.connection.unregister("_block")
        done += len(block)
    return done


def _text(value: object, date_format: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.strftime(date_format)
    if isinstance(value, bool):
        return "1" if value else "0"
    return repr(value) if isinstance(value, float) else str(value)


def _hidden(url: str) -> str:
    try:
        return sa.engine.make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the database URL"
