"""No value that was visible only after the morning of a run has any influence on it, in training as in production."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.use_case import UseCase

RUN = date(2024, 5, 15)

STORES = ("North", "South")

DIRTY = st.sampled_from(["", "closed?", "-5", "12.5", "0.1", "7", "1e9", "NaN", "0.30000000000000004", "-0.7"])

MORNINGS = st.integers(-3, 3).map(lambda days: RUN + timedelta(days=days))

Row = dict[str, object]


@dataclass(frozen=True)
class World:
    """A use case with delays of all kinds, and its tables."""

    use_case: UseCase
    run: date
    sales: list[Row]
    weather: list[Row]
    plan: list[Row]
    calendar: list[Row]

    def tables(self) -> dict[str, list[Row]]:
        return {name: getattr(self, name) for name in ("sales", "weather", "plan", "calendar")}


GAP_RULES = st.sampled_from(
    [None, *({"rule": rule, "within_days": 8} for rule in ("last_known", "median", "same_weekday"))]
)

TOGETHER = {"key": "product", "fewer_than_days": 2, "within_days": 14, "together_as": "Small", "share_back": True}


def use_case_with(shop: Callable[..., UseCase], draw: st.DrawFn) -> UseCase:
    horizon, sales, target = draw(st.integers(0, 2)), draw(st.integers(-1, 3)), draw(st.integers(0, 3))
    weather, ahead = draw(st.integers(-2, 4)), -horizon - draw(st.integers(0, 3))
    known = target + horizon
    column = {"source": "weather", "name": "temperature", "lag_days": weather + horizon + draw(st.integers(0, 2))}
    price = {"source": "sales", "name": "price", "lag_days": sales + horizon + draw(st.integers(0, 1))}
    lag = max(known, 1)
    rolling = {"window_days": draw(st.integers(1, 10)), "lag_days": lag, "same_weekday": draw(st.booleans())}
    batch = draw(st.sampled_from([{"seen_within_days": 9}, {"seen_within_days": None, "source": "plan"}]))
    together = draw(st.booleans()) and "source" not in batch
    statistic = draw(st.sampled_from(["mean", "median", "min", "max", "std", "count"]))
    return shop(
        dates={"horizon_days": horizon},
        target={"available_after_days": target},
        sources={
            "sales": {"available_after_days": sales},
            "weather": {"available_after_days": weather},
            "calendar": {"available_after_days": ahead, "keys": draw(st.sampled_from([[], ["store"]]))},
            "plan": {"path": "plan.csv", "date": "date", "keys": ["store", "product"], "available_after_days": ahead},
        },
        batch=batch,
        features={
            "temperature": {"label": "Temperature", "column": column, "missing": draw(GAP_RULES)},
            "sky": {
                "label": "Sky",
                "type": "category",
                "column": {**column, "name": "sky"},
                "missing": draw(st.sampled_from([None, {"rule": "last_known", "within_days": 6}])),
            },
            "price": {"label": "Price", "column": price},
            "promotion": {"label": "Promotion", "column": {"source": "plan", "name": "promotion"}},
            "closed_ahead": {
                "label": "Closed",
                "column": {"source": "calendar", "name": "closed", "lag_days": ahead + horizon},
            },
            "last_week": {"label": "Last week", "lag": {"days": max(lag, draw(st.integers(1, 8)))}},
            "mean": {"label": "Own", "rolling": {**rolling, "statistic": statistic}},
            "house": {"label": "All", "rolling": {**rolling, "statistic": "mean", "by": []}},
            "store_mean": {"label": "Store", "rolling": {**rolling, "statistic": "std", "by": ["store"]}},
        },
        clean={
            "sales": {
                "impossible": {"sold": {"min": 0, "then": draw(st.sampled_from(["missing", "drop"]))}},
                "duplicates": draw(st.sampled_from(["first", "last", "sum", "hold"])),
                "identical": draw(st.sampled_from(["keep", "first"])),
                "drop": {"no price": {"column": "price", "missing": True, "reason": "No price"}}
                if draw(st.booleans())
                else {},
                "aggregate": TOGETHER if together else None,
            },
            "weather": {
                "impossible": {"temperature": {"max": 1000, "then": draw(st.sampled_from(["missing", "drop"]))}}
            },
        },
        checks={"history_days_at_least": 1},
    )


def one_row(draw: st.DrawFn, table: str, day: date) -> Row:
    values = {"date": day.isoformat()}
    if table in ("sales", "plan", "calendar"):
        values["store"] = draw(st.sampled_from(STORES))
    if table in ("sales", "plan"):
        values["product"] = draw(st.sampled_from(["Bun", "Pie", ""]))
    columns = {"sales": ["sold", "price"], "weather": ["temperature", "sky"], "plan": ["promotion"], "calendar": []}
    values.update({column: draw(DIRTY) for column in columns[table]})
    if table == "calendar":
        values["closed"] = draw(st.sampled_from(["0", "0", "0", "1", "?"]))
    return values


def some_rows(draw: st.DrawFn, table: str, first: date, last: date) -> list[Row]:
    days = draw(st.lists(st.integers(0, (last - first).days), max_size=40))
    return [one_row(draw, table, first + timedelta(days=back)) for back in days]


@st.composite
def worlds(draw: st.DrawFn, shop: Callable[..., UseCase]) -> World:
    use_case = use_case_with(shop, draw)
    run = draw(MORNINGS)
    tables = {}
    for table in ("sales", "weather", "plan", "calendar"):
        # A first row without a doubt, so that no table is empty.
        start = {"sales": {"date": "2024-05-01", "store": "North", "product": "Bun", "sold": "3", "price": "1"}}.get(
            table, one_row(draw, table, RUN - timedelta(days=14))
        )
        tables[table] = [start, *some_rows(draw, table, RUN - timedelta(days=20), RUN + timedelta(days=8))]
    return World(use_case, run, **tables)


def latest(use_case: UseCase, table: str, run: date) -> date:
    return run - timedelta(days=use_case.sources[table].available_after_days)


def changed(draw: st.DrawFn, world: World, table: str) -> list[Row]:
    """The same visible content; everything else deleted, rewritten or new, in between and around."""
    known = latest(world.use_case, table, world.run)
    target = world.run - timedelta(days=world.use_case.target.available_after_days) if table == "sales" else known
    result: list[Row] = []
    for row in getattr(world, table):
        day = date.fromisoformat(str(row["date"]))
        if day <= max(known, target):
            hidden = [column for column, limit in (("sold", target), ("price", known)) if column in row and day > limit]
            result.append({**row, **{column: draw(DIRTY) for column in hidden}})
        elif draw(st.booleans()):
            result.append(one_row(draw, table, day))
    first = max(known, target) + timedelta(days=1)
    for row in some_rows(draw, table, first, first + timedelta(days=12)):
        result.insert(draw(st.integers(0, len(result))), row)
    return result


@st.composite
def later_truths(draw: st.DrawFn, shop: Callable[..., UseCase]) -> tuple[World, World]:
    world = draw(worlds(shop))
    other = {table: changed(draw, world, table) for table in world.tables()}
    return world, replace(world, **other)


def without_lines(findings: Any) -> list[object]:
    """Findings as said to people; only the numbers of lines may move when later rows come in between."""
    return [
        replace(f, examples=tuple(sorted(str({k: v for k, v in e.items() if k != "line"}) for e in f.examples)))  # type: ignore[misc]
        for f in findings
    ]


QUICK = settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@QUICK
@given(data=st.data())
def test_what_becomes_visible_after_the_morning_changes_nothing(
    data: st.DataObject, shop: Callable[..., UseCase], new_bench: Callable[[], Any]
) -> None:
    world, later = data.draw(later_truths(shop))
    bench = new_bench()
    outcomes = []
    for tables in (world.tables(), later.tables()):
        bench.write(tables)
        outcomes.append(bench.batch(world.use_case, world.run))
    assert outcomes[0].content_hash == outcomes[1].content_hash
    assert outcomes[0].rows == outcomes[1].rows
    assert outcomes[0].members == outcomes[1].members
    assert without_lines(outcomes[0].findings) == without_lines(outcomes[1].findings)


@QUICK
@given(data=st.data())
def test_training_rows_of_a_day_are_the_batch_of_its_morning(
    data: st.DataObject, shop: Callable[..., UseCase], new_bench: Callable[[], Any]
) -> None:
    world = data.draw(worlds(shop))
    bench = new_bench()
    bench.write(world.tables())
    learned = bench.past(world.use_case, RUN + timedelta(days=9)).to_pylist()
    day = data.draw(st.sampled_from(sorted({row["day"] for row in learned}))) if learned else RUN
    morning = day - timedelta(days=world.use_case.dates.horizon_days)
    batch = {(row["store"], row["product"]): row for row in bench.batch(world.use_case, morning).rows}
    for row in learned:
        scored = batch.get((row["store"], row["product"]))
        if row["day"] == day and scored is not None:
            assert {n: v for n, v in row.items() if n[:2] == "x_"} == {n: v for n, v in scored.items() if n[:2] == "x_"}


@QUICK
@given(data=st.data())
def test_the_order_of_rows_and_needless_columns_do_not_matter(
    data: st.DataObject, shop: Callable[..., UseCase], new_bench: Callable[[], Any]
) -> None:
    world = data.draw(worlds(shop))
    rules = {"sales": world.use_case.clean["sales"].model_copy(update={"duplicates": "sum"})}
    use_case = world.use_case.model_copy(update={"clean": rules})
    # Which of two rows of the same day counts is a matter of order; that is left to the tests of duplicates.
    single = {table: once(rows) if table != "sales" else rows for table, rows in world.tables().items()}
    bench = new_bench()
    bench.write(single)
    straight = bench.batch(use_case, world.run)
    shuffled = {table: data.draw(st.permutations(rows)) for table, rows in single.items()}
    bench.write({table: [{"note": 1, **row, "Note": 2} for row in rows] for table, rows in shuffled.items()})
    assert bench.batch(use_case, world.run).content_hash == straight.content_hash


def once(rows: list[Row]) -> list[Row]:
    """One row of each day and keys."""
    return list({tuple(row.get(k) for k in ("date", "store", "product")): row for row in rows}.values())
