"""What goes into a model: one column per feature, numbers as float64, categories as text, null is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]

FeatureKind = Literal["number", "category"]


@dataclass(frozen=True)
class FeatureTable:
    """Features as they come from intake, before encoding.

    Attributes:
        names: features, in the order of the use case file.
        columns: a column per name in the same order: float64 for numbers, string for categories, null is missing.
    """

    names: tuple[str, ...]
    columns: pa.Table | pa.RecordBatch

    def __post_init__(self) -> None:
        if tuple(self.columns.schema.names) != self.names:
            raise ValueError(f"columns {self.columns.schema.names} are not the features {list(self.names)}")
        for field in self.columns.schema:
            kind_of_type(field.type)

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return int(self.columns.num_rows)

    def kind(self, name: str) -> FeatureKind:
        """Whether a feature holds numbers or categories."""
        return kind_of_type(self.columns.schema.field(name).type)

    def take(self, keep: Bools) -> "FeatureTable":
        """The rows for which `keep`, shape (n,), is true."""
        return FeatureTable(self.names, self.columns.filter(pa.array(keep)))


def kind_of_type(data_type: pa.DataType) -> FeatureKind:
    """The kind of feature that a column type stands for; other types are a mistake of the caller."""
    if pa.types.is_float64(data_type):
        return "number"
    if pa.types.is_string(data_type) or pa.types.is_large_string(data_type):
        return "category"
    raise ValueError(f"a feature is float64 or string, not {data_type}")


@dataclass(frozen=True)
class TrainingData:
    """Rows whose actual is known.

    Attributes:
        features: n rows.
        target: shape (n,), unit of the target; for classes the index in the order of `target.classes`.
        days: shape (n,), the target day of each row, datetime64[D].
        entities: shape (n,), `domain.entity.entity_text` of each row.
    """

    features: FeatureTable
    target: Floats
    days: Days
    entities: Texts

    def __post_init__(self) -> None:
        lengths = {self.features.row_count, len(self.target), len(self.days), len(self.entities)}
        if len(lengths) > 1:
            raise ValueError(f"features, target, days and entities differ in length: {sorted(lengths)}")
        if not np.isfinite(self.target).all():
            raise ValueError("the target of a training row must be a number")

    def take(self, keep: Bools) -> "TrainingData":
        """The rows for which `keep`, shape (n,), is true."""
        return TrainingData(self.features.take(keep), self.target[keep], self.days[keep], self.entities[keep])


def positions(texts: Sequence[str] | Texts | pa.Array, known: Sequence[str]) -> npt.NDArray[np.int64]:
    """Where each text stands in `known`, shape (n,); -1 where it does not."""
    values = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts, type=pa.string())
    found = pc.index_in(values, value_set=pa.array(list(known), type=values.type))
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), dtype=np.int64)
