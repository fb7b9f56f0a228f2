"""What cannot be explained is refused in words that say what is wrong and where; nothing is guessed."""

import lightgbm
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.tree_shap import BrokenModelError, InputError, TreeShap, TreeShapError, UnsupportedModelError
from tests.tree_shap.trained import QUIET, Trained, string_model


@pytest.fixture(scope="module")
def engine(trained_kinds: dict[str, Trained]) -> TreeShap:
    return TreeShap(trained_kinds["regression"].booster)


@settings(max_examples=60)
@given(share=st.floats(0, 1))
def test_a_model_text_that_is_cut_anywhere_is_refused_or_whole(trained_kinds: dict[str, Trained], share: float) -> None:
    text = trained_kinds["regression"].booster.model_to_string()
    cut = text[: int(share * len(text))]
    # Between the trees and the parameters, and behind the parameters, a text may end: its trees are whole.
    trees, parameters = cut.find("\nend of trees") >= 0, "\nparameters:" in cut
    if trees and (not parameters or "\nend of parameters" in cut):
        assert TreeShap.from_text(cut).expected_value == TreeShap.from_text(text).expected_value
        return
    with pytest.raises(BrokenModelError) as caught:
        TreeShap.from_text(cut)
    assert caught.value.what
    assert caught.value.where


def test_a_file_cut_in_half_is_named(plain: Trained, tmp_path) -> None:
    path = tmp_path / "half.txt"
    text = plain.booster.model_to_string()
    path.write_text(text[: len(text) // 2])
    with pytest.raises(BrokenModelError, match=r"half\.txt.*cut off") as caught:
        TreeShap.from_file(path)
    assert str(path) in caught.value.where


def test_a_file_that_is_no_model_is_refused(tmp_path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    with pytest.raises(BrokenModelError, match=r"picture\.png"):
        TreeShap.from_file(path)


@pytest.mark.parametrize(
    "key", ["threshold", "split_feature", "left_child", "leaf_value", "internal_count", "cat_threshold"]
)
def test_a_tree_with_a_damaged_line_is_named(plain: Trained, key: str) -> None:
    lines = plain.booster.model_to_string().split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{key}="))
    lines[at] = lines[at].rsplit(" ", 1)[0] if " " in lines[at] else f"{key}="
    with pytest.raises(BrokenModelError, match="tree 0"):
        TreeShap.from_text("\n".join(lines))


def test_linear_trees_are_refused_as_not_explainable_here(plain: Trained) -> None:
    target = np.nan_to_num(plain.rows[:, 0])
    data = lightgbm.Dataset(np.nan_to_num(plain.rows), target)
    booster = lightgbm.train(QUIET | {"linear_tree": True, "num_leaves": 4}, data, 2)
    with pytest.raises(UnsupportedModelError, match="linear"):
        TreeShap(booster)


@pytest.mark.parametrize("features", [0, 7, 9])
def test_another_number_of_features_is_refused_with_both_numbers(engine: TreeShap, features: int) -> None:
    with pytest.raises(InputError, match=rf"{features}.*8|8.*{features}"):
        engine.values(np.zeros((3, features)))


def test_one_row_without_brackets_is_refused(engine: TreeShap) -> None:
    with pytest.raises(InputError):
        engine.values(np.zeros(8))


def test_text_in_a_numeric_column_is_named_with_its_column(plain: Trained, engine: TreeShap) -> None:
    names = plain.booster.feature_name()
    frame = pd.DataFrame(plain.rows, columns=names).astype({names[2]: object})
    frame.loc[5, names[2]] = "about four"
    with pytest.raises(InputError, match=names[2]):
        engine.values(frame)
    table = pa.table({name: ["x"] * 3 if name == names[2] else [1.0] * 3 for name in names})
    with pytest.raises(InputError, match=names[2]):
        engine.values(table)


def test_a_frame_with_other_columns_or_another_order_is_refused_and_the_column_is_named() -> None:
    booster, frame = string_model()
    engine = TreeShap(booster)
    with pytest.raises(InputError, match="surprise"):
        engine.values(frame.rename(columns={"rooms": "surprise"}))
    with pytest.raises(InputError, match="order"):
        engine.values(frame[["rooms", "town", "size"]])


def test_a_category_that_training_never_saw_is_counted_and_named() -> None:
    booster, frame = string_model()
    unseen = frame.assign(town=frame["town"].cat.rename_categories({"Bonn": "Atlantis"}))
    with pytest.raises(InputError, match="Atlantis") as caught:
        TreeShap(booster).values(unseen)
    assert f"{(unseen['town'] == 'Atlantis').sum()} rows" in caught.value.what
    assert "town" in caught.value.where


def test_a_category_column_where_training_had_a_number_is_refused() -> None:
    booster, frame = string_model()
    engine = TreeShap(booster)
    with pytest.raises(InputError, match="town"):
        engine.values(frame.assign(town=1.0, size=frame["town"]))


def test_a_text_column_instead_of_a_category_is_refused() -> None:
    booster, frame = string_model()
    with pytest.raises(InputError, match="town"):
        TreeShap(booster).values(frame.assign(town=frame["town"].astype(str)))


def test_no_rows_give_no_values(plain: Trained, three_classes: Trained, engine: TreeShap) -> None:
    names = plain.booster.feature_name()
    assert engine.values(np.empty((0, 8))).shape == (0, 8)
    assert engine.values(pd.DataFrame(np.empty((0, 8)), columns=names)).shape == (0, 8)
    assert TreeShap(three_classes.booster).values(np.empty((0, 8))).shape == (0, 8, 3)


def test_an_empty_background_is_refused(engine: TreeShap) -> None:
    with pytest.raises(InputError, match="background"):
        engine.values(np.zeros((1, 8)), background=np.empty((0, 8)))


@pytest.mark.parametrize("bits", [0, 25, -1])
def test_table_bits_out_of_range_are_refused(plain: Trained, bits: int) -> None:
    with pytest.raises(ValueError, match="table_bits"):
        TreeShap(plain.booster, table_bits=bits)


def test_infinite_values_are_explained_like_any_other(plain: Trained, engine: TreeShap) -> None:
    rows = np.array([[np.inf] * 8, [-np.inf] * 8])
    sums = engine.values(rows).sum(axis=1) + engine.expected_value
    np.testing.assert_allclose(sums, plain.booster.predict(rows, num_threads=1), rtol=0, atol=1e-12)


def test_every_error_is_one_that_callers_of_numpy_would_catch() -> None:
    assert issubclass(TreeShapError, ValueError)
    for kind in (BrokenModelError, InputError, UnsupportedModelError):
        assert issubclass(kind, TreeShapError)


@pytest.mark.parametrize("megabytes", [-1, float("nan")])
def test_less_memory_than_none_is_refused(plain: Trained, megabytes: float) -> None:
    with pytest.raises(ValueError, match="table_megabytes"):
        TreeShap(plain.booster, table_megabytes=megabytes)
