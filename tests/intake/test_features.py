"""Each kind of feature against a direct computation with pandas."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from domain.use_case import UseCase
from intake.features.build import lookback_days

RUN = date(2024, 5, 15)

Row = dict[str, Any]


def feature(**origin: object) -> dict[str, object]:
    return {"label": "Feature", **origin}


def test_calendar_features_are_read_off_the_day_predicted(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    kinds = ("weekday", "month", "day_of_month", "day_of_year", "week_of_year", "day_number")
    use_case = shop(
        features={kind: feature(calendar=kind) for kind in kinds} | {"name": feature(calendar="month", type="category")}
    )
    bench.write(tables)
    for horizon, run in ((0, RUN), (1, RUN), (1, date(2023, 12, 31)), (0, date(2024, 12, 30))):
        day = run + timedelta(days=horizon)
        dates = use_case.dates.model_copy(update={"horizon_days": horizon})
        row = bench.batch(
            use_case.model_copy(
                update={"dates": dates, "batch": use_case.batch.model_copy(update={"seen_within_days": 900})}
            ),
            run if run > RUN else RUN,
        ).rows[0]
        day = row["day"]
        assert day == max(run, RUN) + timedelta(days=horizon)
        expected = (
            str(day.weekday()),
            day.month,
            day.day,
            day.timetuple().tm_yday,
            day.isocalendar()[1],
            (day - date(1970, 1, 1)).days,
        )
        assert tuple(row[f"x_{kind}"] for kind in kinds) == expected
        assert row["x_name"] == f"{float(day.month)}" or row["x_name"] == str(day.month)


def test_columns_are_taken_from_the_day_before_the_same_day_and_the_day_after(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    for row in tables["calendar"]:
        row["event"] = f"e{row['date']:%d}"
    column = {"source": "calendar", "name": "event"}
    use_case = shop(
        features={
            f"at_{lag + 9}": feature(type="category", column={**column, "lag_days": lag}) for lag in (-9, -1, 0, 4)
        }
    )
    bench.write(tables)
    row = bench.batch(use_case).rows[0]
    assert [row[f"x_at_{lag + 9}"] for lag in (-9, -1, 0, 4)] == ["e25", "e17", "e16", "e12"]


def test_a_source_without_date_holds_facts_of_its_keys(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["stores"] = [
        {"store": "North", "seats": 40, "region": "city"},
        {"store": "East", "seats": 1, "region": "sea"},
    ]
    bench.write(tables)
    use_case = shop(
        sources={"stores": {"path": "stores.csv", "keys": ["store"]}},
        features={
            "seats": feature(column={"source": "stores", "name": "seats"}),
            "region": feature(column={"source": "stores", "name": "region"}, type="category"),
        },
    )
    found = {(r["store"], r["x_seats"], r["x_region"]) for r in bench.batch(use_case).rows}
    assert found == {("North", 40.0, "city"), ("South", None, None)}


def test_a_use_case_without_keys_is_one_series(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    tables["sales"] = [{"date": r["date"], "sold": r["sold"]} for r in tables["sales"][::4]]
    bench.write(tables)
    use_case = shop(
        keys=[], sources={"sales": {"keys": []}},
        features={"product": None, "all": feature(rolling={"window_days": 5, "lag_days": 2, "by": []})},
    )  # fmt: skip
    outcome = bench.batch(use_case)
    assert len(outcome.rows) == 1
    assert outcome.rows[0]["x_last_week"] == tables["sales"][-6]["sold"]
    assert outcome.rows[0]["x_all"] == pytest.approx(np.mean([r["sold"] for r in tables["sales"][-5:]]))
    assert outcome.rows[0]["usual"] == pytest.approx(
        np.median([tables["sales"][-6 - 7 * week]["sold"] for week in range(4)])
    )


def test_closed_days_are_not_learned_from_not_counted_and_not_compared(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    closed = RUN - timedelta(days=6)
    for row in tables["calendar"]:
        row["closed"] = int(row["date"] == closed)
    for row in tables["sales"]:
        row["sold"] = 0 if row["date"] == closed else row["sold"]
    bench.write(tables)
    use_case = shop(features={"days": feature(rolling={"statistic": "count", "window_days": 14, "lag_days": 2})})
    row = bench.batch(use_case).rows[0]
    assert row["x_last_week"] is None
    assert row["x_days"] == 13
    assert closed not in row["past_days"]
    assert closed not in set(bench.past(use_case).column("day").to_pylist())


def test_comparable_days_are_the_last_eight_of_the_weekday_and_the_usual_value_the_median_of_four(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    lost = RUN - timedelta(days=13)
    tables["sales"] = [r for r in tables["sales"] if r["date"] != lost]
    bench.write(tables)
    row = bench.batch(shop()).rows[0]
    days = [day for day in (RUN + timedelta(days=1 - 7 * week) for week in range(8, 0, -1)) if day != lost]
    mine = {
        r["date"]: r["sold"] for r in tables["sales"] if (r["store"], r["product"]) == (row["store"], row["product"])
    }
    assert row["past_days"] == days
    assert row["past_values"] == [mine[day] for day in days]
    assert row["usual"] == np.median([mine[day] for day in days[-4:]])


def test_the_batch_of_a_source_is_its_rows_of_the_day_in_the_order_of_the_keys(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    day = RUN + timedelta(days=1)
    plan = [("South", "Rye bread"), ("North", "Cake"), ("South", "Bun")]
    tables["plan"] = [{"date": day, "store": s, "product": p} for s, p in plan]
    tables["plan"].append({"date": RUN, "store": "North", "product": "Bun"})
    bench.write(tables)
    source = {"path": "plan.csv", "date": "date", "keys": ["store", "product"], "available_after_days": -1}
    outcome = bench.batch(shop(sources={"plan": source}, batch={"source": "plan", "seen_within_days": None}))
    assert [(r["_row"], r["store"], r["product"]) for r in outcome.rows] == [
        (0, "North", "Cake"), (1, "South", "Bun"), (2, "South", "Rye bread"),
    ]  # fmt: skip
    assert outcome.rows[0]["x_last_week"] is None


def test_a_daily_batch_reads_no_row_older_than_its_lookback(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    old = [{**r, "date": r["date"] - timedelta(days=60 * n)} for n in range(8, 0, -1) for r in tables["sales"]]
    tables["sales"] = [*old, *tables["sales"]]
    tables["sales"][0]["sold"] = "many"
    bench.write(tables)
    use_case = shop()
    # Sixteen weeks for comparable days; nothing of this use case looks further back.
    assert lookback_days(use_case) == 113
    outcome = bench.batch(use_case)
    first = RUN + timedelta(days=1 - lookback_days(use_case))
    assert min(r["date"] for r in outcome.cleaned["sales"]) == first
    assert len(outcome.cleaned["sales"]) == 4 * (RUN - first).days
    assert outcome.changes == []
    # The rows that are left aside would not have changed a single feature.
    tables["sales"] = [r for r in tables["sales"] if r["date"] >= first]
    bench.write(tables)
    assert bench.batch(use_case).content_hash == outcome.content_hash


def test_training_learns_from_its_window_with_features_from_before_it(
    shop: Callable[..., UseCase], bench: Any, tables: dict[str, list[Row]]
) -> None:
    bench.write(tables)
    whole = bench.past(shop())
    windowed = bench.past(shop(model={"training_window_days": 14}))
    first = RUN - timedelta(days=14)
    assert windowed.to_pylist() == [
        {**row, "_row": number} for number, row in enumerate(r for r in whole.to_pylist() if r["day"] >= first)
    ]
    assert windowed.num_rows == 4 * 14
