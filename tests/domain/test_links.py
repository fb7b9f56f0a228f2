"""Links and effects: what adds up on the link scale adds up in the unit of the target."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from domain.links import Link, effects, inverse, softmax_effects

SINGLE = [Link.IDENTITY, Link.LOG, Link.LOGIT]
PART = st.floats(-3, 3)
PARTS = arrays(np.float64, (4, 5), elements=PART)
BASE = st.floats(-4, 4)


def of(link: Link, base: float, parts: Any) -> tuple[Any, Any]:
    start = np.full(len(parts), base)
    raw = start + parts.sum(axis=1)
    return effects(link, start, raw, parts), inverse(link, raw) - inverse(link, start)


@pytest.mark.parametrize("link", SINGLE)
@given(base=BASE, parts=PARTS)
def test_effects_add_up_to_the_change_of_the_prediction(link: Link, base: float, parts: Any) -> None:
    found, change = of(link, base, parts)
    size = np.abs(found).sum(axis=1) + np.abs(change)
    # Where raw and base nearly meet, the rescaling is a quotient of two small differences.
    assert (np.abs(found.sum(axis=1) - change) <= 1e-9 * size + 1e-12).all()


@pytest.mark.parametrize("link", SINGLE)
@given(base=BASE, parts=PARTS, place=st.integers(0, 4))
def test_a_zero_stays_zero(link: Link, base: float, parts: Any, place: int) -> None:
    parts = parts.copy()
    parts[:, place] = 0.0
    assert not of(link, base, parts)[0][:, place].any()


@pytest.mark.parametrize("link", SINGLE)
@given(base=BASE, parts=PARTS)
def test_signs_and_order_are_kept(link: Link, base: float, parts: Any) -> None:
    found, _ = of(link, base, parts)
    for row, effect in zip(parts, found, strict=True):
        assert (np.diff(effect[np.argsort(row, kind="stable")]) >= 0).all()
        assert (effect * row >= 0).all()


@given(base=BASE, parts=PARTS)
def test_effects_of_the_identity_link_are_the_contributions(base: float, parts: Any) -> None:
    np.testing.assert_array_equal(of(Link.IDENTITY, base, parts)[0], parts)


@pytest.mark.parametrize("link", SINGLE)
def test_contributions_that_cancel_out_keep_a_finite_size(link: Link) -> None:
    found, _ = of(link, 0.5, np.array([[2.0, -2.0, 0.0]]))
    slope = {Link.IDENTITY: 1.0, Link.LOG: np.exp(0.5), Link.LOGIT: 1 / (2 + np.exp(0.5) + np.exp(-0.5))}[link]
    np.testing.assert_allclose(found, [[2 * slope, -2 * slope, 0.0]], rtol=1e-12)


@given(raw=arrays(np.float64, 6, elements=st.floats(-700, 700)))
def test_probabilities_stay_between_zero_and_one_without_a_warning(raw: Any) -> None:
    probability = inverse(Link.LOGIT, raw)
    assert ((probability >= 0) & (probability <= 1)).all()
    np.testing.assert_allclose(probability + inverse(Link.LOGIT, -raw), 1.0, rtol=1e-12)
    np.testing.assert_allclose(inverse(Link.SOFTMAX, raw).sum(), 1.0, rtol=1e-12)


@given(raw=arrays(np.float64, (3, 4), elements=st.floats(-30, 30)), shift=st.floats(-50, 50))
def test_the_same_added_to_every_score_leaves_softmax_alone(raw: Any, shift: float) -> None:
    np.testing.assert_allclose(inverse(Link.SOFTMAX, raw), inverse(Link.SOFTMAX, raw + shift), rtol=1e-9, atol=1e-15)


MANY = arrays(np.float64, (3, 3, 4), elements=PART)
BASES = arrays(np.float64, 3, elements=BASE)
CHOSEN = arrays(np.intp, 3, elements=st.integers(0, 2))


@given(base=BASES, parts=MANY, chosen=CHOSEN)
def test_softmax_effects_add_up_to_the_change_of_the_probability(base: Any, parts: Any, chosen: Any) -> None:
    found = softmax_effects(base, parts, chosen)
    rows = np.arange(3)
    change = inverse(Link.SOFTMAX, base + parts.sum(axis=2))[rows, chosen] - inverse(Link.SOFTMAX, base)[chosen]
    np.testing.assert_allclose(found.sum(axis=1), change, rtol=1e-12, atol=1e-14)


@given(base=BASES, parts=MANY, chosen=CHOSEN, place=st.integers(0, 3))
def test_a_feature_without_contributions_has_no_softmax_effect(base: Any, parts: Any, chosen: Any, place: int) -> None:
    parts = parts.copy()
    parts[:, :, place] = 0.0
    assert not softmax_effects(base, parts, chosen)[:, place].any()


@given(base=BASES, parts=MANY)
def test_what_one_class_gains_the_others_lose(base: Any, parts: Any) -> None:
    total = sum(softmax_effects(base, parts, np.full(3, chosen)) for chosen in range(3))
    np.testing.assert_allclose(total, 0.0, atol=1e-9)


@given(base=BASE, parts=arrays(np.float64, (4, 5), elements=st.floats(-1, 1)))
def test_a_single_score_against_a_fixed_one_gives_the_effects_of_the_logit(base: float, parts: Any) -> None:
    scores = np.zeros((4, 2, 5))
    scores[:, 1, :] = parts
    found = softmax_effects(np.array([0.0, base]), scores, np.ones(4, dtype=np.intp))
    np.testing.assert_allclose(found, of(Link.LOGIT, base, parts)[0], rtol=1e-6, atol=1e-9)
