"""A total that is shared out adds up exactly, whatever the weights, and nothing but the weights matters."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shares import Member, decimals_of, share_members, share_out, whole_steps

WEIGHTS = st.dictionaries(
    st.tuples(st.sampled_from(["North", "South"]), st.text(max_size=3)),
    st.one_of(st.integers(0, 50).map(float), st.floats(0, 1e12)),
    min_size=1,
    max_size=60,
)
TOTALS = st.integers(-(10**9), 10**9)


@given(TOTALS, WEIGHTS)
def test_the_parts_add_up_exactly_and_have_the_sign_of_the_total(
    total: int, weights: dict[tuple[str, str], float]
) -> None:
    parts = share_out(total, weights)

    assert sum(parts.values()) == (total if any(weights.values()) else 0)
    assert all(part * total >= 0 for part in parts.values())
    assert not any(parts[member] for member, weight in weights.items() if parts and not weight)


@given(TOTALS, WEIGHTS, st.randoms())
def test_the_order_does_not_matter(total: int, weights: dict[tuple[str, str], float], random: object) -> None:
    shuffled = list(weights.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert share_out(total, dict(shuffled)) == share_out(total, weights)


@given(st.integers(0, 10**9), WEIGHTS)
def test_who_sold_more_never_gets_less(total: int, weights: dict[tuple[str, str], float]) -> None:
    parts = share_out(total, weights)

    ordered = sorted(parts, key=lambda member: (weights[member], parts[member]))
    assert all(parts[first] <= parts[second] for first, second in pairwise(ordered))


@given(st.integers(0, 10**6), st.dictionaries(st.integers(0, 99), st.integers(0, 1000).map(float), min_size=1))
def test_no_part_is_a_whole_step_from_what_is_exactly_due(total: int, weights: dict[int, float]) -> None:
    parts = share_out(total, weights)

    for member, part in parts.items():
        assert abs(part - total * weights[member] / sum(weights.values())) < 1 + 1e-9


def test_equal_ones_are_told_apart_by_name_and_larger_ones_first() -> None:
    assert share_out(2, {("b",): 1.0, ("c",): 1.0, ("a",): 1.0}) == {("a",): 1, ("b",): 1, ("c",): 0}
    assert share_out(2, {("a",): 1.0, ("z",): 3.0}) == {("a",): 0, ("z",): 2}


@pytest.mark.parametrize("weight", [-1.0, math.nan, math.inf])
def test_a_weight_that_is_none_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weights"):
        share_out(3, {1: weight, 2: 1.0})


@given(st.integers(-(10**8), 10**8), st.integers(0, 6))
def test_a_typed_number_is_counted_in_its_own_decimals(steps: int, places: int) -> None:
    value = steps / 10**places

    decimals = decimals_of(value, 6)
    assert decimals <= places
    assert whole_steps(value, decimals) / 10**decimals == value
    assert decimals == 0 or whole_steps(value, decimals) % 10


def test_members_without_a_sale_are_named_and_get_nothing() -> None:
    members = tuple(
        Member(4, (name,), days, sold) for name, days, sold in (("a", 0, 0.0), ("b", 1, 2.0), ("c", 3, 6.0))
    )

    shares, without = share_members(members, 12, 5)

    assert [(share.member.entity, share.weight, share.predicted, share.decided) for share in shares] == [
        (("c",), 0.75, 9, 4),
        (("b",), 0.25, 3, 1),
    ]
    assert without == members[:1]
    assert share_members(members[:1], 12, 5) == ((), members[:1])
