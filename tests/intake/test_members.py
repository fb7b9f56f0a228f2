"""Who is behind a prediction together: the small series of its store on that morning, and what each of them sold lately."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.use_case import UseCase
from tests.intake.test_stated_fixes import QUICK, TOGETHER, dirty_shop, row


@QUICK
@given(
    sales=st.lists(
        st.tuples(st.integers(1, 30), st.sampled_from(["North", "South"]), st.sampled_from(["Bun", "Pie", "Rye"]), st.integers(0, 5)),
        min_size=1, max_size=40, unique_by=lambda item: item[:3],
    )
)  # fmt: skip
def test_the_members_of_a_prediction_together_are_the_small_ones_of_its_store_and_what_they_sold(
    sales: list[tuple[int, str, str, int]], shop: Callable[..., UseCase], new_bench: Callable[[], Any]
) -> None:
    bench = new_bench()
    bench.write({"sales": [row(back, store=store, product=name, sold=sold) for back, store, name, sold in sales]})
    outcome = bench.batch(dirty_shop(shop, aggregate={**TOGETHER, "share_back": True}, duplicates="last"))
    expected = {}
    for store, product in {item[1:3] for item in sales}:
        recent = [sold for back, *keys, sold in sales if keys == [store, product] and sold and back <= 14]
        if len(recent) < 3:
            expected[store, product] = (len(recent), float(sum(recent)))
    together = {r["store"]: r["_row"] for r in outcome.rows if r["product"] == "Small"}
    assert outcome.members is not None
    found = {(m["store"], m["product"]): (m["days"], m["sold"]) for m in outcome.members}
    assert found == {keys: told for keys, told in expected.items() if keys[0] in together}
    assert all(m["row"] == together[m["store"]] for m in outcome.members)
    assert not {(r["store"], r["product"]) for r in outcome.rows} & set(expected)


def test_shares_by_other_sales_are_another_batch_and_none_are_made_unasked(
    shop: Callable[..., UseCase], bench: Any
) -> None:
    rows = [row(back) for back in range(1, 15)] + [row(2, product="Pie", sold=3), row(2, product="Rye", sold=1)]
    swapped = [{**r, "product": {"Pie": "Rye", "Rye": "Pie"}.get(str(r["product"]), r["product"])} for r in rows]
    asked, unasked = (
        dirty_shop(shop, aggregate={**TOGETHER, "share_back": share}, duplicates="sum") for share in (True, False)
    )
    outcomes = []
    for sold in (rows, swapped):
        bench.write({"sales": sold})
        outcomes.append((bench.batch(asked), bench.batch(unasked)))
    (first, plain), (second, other) = outcomes
    assert first.rows == second.rows
    assert first.content_hash != second.content_hash
    assert plain.content_hash == other.content_hash
    assert plain.members is None
    assert "within" not in plain.finding("series_together").detail
    assert first.finding("series_together").detail["unsold"] == 0


def test_a_series_without_a_sale_in_the_days_looked_at_is_not_predicted_alone(
    shop: Callable[..., UseCase], bench: Any
) -> None:
    # Its last row says that nothing was sold; on the day of that row the three sales before it still counted.
    rows = [row(back) for back in range(1, 15)] + [
        row(back, product="Pie", sold=0 if back == 14 else 2) for back in range(14, 18)
    ]
    bench.write({"sales": rows})
    outcome = bench.batch(dirty_shop(shop, aggregate={**TOGETHER, "share_back": True}, duplicates="last"))
    assert [r["product"] for r in outcome.rows] == ["Bun", "Small"]
    assert outcome.members is not None
    assert [(m["product"], m["days"], m["sold"]) for m in outcome.members] == [("Pie", 0, 0.0)]
    assert outcome.finding("series_together").detail["unsold"] == 1
