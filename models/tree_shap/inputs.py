"""Rows in any shape a data scientist has them in, checked as a whole and handed out block by block as float64.

Checking comes first, so that nothing is explained before everything is known to fit; converting block by block keeps the
memory small. The conversions are those of LightGBM's own `predict`, except that what LightGBM scores as missing without a
word (a category it has never seen) is an error here, and so are columns in another order.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from models.tree_shap.errors import InputError
from models.tree_shap.model_text import TreeModel

Floats = npt.NDArray[np.float64]


class Rows(Protocol):
    """Checked rows."""

    def __len__(self) -> int:
        """How many rows."""
        ...

    def block(self, start: int, stop: int) -> Floats:
        """Rows start to before stop: a new float64 array (stop - start, features) in C order."""
        ...

    def shown(self) -> Any:
        """The rows as a person may see them beside their contributions, shape (n, features)."""
        ...


def rows_of(data: Any, model: TreeModel) -> Rows:
    """Check rows against the model.

    Raises:
        InputError: another number of features, other names, text in a numerical column, a category that the model has never
            seen, or something that is no table.
    """
    kind = type(data)
    home = kind.__module__.partition(".")[0]
    if home == "pandas" and hasattr(data, "columns"):
        from models.tree_shap.pandas_rows import PandasRows

        return PandasRows(data, model)
    if home == "pyarrow" or hasattr(data, "__arrow_c_stream__"):
        from models.tree_shap.arrow_rows import ArrowRows, table_of

        return ArrowRows(table_of(data), model)
    if hasattr(data, "tocsr"):
        return SparseRows(data.tocsr(), model)
    return ArrayRows(np.asarray(data), model)


class ArrayRows:
    """A numpy array."""

    def __init__(self, array: npt.NDArray[Any], model: TreeModel) -> None:
        """Check shape and type."""
        if array.ndim != 2:
            hint = "; give one row as row.reshape(1, -1)" if array.ndim == 1 else ""
            raise InputError(f"a table (n, features) is needed, not {array.ndim} dimensions{hint}", "rows")
        check_count(array.shape[1], model)
        self._array = numbers_of(array, model.feature_names) if array.dtype.kind not in "fiub" else array

    def __len__(self) -> int:
        return len(self._array)

    def block(self, start: int, stop: int) -> Floats:
        """See `Rows`."""
        return np.array(self._array[start:stop], dtype=np.float64, order="C")

    def shown(self) -> npt.NDArray[Any]:
        """See `Rows`."""
        return self._array


class SparseRows:
    """A scipy matrix in row format; what is not stored is zero, as for LightGBM."""

    def __init__(self, matrix: Any, model: TreeModel) -> None:
        """Check the number of columns."""
        check_count(matrix.shape[1], model)
        self._matrix = matrix

    def __len__(self) -> int:
        return int(self._matrix.shape[0])

    def block(self, start: int, stop: int) -> Floats:
        """See `Rows`."""
        return np.array(self._matrix[start:stop].toarray(), dtype=np.float64, order="C")

    def shown(self) -> Floats:
        """See `Rows`."""
        return self.block(0, len(self))


def check_count(found: int, model: TreeModel) -> None:
    """Refuse another number of features than the model was trained with."""
    if found != model.features:
        raise InputError(f"the model was trained with {model.features} features, and these rows have {found}", "rows")


def check_names(found: Sequence[Any], model: TreeModel) -> None:
    """Refuse other columns, or the same in another order: LightGBM would go by position without a word."""
    check_count(len(found), model)
    trained = model.feature_names
    if trained == tuple(f"Column_{index}" for index in range(len(trained))):
        # Trained from an array, the model knows positions only.
        return
    # LightGBM writes a blank in a name as an underscore.
    names = ["_".join(str(name).split(" ")) for name in found]
    for index, (name, expected) in enumerate(zip(names, trained, strict=True)):
        if name != expected:
            hint = "; the names are the same in another order" if sorted(names) == sorted(trained) else ""
            raise InputError(f"it is '{name}' where the model was trained with '{expected}'{hint}", f"column {index}")


def numbers_of(array: npt.NDArray[Any], names: Sequence[str]) -> Floats:
    """Turn an array of objects (n, columns) into numbers, None being missing; name the first cell that is none."""
    try:
        return array.astype(np.float64)
    except (ValueError, TypeError):
        pass
    numbers = np.empty(array.shape)
    for (row, column), value in np.ndenumerate(array):
        try:
            numbers[row, column] = np.nan if value is None else float(value)
        except (ValueError, TypeError):
            raise InputError(f"{value!r} is not a number", f"row {row}, column '{names[column]}'") from None
    return numbers


def category_codes(found: Sequence[Any], column: int, position: int, model: TreeModel) -> Floats:
    """The code that training gave to each of these categories; NaN for one that training has not seen.

    Args:
        found: the categories of this column.
        column: its position among all columns.
        position: its position among the category columns, which is how a model file lists categories.
        model: the model.

    Raises:
        InputError: the model was trained with numbers in this column, or its file has no categories for it.
    """
    known = model.pandas_categories or ()
    trained = model.categorical_features
    if position >= len(known) or (len(trained) == len(known) and column not in trained):
        names = ", ".join(f"'{model.feature_names[index]}'" for index in trained) or "none"
        raise InputError(
            f"it holds categories, which the model has no codes for; give it as numbers (trained as categories: {names})",
            f"column '{model.feature_names[column]}'",
        )
    code = {value: float(index) for index, value in enumerate(known[position])}
    return np.array([code.get(value, np.nan) for value in found], dtype=np.float64)


def check_seen(found: Sequence[Any], codes: Floats, counts: npt.NDArray[np.int64], where: str) -> None:
    """Refuse rows with categories that training has not seen; unused categories do no harm."""
    unseen = np.isnan(codes) & (counts > 0)
    if unseen.any():
        first = found[int(np.flatnonzero(unseen)[0])]
        rows = int(counts[unseen].sum())
        raise InputError(
            f"{rows:,} rows hold a category that the model has never seen, for example {first!r}; LightGBM would score it as"
            " missing. Replace it, or make it missing",
            where,
        )


def check_category_columns(found: int, model: TreeModel) -> None:
    """Refuse fewer category columns than in training: positions would not match, and numbers would not be codes."""
    known = len(model.pandas_categories or ())
    if 0 < found < known:
        raise InputError(
            f"the model was trained with {known} category columns, and these rows have {found}; give all of them as"
            " categories, or all as the codes of training",
            "rows",
        )
