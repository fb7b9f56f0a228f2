"""The same row gives the same bits: in any order, company, chunk, number of threads, and in any table of the caller."""

import lightgbm
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from models.tree_shap import TreeShap, set_threads
from tests.tree_shap.trained import Trained, made_up_rows, string_model

MANY = 9_001
"""More than two chunks of 4,096 rows, and the last one not full."""


@pytest.fixture(scope="module")
def engines(trained_kinds: dict[str, Trained]) -> dict[str, TreeShap]:
    return {
        name: TreeShap(trained_kinds[name].booster)
        for name in ("regression", "three classes", "deep on forty features")
    }


@pytest.fixture(params=["regression", "three classes", "deep on forty features"])
def engine_and_rows(request: pytest.FixtureRequest, engines: dict[str, TreeShap]) -> tuple[TreeShap, np.ndarray]:
    features = 40 if request.param == "deep on forty features" else 8
    return engines[request.param], made_up_rows(MANY, categories=features == 8, seed=9, features=features)


def test_a_row_alone_has_the_same_bits_as_in_a_crowd(engine_and_rows: tuple[TreeShap, np.ndarray]) -> None:
    engine, rows = engine_and_rows
    together = engine.values(rows)
    for first, count in [(0, 1), (5, 9), (17, 10), (4_090, 12), (8_000, 1_001), (9_000, 1)]:
        apart = engine.values(rows[first : first + count])
        assert np.array_equal(apart, together[first : first + count]), (first, count)


def test_permuted_rows_have_permuted_values_to_the_bit(engine_and_rows: tuple[TreeShap, np.ndarray]) -> None:
    engine, rows = engine_and_rows
    order = np.random.default_rng(3).permutation(len(rows))
    assert np.array_equal(engine.values(rows[order]), engine.values(rows)[order])


def test_the_number_of_threads_changes_no_bit(engine_and_rows: tuple[TreeShap, np.ndarray]) -> None:
    engine, rows = engine_and_rows
    found = []
    try:
        for threads in (1, 2, 3):
            set_threads(threads)
            found.append(engine.values(rows))
    finally:
        set_threads(1)
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])


def test_the_number_of_threads_changes_no_bit_of_the_tables(plain: Trained) -> None:
    found = []
    try:
        for threads in (1, 2):
            set_threads(threads)
            engine = TreeShap(plain.booster)
            found.append([engine.values(plain.rows), engine.values(plain.rows, background=plain.rows[:7])])
    finally:
        set_threads(1)
    assert all(np.array_equal(one, two) for one, two in zip(*found, strict=True))


def test_background_and_contrast_do_not_depend_on_company_either(plain: Trained) -> None:
    engine, background = TreeShap(plain.booster), plain.rows[:11]
    together = engine.values(plain.rows, background=background)
    assert np.array_equal(engine.values(plain.rows[3:4], background=background), together[3:4])
    # The order of the background is a matter of counting, not of adding.
    assert np.array_equal(engine.values(plain.rows, background=background[::-1]), together)


@pytest.mark.parametrize("bits", [1, 4, 8])
def test_smaller_tables_give_the_same_values_but_for_rounding(plain: Trained, bits: int) -> None:
    full = TreeShap(plain.booster).values(plain.rows)
    np.testing.assert_allclose(TreeShap(plain.booster, table_bits=bits).values(plain.rows), full, rtol=0, atol=1e-13)


def test_layout_type_and_flags_of_the_matrix_change_nothing(plain: Trained) -> None:
    engine, rows = TreeShap(plain.booster), plain.rows
    wanted = engine.values(rows)
    locked = rows.copy()
    locked.flags.writeable = False
    views = [np.asfortranarray(rows), locked, np.repeat(rows, 2, axis=0)[::2], rows.astype(object), rows.tolist()]
    for view in views:
        assert np.array_equal(engine.values(view), wanted)
    assert np.array_equal(engine.values(rows.astype(np.float32)), engine.values(rows.astype(np.float32).astype(float)))


def test_what_the_caller_handed_in_is_left_as_it_was(plain: Trained) -> None:
    engine, rows = TreeShap(plain.booster), plain.rows.copy()
    engine.values(rows, background=rows)
    engine.contrast(rows[0], rows[1])
    assert np.array_equal(rows, plain.rows, equal_nan=True)


def test_pandas_arrow_and_numpy_give_the_same_bits(plain: Trained) -> None:
    engine, names = TreeShap(plain.booster), plain.booster.feature_name()
    frame = pd.DataFrame(plain.rows, columns=names)
    wanted = engine.values(plain.rows)
    assert np.array_equal(engine.values(frame), wanted)
    assert np.array_equal(engine.values(pa.table({name: plain.rows[:, i] for i, name in enumerate(names)})), wanted)
    holes = pa.table({name: pa.array(plain.rows[:, i], from_pandas=True) for i, name in enumerate(names)})
    assert np.array_equal(engine.values(holes), wanted)


def test_a_model_from_its_file_or_text_gives_the_same_bits(plain: Trained, tmp_path) -> None:
    path = tmp_path / "model.txt"
    plain.booster.save_model(path)
    wanted = TreeShap(plain.booster).values(plain.rows)
    assert np.array_equal(TreeShap.from_file(path).values(plain.rows), wanted)
    assert np.array_equal(TreeShap.from_text(path.read_text()).values(plain.rows), wanted)


def test_string_categories_are_read_by_name_whatever_their_order_in_the_frame() -> None:
    booster, frame = string_model()
    told = np.asarray(booster.predict(frame, pred_contrib=True, num_threads=1))[:, :-1]
    engine = TreeShap(booster)
    np.testing.assert_allclose(engine.values(frame), told, rtol=0, atol=1e-12)
    turned = frame.assign(town=frame["town"].cat.reorder_categories(["Trier", "Kiel", "Bonn", "Ulm"]))
    lightgbms_own = np.asarray(booster.predict(turned, pred_contrib=True, num_threads=1))[:, :-1]
    np.testing.assert_allclose(engine.values(turned), lightgbms_own, rtol=0, atol=1e-12)


def test_iterations_are_those_of_the_booster(plain: Trained) -> None:
    told = np.asarray(plain.booster.predict(plain.rows, pred_contrib=True, num_iteration=4, num_threads=1))
    engine = TreeShap(plain.booster, num_iteration=4)
    np.testing.assert_allclose(engine.values(plain.rows), told[:, :-1], rtol=0, atol=1e-12)
    assert abs(engine.expected_value - told[0, -1]) < 1e-12


def test_early_stopping_is_followed_as_predict_follows_it(trained_kinds: dict[str, Trained]) -> None:
    trained = trained_kinds["numeric only"]
    booster = lightgbm.Booster(model_str=trained.booster.model_to_string())
    booster.best_iteration = 6
    told = np.asarray(booster.predict(trained.rows, pred_contrib=True, num_threads=1))
    np.testing.assert_allclose(TreeShap(booster).values(trained.rows), told[:, :-1], rtol=0, atol=1e-12)
