"""A pandas frame as rows: its category columns by value, its other columns as numbers."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from models.tree_shap.errors import InputError
from models.tree_shap.inputs import (
    Floats,
    category_codes,
    check_category_columns,
    check_names,
    check_seen,
    numbers_of,
)
from models.tree_shap.model_text import TreeModel

if TYPE_CHECKING:
    import pandas as pd


class PandasRows:
    """Checked rows of a frame."""

    def __init__(self, frame: "pd.DataFrame", model: TreeModel) -> None:
        """Check names, types and categories of all columns."""
        check_names(list(frame.columns), model)
        self._frame = frame
        self._codes: dict[int, Floats] = {}
        self._objects: dict[int, Floats] = {}
        for column in range(frame.shape[1]):
            self._read_column(column, model)
        check_category_columns(len(self._codes), model)

    def _read_column(self, column: int, model: TreeModel) -> None:
        series = self._frame.iloc[:, column]
        name = f"column '{model.feature_names[column]}'"
        kind = series.dtype
        if hasattr(kind, "categories"):
            found = list(kind.categories)
            codes = category_codes(found, column, len(self._codes), model)
            used = np.asarray(series.cat.codes)
            check_seen(found, codes, np.bincount(used[used >= 0], minlength=len(found)), name)
            # A missing category has the code -1, which finds the last entry.
            self._codes[column] = np.append(codes, np.nan)
        elif kind == np.dtype(object):
            values = series.astype(object).where(series.notna(), None).to_numpy()[:, None]
            self._objects[column] = numbers_of(values, [model.feature_names[column]])[:, 0]
        elif getattr(kind, "kind", "O") not in "fiub":
            raise InputError(f"it holds {kind}, and only numbers and categories can be explained", name)

    def __len__(self) -> int:
        return len(self._frame)

    def block(self, start: int, stop: int) -> Floats:
        """See `inputs.Rows`."""
        part = self._frame.iloc[start:stop]
        out = np.empty((len(part), part.shape[1]))
        for column in range(part.shape[1]):
            if column in self._objects:
                out[:, column] = self._objects[column][start:stop]
            elif column in self._codes:
                out[:, column] = self._codes[column][np.asarray(part.iloc[:, column].cat.codes)]
            else:
                out[:, column] = part.iloc[:, column].to_numpy(dtype=np.float64, na_value=np.nan)
        return out

    def shown(self) -> npt.NDArray[Any]:
        """See `inputs.Rows`; categories by their names."""
        return self._frame.to_numpy(dtype=object) if self._codes else self.block(0, len(self))
