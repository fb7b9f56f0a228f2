"""Shares as they are shown add up to 100 %, and are never further from the truth than rounding takes them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from presentation.charts.ticks import round_ticks
from presentation.words.shares import whole_shares

AMOUNTS = st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=1, max_size=60)


@given(AMOUNTS)
def test_shares_add_up_to_a_hundred_and_keep_the_order(amounts: list[float]) -> None:
    shares = whole_shares(amounts)

    assert sum(shares) == (100 if sum(amounts) > 0 else 0)
    for share, amount in zip(shares, amounts, strict=True):
        assert abs(share - 100 * amount / (sum(amounts) or 1)) < 1 + 1e-6
    ordered = sorted(zip(amounts, shares, strict=True), key=lambda pair: -pair[0])
    assert all(first[1] >= second[1] - (first[0] == second[0]) for first, second in pairwise(ordered))


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_ticks_lie_inside_and_are_evenly_apart(low: float, width: float, wanted: int) -> None:
    ticks = round_ticks(low, low + width, wanted)

    assert 1 <= len(ticks) <= wanted + 1
    slack = 1e-6 * (abs(low) + width)
    assert all(low - slack <= tick <= low + width + slack for tick in ticks)
    steps = [second - first for first, second in pairwise(ticks)]
    assert all(abs(step - steps[0]) < slack for step in steps)
