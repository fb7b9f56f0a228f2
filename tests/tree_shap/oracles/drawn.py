"""Hypothesis strategies: forests with every kind of split, and rows that hit their edges."""

import math
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from tests.tree_shap.oracles.forest import ZERO_BAND, Forest, Leaf, Node, Split

THRESHOLDS = (-2.0, -0.5, -1e-36, 0.0, 1e-36, 1e-35, ZERO_BAND, 1e-34, 0.5, 1.0, 1.5, 1e300)
"""Around the zero band, and LightGBM's stand-in for infinity."""

CATEGORIES = (0, 1, 2, 5, 31, 32, 40)
"""On both sides of the border between two words of a bit set."""

EDGES = (
    -math.inf,
    math.inf,
    math.nan,
    -0.0,
    0.0,
    1e-36,
    -1e-36,
    -1e-35,
    2e-35,
    ZERO_BAND,
    -ZERO_BAND,
    1e300,
    -1e300,
    5e-324,
)
ODD_CATEGORIES = (-1.0, -0.5, -1.0 + 1e-16, 0.5, 1.9999, 3.0, 40.5, 64.0, 1e9, 2147483647.0, 2147483648.0, 1e18, -1e18)


@st.composite
def forests(draw: st.DrawFn, *, most_features: int = 5, most_leaves: int = 8, categories: bool = True) -> Forest:
    """One to four trees per class, one or three classes, on a few features; some trees are a single leaf."""
    random = draw(st.randoms(use_true_random=False))
    features = draw(st.integers(1, most_features))
    classes = draw(st.sampled_from([1, 1, 3]))
    rounds = draw(st.integers(1, 4 if classes == 1 else 2))
    leaves = draw(st.integers(1, most_leaves))
    by_category = [categories and random.random() < 0.4 for _ in range(features)]
    grown = tuple(_grown(random, random.randint(1, leaves), by_category) for _ in range(rounds * classes))
    averaged = draw(st.sampled_from([False, False, True]))
    return Forest(grown, classes, features, Fraction(1, rounds) if averaged else Fraction(1))


def rows(forest: Forest, *, least: int = 1, most: int = 4) -> st.SearchStrategy[list[list[float]]]:
    """Rows of ordinary values, thresholds and categories hit exactly, and the edges of float64."""
    exact = st.sampled_from([*THRESHOLDS, *map(float, CATEGORIES)])
    beside = exact.map(lambda value: math.nextafter(value, math.inf)) | exact.map(
        lambda v: math.nextafter(v, -math.inf)
    )
    value = exact | beside | st.sampled_from([*EDGES, *ODD_CATEGORIES]) | st.floats(-3, 3)
    return st.lists(st.lists(value, min_size=forest.features, max_size=forest.features), min_size=least, max_size=most)


def _grown(random: Random, leaves: int, by_category: list[bool]) -> Node:
    if leaves == 1:
        return Leaf(Fraction(random.choice([0.0, 1.0, -1.0, round(random.uniform(-2, 2), 3)])), random.randint(1, 9))
    left_leaves = random.randint(1, leaves - 1)
    left, right = (_grown(random, size, by_category) for size in (left_leaves, leaves - left_leaves))
    feature = random.randrange(len(by_category))
    in_set = frozenset(random.sample(CATEGORIES, random.randint(1, 4))) if by_category[feature] else None
    return Split(
        feature=feature,
        threshold=math.nan if in_set else random.choice(THRESHOLDS),
        categories=in_set,
        missing=random.choice(["None", "Zero", "NaN"]),
        default_left=in_set is None and random.random() < 0.5,
        count=left.count + right.count,
        left=left,
        right=right,
    )
