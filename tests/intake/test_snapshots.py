"""The snapshot of each stage says what its rows were, and the same thing of the same rows at every stage."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from domain.evidence import NO_PAST
from domain.stage import BATCH, QUANTILES, STAGES, Stage, StageSnapshot
from domain.use_case import UseCase
from intake.prepare import Standpoint, prepare_batch
from intake.snapshots import SAMPLED_ROWS, snapshot_day, take_snapshots
from intake.staging import Staging, open_staging

RUN = date(2024, 5, 15)
Row = dict[str, Any]
Snapshots = dict[tuple[Stage, str], StageSnapshot]


def snapshots_of(bench: Any, use_case: UseCase) -> Snapshots:
    with open_staging(bench.folder / "staging") as staging:
        standpoint = Standpoint(bench.origin(), RUN, NO_PAST)
        evidence = prepare_batch(staging, use_case, standpoint, lambda step: None).evidence
    return {(snapshot.stage, snapshot.table): snapshot for snapshot in evidence.snapshots}


def test_every_stage_leaves_a_snapshot_of_every_table(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    found = snapshots_of(bench, shop())
    sources = [(stage, source) for stage in STAGES[:2] for source in ("calendar", "sales", "weather")]
    assert sorted(found) == sorted([*sources, (Stage.JOINED, BATCH), (Stage.FEATURES, BATCH)])
    assert found[Stage.FEATURES, BATCH].rows == 4
    assert [column.column for column in found[Stage.JOINED, BATCH].columns] == ["temperature"]
    assert {column.column for column in found[Stage.FEATURES, BATCH].columns} == set(shop().features)


def test_the_day_looked_at_is_the_one_that_the_batch_reads(shop: Callable[..., UseCase]) -> None:
    use_case = shop()
    assert snapshot_day(use_case, "sales", RUN) == RUN - timedelta(days=1), "the newest actual"
    assert snapshot_day(use_case, "weather", RUN) == RUN - timedelta(days=3), "tomorrow, read four days late"
    assert snapshot_day(use_case, "calendar", RUN) == RUN + timedelta(days=1), "known ahead: the day predicted"
    undated = shop(sources={"places": {"path": "places.csv", "keys": ["store"]}})
    assert snapshot_day(undated, "places", RUN) is None


def test_clean_numbers_look_the_same_received_cleaned_and_joined(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    found = snapshots_of(bench, shop())
    received, cleaned = (found[stage, "sales"].column("sold") for stage in STAGES[:2])
    assert received is not None
    assert received == cleaned
    wanted = [row["sold"] for row in tables["sales"] if row["date"] == RUN - timedelta(days=1)]
    assert (received.count, received.missing, received.mean) == (4, 0, pytest.approx(sum(wanted) / 4))
    assert (received.quantiles[0], received.quantiles[-1]) == (min(wanted), max(wanted))
    weather = found[Stage.CLEANED, "weather"].column("temperature")
    joined = found[Stage.JOINED, BATCH].column("temperature")
    assert weather is not None
    assert joined is not None
    assert weather.mean == pytest.approx(joined.mean)


def test_a_decimal_comma_is_a_number_and_text_is_missing(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    newest = [row for row in tables["sales"] if row["date"] == RUN - timedelta(days=1)]
    for row, written in zip(newest, ("1,5", "many", "", "4,5"), strict=True):
        row["sold"] = written
    bench.write({"weather": tables["weather"], "calendar": tables["calendar"]})
    bench.write({"sales": tables["sales"]}, delimiter=";")
    use_case = shop(sources={"sales": {"separator": ";", "decimal": ","}})
    found = snapshots_of(bench, use_case)[Stage.RECEIVED, "sales"].column("sold")
    assert found is not None
    assert (found.count, found.missing, found.mean) == (2, 2, 3.0)


def test_top_values_and_missing_of_texts(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    newest = [row for row in tables["sales"] if row["date"] == RUN - timedelta(days=1)]
    newest[0]["product"] = ""
    bench.write(tables)
    found = snapshots_of(bench, shop())[Stage.RECEIVED, "sales"].column("product")
    assert found is not None
    assert (found.type, found.count, found.missing, found.distinct) == ("text", 3, 1, 2)
    assert found.top == (("Rye bread", 2), ("Bun", 1))


def test_a_day_without_rows_is_counted_as_none(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"] = [row for row in tables["sales"] if row["date"] != RUN - timedelta(days=1)]
    bench.write(tables)
    found = snapshots_of(bench, shop())[Stage.CLEANED, "sales"]
    assert (found.rows, found.day) == (0, RUN - timedelta(days=1))
    assert {(column.count, column.missing, column.mean) for column in found.columns} == {(0, 0, None)}


def test_quantiles_of_more_rows_than_are_sampled_are_close_and_the_same_each_time(
    shop: Callable[..., UseCase], staging: Staging
) -> None:
    rows = 3 * SAMPLED_ROWS
    staging.run(f"CREATE TABLE joined AS SELECT i AS _row, DATE '2024-05-16' AS day, i::DOUBLE AS x_temperature FROM range({rows}) AS r(i)")  # fmt: skip
    first, second = (take_snapshots(staging, shop(), RUN, Stage.JOINED)[0].columns[0] for _ in range(2))
    assert first == second
    assert first.quantiles[0] == 0
    assert first.quantiles[-1] == rows - 1
    for share, value in zip(QUANTILES, first.quantiles, strict=True):
        assert value / rows == pytest.approx(share, abs=0.01)
