"""Where a run's files are and what is in them (docs/decisions/0003).

`<store>/<use case>/run_date=YYYY-MM-DD/<run id>/` holds

- `rows.parquet`: every prediction with its explanation, in batch order, row groups of `ROW_GROUP` rows;
- `queue.parquet`: what the queue shows, sorted by rank;
- `contributions-<scale>.npy`: the contributions as one plain array (`prediction_store.contributions`);
- `changes.parquet`: every input row that was changed, dropped or left out;
- `ingredients.parquet`, where the use case has recipes (`prediction_store.ingredients_layout`);
- `members.parquet`, where small series are shared back (`prediction_store.members`).
"""

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from domain.use_case import UseCase

ROWS = "rows.parquet"
QUEUE = "queue.parquet"
CHANGES = "changes.parquet"

DEFINITION = b"vouch.use_case"
"""Metadata of `rows.parquet`: the use case as it was when the run was made, so that an old run is read with its own
features and words."""

ROW_GROUP = 2_000
"""Rows that are read together: a keyed read of 30 features takes 0.4 to 1.8 ms (platform measurements)."""

PARTIAL = ".partial"
"""Ending of a folder that is being written; nobody reads it, and the next attempt starts it anew."""


def run_location(use_case: str, run_date: date, run_id: str) -> str:
    """The folder of a run, relative to the store."""
    return f"{use_case}/run_date={run_date.isoformat()}/{run_id}"


def failing_rows_location(use_case: str, run_date: date, run_id: str) -> str:
    """The file of the rows that failed a check, relative to the store.

    It is not beside the predictions: a held run has none, and a published folder is hashed as a whole.
    """
    return f"{use_case}/gate/run_date={run_date.isoformat()}/{run_id}/failing_rows.parquet"


def rows_schema(use_case: UseCase) -> pa.Schema:
    """The columns of `rows.parquet`. What the model said and saw is stored losslessly, SHAP values as float32."""
    fields = [
        pa.field("row", pa.int64()),
        *(pa.field(f"key_{key}", pa.string()) for key in use_case.keys),
        pa.field("target_date", pa.date32()),
        *(pa.field(name, pa.float64()) for name in ("prediction", "low", "high", "usual", "base", "raw")),
        pa.field("label", pa.string()),
        pa.field("needs_look", pa.bool_()),
        pa.field("score", pa.float32()),
        pa.field("reasons", pa.string()),
        pa.field("past_days", pa.list_(pa.date32())),
        pa.field("past_values", pa.list_(pa.float64())),
    ]
    for name, feature in use_case.features.items():
        fields.append(pa.field(f"x_{name}", pa.string() if feature.is_category else pa.float64()))
    fields += [pa.field(f"shap_{name}", pa.float32()) for name in use_case.features]
    if use_case.task == "multiclass":
        fields += [pa.field(f"effect_{name}", pa.float32()) for name in use_case.features]
    fields += [pa.field(f"adj_{code}", pa.float64()) for code in use_case.adjustment_codes]
    return pa.schema(fields)


def queue_columns(use_case: UseCase) -> list[str]:
    """The columns that `queue.parquet` has besides `rank` and `search`."""
    return [
        "row",
        *(f"key_{key}" for key in use_case.keys),
        "prediction",
        "low",
        "high",
        "usual",
        "label",
        "needs_look",
        "score",
        "reasons",
    ]


def text_columns(schema: pa.Schema) -> list[str]:
    """Columns worth a dictionary; for SHAP values it would only cost (platform measurements)."""
    return [field.name for field in schema if pa.types.is_string(field.type)]


def hash_files(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents, tagged with its algorithm."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return "sha256:" + digest.hexdigest()


def sync(path: Path) -> None:
    """Bring a file or folder to the disk before anybody is told that it is there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
