"""Who is open, and what is offered when."""

from collections import defaultdict
from datetime import date, timedelta

from intake.synthetic.german_calendar import is_holiday


def _day(row: dict[str, str]) -> date:
    return date.fromisoformat(row["date"])


def _closed(written) -> set[tuple[str, str]]:
    return {(row["date"], row["store"]) for row in written.calendar if row["closed"] == "1"}


def test_nothing_is_sold_where_the_calendar_says_closed(written):
    sold = {(row["date"], row["store"]) for row in written.sales}
    assert not sold & _closed(written)


def test_an_open_store_sells_every_planned_product_and_no_other(written):
    closed = _closed(written)
    right_names = {product.name for product in written.recipe.products}
    planned = {
        (row["date"], row["store"], row["product"])
        for row in written.plan
        if (row["date"], row["store"]) not in closed and _day(row) < written.today
    }
    sold = {(row["date"], row["store"], row["product"]) for row in written.sales if row["product"] in right_names}
    misspelt = sum(fault.kind == "spelling" for fault in written.recipe.faults)
    assert sold <= planned
    assert len(planned - sold) == misspelt


def test_the_plan_has_every_row_once(written):
    keys = [(row["date"], row["store"], row["product"]) for row in written.plan]
    assert len(keys) == len(set(keys))


def test_the_calendar_has_every_store_on_every_day_once(written):
    keys = [(row["date"], row["store"]) for row in written.calendar]
    days = (written.today - written.first_day).days + 401
    assert len(keys) == len(set(keys)) == days * 4


def test_stores_close_as_the_recipe_says(written):
    closed = defaultdict(set)
    for row in written.calendar:
        if row["closed"] == "1":
            closed[row["store"]].add(_day(row))
    days = {_day(row) for row in written.calendar}
    sundays = {day for day in days if day.weekday() == 6}
    holidays = set(filter(is_holiday, days))
    assert sundays <= closed["South"]
    assert {day for day in sundays if day.month in (1, 2)} <= closed["West"]
    assert {day for day in days if day.isocalendar().week == 32} <= closed["West"]
    assert holidays <= closed["North"]
    assert closed["Harbour"] == {day for day in days if (day.month, day.day) in ((1, 1), (12, 25))}
    assert closed["North"] == holidays


def test_sparse_products_are_planned_on_their_days_only(written):
    by_product = defaultdict(set)
    for row in written.plan:
        by_product[row["product"]].add((row["store"], _day(row)))
    assert {day.weekday() for _, day in by_product["Cheesecake"]} == {4, 5, 6}
    assert all(day.month in (11, 12) or (day.month, day.day) <= (1, 6) for _, day in by_product["Stollen"])
    assert {store for store, _ in by_product["Ice cream cake"]} == {"North", "West", "Harbour"}
    assert min(day for _, day in by_product["Olive bread"]) == written.first_day + timedelta(days=620)


def test_a_promotion_lowers_the_price_and_two_run_on_each_weekday(written):
    prices = defaultdict(lambda: defaultdict(set))
    promoted = defaultdict(set)
    for row in written.plan:
        prices[(row["product"], row["date"][:4])][row["promotion"]].add(float(row["price"]))
        if row["promotion"] == "1":
            promoted[_day(row)].add(row["product"])
    for by_flag in prices.values():
        assert len(by_flag["0"]) == 1
        assert by_flag["1"] == set() or max(by_flag["1"]) < min(by_flag["0"])
    assert all(1 <= len(products) <= 2 for products in promoted.values())
    assert not any(day.weekday() == 6 for day in promoted)
    assert "Stollen" not in set().union(*promoted.values())
