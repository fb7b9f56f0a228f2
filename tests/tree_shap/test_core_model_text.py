"""What a model text says is read as LightGBM means it, and nothing else is taken for a model."""

import numpy as np
import pytest

from models.tree_shap import BrokenModelError, UnsupportedModelError
from models.tree_shap.model_text import read_model
from models.tree_shap.warming import MODEL
from tests.tree_shap.trained import Trained, string_model


def test_every_tree_of_a_booster_is_read_with_the_values_lightgbm_dumps(trained: Trained) -> None:
    model = read_model(trained.booster.model_to_string())
    dumped = trained.booster.dump_model()
    assert model.trees == len(dumped["tree_info"])
    assert model.classes == dumped["num_tree_per_iteration"]
    assert list(model.feature_names) == trained.booster.feature_name()
    leaves = np.diff(model.leaf_start)
    assert leaves.tolist() == [tree["num_leaves"] for tree in dumped["tree_info"]]
    for index, tree in enumerate(dumped["tree_info"]):
        own = model.leaf_value[model.leaf_start[index] : model.leaf_start[index + 1]]
        assert own.tolist() == pytest.approx([trained.booster.get_leaf_output(index, leaf) for leaf in range(len(own))])
        assert len(own) == tree["num_leaves"]


def test_children_are_numbered_through_the_whole_model(plain: Trained) -> None:
    model = read_model(plain.booster.model_to_string())
    children = np.concatenate([model.left, model.right])
    roots = model.node_start[:-1]
    assert sorted(children[children >= 0]) == sorted(set(range(model.node_start[-1])) - set(roots))
    assert sorted(~children[children < 0]) == list(range(model.leaf_start[-1]))


def test_num_iteration_takes_the_first_trees_and_no_more_than_there_are(three_classes: Trained) -> None:
    text = three_classes.booster.model_to_string()
    assert read_model(text, num_iteration=2).trees == 6
    whole = read_model(text).trees
    assert {read_model(text, num_iteration=number).trees for number in (None, 0, -1, 10_000)} == {whole}


def test_windows_line_ends_are_read_too() -> None:
    assert read_model(MODEL.replace("\n", "\r\n")).leaf_value.tolist() == [1, 2, 3, 4]


def test_categories_of_strings_and_where_they_are_come_from_the_file() -> None:
    model = read_model(string_model()[0].model_to_string())
    assert model.pandas_categories == (("Ulm", "Bonn", "Kiel", "Trier"),)
    assert model.categorical_features == (1,)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("tree\nversion", "booster\nversion", "not a LightGBM model"),
        ("end of trees", "", "end of trees"),
        ("tree_sizes=0", "tree_sizes=0 0", "announces 2 trees"),
        ("num_tree_per_iteration=1", "num_tree_per_iteration=2", "1 trees cannot be shared by 2"),
        ("max_feature_idx=2", "max_feature_idx=two", "max_feature_idx"),
        ("max_feature_idx=2", "max_feature_idx=3", "names 3 features"),
        ("leaf_value=1 2 3 4", "leaf_value=1 2 3", "should hold 4"),
        ("leaf_value=1 2 3 4", "leaf_value=1 2 3 nan", "finite"),
        ("leaf_value=1 2 3 4", "leaf_value=1 2 3 four", "no number"),
        ("split_feature=0 1 2", "split_feature=0 1 3", "splits on a feature"),
        ("right_child=1 2 -4", "right_child=1 1 -4", "do not form a tree"),
        ("right_child=1 2 -4", "right_child=0 2 -4", "do not form a tree"),
        ("left_child=-1 -2 -3", "left_child=-1 -2 -5", "do not form a tree"),
        ("threshold=0.5 0.5 0", "threshold=0.5 0.5 1", "cat_boundaries"),
        ("num_leaves=4", "num_leaves=0", "num_leaves is 0"),
    ],
)
def test_a_damaged_text_is_refused_with_what_is_wrong(old: str, new: str, words: str) -> None:
    assert old in MODEL
    with pytest.raises(BrokenModelError, match=words) as caught:
        read_model(MODEL.replace(old, new), where="model.txt")
    assert caught.value.where.startswith("model.txt")


@pytest.mark.parametrize("tail", ["parameters:\n[a: 1]\n", "\npandas_categorical:[[1, 2"])
def test_a_text_that_is_cut_off_after_its_trees_is_refused(tail: str) -> None:
    with pytest.raises(BrokenModelError, match="cut off"):
        read_model(f"{MODEL}\n{tail}")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("is_linear=0", "is_linear=1", "linear trees"), ("internal_count=40 30 20", "internal_count=40 0 0", "no cover")],
)
def test_a_sound_model_that_cannot_be_explained_is_told_from_a_broken_one(old: str, new: str, words: str) -> None:
    with pytest.raises(UnsupportedModelError, match=words):
        read_model(MODEL.replace(old, new))
