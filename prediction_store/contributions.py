"""The contributions of a run as one plain array beside its Parquet files (docs/decisions/0008).

`contributions-<scale>.npy` holds float32, a row per prediction in batch order: where the prediction starts, then its SHAP
values in the order of the use case file. A scan of a million rows takes a tenth of what the same columns cost in
Parquet. The scale stands in the name, so that a run whose contributions mean something else is passed over unread.
"""

import hashlib
import io
import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import PredictionFileError
from domain.use_case import UseCase
from prediction_store.layout import ROWS
from prediction_store.reader import definition_of

Vectors = npt.NDArray[np.float32]

PREFIX = "contributions-"
SCALE_DIGITS = 16

BLOCK_ROWS = 16_384
"""Rows compared at a time: 2 MB for 30 features, which stay in the processor's cache between reading and adding up."""


def contribution_scale(use_case: UseCase) -> str:
    """What runs must have in common for their contributions to be comparable, as a short hash.

    Task, link, keys, target (with its classes), offset, and the features in their order. Labels, units in words and
    value labels may change; so may the version.
    """
    target = use_case.target
    parts = [
        use_case.task,
        use_case.link.value,
        use_case.keys,
        target.source,
        target.column,
        list(target.classes),
        use_case.model.offset,
        list(use_case.features),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:SCALE_DIGITS]


def contribution_columns(use_case: UseCase) -> list[str]:
    """The columns of `rows.parquet` that `contribution_vectors` needs."""
    return ["label" if use_case.task == "multiclass" else "base", *(f"shap_{name}" for name in use_case.features)]


def contribution_vectors(use_case: UseCase, columns: Mapping[str, pa.Array | Sequence[object]]) -> Vectors:
    """Columns as the store keeps them, shape (n, 1 + features).

    The first number is the start point on the link scale. For several classes the contributions are those of the
    predicted class, and the first number is the place of that class.
    """
    start, *names = contribution_columns(use_case)
    first = columns[start] if start == "base" else _places(use_case, columns[start])
    return np.column_stack([_float32(first), *(_float32(columns[name]) for name in names)])


def _places(use_case: UseCase, labels: pa.Array | Sequence[object]) -> list[float]:
    places = {label: float(place) for place, label in enumerate(use_case.target.classes)}
    values = labels.to_pylist() if isinstance(labels, pa.Array | pa.ChunkedArray) else labels
    # An imported prediction may have no class; it has no contributions either, and is near to nothing.
    return [places.get(str(value), math.nan) for value in values]


def _float32(column: pa.Array | Sequence[object]) -> Vectors:
    if isinstance(column, pa.Array | pa.ChunkedArray):
        column = column.to_numpy(zero_copy_only=False)
    return np.asarray(column, dtype=np.float32)


class ContributionsFile:
    """The array of a run on its way: appended to chunk by chunk, its length told at the end."""

    def __init__(self, folder: Path, use_case: UseCase) -> None:
        """Start the file with the header of an empty array."""
        self._use_case = use_case
        self._rows = 0
        self._file: BinaryIO = (folder / _name(contribution_scale(use_case))).open("wb")
        self._file.write(_header(0, 1 + len(use_case.features)))

    def write(self, columns: Mapping[str, pa.Array]) -> None:
        """Add a chunk."""
        vectors = contribution_vectors(self._use_case, columns)
        self._rows += len(vectors)
        self._file.write(np.ascontiguousarray(vectors, dtype="<f4").data)

    def finish(self) -> None:
        """Write how many rows there are, and close."""
        self._file.seek(0)
        # NumPy leaves room in the header for a longer number, so that it can be written again in its place.
        self._file.write(_header(self._rows, 1 + len(self._use_case.features)))
        self._file.close()

    def close(self) -> None:
        """Close as it is; what is not written yet may be lost."""
        self._file.close()


def _name(scale: str) -> str:
    return f"{PREFIX}{scale}.npy"


@lru_cache(maxsize=4096)
def _header(rows: int, width: int) -> bytes:
    """The header of a .npy file of this shape (NEP 1); the same length whatever the number of rows."""
    text = io.BytesIO()
    content = {"descr": "<f4", "fortran_order": False, "shape": (rows, width)}
    np.lib.format.write_array_header_1_0(text, content)
    return text.getvalue()


def contribution_blocks(folder: str, rows: int, use_case: UseCase) -> Iterator[Vectors] | None:
    """The contributions of a run, block by block; None where they are on another scale than this use case's.

    A run that was published before there were such files is read from its Parquet file, which takes ten times as long.

    Raises:
        PredictionFileError: gone, or not what was published; also while the blocks are read.
    """
    scale = contribution_scale(use_case)
    path = f"{folder}/{_name(scale)}"
    try:
        file = open(path, "rb", buffering=0)  # noqa: SIM115, PTH123 -- closed by the generator; a thousand a click
    except FileNotFoundError:
        return None if _has_other_scale(folder) else _blocks_of_rows(Path(folder) / ROWS, scale)
    except OSError as error:
        raise PredictionFileError(Path(path), "unreadable") from error
    return _blocks_of_file(file, Path(path), rows, 1 + len(use_case.features))


def _has_other_scale(folder: str) -> bool:
    try:
        return any(path.name.startswith(PREFIX) for path in Path(folder).iterdir())
    except OSError as error:
        raise PredictionFileError(Path(folder), "missing") from error


def _blocks_of_file(file: io.FileIO, path: Path, rows: int, width: int) -> Iterator[Vectors]:
    with file:
        head = _header(rows, width)
        size = len(head) + rows * width * 4
        if file.read(len(head)) != head or os.fstat(file.fileno()).st_size != size:
            raise PredictionFileError(path, "tampered")
        for first in range(0, rows, BLOCK_ROWS):
            block = np.empty((min(BLOCK_ROWS, rows - first), width), "<f4")
            if file.readinto(block.data.cast("B")) != block.nbytes:
                raise PredictionFileError(path, "unreadable")
            yield block


def _blocks_of_rows(path: Path, scale: str) -> Iterator[Vectors] | None:
    try:
        file = pq.ParquetFile(path)
        use_case = definition_of(file, path)
    except (OSError, pa.ArrowException) as error:
        raise PredictionFileError(path, "missing" if isinstance(error, FileNotFoundError) else "unreadable") from error
    if contribution_scale(use_case) != scale:
        file.close()
        return None
    return _read_rows(file, path, use_case)


def _read_rows(file: pq.ParquetFile, path: Path, use_case: UseCase) -> Iterator[Vectors]:
    names = contribution_columns(use_case)
    with file:
        try:
            for batch in file.iter_batches(BLOCK_ROWS, columns=names, use_threads=False):
                yield contribution_vectors(use_case, {name: batch.column(name) for name in names})
        except (OSError, pa.ArrowException) as error:
            raise PredictionFileError(path, "unreadable") from error
