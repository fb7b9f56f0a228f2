"""What a run needs of every ingredient, in a small file beside the predictions.

`ingredients.parquet` has one row for each ingredient and entity without the recipes' key, with the explanation in the
ingredient's unit. What one unit of each product needs lies in its metadata, as it was when the run was made: what comes
from which product is that times the stored prediction, so that the parts and the whole cannot disagree.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from domain.ingredient import Needs, remaining_keys
from domain.use_case import UseCase
from prediction_store.layout import ROW_GROUP

INGREDIENTS = "ingredients.parquet"

NEEDS = b"vouch.needs"
"""Metadata: what one unit of each product needs, and the sizes of packs, in the ingredients' units."""


def ingredients_schema(use_case: UseCase) -> pa.Schema:
    """The columns of `ingredients.parquet`; all amounts are in the unit of the row's ingredient."""
    numbers = ("value", "needed", "low", "high", "usual", "base")
    return pa.schema(
        [
            pa.field("row", pa.int64()),
            *(pa.field(f"key_{key}", pa.string()) for key in remaining_keys(use_case)),
            pa.field("ingredient", pa.string()),
            pa.field("search", pa.string()),
            pa.field("target_date", pa.date32()),
            *(pa.field(name, pa.float64()) for name in numbers),
            *(pa.field(f"effect_{name}", pa.float64()) for name in use_case.features),
            *(pa.field(f"adj_{code}", pa.float64()) for code in use_case.adjustment_codes),
            pa.field("past_days", pa.list_(pa.date32())),
            pa.field("past_values", pa.list_(pa.float64())),
        ]
    )


def narrow_columns(use_case: UseCase) -> list[str]:
    """What the list of ingredients shows."""
    keys = (f"key_{key}" for key in remaining_keys(use_case))
    return ["row", *keys, "ingredient", "value", "needed", "low", "high", "usual"]


def write_ingredients(folder: Path, use_case: UseCase, columns: Mapping[str, pa.Array], needs: Needs) -> None:
    """Write the file: every column of the schema but `row`."""
    count = len(columns["value"])
    numbered = {"row": pa.array(range(count), pa.int64()), **columns}
    known = json.dumps({"amounts": needs.amounts, "packs": needs.packs}, ensure_ascii=False)
    schema = ingredients_schema(use_case).with_metadata({NEEDS: known.encode()})
    table = pa.table([numbered[field.name].cast(field.type) for field in schema], schema=schema)
    pq.write_table(table, folder / INGREDIENTS, compression="zstd", row_group_size=ROW_GROUP)


def needs_from(metadata: bytes) -> Needs:
    """Undo what `write_ingredients` made of the needs."""
    content = json.loads(metadata)
    return Needs(content["amounts"], content["packs"])
