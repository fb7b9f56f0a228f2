"""What is asked of whole runs: scans with a fixed memory, for outcomes, insights and exports."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from domain.driver import Driver, Importance, Segments
from domain.moved import MovedPrediction
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.export import copy_rows, row_batches
from prediction_store.importance import ImportanceReader
from prediction_store.layout import ROWS
from prediction_store.moved import Within, most_moved
from prediction_store.outcomes import Beside, Measured, count_paired, measure, paired_batches, predicted
from prediction_store.sample import Drawn, Wish, draw
from prediction_store.scans import Scanner


class WholeRuns:
    """Scans over the runs of a store; `PredictionStore.whole` holds them."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened before it is needed."""
        self.folder = folder
        self._scanner = Scanner()
        self._importance = ImportanceReader(self._scanner)

    def measure(self, use_case: UseCase, runs: Sequence[Run], beside: Beside, misses: int) -> Measured:
        """A batch of published runs beside what happened (`prediction_store.outcomes`)."""
        return measure(self.folder, use_case, runs, beside, misses)

    def paired_batches(self, use_case: UseCase, runs: Sequence[Run], beside: Beside) -> Iterator[pa.RecordBatch]:
        """Every prediction of some runs that has an actual (`prediction_store.outcomes`)."""
        return paired_batches(self.folder, use_case, runs, beside)

    def count_paired(self, use_case: UseCase, runs: Sequence[Run], beside: Beside) -> int:
        """How many predictions of some runs have an actual."""
        return count_paired(self.folder, use_case, runs, beside)

    def predicted(self, use_case: UseCase, runs: Sequence[Run], actuals: pa.Table) -> pa.Table:
        """The predictions that actuals belong to (`prediction_store.outcomes`)."""
        return predicted(self.folder, use_case, runs, actuals)

    def importance(self, runs: Sequence[Run], use_case: UseCase, drivers: Sequence[Driver]) -> dict[str, Importance]:
        """How far each driver moved the predictions of each run, by run id (`prediction_store.importance`)."""
        return self._importance.of_runs(self._files(runs), use_case, drivers)

    def segments(
        self, runs: Sequence[Run], use_case: UseCase, drivers: Sequence[Driver], column: str, most: int
    ) -> Segments:
        """The same for the most frequent values of a stored column."""
        return self._importance.by_segment(self._files(runs), use_case, drivers, column, most)

    def sample(self, runs: Sequence[Run], wish: Wish) -> Drawn:
        """Some predictions of these runs (`prediction_store.sample`)."""
        return draw(self._scanner, self._files(runs), wish)

    def most_moved(
        self, runs: Sequence[Run], use_case: UseCase, driver: Driver, within: Within
    ) -> tuple[MovedPrediction, ...]:
        """The predictions that a driver moved most (`prediction_store.moved`)."""
        return most_moved(self._scanner, self._files(runs), use_case, driver, within)

    def row_batches(self, run: Run, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """These columns of a run, batch by batch."""
        return row_batches(self.folder / run.location / ROWS, columns)

    def copy_rows(self, run: Run, target: Path) -> int:
        """Write all rows of a run as Parquet or CSV (`prediction_store.export`)."""
        return copy_rows(self.folder / run.location / ROWS, target)

    def _files(self, runs: Sequence[Run]) -> dict[str, Path]:
        return {run.id: self.folder / run.location / ROWS for run in runs}

    def close(self) -> None:
        """Close the database that scans."""
        self._scanner.close()
