"""Base and contributions add up to a score that was computed without them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.explainer import ADDITIVITY_TOLERANCE, check_additivity
from models.scoring import Scorer

ROWS = arrays(np.float64, (5, 6), elements=st.floats(allow_nan=True, allow_infinity=True))


@given(rows=ROWS)
def test_any_row_adds_up(fitted: Any, rows: Any) -> None:
    found = fitted.scorer.explain(rows)
    result = check_additivity(found.base, found.values, fitted.scorer.predict_raw(rows))
    assert result.holds
    assert result.worst <= ADDITIVITY_TOLERANCE


def test_training_rows_add_up_far_below_the_tolerance(fitted: Any) -> None:
    found = fitted.scorer.explain(fitted.matrix)
    assert check_additivity(found.base, found.values, fitted.scorer.predict_raw(fitted.matrix)).worst < 1e-12


@given(row=st.integers(0, 19), size=st.floats(1e-6, 1e6), sign=st.sampled_from([-1, 1]))
def test_a_changed_contribution_fails_in_its_row_and_no_other(fitted: Any, row: int, size: float, sign: int) -> None:
    rows = fitted.matrix[:20]
    found = fitted.scorer.explain(rows)
    values = found.values.copy()
    values[row, -1, 2] += sign * size
    result = check_additivity(found.base, values, fitted.scorer.predict_raw(rows))
    assert result.failing.tolist() == [row]
    assert result.worst > ADDITIVITY_TOLERANCE


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_contribution_that_is_no_number_fails(wrong: float) -> None:
    values = np.ones((3, 1, 2))
    values[1, 0, 0] = wrong
    result = check_additivity(np.zeros(1), values, np.full(3, 2.0))
    assert result.failing.tolist() == [1]
    assert result.worst == np.inf


def test_the_gap_is_judged_against_the_size_of_the_parts_not_of_their_sum() -> None:
    values = np.array([[[1e6, -1e6]]])
    assert check_additivity(np.zeros(1), values, np.array([1e-4])).holds
    assert not check_additivity(np.zeros(1), np.array([[[1.0, -1.0]]]), np.array([1e-4])).holds


def test_nothing_at_all_adds_up_to_zero_and_only_to_zero() -> None:
    assert check_additivity(np.zeros(1), np.zeros((1, 1, 2)), np.zeros(1)).holds
    assert check_additivity(np.zeros(1), np.zeros((1, 1, 2)), np.array([1e-300])).worst == np.inf
    assert check_additivity(np.zeros(1), np.zeros((0, 1, 2)), np.zeros(0)).worst == 0


def test_the_base_is_the_same_whatever_the_rows(fitted: Any) -> None:
    some = fitted.scorer.explain(fitted.matrix[:3])
    others = fitted.scorer.explain(fitted.matrix[50:60])
    none = fitted.scorer.explain(fitted.matrix[:0])
    np.testing.assert_array_equal(some.base, others.base)
    np.testing.assert_array_equal(some.base, none.base)
    assert none.values.shape == (0, len(some.base), 6)


def test_no_rows_give_no_scores(fitted: Any) -> None:
    assert len(fitted.scorer.predict_raw(fitted.matrix[:0])) == 0


def test_one_row_gives_what_it_gives_among_others(fitted: Any) -> None:
    together = fitted.scorer.predict_raw(fitted.matrix[:30])
    alone = [fitted.scorer.predict_raw(fitted.matrix[place : place + 1])[0] for place in range(30)]
    np.testing.assert_array_equal(together, alone)
    threads = Scorer(fitted.scorer._booster, fitted.link, threads=2)
    np.testing.assert_array_equal(together, threads.predict_raw(fitted.matrix[:30]))
    np.testing.assert_array_equal(
        fitted.scorer.explain(fitted.matrix[:30]).values, threads.explain(fitted.matrix[:30]).values
    )


def test_a_matrix_of_another_width_is_refused(fitted: Any) -> None:
    with pytest.raises(ValueError, match="6 features"):
        fitted.scorer.predict_raw(fitted.matrix[:, :5])


def test_predictions_are_in_the_unit_of_the_target(fitted: Any) -> None:
    raw, predicted = fitted.scorer.predict_raw(fitted.matrix), fitted.scorer.predict(fitted.matrix)
    expected = {
        "identity": lambda: raw,
        "log": lambda: np.exp(raw),
        "logit": lambda: 1 / (1 + np.exp(-raw)),
        "softmax": lambda: np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True),
    }[fitted.link.value]()
    np.testing.assert_allclose(predicted, expected, rtol=1e-12)
    # LightGBM's own transformation is a second witness.
    np.testing.assert_allclose(predicted, fitted.scorer._booster.predict(fitted.matrix, num_threads=1), rtol=1e-12)
