"""Who is behind the predictions together of a run, in a small file beside the predictions (`members.parquet`).

One row for each small series with the number of the prediction that it is part of, what it sold lately and on how many days. What
is shared out is never stored: it is computed from the value that counts when somebody looks.
"""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import PredictionFileError
from domain.shares import Member
from domain.use_case import UseCase
from prediction_store.layout import ROW_GROUP

MEMBERS = "members.parquet"


def members_schema(use_case: UseCase) -> pa.Schema:
    """The columns of `members.parquet`; `sold` is in the unit of the target."""
    keys = (pa.field(f"key_{key}", pa.string()) for key in use_case.keys)
    return pa.schema([pa.field("row", pa.int64()), *keys, pa.field("days", pa.int64()), pa.field("sold", pa.float64())])


def write_members(folder: Path, use_case: UseCase, members: pa.Table) -> None:
    """Write the file: row, the keys, days, sold, ordered by row."""
    schema = members_schema(use_case)
    columns = ["row", *use_case.keys, "days", "sold"]
    table = pa.table(
        [members.column(name).cast(field.type) for name, field in zip(columns, schema, strict=True)], schema=schema
    )
    pq.write_table(table, folder / MEMBERS, compression="zstd", row_group_size=ROW_GROUP)


def read_members(path: Path, keys: Sequence[str], row: int | None = None) -> tuple[Member, ...]:
    """The members of one prediction, or of all of a run, as they were written: by row, the largest first.

    Raises:
        PredictionFileError: the file is gone or broken.
    """
    wanted = None if row is None else [("row", "=", row)]
    try:
        table = pq.read_table(path, filters=wanted, use_threads=False)
    except FileNotFoundError:
        raise PredictionFileError(path, "missing") from None
    except (OSError, pa.ArrowException) as error:
        raise PredictionFileError(path, "unreadable") from error
    entities = zip(*(table.column(f"key_{key}").to_pylist() for key in keys), strict=True)
    numbers = (table.column(name).to_pylist() for name in ("row", "days", "sold"))
    return tuple(Member(at, entity, days, sold) for entity, at, days, sold in zip(entities, *numbers, strict=True))
