"""Read the ingredients of a run: a page of the list, or one with its explanation.

The file is small (one row where the run has one for each product), so every read opens it anew and takes the columns or
the row group that it needs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from domain.errors import NotFoundError, PredictionFileError
from domain.explanation import Adjustment
from domain.ingredient import IngredientPrediction, IngredientRow, Needs, remaining_keys
from domain.prediction import PastDay
from domain.use_case import UseCase
from prediction_store.ingredients_layout import NEEDS, narrow_columns, needs_from
from prediction_store.layout import ROW_GROUP

Order = Literal["change", "amount", "name"]

T = TypeVar("T")


@dataclass(frozen=True)
class IngredientSelection:
    """Which ingredients of a run are meant, and in which order.

    Attributes:
        keys: (key, value) pairs that must match.
        search: text that must be in the name, without regard to case.
        name: only this ingredient; empty for all.
        order: the largest change against the usual first, the largest amount first, or as the recipes list them.
    """

    keys: tuple[tuple[str, str], ...] = ()
    search: str = ""
    name: str = ""
    order: Order = "change"


def ingredient_page(
    path: Path, use_case: UseCase, selection: IngredientSelection, offset: int, size: int
) -> tuple[tuple[IngredientRow, ...], int]:
    """Rows of a selection in its order, and how many it has.

    Raises:
        PredictionFileError: the file is gone or broken.
    """
    table = _guarded(path, lambda: _columns(path, [*narrow_columns(use_case), "search"]))
    for key, value in selection.keys:
        table = table.filter(pc.equal(table.column(f"key_{key}"), value))
    if selection.name:
        table = table.filter(pc.equal(table.column("ingredient"), selection.name))
    if selection.search.strip():
        table = table.filter(pc.match_substring(table.column("search"), selection.search.strip(), ignore_case=True))
    page = table.take(_ordered(table, selection.order)).slice(offset, size)
    return tuple(_row(use_case, values) for values in page.to_pylist()), int(table.num_rows)


def _columns(path: Path, names: list[str]) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read(columns=names, use_threads=False)


def _ordered(table: pa.Table, order: Order) -> pa.Array:
    """Places in the order wanted; rows that are alike stay as they are in the file, unknown changes come last."""
    if order == "name":
        return pa.array(range(table.num_rows), pa.int64())
    if order == "amount":
        size = table.column("value")
    else:
        usual = pc.abs(table.column("usual"))
        change = pc.abs(pc.subtract(table.column("needed"), table.column("usual")))
        # Against a usual value of nothing every change is the largest.
        size = pc.if_else(pc.greater(usual, 0.0), pc.divide(change, usual), pc.multiply(pc.sign(change), float("inf")))
    keys = pa.table({"size": pc.fill_null(size, -1.0), "row": table.column("row")})
    return pc.sort_indices(keys, sort_keys=[("size", "descending"), ("row", "ascending")])


def read_ingredient(path: Path, use_case: UseCase, run_id: str, row: int) -> IngredientPrediction:
    """One ingredient with its explanation.

    Raises:
        NotFoundError: no such row.
        PredictionFileError: the file is gone or broken.
    """

    def read() -> dict[str, Any]:
        with pq.ParquetFile(path) as file:
            if not 0 <= row < file.metadata.num_rows:
                raise NotFoundError("ingredient", str(row))
            group = file.read_row_group(row // ROW_GROUP, use_threads=False)
        values: dict[str, Any] = group.slice(row % ROW_GROUP, 1).to_pylist()[0]
        return values

    values = _guarded(path, read)
    codes = [code for code in use_case.adjustment_codes if values[f"adj_{code}"]]
    return IngredientPrediction(
        run_id,
        values["target_date"],
        _row(use_case, values),
        values["base"],
        tuple((name, values[f"effect_{name}"]) for name in use_case.features),
        tuple(Adjustment(code, values[f"adj_{code}"]) for code in codes),
        tuple(PastDay(*known) for known in zip(values["past_days"], values["past_values"], strict=True)),
    )


def read_needs(path: Path) -> Needs:
    """What one unit of each product needs, as it was when the run was made.

    Raises:
        PredictionFileError: the file is gone, broken or does not say.
    """
    metadata = _guarded(path, lambda: pq.read_schema(path)).metadata or {}
    if NEEDS not in metadata:
        raise PredictionFileError(path, "unreadable")
    return _needs(metadata[NEEDS])


@lru_cache(maxsize=32)
def _needs(metadata: bytes) -> Needs:
    return needs_from(metadata)


def _row(use_case: UseCase, values: Mapping[str, Any]) -> IngredientRow:
    entity = tuple(values[f"key_{key}"] for key in remaining_keys(use_case))
    amounts = (values[name] for name in ("value", "needed", "low", "high", "usual"))
    return IngredientRow(values["row"], values["ingredient"], entity, *amounts)


def _guarded(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except FileNotFoundError:
        raise PredictionFileError(path, "missing") from None
    except (OSError, pa.ArrowException) as error:
        raise PredictionFileError(path, "unreadable") from error
