"""What rules ask for: keys and features of rows as columns of texts or numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from domain.entity import entity_from_text
from domain.use_case import UseCase
from models.table import FeatureTable, Floats, Texts


@dataclass(frozen=True)
class RuleColumns:
    """n rows as rules see them.

    Attributes:
        features: as the model saw them.
        entities: shape (n,), `domain.entity.entity_text` of each row; the keys are read off it.
    """

    use_case: UseCase
    features: FeatureTable
    entities: Sequence[str] | Texts | pa.Array

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return self.features.row_count

    def texts(self, name: str) -> pa.Array | pa.ChunkedArray:
        """A key or a category, shape (n,), null where missing. A key goes before a feature of its name."""
        return self._key(name) if name in self.use_case.keys else self.features.columns.column(name)

    def numbers(self, name: str) -> Floats:
        """A feature with numbers, shape (n,), NaN where missing."""
        column = self.features.columns.column(name)
        return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)

    def _key(self, name: str) -> pa.Array | pa.ChunkedArray:
        texts = self.entities
        known = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts, type=pa.string())
        if isinstance(known, pa.ChunkedArray):
            known = known.combine_chunks()
        # Entities come again and again; each is taken apart once.
        coded = known.dictionary_encode()
        place = self.use_case.keys.index(name)
        values = pa.array([entity_from_text(text)[place] for text in coded.dictionary.to_pylist()], type=pa.string())
        return values.take(coded.indices)
