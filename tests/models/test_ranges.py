"""The range holds what it says it holds, keeps its order, and comes back from JSON as it was."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import TooLittleDataError
from domain.use_case.definition import Range, Target
from models.calibration import bounds_of_other_folds, calibrate
from models.ranges import RangeModel
from models.rolling import HeldOut

ENTITIES = ("calm", "plain", "wild")
NOISE = np.array([0.4, 1.0, 2.5])


def target(**parts: Any) -> Target:
    return Target.model_validate({"source": "rows", "column": "y", "label": "Y", **parts})


def held_out(predicted: Any, actual: Any, which: Any) -> HeldOut:
    n = len(predicted)
    names = np.array(ENTITIES, dtype=object)[np.asarray(which)]
    folds = np.arange(n) * 4 // max(n, 1)
    return HeldOut(
        np.arange(n),
        folds,
        np.asarray(predicted, float),
        np.asarray(actual, float),
        names,
        np.arange(n).astype("datetime64[D]"),
    )


def heteroscedastic(rng: np.random.Generator, n: int) -> HeldOut:
    """Errors whose size follows the prediction and the entity, skewed to one side."""
    which = rng.integers(0, 3, n)
    predicted = rng.gamma(2.0, 15.0, n)
    error = (rng.gamma(2.0, 1.0, n) - 1.7) * NOISE[which] * np.sqrt(1 + predicted)
    return held_out(predicted, predicted + error, which)


def sparse_counts(rng: np.random.Generator, n: int) -> HeldOut:
    """Small whole numbers with many zeros, around predictions that are not whole."""
    which = rng.integers(0, 3, n)
    mean = rng.uniform(0.3, 6.0, n)
    return held_out(mean, rng.poisson(mean), which)


def covered(model: RangeModel, new: HeldOut) -> np.ndarray[Any, np.dtype[np.bool_]]:
    low, high = model.bounds(new.predicted, new.entities)
    return (new.actual >= low) & (new.actual <= high)


@pytest.mark.parametrize("probability", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("world", [heteroscedastic, sparse_counts])
def test_the_range_holds_as_many_new_actuals_as_it_states(
    world: Callable[[Any, int], HeldOut], probability: float
) -> None:
    rng = np.random.default_rng(7)
    size, repeats, rows = 500, 40, 4000
    shares = []
    for _ in range(repeats):
        model = calibrate(target(min=0.0), Range(probability=probability), world(rng, size), "stall")
        shares.append(covered(model, world(rng, rows)).mean())
    # Coverage given the calibration follows a beta law of variance p (1 - p) / size; drawing adds p (1 - p) / rows.
    deviation = np.sqrt(probability * (1 - probability) * (1 / size + 1 / rows) / repeats)
    # Whole numbers hold more than stated, because many of them lie exactly on a bound; each side is conservative.
    above = 0.05 if world is sparse_counts else 2 / size
    assert probability - 4 * deviation - 0.01 <= np.mean(shares) <= probability + 4 * deviation + above


def test_every_entity_is_covered_although_their_noise_differs_by_six() -> None:
    rng = np.random.default_rng(3)
    model = calibrate(target(), Range(), heteroscedastic(rng, 3000), "stall")
    new = heteroscedastic(rng, 20_000)
    held = covered(model, new)
    for name in ENTITIES:
        share = held[new.entities == name].mean()
        assert 0.74 <= share <= 0.86


def test_small_and_large_predictions_are_covered_alike() -> None:
    rng = np.random.default_rng(4)
    model = calibrate(target(), Range(), heteroscedastic(rng, 3000), "stall")
    new = heteroscedastic(rng, 20_000)
    held, large = covered(model, new), new.predicted > np.median(new.predicted)
    assert abs(held[large].mean() - held[~large].mean()) < 0.05


def test_the_bounds_of_other_folds_cover_as_stated() -> None:
    rows = heteroscedastic(np.random.default_rng(5), 4000)
    low, high = bounds_of_other_folds(target(), Range(), rows)
    assert ((rows.actual >= low) & (rows.actual <= high)).mean() == pytest.approx(0.8, abs=0.03)


def test_a_row_has_no_say_in_its_own_bounds() -> None:
    rows = heteroscedastic(np.random.default_rng(6), 400)
    low, high = bounds_of_other_folds(target(), Range(), rows)
    wild = np.where(rows.folds == 0, rows.actual + 1e6, rows.actual)
    changed = HeldOut(rows.rows, rows.folds, rows.predicted, wild, rows.entities, rows.days)
    again_low, again_high = bounds_of_other_folds(target(), Range(), changed)
    np.testing.assert_array_equal(low[rows.folds == 0], again_low[rows.folds == 0])
    np.testing.assert_array_equal(high[rows.folds == 0], again_high[rows.folds == 0])
    assert (again_high[rows.folds == 1] > high[rows.folds == 1]).all()


SAMPLES = st.lists(st.tuples(st.floats(0, 1e4), st.floats(-1e4, 1e4), st.integers(0, 2)), min_size=19, max_size=60)


@given(rows=SAMPLES, pair=st.tuples(st.floats(0.05, 0.9), st.floats(0.05, 0.9)), least=st.sampled_from([None, 0.0]))
def test_a_higher_probability_never_gives_a_narrower_range(rows: Any, pair: Any, least: Any) -> None:
    predicted, error, which = (np.array(column) for column in zip(*rows, strict=True))
    known = held_out(predicted, predicted + error, which)
    (low, high), (wide_low, wide_high) = (
        calibrate(target(min=least), Range(probability=p), known, "stall").bounds(predicted, known.entities)
        for p in sorted(pair)
    )
    assert (wide_low <= low).all()
    assert (high <= wide_high).all()


@given(rows=SAMPLES, least=st.sampled_from([None, 0.0]), integer=st.booleans())
def test_the_prediction_lies_within_its_range_and_the_range_above_the_least_value(
    rows: Any, least: Any, integer: bool
) -> None:
    predicted, error, which = (np.array(column) for column in zip(*rows, strict=True))
    model = calibrate(
        target(min=least, integer=integer), Range(), held_out(predicted, predicted + error, which), "stall"
    )
    names = np.array([*ENTITIES, "never seen"], dtype=object)[np.arange(len(rows)) % 4]
    low, high = model.bounds(predicted, names)
    assert (low <= predicted).all()
    assert (predicted <= high).all()
    assert least is None or (low >= least).all()


@given(factor=st.sampled_from([0.001, 0.5, 1000.0]))
def test_the_unit_does_not_matter_unless_the_target_is_a_count(factor: float) -> None:
    rows = heteroscedastic(np.random.default_rng(8), 300)
    scaled = held_out(rows.predicted * factor, rows.actual * factor, [ENTITIES.index(name) for name in rows.entities])
    plain, other = (calibrate(target(), Range(), one, "stall") for one in (rows, scaled))
    np.testing.assert_allclose(
        np.array(plain.bounds(rows.predicted, rows.entities)) * factor,
        np.array(other.bounds(scaled.predicted, scaled.entities)),
        rtol=1e-9,
        atol=1e-9 * factor,
    )
    assert plain.wide_relative_width == pytest.approx(other.wide_relative_width)


def test_an_entity_with_few_rows_gets_a_range_like_the_others() -> None:
    rng = np.random.default_rng(9)
    rows = heteroscedastic(rng, 600)
    alone = np.flatnonzero(rows.entities == "wild")[:2]
    keep = (rows.entities != "wild") | np.isin(np.arange(600), alone)
    model = calibrate(target(), Range(), rows.take(keep), "stall")
    width = {}
    for name in (*ENTITIES, "never seen"):
        low, high = model.bounds(np.array([20.0]), [name])
        width[name] = float(high[0] - low[0])
    assert width["calm"] < width["never seen"] < width["plain"]
    assert width["wild"] == pytest.approx(width["never seen"], rel=0.5)


def test_an_entity_never_seen_gets_the_quantiles_of_all() -> None:
    model = calibrate(target(), Range(), heteroscedastic(np.random.default_rng(1), 500), "stall")
    low, high = model.bounds(np.array([9.0]), ["never seen"])
    spread = np.sqrt(model.offset + 9.0)
    assert low[0] == pytest.approx(9.0 + model.low * spread)
    assert high[0] == pytest.approx(9.0 + model.high * spread)


@pytest.mark.parametrize(("rows", "left_out"), [(9, 0), (10, 0), (18, 0), (19, 1), (20, 1), (29, 2)])
def test_each_side_leaves_out_what_the_finite_sample_rank_allows(rows: int, left_out: int) -> None:
    # At 80 % each side holds the error of rank ceil(0.9 (n + 1)): 9 of 9, 10 of 10, 18 of 18, 18 of 19, 19 of 20, 27 of 29.
    error = np.arange(rows) - rows // 2 + 0.5
    model = calibrate(target(integer=True), Range(), held_out(np.zeros(rows), error, np.zeros(rows, int)), "stall")
    low, high = model.bounds(np.zeros(1), ["never seen"])
    assert (low[0], high[0]) == (error[left_out], error[rows - 1 - left_out])


def test_eight_rows_cannot_hold_eighty_percent_and_are_refused() -> None:
    with pytest.raises(TooLittleDataError) as caught:
        calibrate(target(), Range(), held_out(np.zeros(8), np.arange(8.0), np.zeros(8, int)), "stall")
    assert (caught.value.days_found, caught.value.days_needed) == (8, 9)


def test_rows_without_any_error_give_a_range_of_no_width() -> None:
    model = calibrate(target(), Range(), held_out(np.full(50, 3.0), np.full(50, 3.0), np.zeros(50, int)), "stall")
    low, high = model.bounds(np.array([3.0, 8.0]), ["calm", "never seen"])
    assert low.tolist() == high.tolist() == [3.0, 8.0]
    assert model.wide_relative_width == 0


def test_predictions_of_nothing_but_zero_still_get_a_range_of_the_size_of_the_errors() -> None:
    model = calibrate(target(), Range(), held_out(np.zeros(50), np.arange(50.0), np.zeros(50, int)), "stall")
    low, high = model.bounds(np.zeros(1), ["calm"])
    assert (low[0], high[0]) == pytest.approx((0.0, 45.0), abs=5)


def test_one_calibration_row_in_ten_is_wide() -> None:
    rows = heteroscedastic(np.random.default_rng(2), 1000)
    model = calibrate(target(min=0.0), Range(), rows, "stall")
    low, high = model.bounds(rows.predicted, rows.entities)
    wide = model.relative_width(rows.predicted, low, high) > model.wide_relative_width
    assert wide.mean() == pytest.approx(0.1, abs=0.005)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_model_that_always_erred_to_one_side_keeps_its_prediction_within_the_range(side: float) -> None:
    error = side * np.arange(5.0, 55.0)
    model = calibrate(target(), Range(), held_out(np.full(50, 90.0), 90.0 + error, np.zeros(50, int)), "stall")
    low, high = model.bounds(np.array([90.0]), ["calm"])
    assert low[0] <= 90.0 <= high[0]
    assert (low[0] == 90.0) == (side > 0)
    assert (high[0] == 90.0) == (side < 0)
