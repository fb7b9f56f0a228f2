"""Read the list of input rows that were changed, dropped or left out (`changes.parquet`)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import PredictionFileError


def taken_as_missing(path: Path, sources: Sequence[str]) -> dict[tuple[str, str, date], str]:
    """What was delivered where a value was taken as missing, by source, column and day.

    The list is sorted by source, so that the rows of other sources are mostly not read. A run without a list had
    nothing to clean.

    Raises:
        PredictionFileError: the file is broken.
    """
    if not path.is_file():
        return {}
    wanted = [("source", "in", list(sources)), ("action", "=", "imputed")]
    try:
        table = pq.read_table(path, columns=["source", "column_name", "day", "before"], filters=wanted)
    except (OSError, pa.ArrowException) as error:
        raise PredictionFileError(path, "unreadable") from error
    return {
        (row["source"], row["column_name"], row["day"]): row["before"]
        for row in table.to_pylist()
        if row["day"] is not None and row["before"] is not None
    }
