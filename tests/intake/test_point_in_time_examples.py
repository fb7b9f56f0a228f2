"""The point in time on real data and at its most tempting places."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.use_case import UseCase
from domain.use_case.file import read_use_case
from intake.prepare import Origin, Standpoint, Window, known_actuals, prepare_batch, prepare_past
from intake.staging import open_staging

PROJECT = Path(__file__).resolve().parents[2]

RUN = date(2024, 5, 15)

Row = dict[str, object]


@pytest.mark.parametrize("early", [0, 1])
def test_a_day_too_early_is_seen_by_these_tests(
    early: int, shop: Callable[..., UseCase], new_bench: Callable[[], Any], tables: dict[str, list[Row]]
) -> None:
    """The property above can fail: yesterday's weather does reach a run whose source is known the next morning."""
    use_case = shop(
        sources={"weather": {"available_after_days": 1 - early}},
        features={
            "temperature": {
                "label": "Temperature",
                "column": {"source": "weather", "name": "temperature", "lag_days": 2 - early},
            }
        },
    )
    bench = new_bench()
    tables["weather"].append({"date": RUN, "temperature": 5})
    bench.write(tables)
    before = bench.batch(use_case).content_hash
    tables["weather"][-1 if early else -2]["temperature"] = 99
    bench.write(tables)
    assert bench.batch(use_case).content_hash != before


@pytest.mark.parametrize("later", ["-5", "many", "17", ""])
def test_an_actual_that_is_not_known_yet_cannot_drop_its_row(
    later: str, shop: Callable[..., UseCase], new_bench: Callable[[], Any], tables: dict[str, list[Row]]
) -> None:
    """Plan and actual in one table: the row is known the day before, its actual only the day after."""
    days = [RUN - timedelta(days=back) for back in range(1, 30)]
    rows: list[Row] = [{"date": day, "store": "North", "product": "Bun", "price": 2, "sold": 9} for day in days]
    tables["sales"] = [*rows, {**rows[0], "date": RUN + timedelta(days=1), "sold": later}]
    bench = new_bench()
    bench.write(tables)
    use_case = shop(
        sources={"sales": {"available_after_days": -1}},
        batch={"seen_within_days": None, "source": "sales"},
        features={"price": {"label": "Price", "column": {"source": "sales", "name": "price"}}},
        clean={"sales": {"impossible": {"sold": {"min": 0, "then": "drop"}}}},
    )
    outcome = bench.batch(use_case)
    assert [row["x_price"] for row in outcome.rows] == [2.0]
    assert outcome.changes == []


@pytest.fixture(scope="module")
def stuttgart(real_data_folder: Path) -> tuple[UseCase, Origin, list[dict[str, Any]]]:
    """The use case, where its data is, and what could be learned from at its end."""
    file = PROJECT / "use_cases" / "stuttgart" / "use_case.yaml"
    use_case, origin = read_use_case(file), Origin(file.parent, {"VOUCH_DATA": str(real_data_folder)})
    with tempfile.TemporaryDirectory() as folder, open_staging(Path(folder)) as staging:
        last = known_actuals(staging, use_case, origin, Window(date(2100, 1, 1), None), lambda step: None)
        as_of = max(last.column("day").to_pylist()) + timedelta(days=1)
        learned = prepare_past(staging, use_case, origin, as_of, lambda step: None)
    days = set(learned.column("day").to_pylist()[-7 * 500 :: 7 * 83])
    return use_case, origin, [row for row in learned.to_pylist() if row["day"] in days]


@pytest.mark.real_data
def test_training_rows_of_stuttgart_are_the_batches_of_their_mornings(
    stuttgart: tuple[UseCase, Origin, list[dict[str, Any]]], tmp_path: Path
) -> None:
    use_case, origin, learned = stuttgart
    days = sorted({row["day"] for row in learned})
    assert len(days) > 4
    for day in days:
        with open_staging(tmp_path) as staging:
            prepare_batch(staging, use_case, Standpoint(origin, day), lambda step: None)
            batch = {row["product"]: row for row in staging.table("SELECT * FROM prepared").to_pylist()}
        mine = [row for row in learned if row["day"] == day]
        assert len(mine) > 3
        for row in mine:
            assert {n: v for n, v in row.items() if n[:2] == "x_"} == {
                n: batch[row["product"]][n] for n in row if n[:2] == "x_"
            }


@pytest.mark.real_data
def test_cutting_the_files_of_stuttgart_off_at_the_morning_changes_nothing(
    stuttgart: tuple[UseCase, Origin, list[dict[str, Any]]], tmp_path: Path
) -> None:
    use_case, origin, learned = stuttgart
    morning = sorted({row["day"] for row in learned})[2]
    name = "restaurant_ingredients_stuttgart"
    (tmp_path / name).mkdir()
    whole = Path(origin.variables["VOUCH_DATA"]) / name
    for file, last in (
        ("sales_daily.csv", morning - timedelta(days=1)),
        ("calendar_weather.csv", morning + timedelta(days=14)),
    ):
        lines = (whole / file).read_text().splitlines(keepends=True)
        kept = [line for line in lines[1:] if date.fromisoformat(line[:10]) <= last]
        assert 0 < len(kept) < len(lines) - 1
        (tmp_path / name / file).write_text("".join([lines[0], *kept]))
    hashes = set()
    for data in (origin.variables["VOUCH_DATA"], str(tmp_path)):
        with open_staging(tmp_path / "staging") as staging:
            cut = Origin(origin.base, {"VOUCH_DATA": data})
            hashes.add(prepare_batch(staging, use_case, Standpoint(cut, morning), lambda step: None).content_hash)
    assert len(hashes) == 1
