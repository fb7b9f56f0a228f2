"""What counts as a feature that knows the answer: any form of it, and nothing that is honest."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assess_leak import explained_share, leak
from services.load_use_case import LoadedUseCase
from tests.services.test_assess import made, one_key, only

__all__ = ["one_key"]


@pytest.mark.parametrize("change", [lambda v: -v, lambda v: v**3, lambda v: round(v / 10)])
def test_the_answer_in_another_form_is_a_leak(one_key: LoadedUseCase, change: Callable[[float], float]) -> None:
    answer = [float((value * 37) % 101) for value in range(400)]
    found = leak(only(one_key, "rain"), made([answer], rain=[float(change(value)) for value in answer]))
    assert [p.kind for p in found] == ["found"]


def test_an_honest_feature_is_no_leak_and_little_data_says_nothing(one_key: LoadedUseCase) -> None:
    chance = random.Random(3)
    answer = [chance.gammavariate(3, 100) for _ in range(400)]
    honest = [value + chance.gauss(0, 60) for value in answer]
    assert [p.kind for p in leak(only(one_key, "rain"), made([answer], rain=honest))] == ["none"]
    assert leak(only(one_key, "rain"), made([answer[:40]], rain=list(answer[:40]))) == []


@given(st.integers(0, 1000), st.integers(60, 300))
def test_what_a_feature_explains_is_a_share_and_the_same_in_any_order(seed: int, rows: int) -> None:
    chance = np.random.default_rng(seed)
    x, y = chance.normal(size=rows), chance.normal(size=rows)
    order = chance.permutation(rows)
    share = explained_share(x, y)
    assert 0 <= share < 0.9
    assert share == pytest.approx(explained_share(x[order], y[order]))
    assert explained_share(y, y) >= 0.98
