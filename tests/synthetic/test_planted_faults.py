"""Every fault that the recipe lists is in the files, once, and nothing else is wrong with them."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.use_case.file import read_use_case
from intake.synthetic.bakery import write_bakery
from intake.synthetic.faults import Sale, fault_day, faults_by_day, spoil
from intake.synthetic.recipe import BAKERY_RECIPE, Fault, read_recipe
from intake.synthetic.shops import sold_there

RECIPE = read_recipe()
USE_CASE = read_use_case(BAKERY_RECIPE.with_name("use_case.yaml"))
MOST = USE_CASE.clean["sales"].impossible["sold"].max


def _rows(written, fault: Fault) -> list[dict[str, str]]:
    day = fault_day(written.recipe, written.first_day, fault)
    assert day is not None
    product = fault.text if fault.kind == "spelling" else fault.product
    return [
        row
        for row in written.sales
        if (row["date"], row["store"]) == (day.isoformat(), fault.store) and product in ("", row["product"])
    ]


@pytest.mark.parametrize("fault", RECIPE.faults, ids=lambda fault: f"{fault.kind} on day {fault.day}")
def test_the_fault_is_in_the_files(written, fault: Fault):
    if fault.kind == "no_weather":
        missing = (written.first_day + timedelta(days=fault.day)).isoformat()
        assert missing not in {row["date"] for row in written.weather}
        return
    rows = _rows(written, fault)
    if fault.kind == "twice":
        assert set(Counter(row["product"] for row in rows).values()) == {2}
        assert len(rows) >= 20
    elif fault.kind == "spelling":
        assert [row["product"] for row in rows] == [fault.text]
    elif fault.kind == "outlier":
        assert MOST is not None
        assert [float(row["sold"]) > MOST for row in rows] == [True]
    else:
        assert [row["sold"] for row in rows] == [fault.text]


def test_the_recipe_plants_every_kind_and_one_fault_in_the_last_days(written):
    kinds = Counter(fault.kind for fault in RECIPE.faults)
    assert kinds["negative"] == 3
    assert kinds["no_weather"] == 2
    assert {fault.text for fault in RECIPE.faults if fault.kind == "spelling"} == {
        "rye  bread",
        "RYE BREAD",
        "Rye-bread",
    }
    assert kinds["outlier"] == kinds["twice"] == kinds["empty"] == kinds["text"] == 1
    recent = [day for day in faults_by_day(RECIPE, written.first_day) if day >= written.today - timedelta(days=7)]
    assert recent == [written.today - timedelta(days=5)]


def test_nothing_else_is_wrong_with_the_sales(written):
    assert MOST is not None
    names = {product.name for product in RECIPE.products}
    odd = [
        row
        for row in written.sales
        if row["product"] not in names or not row["sold"].isdigit() or int(row["sold"]) > MOST
    ]
    assert len(odd) == sum(fault.kind not in ("twice", "no_weather") for fault in RECIPE.faults)
    keys = Counter((row["date"], row["store"], row["product"]) for row in written.sales)
    assert len({(day, store) for (day, store, _), count in keys.items() if count > 1}) == 1


def test_the_second_export_of_a_day_is_the_whole_day(written):
    fault = next(fault for fault in RECIPE.faults if fault.kind == "twice")
    by_product: dict[str, list[int]] = {}
    for row in _rows(written, fault):
        by_product.setdefault(row["product"], []).append(int(row["sold"]))
    assert all(last >= first for first, last in by_product.values())
    assert sum(last for _, last in by_product.values()) > 1.5 * sum(first for first, _ in by_product.values())


@settings(max_examples=30, deadline=None)
@given(first_day=st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_whatever_the_first_day_a_fault_finds_a_row_to_spoil(first_day: date):
    for fault in RECIPE.faults:
        day = fault_day(RECIPE, first_day, fault)
        assert day is not None
        assert 0 <= (day - first_day).days - fault.day <= 21
        if fault.store:
            rows = {(store.name, product.name) for store, product in sold_there(RECIPE, first_day, day)}
            assert any(store == fault.store and fault.product in ("", product) for store, product in rows)


def test_a_fault_for_which_no_day_fits_is_planted_nowhere():
    never = Fault(kind="text", day=0, weekday=6, store="South", product="Pretzel", text="?")
    assert fault_day(RECIPE, date(2026, 1, 1), never) is None


def test_spoiling_touches_only_the_rows_of_the_fault():
    sales = [Sale("North", "Pretzel", "40"), Sale("North", "Croissant", "30"), Sale("West", "Pretzel", "50")]
    outlier = Fault(kind="outlier", day=0, store="North", product="Pretzel")
    twice = Fault(kind="twice", day=0, store="West")
    unseen = Fault(kind="no_weather", day=0)
    assert spoil(sales, [outlier]) == [Sale("North", "Pretzel", "400"), *sales[1:]]
    assert spoil(sales, [twice]) == [Sale("West", "Pretzel", "30"), *sales]
    assert spoil(sales, [unseen]) == sales


def test_a_fault_is_not_there_before_its_day(tmp_path):
    first_day = date(2026, 3, 2)
    early = write_bakery(tmp_path, first_day + timedelta(days=40), first_day=first_day)[0].read_text(encoding="utf-8")
    late = write_bakery(tmp_path, first_day + timedelta(days=60), first_day=first_day)[0].read_text(encoding="utf-8")
    assert ",-12\n" not in early
    assert late.count(",-12\n") == 1
