"""Values against LightGBM's own, and against themselves by every path through the engine."""

import math

import lightgbm
import numpy as np
import pytest
import shap

from models.tree_shap import TreeShap
from models.tree_shap.engine import engine_of
from models.tree_shap.model_text import read_model
from models.tree_shap.plan import table_length
from models.tree_shap.rows import explain
from tests.tree_shap.trained import Trained, made_up_rows, train

SAME = 1e-12
"""As a share of |base| + sum |contribution|: docs/fast_shap.md."""


def by_class(engine: TreeShap, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values as (n, classes, features), and the base as (classes,)."""
    values = engine.values(rows)
    return (values if values.ndim == 3 else values[:, :, None]).transpose(0, 2, 1), np.atleast_1d(engine.expected_value)


def lightgbms_own(booster: lightgbm.Booster, rows: np.ndarray, **how: object) -> np.ndarray:
    flat = booster.predict(rows, pred_contrib=True, num_threads=1, **how)
    return flat.reshape(len(rows), booster.num_model_per_iteration(), -1)


def share_of(trained: Trained) -> float:
    """LightGBM adds a random forest up where its prediction is the mean."""
    return 1 / trained.booster.current_iteration() if "average_output" in trained.booster.model_to_string() else 1.0


@pytest.mark.parametrize("bits", [1, 3, 12, 16])
def test_values_and_base_are_those_of_lightgbm_whatever_the_size_of_the_tables(trained: Trained, bits: int) -> None:
    engine = TreeShap(trained.booster, table_bits=bits)
    own = lightgbms_own(trained.booster, trained.rows) * share_of(trained)
    values, base = by_class(engine, trained.rows)
    size = np.abs(own).sum(axis=2, keepdims=True)
    raw = trained.booster.predict(trained.rows, raw_score=True, num_threads=1).reshape(own.shape[:2]) * share_of(
        trained
    )
    # Its own sums must hold, else it is no witness.
    assert (np.abs(own.sum(axis=2) - raw) <= SAME * size[:, :, 0]).all()
    assert (np.abs(values - own[:, :, :-1]) <= SAME * size).all()
    assert (np.abs(base - own[0, :, -1]) <= SAME * size[:, :, 0]).all()


def test_a_random_forest_is_explained_as_the_mean_that_it_predicts(trained_kinds: dict[str, Trained]) -> None:
    forest = trained_kinds["random forest"]
    values, base = by_class(TreeShap(forest.booster, num_iteration=4), forest.rows)
    predicted = forest.booster.predict(forest.rows, num_iteration=4, num_threads=1)
    assert values.sum(axis=2)[:, 0] + base[0] == pytest.approx(predicted, rel=1e-12)


@pytest.mark.parametrize("iterations", [1, 3, 10_000])
def test_num_iteration_is_that_of_predict(three_classes: Trained, iterations: int) -> None:
    own = lightgbms_own(three_classes.booster, three_classes.rows, num_iteration=iterations)
    values, _ = by_class(TreeShap(three_classes.booster, num_iteration=iterations), three_classes.rows)
    assert values == pytest.approx(own[:, :, :-1], abs=1e-12)


def test_several_classes_come_last_as_in_shap(three_classes: Trained) -> None:
    values = TreeShap(three_classes.booster).values(three_classes.rows)
    theirs = shap.TreeExplainer(three_classes.booster).shap_values(three_classes.rows)
    assert values.shape == theirs.shape
    assert values == pytest.approx(theirs, abs=1e-12)


@pytest.fixture(scope="module")
def wide() -> Trained:
    """Paths of far more than 64 distinct features: patterns that do not fit into one key."""
    features = 90
    rng = np.random.default_rng(3)
    rows = (rng.random((1500, features)) < 0.02).astype(float)
    # Each feature sets some rows apart from all others, so that one long chain explains the target.
    target = rows @ np.linspace(5, 6, features) ** 3
    parameters = {"verbosity": -1, "num_threads": 1, "num_leaves": 400, "min_data_in_leaf": 1, "max_bin": 3}
    parameters |= {"min_sum_hessian_in_leaf": 0, "learning_rate": 1.0, "lambda_l2": 0.0}
    return Trained(lightgbm.train(parameters, lightgbm.Dataset(rows, target), 2), rows)


def test_paths_of_more_than_64_features_add_up_and_a_row_alone_has_the_same_bytes(wide: Trained) -> None:
    engine = TreeShap(wide.booster)
    assert read_widest(engine) > 64
    values = engine.values(wide.rows)
    raw = wide.booster.predict(wide.rows, raw_score=True, num_threads=1)
    size = np.abs(values).sum(axis=1) + abs(engine.expected_value)
    assert (np.abs(values.sum(axis=1) + engine.expected_value - raw) <= SAME * size).all()
    alone = np.concatenate([engine.values(wide.rows[row : row + 1]) for row in range(0, 1500, 50)])
    assert alone.tobytes() == values[::50].tobytes()


def read_widest(engine: TreeShap) -> int:
    return int(engine._engine.prepared.plan.bits.max())


@pytest.mark.parametrize("bits", [1, 4, 12])
@pytest.mark.parametrize("chunk", [10, 64, 257, 4096])
def test_neither_the_size_of_a_chunk_nor_the_tables_that_are_kept_change_a_bit(
    trained_kinds: dict[str, Trained], bits: int, chunk: int
) -> None:
    for name in ("regression", "three classes", "deep on forty features"):
        model = read_model(trained_kinds[name].booster.model_to_string())
        rows = made_up_rows(600, categories=False, seed=9, features=model.features)
        whole, parts = (np.empty((600, model.features * model.classes)) for _ in range(2))
        explain(engine_of(model, bits, math.inf, name), rows, whole)
        explain(engine_of(model, bits, 2_000.0, name), rows, parts, chunk_rows=chunk)
        assert parts.tobytes() == whole.tobytes()


def some_kept(booster: lightgbm.Booster) -> list[TreeShap]:
    """The same model with all its tables, with a part of them and with none."""
    whole = TreeShap(booster)
    part = TreeShap(booster, table_megabytes=whole.table_bytes / 4e6)
    assert 0 < part.table_bytes <= whole.table_bytes / 4
    none = TreeShap(booster, table_megabytes=0)
    assert none.table_bytes == 0
    return [whole, part, none]


@pytest.mark.parametrize("name", ["regression", "three classes", "deep on forty features"])
@pytest.mark.parametrize("count", [1, 9, 10, 60])
def test_less_memory_changes_no_bit_for_few_rows_or_many_with_or_without_a_background(
    trained_kinds: dict[str, Trained], name: str, count: int
) -> None:
    trained = trained_kinds[name]
    rows, background = np.tile(trained.rows, (9, 1))[: count * 9 : 9], trained.rows[:20]
    found = [engine.values(rows).tobytes() for engine in some_kept(trained.booster)]
    assert len(set(found)) == 1
    against = [engine.against(background).values(rows).tobytes() for engine in some_kept(trained.booster)]
    assert len({*against, TreeShap(trained.booster).values(rows, background=background).tobytes()}) == 1


def test_tables_of_a_batch_give_the_bits_of_kept_tables_and_of_the_formula(wide: Trained) -> None:
    # Paths of all lengths up to far more than 16 answers; rows enough for a table of 16 answers, and rows for none.
    bits = TreeShap(wide.booster)._engine.prepared.plan.bits
    assert {13, 14, 15, 16, 17} <= set(bits.tolist())
    rows = np.tile(wide.rows, (11, 1))
    whole, part, none = some_kept(wide.booster)
    wanted = whole.values(rows)
    assert part.values(rows).tobytes() == wanted.tobytes()
    assert none.values(rows).tobytes() == wanted.tobytes()
    assert none.values(rows[:1500]).tobytes() == wanted[:1500].tobytes()


def test_fewer_table_bits_never_take_more_memory(trained: Trained) -> None:
    sizes = [TreeShap(trained.booster, table_bits=bits).table_bytes for bits in (2, 6, 10, 14)]
    assert sizes == sorted(sizes)


def test_table_bytes_are_those_of_the_plan(plain: Trained) -> None:
    engine = TreeShap(plain.booster)
    assert engine.table_bytes == 8 * table_length(engine._engine.prepared.plan)


def test_a_booster_of_one_leaf_has_a_base_and_no_contributions(trained_kinds: dict[str, Trained]) -> None:
    stump = trained_kinds["one leaf"]
    engine = TreeShap(stump.booster)
    assert not engine.values(stump.rows).any()
    assert engine.expected_value == pytest.approx(stump.booster.predict(stump.rows[:1], num_threads=1)[0], rel=1e-15)


@pytest.mark.parametrize("name", ["regression", "three classes"])
def test_an_explanation_carries_values_base_rows_and_names(trained_kinds: dict[str, Trained], name: str) -> None:
    trained = trained_kinds[name]
    engine = TreeShap(trained.booster)
    shown = engine.explanation(trained.rows)
    _, base = by_class(engine, trained.rows)
    assert shown.values.tobytes() == engine.values(trained.rows).tobytes()
    assert np.asarray(shown.base_values).reshape(len(trained.rows), -1).tolist() == [base.tolist()] * len(trained.rows)
    assert shown.feature_names == trained.booster.feature_name()
    np.testing.assert_array_equal(shown.data, trained.rows)


def test_warming_says_what_it_does_and_how_long_it_took(plain: Trained) -> None:
    said: list[str] = []
    TreeShap(plain.booster).warm(said.append)
    assert len(said) == 2
    assert "compil" in said[0]
    assert said[1].startswith("done in ")


def test_early_stopping_is_followed(plain: Trained) -> None:
    stopped = train(rounds=12)
    stopped.booster.best_iteration = 5
    five = TreeShap(stopped.booster, num_iteration=5).values(stopped.rows)
    assert TreeShap(stopped.booster).values(stopped.rows).tobytes() == five.tobytes()
    assert TreeShap(stopped.booster, num_iteration=-1).values(stopped.rows).tobytes() != five.tobytes()
