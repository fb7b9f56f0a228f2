"""Codes decide every node as LightGBM decides it, whatever the value."""

import math

import lightgbm
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.tree_shap.columns import trees_of
from models.tree_shap.encoding import encode, goes_left
from models.tree_shap.errors import UnsupportedModelError
from models.tree_shap.model_text import read_model
from models.tree_shap.warming import MODEL

TINY = float(np.float32(1e-35))
STRANGE = [0.0, -0.0, math.nan, math.inf, -math.inf, 1e-36, -1e-36, TINY, -TINY, math.nextafter(TINY, 1), 1e300]
THRESHOLD = 0.5
CATEGORIES = (0, 3, 31, 32, 70)
CATEGORY_WORDS = "2147483657 1 64"


def stump(decision_type: int) -> str:
    """One node that puts 1 left and 2 right."""
    categorical = decision_type & 1
    head = MODEL.partition("\nTree=0")[0]
    sets = f"cat_boundaries=0 3\ncat_threshold={CATEGORY_WORDS}\n" if categorical else ""
    tree = (
        f"Tree=0\nnum_leaves=2\nnum_cat={categorical}\nsplit_feature=1\nsplit_gain=1\n"
        f"threshold={0 if categorical else THRESHOLD}\ndecision_type={decision_type}\nleft_child=-1\nright_child=-2\n"
        f"leaf_value=1 2\nleaf_weight=1 1\nleaf_count=3 5\ninternal_value=0\ninternal_weight=2\ninternal_count=8\n"
        f"{sets}is_linear=0\nshrinkage=1\n\n\n"
    )
    return f"{head}\n\n{tree}end of trees\n".replace("tree_sizes=0", f"tree_sizes={len(tree)}")


def goes_left_here(text: str, value: float) -> bool:
    trees = trees_of(read_model(text), "here")
    codes = np.empty((1, 1), np.uint16)
    encode(trees, np.array([[0.0, value, 0.0]]), 0, 1, codes)
    return bool(goes_left(trees, 0, codes[0, 0]))


def goes_left_in_lightgbm(booster: lightgbm.Booster, value: float) -> bool:
    return booster.predict(np.array([[0.0, value, 0.0]]), raw_score=True, num_threads=1)[0] == 1.0


values = st.one_of(
    st.sampled_from([*STRANGE, THRESHOLD, math.nextafter(THRESHOLD, 1), math.nextafter(THRESHOLD, 0)]),
    st.sampled_from([sign * (c + part) for c in (0, 1, 3, 31, 32, 70, 99) for part in (0, 0.5) for sign in (1, -1)]),
    st.sampled_from([2.0**31 - 1, 2.0**31, -(2.0**31), 1e18]),
    st.floats(allow_nan=True, allow_infinity=True),
)


@pytest.mark.parametrize("missing", [0, 1, 2])
@pytest.mark.parametrize("default_left", [False, True])
@settings(max_examples=60)
@given(value=values)
def test_a_numerical_node_decides_as_lightgbm_does(missing: int, default_left: bool, value: float) -> None:
    text = stump(2 * default_left | missing << 2)
    assert goes_left_here(text, value) == goes_left_in_lightgbm(lightgbm.Booster(model_str=text), value)


@settings(max_examples=100)
@given(value=values)
def test_a_categorical_node_decides_as_lightgbm_does(value: float) -> None:
    text = stump(1)
    assert goes_left_here(text, value) == goes_left_in_lightgbm(lightgbm.Booster(model_str=text), value)


@pytest.mark.parametrize("category", range(100))
def test_exactly_the_categories_of_the_bitset_go_left(category: int) -> None:
    assert goes_left_here(stump(1), category) == (category in CATEGORIES)


def test_more_thresholds_than_codes_are_refused_and_the_feature_is_named() -> None:
    leaves = 65_002
    nodes = leaves - 1
    tree = "\n".join(
        [
            f"Tree=0\nnum_leaves={leaves}\nnum_cat=0",
            f"split_feature={'1 ' * nodes}",
            f"threshold={' '.join(map(str, range(nodes)))}",
            f"decision_type={'2 ' * nodes}",
            f"left_child={' '.join(map(str, [*range(1, nodes), -1]))}",
            f"right_child={' '.join(str(-2 - node) for node in range(nodes))}",
            f"leaf_value={'1 ' * leaves}\nleaf_count={'1 ' * leaves}\ninternal_count={'2 ' * nodes}\nis_linear=0\n",
        ]
    )
    text = f"{MODEL.partition(chr(10) + 'Tree=0')[0]}\n{tree}\nend of trees\n"
    with pytest.raises(UnsupportedModelError, match=r"65,001 .* 65,000") as caught:
        trees_of(read_model(text), "big.txt")
    assert caught.value.where == "big.txt, feature 'b'"
