"""The rolling origin: nothing is predicted with what was not known yet."""

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import TooLittleDataError
from models.rolling import LEAST_TRAINING_DAYS, plan_folds, predict_held_out
from models.table import TrainingData


@given(
    length=st.integers(60, 400),
    fold_days=st.integers(1, 28),
    wanted=st.integers(2, 10),
    holes=st.sets(st.integers(0, 399), max_size=30),
)
def test_folds_do_not_touch_and_each_leaves_room_to_learn(
    make_use_case: Any, length: int, fold_days: int, wanted: int, holes: set[int]
) -> None:
    days = np.datetime64("2025-01-01") + np.array([day for day in range(length) if day not in holes])
    use_case = make_use_case(range={"folds": wanted, "fold_days": fold_days})
    first = [days.max() - fold_days * number + 1 for number in range(1, wanted + 1)]
    room = sum(np.count_nonzero(days < start) >= LEAST_TRAINING_DAYS for start in first)
    if room < 2:
        with pytest.raises(TooLittleDataError) as caught:
            plan_folds(use_case, days)
        assert caught.value.days_found == len(days) < caught.value.days_needed + len(holes)
        return
    folds = plan_folds(use_case, days)
    assert len(folds) == room
    assert [fold.first for fold in folds] == [start.astype(date) for start in reversed(first[:room])]
    assert folds[-1].last == days.max().astype(date)
    for fold, following in pairwise(folds):
        assert (following.first - fold.last).days == 1
    for fold in folds:
        assert (fold.last - fold.first).days == fold_days - 1
        assert (fold.first - fold.known_through).days == 1


def test_late_actuals_and_a_horizon_widen_the_gap_before_a_fold(make_use_case: Any) -> None:
    days = np.datetime64("2025-01-01") + np.arange(200)
    plain = plan_folds(make_use_case(), days)
    late = plan_folds(make_use_case(target={"available_after_days": 5}), days)
    assert [(fold.first - fold.known_through).days for fold in plain] == [1, 1, 1]
    assert [(fold.first - fold.known_through).days for fold in late] == [5, 5, 5]


def test_a_held_out_prediction_does_not_depend_on_what_came_after(make_use_case: Any, make_data: Any) -> None:
    use_case, data = make_use_case(), make_data()
    plain = predict_held_out(use_case, data, 1)
    first = plan_folds(use_case, data.days)[0]
    later = data.days >= np.datetime64(first.first)
    changed = predict_held_out(
        use_case, TrainingData(data.features, np.where(later, 999.0, data.target), data.days, data.entities), 1
    )
    np.testing.assert_array_equal(plain.predicted[plain.folds == 0], changed.predicted[plain.folds == 0])
    assert not np.array_equal(plain.predicted[plain.folds == 1], changed.predicted[plain.folds == 1])


def test_every_day_of_the_folds_is_predicted_once(make_use_case: Any, make_data: Any) -> None:
    data = make_data()
    held = predict_held_out(make_use_case(), data, 1)
    assert held.fold_count == 3
    assert np.unique(held.rows).size == len(held.rows) == 3 * 14 * 3
    np.testing.assert_array_equal(held.actual, data.target[held.rows])
    np.testing.assert_array_equal(held.days, data.days[held.rows])
    assert held.days.min() == data.days.max() - 41


def test_predictions_are_lifted_to_the_least_value(make_use_case: Any, make_data: Any) -> None:
    held = predict_held_out(make_use_case(target={"min": 9.0}), make_data(), 1)
    assert held.predicted.min() == 9.0
    assert held.predicted.max() > 9.0


def test_a_history_shorter_than_two_folds_is_refused(make_use_case: Any) -> None:
    with pytest.raises(TooLittleDataError):
        plan_folds(make_use_case(), np.datetime64("2025-01-01") + np.arange(30))
