"""An Arrow table as rows: its dictionary columns by value, its other columns as numbers, null being missing."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from models.tree_shap.errors import InputError
from models.tree_shap.inputs import Floats, category_codes, check_category_columns, check_names, check_seen
from models.tree_shap.model_text import TreeModel

if TYPE_CHECKING:
    import pyarrow as pa


def table_of(data: Any) -> "pa.Table":
    """A table of a table, a record batch, or anything with the Arrow stream interface (polars, DuckDB)."""
    import pyarrow as pa

    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    return data if isinstance(data, pa.Table) else pa.table(data)


class ArrowRows:
    """Checked rows of a table."""

    def __init__(self, table: "pa.Table", model: TreeModel) -> None:
        """Check names, types and categories of all columns."""
        check_names(table.column_names, model)
        # Afterwards all chunks of a column share one dictionary.
        self._table = table.unify_dictionaries()
        self._codes: dict[int, Floats] = {}
        for column in range(table.num_columns):
            self._read_column(column, model)
        check_category_columns(len(self._codes), model)

    def _read_column(self, column: int, model: TreeModel) -> None:
        import pyarrow as pa

        values, name = self._table.column(column), f"column '{model.feature_names[column]}'"
        kind = values.type
        if pa.types.is_dictionary(kind):
            found = values.chunk(0).dictionary.to_pylist() if values.num_chunks else []
            codes = category_codes(found, column, len(self._codes), model)
            used = _indices(values)
            counts = np.bincount(used[used >= 0], minlength=len(found))
            check_seen(found, codes, counts, name)
            self._codes[column] = np.append(codes, np.nan)
        elif not (_is_number(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind)):
            raise InputError(f"it holds {kind}, and only numbers and categories can be explained", name)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def block(self, start: int, stop: int) -> Floats:
        """See `inputs.Rows`."""
        part = self._table.slice(start, stop - start)
        out = np.empty((part.num_rows, part.num_columns))
        for column in range(part.num_columns):
            if column in self._codes:
                out[:, column] = self._codes[column][_indices(part.column(column))]
            else:
                out[:, column] = part.column(column).cast("float64").to_numpy()
        return out

    def shown(self) -> npt.NDArray[Any]:
        """See `inputs.Rows`; categories by their names."""
        if not self._codes:
            return self.block(0, len(self))
        return np.array([column.to_pylist() for column in self._table.columns], dtype=object).T


def _is_number(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _indices(values: "pa.ChunkedArray") -> npt.NDArray[np.int64]:
    # A missing category becomes -1, which finds the last entry of the codes.
    parts = [chunk.indices.fill_null(-1).cast("int64").to_numpy(zero_copy_only=False) for chunk in values.chunks]
    return np.concatenate([np.zeros(0, np.int64), *parts])
