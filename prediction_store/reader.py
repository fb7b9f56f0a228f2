"""Read one prediction by (run, row): one row group of a file that is kept open, whatever the size of the run."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from domain.attention import reason_from_text
from domain.errors import NotFoundError, PredictionFileError
from domain.explanation import Adjustment, Contribution, Explanation
from domain.links import Link, effects, inverse
from domain.prediction import PastDay, Prediction, QueueRow, prediction_id
from domain.use_case import UseCase
from prediction_store.layout import DEFINITION, ROW_GROUP

OPEN_FILES = 32
"""Files kept open at once; one is opened in a few milliseconds."""


class RowReader:
    """Keyed reads, safe to call from several threads."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._files: OrderedDict[Path, pq.ParquetFile] = OrderedDict()
        self._lock = threading.Lock()

    def row(self, path: Path, row: int) -> Mapping[str, object]:
        """The columns of one row.

        Raises:
            NotFoundError: the file has no such row.
            PredictionFileError: the file is gone or broken.
        """
        with self._lock:
            file = self._open(path)
            if not 0 <= row < file.metadata.num_rows:
                raise NotFoundError("prediction", str(row))
            group = self._group(path, file, row // ROW_GROUP)
        values: dict[str, object] = group.slice(row % ROW_GROUP, 1).to_pylist()[0]
        return values

    def rows(self, path: Path, rows: Collection[int]) -> dict[int, Mapping[str, object]]:
        """The columns of several rows by their number; each row group is read once.

        Raises:
            NotFoundError, PredictionFileError: as `row`.
        """
        found: dict[int, Mapping[str, object]] = {}
        with self._lock:
            file = self._open(path)
            for number in sorted({row // ROW_GROUP for row in rows}):
                wanted = sorted(row for row in set(rows) if row // ROW_GROUP == number)
                if not 0 <= wanted[-1] < file.metadata.num_rows:
                    raise NotFoundError("prediction", str(wanted[-1]))
                group = self._group(path, file, number).take([row % ROW_GROUP for row in wanted])
                found |= dict(zip(wanted, group.to_pylist(), strict=True))
        return found

    def use_case(self, path: Path) -> UseCase:
        """The use case as it was when the run was made.

        Raises:
            PredictionFileError: the file is gone, broken or does not say.
        """
        with self._lock:
            return definition_of(self._open(path), path)

    def close(self) -> None:
        """Close every file."""
        with self._lock:
            for file in self._files.values():
                file.close()
            self._files.clear()

    def _group(self, path: Path, file: pq.ParquetFile, number: int) -> pa.Table:
        try:
            return file.read_row_group(number, use_threads=False)
        except (OSError, pa.ArrowException) as error:
            self._files.pop(path, None)
            raise PredictionFileError(path, "unreadable") from error

    def _open(self, path: Path) -> pq.ParquetFile:
        if path in self._files:
            self._files.move_to_end(path)
            return self._files[path]
        try:
            file = pq.ParquetFile(path, memory_map=False)
        except FileNotFoundError:
            raise PredictionFileError(path, "missing") from None
        except (OSError, pa.ArrowException) as error:
            raise PredictionFileError(path, "unreadable") from error
        self._files[path] = file
        while len(self._files) > OPEN_FILES:
            self._files.popitem(last=False)[1].close()
        return file


def definition_of(file: pq.ParquetFile, path: Path) -> UseCase:
    """The use case that an open file was written with.

    Raises:
        PredictionFileError: the file does not say.
    """
    metadata = file.schema_arrow.metadata or {}
    if DEFINITION not in metadata:
        raise PredictionFileError(path, "unreadable")
    return _use_case(metadata[DEFINITION])


@lru_cache(maxsize=OPEN_FILES)
def _use_case(definition: bytes) -> UseCase:
    return UseCase.model_validate_json(definition)


def prediction_from_row(run_id: str, use_case: UseCase, values: Mapping[str, object]) -> Prediction:
    """The stored columns as a prediction with its explanation."""
    reasons = tuple(reason_from_text(text) for text in str(values["reasons"]).split(",") if text)
    queue = QueueRow(
        row=_whole(values["row"]),
        rank=None,
        entity=tuple(str(values[f"key_{key}"]) for key in use_case.keys),
        value=_number(values["prediction"]),
        low=_optional(values["low"]),
        high=_optional(values["high"]),
        usual=_optional(values["usual"]),
        label=None if values["label"] is None else str(values["label"]),
        needs_look=bool(values["needs_look"]),
        reasons=reasons,
    )
    days, past = values["past_days"] or [], values["past_values"] or []
    assert isinstance(days, list)
    assert isinstance(past, list)
    target_date = values["target_date"]
    assert isinstance(target_date, date), prediction_id(run_id, queue.row)
    return Prediction(
        run_id,
        target_date,
        queue,
        _explanation(use_case, use_case.link, values),
        tuple(PastDay(day, value) for day, value in zip(days, past, strict=True)),
    )


def _explanation(use_case: UseCase, link: Link, values: Mapping[str, object]) -> Explanation:
    names = list(use_case.features)
    if values["base"] is None:
        # An imported prediction: nobody knows how it came about, and no reason is made up.
        value = _number(values["prediction"])
        return Explanation(Link.IDENTITY, value, (), (), value)
    shap = [_number(values[f"shap_{name}"]) for name in names]
    base, raw = _number(values["base"]), _number(values["raw"])
    if link is Link.SOFTMAX:
        # For several classes the base is stored as a probability and the effects were computed from all scores.
        start, effect = base, [_number(values[f"effect_{name}"]) for name in names]
    else:
        start = float(inverse(link, np.array([base]))[0])
        effect = [float(x) for x in effects(link, np.array([base]), np.array([raw]), np.array([shap]))[0]]
    contributions = tuple(
        Contribution(name, _value(values[f"x_{name}"]), s, e) for name, s, e in zip(names, shap, effect, strict=True)
    )
    adjustments = tuple(
        Adjustment(code, _number(values[f"adj_{code}"])) for code in use_case.adjustment_codes if values[f"adj_{code}"]
    )
    return Explanation(link, start, contributions, adjustments, _number(values["prediction"]))


def _value(value: object) -> float | str | None:
    assert value is None or isinstance(value, float | str)
    return value


def _number(value: object) -> float:
    assert isinstance(value, float | int)
    return float(value)


def _optional(value: object) -> float | None:
    return None if value is None else _number(value)


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
