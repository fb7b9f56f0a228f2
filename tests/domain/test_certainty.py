"""Whether a count agrees with a stated probability, and what lies inside a range."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.certainty import LEAST_TO_JUDGE, UNLIKELY, HeldOut, Record, is_inside, record_of

chances = st.sampled_from([0.5, 0.8, 0.9, 0.95])


@given(of=st.integers(0, 300), data=st.data(), probability=chances)
def test_a_count_is_judged_as_the_exact_binomial_test_judges_it(of, data, probability) -> None:
    inside = data.draw(st.integers(0, of))
    chance = [comb(of, hits) * probability**hits * (1 - probability) ** (of - hits) for hits in range(of + 1)]
    expected = "as stated"
    if of < LEAST_TO_JUDGE:
        expected = "too few"
    elif sum(chance[: inside + 1]) < UNLIKELY:
        expected = "less often"
    elif sum(chance[inside:]) < UNLIKELY:
        expected = "more often"
    assert Record(inside, of).judged(probability) == expected


def test_so_many_cases_that_a_power_would_vanish_are_judged() -> None:
    assert Record(80_000, 100_000).judged(0.8) == "as stated"
    assert Record(79_000, 100_000).judged(0.8) == "less often"
    assert Record(81_000, 100_000).judged(0.8) == "more often"


def test_the_docstring_of_the_least_number_is_right() -> None:
    chance = sum(comb(9, hits) * 0.8**hits * 0.2 ** (9 - hits) for hits in range(4, 10))
    assert chance >= 0.98


@pytest.mark.parametrize(
    ("actual", "whole", "inside"),
    [(44, True, True), (61, True, True), (43, True, False), (62, True, False), (61, False, True), (62, False, False)],
)
def test_a_range_of_whole_numbers_is_the_one_that_is_shown(actual, whole, inside) -> None:
    assert is_inside(43.6, 61.4, actual, whole=whole) is inside


def test_the_ends_belong_to_the_range() -> None:
    assert is_inside(1.5, 2.5, 1.5, whole=False)
    assert is_inside(1.5, 2.5, 2.5, whole=False)


def test_rows_without_a_range_do_not_count() -> None:
    assert record_of([(1.0, 2.0, 1.5), (1.0, 2.0, 3.0), (None, None, 1.0)], whole=False) == Record(1, 2)


def test_a_held_out_share_is_a_count_of_its_rows() -> None:
    assert HeldOut(0.8214285714285714, 112).record == Record(92, 112)
