"""Which rows of a batch carry what the use case file states: values put in by rule, small series predicted together."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from domain.use_case import UseCase
from intake.features.impute import IMPUTED

Bools = npt.NDArray[np.bool_]


def imputed_places(use_case: UseCase, rows: pa.RecordBatch) -> Mapping[str, Bools]:
    """Feature -> the rows in which a rule stands in for its missing value, each shape (n,); features without any are left out."""
    if IMPUTED not in rows.schema.names:
        return {}
    named = [set((text or "").split(",")) for text in rows.column(IMPUTED).to_pylist()]
    places = {name: np.array([name in found for found in named], dtype=np.bool_) for name in use_case.features}
    return {name: mask for name, mask in places.items() if mask.any()}


def together_places(use_case: UseCase, rows: pa.RecordBatch) -> Bools | None:
    """The rows that are the sum of small series, shape (n,); None where the use case has no such rule."""
    rules = use_case.clean.get(use_case.target.source)
    if rules is None or rules.aggregate is None:
        return None
    names = rows.column(rules.aggregate.key).to_pylist()
    return np.array([name == rules.aggregate.together_as for name in names], dtype=np.bool_)
