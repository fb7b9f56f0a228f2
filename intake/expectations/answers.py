"""Ask expectations about rows in the staging area, with no more of them in memory than needed.

An expectation that judges values one by one is asked about every *different* value once, in portions; the answer then
holds for all rows with this value. The others are asked about their columns as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from domain.use_case.expectations import Expectation
from domain.use_case.known_expectations import COMPARED_COLUMNS, judges_single_rows, known_expectation
from intake.expectations.judge import INDEX, Asked, Judge, Said
from intake.expectations.looked_at import LookedAt
from intake.quoting import name
from intake.staging import Staging

PORTION = 200_000
"""Different values that are in memory at a time: about 60 MB with what Great Expectations makes of them (measured)."""

NULLS = ("expect_column_values_to_not_be_null", "expect_column_values_to_be_null")
"""Expectations about missing values; every other looks only at rows that have one."""

NOT_COMPARED = "columns are not compared"
"""The fault of an expectation about all columns of a file."""


@dataclass(frozen=True)
class Answer:
    """What became of an expectation.

    Attributes:
        success: None where it could not be asked; then `fault` says why.
        considered: rows that were looked at; unexpected: those of them that failed.
    """

    success: bool | None
    fault: str = ""
    observed: object = None
    considered: int = 0
    unexpected: int = 0


Places = Mapping[int, Expectation]


def make_lines(staging: Staging) -> None:
    """Start the list of failing rows by the place of their expectation."""
    staging.run("CREATE OR REPLACE TABLE expectation_lines (place INTEGER, line BIGINT)")


def answers(staging: Staging, looked: LookedAt, asked: Places, judge: Judge) -> dict[int, Answer]:
    """The answers by place; the lines of failing rows are added to `expectation_lines`."""
    found: dict[int, Answer] = {}
    by_value: dict[str, dict[int, Expectation]] = {}
    whole: dict[tuple[str, ...], dict[int, Expectation]] = {}
    for place, each in asked.items():
        if each.type.startswith(COMPARED_COLUMNS) or each.kwargs.get("column_index") is not None:
            found[place] = Answer(None, NOT_COMPARED)
        elif _by_value(each) and each.columns[0] in looked.columns:
            by_value.setdefault(looked.column(each.columns[0]), {})[place] = each
        else:
            whole.setdefault(_columns(looked, each), {})[place] = each
    for column, several in by_value.items():
        found |= _ask_values(staging, looked, (column, several), judge)
    for columns, several in whole.items():
        found |= _ask_whole(staging, looked, (columns, several), judge)
    return found


def _by_value(each: Expectation) -> bool:
    known = known_expectation(each.type)
    single = known is not None and known.kind == "rows" and judges_single_rows(each.type)
    return single and not each.kwargs.get("row_condition") and len(each.columns) == 1


def _columns(looked: LookedAt, each: Expectation) -> tuple[str, ...]:
    """The columns of an expectation, and those that its condition may speak of."""
    condition = str(each.kwargs.get("row_condition") or "")
    called = (*each.columns, *(column for column in looked.columns if column in condition))
    return tuple(sorted({looked.column(column) for column in called if column in looked.columns}))


def asked_of(looked: LookedAt, each: Expectation) -> Asked:
    """The expectation with its columns named as in the table."""
    kwargs: dict[str, Any] = dict(each.kwargs)
    for argument in ("column", "column_A", "column_B"):
        if argument in kwargs:
            kwargs[argument] = looked.column(str(kwargs[argument]))
    if isinstance(kwargs.get("column_list"), list):
        kwargs["column_list"] = [looked.column(str(column)) for column in kwargs["column_list"]]
    return Asked(each.type, kwargs)


def _ask_whole(
    staging: Staging, looked: LookedAt, several: tuple[tuple[str, ...], Places], judge: Judge
) -> dict[int, Answer]:
    columns, asked = several
    chosen = "".join(f", {name(column)}" for column in columns if column != INDEX)
    table = staging.table(f"SELECT _line AS {INDEX}{chosen} FROM ({looked.rows}) ORDER BY 1")
    found = {}
    for (place, _), said in zip(
        asked.items(), judge(table, [asked_of(looked, each) for each in asked.values()]), strict=True
    ):
        _add_lines(staging, place, said.failing)
        found[place] = Answer(said.success, said.fault, said.observed, said.considered, len(said.failing))
    return found


def _ask_values(staging: Staging, looked: LookedAt, several: tuple[str, Places], judge: Judge) -> dict[int, Answer]:
    column, asked = several
    value = name(column)
    if staging.rows(f"SELECT typeof({value}) FROM ({looked.rows}) LIMIT 1") in ([("DOUBLE",)], [("FLOAT",)]):
        value = f"CASE WHEN NOT isnan({value}) THEN {value} END"
    staging.run(
        f"CREATE OR REPLACE TABLE expectation_values AS SELECT row_number() OVER () AS id, value, rows "
        f"FROM (SELECT {value} AS value, count(*) AS rows FROM ({looked.rows}) GROUP BY 1)"
    )
    failing: dict[int, list[int]] = {place: [] for place in asked}
    faults: dict[int, Said] = {}
    wanted = [asked_of(looked, each) for each in asked.values()]
    for chunk in staging.chunks(f"SELECT id AS {INDEX}, value AS {name(column)} FROM expectation_values", PORTION):
        for place, said in zip(asked, judge(pa.Table.from_batches([chunk]), wanted), strict=True):
            failing[place].extend(said.failing)
            if said.success is None:
                faults.setdefault(place, said)
    rows, missing = _counts(staging)
    found = {}
    for place, each in asked.items():
        if place in faults:
            found[place] = Answer(None, faults[place].fault)
            continue
        unexpected = _lines_of_values(staging, (looked, value), place, failing[place])
        considered = rows if each.type in NULLS else rows - missing
        passed = not considered or (considered - unexpected) / considered >= each.mostly
        found[place] = Answer(passed, considered=considered, unexpected=unexpected)
    return found


def _counts(staging: Staging) -> tuple[int, int]:
    """Rows, and rows without a value."""
    counted = staging.rows(
        "SELECT coalesce(sum(rows), 0)::BIGINT, coalesce(sum(rows) FILTER (value IS NULL), 0)::BIGINT FROM expectation_values"
    )[0]
    return int(str(counted[0])), int(str(counted[1]))


def _lines_of_values(staging: Staging, of: tuple[LookedAt, str], place: int, failing: Sequence[int]) -> int:
    if not failing:
        return 0
    looked, value = of
    with _listed(staging, failing):
        staging.run(
            f"INSERT INTO expectation_lines SELECT {place}, r._line FROM (SELECT _line, {value} AS value FROM ({looked.rows})) AS r "
            "JOIN expectation_values AS v ON r.value IS NOT DISTINCT FROM v.value JOIN listed AS l ON l.id = v.id"
        )
    return staging.count(f"SELECT count(*) FROM expectation_lines WHERE place = {place}")


def _add_lines(staging: Staging, place: int, failing: Sequence[int]) -> None:
    if failing:
        with _listed(staging, failing):
            staging.run(f"INSERT INTO expectation_lines SELECT {place}, id FROM listed")


@contextmanager
def _listed(staging: Staging, ids: Sequence[int]) -> Iterator[None]:
    """Within the block the table `listed` has one column `id` of these numbers."""
    staging.connection.register("listed", pa.table({"id": pa.array(ids, pa.int64())}))
    try:
        yield
    finally:
        staging.connection.unregister("listed")
