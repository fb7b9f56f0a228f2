"""Rows in any container become the matrix that LightGBM would make of them, or an error that names the place."""

import decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import sparse

from models.tree_shap import InputError, TreeShap
from models.tree_shap.inputs import rows_of
from models.tree_shap.model_text import TreeModel, read_model
from tests.tree_shap.trained import Trained, string_model


@pytest.fixture(scope="module")
def towns() -> tuple[TreeModel, pd.DataFrame]:
    booster, frame = string_model()
    return read_model(booster.model_to_string()), frame


@pytest.fixture(scope="module")
def numbers(trained_kinds: dict[str, Trained]) -> TreeModel:
    return read_model(trained_kinds["regression"].booster.model_to_string())


def whole(data: object, model: TreeModel) -> np.ndarray:
    rows = rows_of(data, model)
    return rows.block(0, len(rows))


def as_trained(frame: pd.DataFrame) -> np.ndarray:
    """The matrix that LightGBM makes of the frame it was trained with."""
    return frame.assign(town=frame["town"].cat.codes).replace({"town": {-1: np.nan}}).to_numpy(np.float64)


def test_a_frame_with_string_categories_becomes_codes(towns: tuple[TreeModel, pd.DataFrame]) -> None:
    model, frame = towns
    np.testing.assert_array_equal(whole(frame, model), as_trained(frame))


def test_a_missing_category_is_missing(towns: tuple[TreeModel, pd.DataFrame]) -> None:
    model, frame = towns
    gaps = frame.assign(town=frame["town"].where(frame.index % 3 > 0))
    assert np.isnan(whole(gaps, model)[:, 1]).tolist() == gaps["town"].isna().tolist()
    np.testing.assert_array_equal(whole(pa.Table.from_pandas(gaps), model), whole(gaps, model))


def test_unused_categories_and_another_order_do_no_harm(towns: tuple[TreeModel, pd.DataFrame]) -> None:
    model, frame = towns
    other = frame.assign(town=frame["town"].cat.set_categories(["Zwickau", "Trier", "Kiel", "Bonn", "Ulm"]))
    np.testing.assert_array_equal(whole(other, model), as_trained(frame))


def test_arrow_chunks_with_dictionaries_of_their_own_become_the_same_codes(
    towns: tuple[TreeModel, pd.DataFrame],
) -> None:
    model, frame = towns
    parts = [
        frame.iloc[:150],
        frame.iloc[150:].assign(town=frame["town"].iloc[150:].cat.reorder_categories(["Trier", "Kiel", "Bonn", "Ulm"])),
    ]
    table = pa.concat_tables([pa.Table.from_pandas(part, preserve_index=False) for part in parts])
    np.testing.assert_array_equal(whole(table, model), as_trained(frame))
    np.testing.assert_array_equal(whole(table.to_batches()[0], model), as_trained(frame)[:150])
    rows = rows_of(table, model)
    np.testing.assert_array_equal(rows.block(140, 160), as_trained(frame)[140:160])


def test_an_unseen_category_of_an_arrow_table_is_counted_and_named(towns: tuple[TreeModel, pd.DataFrame]) -> None:
    model, frame = towns
    table = pa.Table.from_pandas(frame.assign(town=frame["town"].cat.rename_categories({"Ulm": "Rome"})))
    with pytest.raises(InputError, match="Rome") as caught:
        rows_of(table, model)
    assert caught.value.what.startswith(f"{(frame['town'] == 'Ulm').sum()} rows")


def test_blocks_are_new_float64_arrays_in_c_order_whatever_they_come_from(numbers: TreeModel) -> None:
    matrix = np.arange(40.0).reshape(5, 8)
    names = list(numbers.feature_names)
    read_only = matrix.copy()
    read_only.flags.writeable = False
    containers = [
        matrix,
        read_only,
        np.asfortranarray(matrix),
        matrix.astype(np.float32),
        matrix.astype(np.int16),
        matrix.astype(object),
        matrix.tolist(),
        sparse.csc_matrix(matrix),
        pd.DataFrame(matrix, columns=names),
        pd.DataFrame(matrix, columns=names).astype("Int64"),
        pd.DataFrame(matrix, columns=names).astype({names[0]: object}),
        pa.table(dict(zip(names, matrix.T, strict=True))),
        pa.table(
            {
                name: pa.array([decimal.Decimal(int(value)) for value in column])
                for name, column in zip(names, matrix.T, strict=True)
            }
        ),
    ]
    for data in containers:
        block = rows_of(data, numbers).block(1, 4)
        assert block.dtype == np.float64
        assert block.flags.c_contiguous
        assert block.flags.writeable
        assert block.flags.owndata
        assert block.tolist() == matrix[1:4].tolist()


def test_every_kind_of_nothing_is_missing(numbers: TreeModel) -> None:
    names = list(numbers.feature_names)
    nullable = pd.DataFrame({name: pd.array([None, 1], dtype="Int64") for name in names})
    objects = pd.DataFrame({name: pd.Series([None, 1], dtype=object) for name in names})
    arrow = pa.table({name: [None, 1.0] for name in names})
    for data in (nullable, objects, arrow, np.array([[None] * 8, [1] * 8], dtype=object)):
        found = whole(data, numbers)
        assert np.isnan(found[0]).all()
        assert (found[1] == 1).all()
    assert np.isnan(whole(pa.table({name: pa.nulls(2) for name in names}), numbers)).all()


def test_truth_values_are_one_and_zero(numbers: TreeModel) -> None:
    names = list(numbers.feature_names)
    for data in (
        pd.DataFrame({name: [True, False] for name in names}),
        pa.table({name: [True, False] for name in names}),
        np.array([[True] * 8, [False] * 8]),
    ):
        assert whole(data, numbers).tolist() == [[1.0] * 8, [0.0] * 8]


@pytest.mark.parametrize("dtype", ["datetime64[ns]", "timedelta64[ns]", "str"])
def test_a_column_of_another_type_is_refused_with_its_name(numbers: TreeModel, dtype: str) -> None:
    frame = pd.DataFrame(np.zeros((2, 8)), columns=list(numbers.feature_names)).astype({"Column_3": dtype})
    with pytest.raises(InputError, match="Column_3"):
        rows_of(frame, numbers)
    with pytest.raises(InputError, match="Column_3"):
        rows_of(pa.Table.from_pandas(frame), numbers)


def test_text_in_an_array_is_named_with_row_and_column(numbers: TreeModel) -> None:
    cells = np.zeros((3, 8), dtype=object)
    cells[2, 5] = "about four"
    with pytest.raises(InputError, match=r"row 2, column 'Column_5': 'about four' is not a number"):
        rows_of(cells, numbers)


@pytest.mark.parametrize("shape", [(), (8,), (2, 8, 1)])
def test_what_is_no_table_is_refused(numbers: TreeModel, shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="a table"):
        rows_of(np.zeros(shape), numbers)


def test_names_are_compared_as_lightgbm_writes_them() -> None:
    model = read_model(
        string_model()[0]
        .model_to_string()
        .replace("feature_names=size town rooms", "feature_names=size town_hall rooms")
    )
    frame = string_model()[1].rename(columns={"town": "town hall"})
    assert len(rows_of(frame, model)) == len(frame)


@pytest.mark.parametrize("name", ["regression", "three classes"])
def test_one_row_may_be_contrasted_without_brackets(trained_kinds: dict[str, Trained], name: str) -> None:
    trained = trained_kinds[name]
    engine = TreeShap(trained.booster)
    many = engine.contrast(trained.rows[:2], trained.rows[2:3])
    assert engine.contrast(trained.rows[0], trained.rows[2]).tobytes() == many[0].tobytes()
    with pytest.raises(InputError, match="one reference row"):
        engine.contrast(trained.rows[:1], trained.rows[:2])


def test_something_that_is_no_booster_is_refused() -> None:
    with pytest.raises(InputError, match="not str"):
        TreeShap("model.txt")  # type: ignore[arg-type]
