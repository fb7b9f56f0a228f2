"""Intervals and tests by day, against exact answers where there are any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from domain.false_discoveries import benjamini_hochberg
from services.day_bootstrap import expanded_tail, ratio_intervals, sign_test, student_quantile


def one_group(days: np.ndarray, values: np.ndarray):
    found = ratio_intervals(days, np.zeros(len(days), dtype=np.int64), 1, values, np.ones(len(days)))[0]
    assert found is not None
    return found


@pytest.mark.parametrize("degrees", [5, 7, 15, 30, 365])
def test_students_quantile_is_that_of_scipy(degrees: int) -> None:
    assert student_quantile(0.975, degrees) == pytest.approx(stats.t.ppf(0.975, degrees), abs=0.01)


def test_few_days_cut_off_less_than_many() -> None:
    tails = [expanded_tail(days) for days in (8, 20, 90, 1000)]
    assert tails == sorted(tails)
    assert tails[-1] == pytest.approx(0.025, abs=0.0005)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(3, 40))
def test_the_mean_is_exact_and_lies_within_its_interval(seed: int, days: int) -> None:
    chance = np.random.default_rng(seed)
    where, values = chance.integers(0, days, 5 * days), chance.normal(2, 3, 5 * days)
    found = one_group(np.unique(where, return_inverse=True)[1], values)
    assert found.mean == pytest.approx(values.mean())
    assert found.low <= found.mean <= found.high


def test_shuffled_cases_give_the_same_interval() -> None:
    chance = np.random.default_rng(3)
    days, values = np.arange(60) % 12, chance.normal(0, 1, 60)
    order = chance.permutation(60)
    first, second = one_group(days, values), one_group(days[order], values[order])
    assert (first.low, first.high) == pytest.approx((second.low, second.high))


def test_a_mean_of_few_days_never_looks_as_sure_as_one_of_many() -> None:
    values = np.tile([1.0, 2.0, 3.0], 100)
    few, many = one_group(np.arange(3), values[:3]), one_group(np.arange(300), values)
    assert few.mean == many.mean
    assert few.high - few.low > 5 * (many.high - many.low)


def test_cases_of_one_day_are_not_many_cases() -> None:
    values = np.repeat([0.0, 4.0, 1.0, 3.0, 2.0, 5.0, 0.0, 1.0], 50)
    together = one_group(np.repeat(np.arange(8), 50), values)
    alone = one_group(np.arange(400), values)
    assert together.high - together.low > 4 * (alone.high - alone.low)


def test_a_group_of_one_day_or_none_has_no_interval() -> None:
    days, groups = np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1])
    found = ratio_intervals(days, groups, 3, np.ones(4), np.ones(4))
    assert [item is None for item in found] == [True, False, True]


def test_cases_outside_every_group_do_not_count() -> None:
    days, groups = np.array([0, 1, 2, 3]), np.array([0, 0, -1, -1])
    found = ratio_intervals(days, groups, 1, np.array([1.0, 1.0, 99.0, 99.0]), np.ones(4))[0]
    assert found is not None
    assert (found.mean, found.high) == (1.0, 1.0)


@pytest.mark.parametrize(("wins", "losses"), [(19, 3), (12, 10), (5, 20)])
def test_with_one_case_a_day_it_is_the_sign_test(wins: int, losses: int) -> None:
    signs = np.array([1.0] * wins + [-1.0] * losses)
    found = sign_test(np.arange(len(signs)), np.zeros(len(signs), dtype=np.int64), 1, signs)[0]
    exact = stats.binomtest(wins, wins + losses, alternative="greater").pvalue
    assert found == pytest.approx(exact, abs=0.015)


def test_wins_that_come_on_the_same_days_prove_less() -> None:
    signs = np.array([1.0] * 20 + [-1.0] * 2)
    apart = sign_test(np.arange(22), np.zeros(22, dtype=np.int64), 1, signs)[0]
    together = sign_test(np.arange(22) // 6, np.zeros(22, dtype=np.int64), 1, signs)[0]
    assert apart < 0.001 < 0.05 < together


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1), max_size=30), st.sampled_from([0.05, 0.1, 0.3]))
def test_benjamini_and_hochberg_as_they_wrote_it(p_values: list[float], rate: float) -> None:
    largest = max((p for p in p_values if p <= rate * sum(q <= p for q in p_values) / len(p_values)), default=-1.0)
    found = benjamini_hochberg(p_values, rate)
    assert {p for p, kept in zip(p_values, found, strict=True) if kept} == {p for p in p_values if p <= largest}
