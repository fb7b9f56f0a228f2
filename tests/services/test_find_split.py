"""The other feature that an effect depends on is found where there is one, and none is made up where there is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.find_split import FEWEST_ROWS, find_split

Random = np.random.Generator


def others_of(random: Random, count: int) -> dict[str, np.ndarray]:
    """Features of every kind, with gaps, that have nothing to do with each other."""
    kind = np.array([None if draw == 0 else f"kind {draw}" for draw in random.integers(0, 5, count)], dtype=object)
    gaps = np.where(random.random(count) < 0.2, np.nan, random.normal(size=count))
    return {"amount": random.normal(size=count), "gaps": gaps, "kind": kind, "flag": random.integers(0, 2, count) * 1.0}


@settings(max_examples=20)
@given(st.integers(0, 2**16), st.integers(FEWEST_ROWS, 2_000))
def test_a_number_that_turns_the_effect_around_is_found(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    others, own = others_of(random, count), random.normal(size=count)

    split = find_split(own, own * np.where(others["amount"] > 0.3, 1.0, -1.0), others)

    assert split is not None
    assert (split.feature, split.kind) == ("amount", "above")
    assert abs(float(split.value or 0) - 0.3) < 0.35
    assert split.explained > 0.5


@settings(max_examples=20)
@given(st.integers(0, 2**16))
def test_a_name_that_matters_is_found_whatever_the_own_value_is_made_of(seed: int) -> None:
    random = np.random.default_rng(seed)
    others = others_of(random, 800)
    names = np.array(["a", "b", None, "c"], dtype=object)[random.integers(0, 4, 800)]

    split = find_split(names, np.where(others["kind"] == "kind 2", 3.0, 0.0) + random.normal(0, 0.3, 800), others)

    assert split is not None
    assert (split.feature, split.kind, split.value) == ("kind", "is", "kind 2")
    assert (split.yes == (others["kind"] == "kind 2")).all()
    assert split.explained > 0.8


def test_that_a_value_is_missing_can_be_what_matters() -> None:
    random = np.random.default_rng(3)
    others, own = others_of(random, 900), random.normal(size=900)

    split = find_split(own, own + np.where(np.isnan(others["gaps"]), 2.0, 0.0), others)

    assert split is not None
    assert (split.feature, split.kind, split.value) == ("gaps", "missing", None)
    assert split.explained == pytest.approx(1.0, abs=0.05)


@settings(max_examples=40)
@given(st.integers(0, 2**16), st.integers(FEWEST_ROWS, 1_500), st.booleans())
def test_nothing_is_found_where_the_effect_depends_on_nothing_else(seed: int, count: int, noisy: bool) -> None:
    random = np.random.default_rng(seed)
    own = np.where(random.random(count) < 0.1, np.nan, random.normal(size=count))
    effect = np.nan_to_num(own, nan=0.7) + (random.normal(size=count) if noisy else 0.0)

    assert find_split(own, effect, others_of(random, count)) is None


def test_a_feature_that_goes_along_with_the_own_value_is_not_taken_for_a_reason() -> None:
    random = np.random.default_rng(5)
    own = random.normal(size=3_000)
    twin = own + random.normal(0, 0.05, 3_000)

    assert find_split(own, 4 * own, {"twin": twin}) is None


def test_too_few_points_are_not_asked() -> None:
    random = np.random.default_rng(6)
    own = random.normal(size=FEWEST_ROWS - 1)
    flag = (np.arange(FEWEST_ROWS - 1) % 2).astype(float)

    assert find_split(own, own * (2 * flag - 1), {"flag": flag}) is None
    assert find_split(np.tile(own, 2), np.tile(own * (2 * flag - 1), 2), {"flag": np.tile(flag, 2)}) is not None
