"""A version ready for single rows, as the dashboard needs it: scores, contributions and contrasts of one row at a time.

The engine is our own (`models.tree_shap`), which needs no LightGBM; a model that it cannot explain gets LightGBM's
`pred_contrib`, and has no contrasts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from domain.errors import ContrastError
from domain.explanation import FeatureValue
from domain.use_case import UseCase
from models.encoding import encode
from models.explainer import Explainer, PredContribExplainer, TableExplainer
from models.files import load_model, read_manifest, read_model_text
from models.manifest import Manifest
from models.offset import offset_of
from models.table import FeatureTable, Floats

if TYPE_CHECKING:
    from models.tree_shap import TreeShap

TABLE_BITS = 4
"""Small tables do for single rows: 0.5 MB instead of 23 MB for the demo's 200 trees, and 2.7 ms instead of 0.2 ms a row
(measured); the server keeps several versions."""


@dataclass(frozen=True)
class ModelAtHand:
    """A version at work on single rows.

    Attributes:
        use_case: as it was at training.
        engine: None for a model that it cannot explain; `refused` then says why.
    """

    manifest: Manifest
    use_case: UseCase
    explainer: Explainer
    engine: "TreeShap | None" = None
    refused: str = ""


@dataclass(frozen=True)
class ExplainedRow:
    """One row on the link scale: base of shape (classes,), offset included; values of shape (classes, features)."""

    base: Floats
    values: Floats

    @property
    def raw(self) -> Floats:
        """The scores, shape (classes,)."""
        return np.asarray(self.base + self.values.sum(axis=1))


def model_at_hand(folder: Path, expected_hash: str) -> ModelAtHand:
    """Open a version whose files are what was recorded.

    Raises:
        ModelFileError: missing, tampered with, or unreadable.
    """
    from models.tree_shap import TreeShap, UnsupportedModelError

    manifest = read_manifest(folder, expected_hash)
    use_case = UseCase.model_validate_json(json.dumps(dict(manifest.definition)))
    text = read_model_text(folder, manifest)
    try:
        engine = TreeShap.from_text(text, num_iteration=-1, table_bits=TABLE_BITS)
    except UnsupportedModelError as error:
        booster = load_model(folder, expected_hash).booster
        return ModelAtHand(manifest, use_case, PredContribExplainer(booster, threads=1), None, str(error))
    return ModelAtHand(manifest, use_case, TableExplainer(engine), engine)


def row_table(model: ModelAtHand, values: Mapping[str, FeatureValue]) -> FeatureTable:
    """A feature table of one row; a feature that `values` lacks is missing."""
    return rows_table(model.manifest, [values])


def rows_table(manifest: Manifest, rows: Sequence[Mapping[str, FeatureValue]]) -> FeatureTable:
    """A feature table of several rows; a feature that a row lacks is missing there."""
    columns = {
        fact.name: pa.array(
            [values.get(fact.name) for values in rows], pa.string() if fact.kind == "category" else pa.float64()
        )
        for fact in manifest.features
    }
    return FeatureTable(tuple(columns), pa.table(columns))


def explain_row(model: ModelAtHand, row: FeatureTable) -> ExplainedRow:
    """Base and contributions of a row."""
    facts = model.manifest.features
    found = model.explainer.contributions(encode(row, facts))
    return ExplainedRow(found.base + offset_of(model.use_case, row, facts)[0], found.values[0])


def contrast_rows(model: ModelAtHand, row: FeatureTable, reference: FeatureTable) -> Floats:
    """Why a row scores differently from a reference (`TreeShap.contrast`), shape (classes, features), link scale.

    A feature that is the same in both gets exactly 0. A prediction that starts from a feature (offset) differs by that
    much already before the trees; this is part of that feature's contribution.

    Raises:
        ContrastError: the engine cannot explain this model.
    """
    if model.engine is None:
        raise ContrastError("engine", model.manifest.version, model.refused)
    facts = model.manifest.features
    found = model.engine.contrast(encode(row, facts), encode(reference, facts))[0]
    values = np.ascontiguousarray(found[None, :] if found.ndim == 1 else found.T)
    offset = model.use_case.model.offset
    if offset is not None:
        place = [fact.name for fact in facts].index(offset)
        start, before = (offset_of(model.use_case, table, facts)[0] for table in (row, reference))
        values[:, place] += start - before
    return values
