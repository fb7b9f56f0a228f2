"""The prediction store: a folder, what is written to it and how it is read."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from domain.assignment import Part
from domain.entity import Entity
from domain.errors import PredictionFileError
from domain.failing_row import FailingRow
from domain.ingredient import IngredientPrediction, IngredientRow, Needs
from domain.prediction import Prediction, QueueRow
from domain.run import Run
from domain.shares import Member
from domain.team_progress import Cell
from domain.use_case import UseCase
from prediction_store.changes import taken_as_missing
from prediction_store.contributions import contribution_columns, contribution_vectors
from prediction_store.entity_rows import EntityRow
from prediction_store.failing_rows import failing_rows
from prediction_store.ingredients import IngredientSelection, ingredient_page, read_ingredient, read_needs
from prediction_store.ingredients_layout import INGREDIENTS
from prediction_store.layout import CHANGES, PARTIAL, QUEUE, ROWS, failing_rows_location, hash_files
from prediction_store.members import MEMBERS, read_members
from prediction_store.queue import QueueReader, Selection
from prediction_store.reader import RowReader, prediction_from_row
from prediction_store.similar import Search, nearest
from prediction_store.verify import worst_gap
from prediction_store.verify_ingredients import ingredient_gap
from prediction_store.verify_members import wrong_members
from prediction_store.whole_runs import WholeRuns
from prediction_store.writer import RunWriter


class PredictionStore:
    """Runs on a local folder. Made once per process; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened or made before it is needed."""
        self.folder = folder
        self._rows = RowReader()
        self._queue = QueueReader()
        self.whole = WholeRuns(folder)

    def write(self, location: str, use_case: UseCase) -> RunWriter:
        """Start writing a run; use as a block and call `finish`."""
        return RunWriter(self.folder / location, use_case)

    def failing_rows_file(self, run: Run) -> Path:
        """Where the rows that failed a check of the gate are, of a held run too; there is no file without such a row."""
        return self.folder / failing_rows_location(run.use_case, run.run_date, run.id)

    def failing_rows(self, run: Run) -> Iterator[FailingRow]:
        """All rows of a run that failed checks of the gate.

        Raises:
            PredictionFileError: the file is broken.
        """
        return failing_rows(self.failing_rows_file(run))

    def worst_gap(self, location: str, use_case: UseCase) -> float:
        """How well the files of a run add up when read back (`prediction_store.verify`)."""
        return worst_gap(self.folder / location, use_case)

    def ingredient_gap(self, location: str, use_case: UseCase) -> float:
        """How well the ingredients of a run agree with its products (`prediction_store.verify_ingredients`)."""
        return ingredient_gap(self.folder / location, use_case)

    def wrong_members(self, location: str, use_case: UseCase) -> int:
        """How many members of a run cannot be (`prediction_store.verify_members`)."""
        return wrong_members(self.folder / location, use_case)

    def use_case(self, run: Run) -> UseCase:
        """The use case as it was when the run was made.

        Raises:
            PredictionFileError: the files are gone or broken.
        """
        return self._rows.use_case(self.folder / run.location / ROWS)

    def prediction(self, run: Run, row: int) -> Prediction:
        """One prediction with its explanation: one keyed read.

        Raises:
            NotFoundError: no such row.
            PredictionFileError: the files are gone or broken.
        """
        path = self.folder / run.location / ROWS
        return prediction_from_row(run.id, self._rows.use_case(path), self._rows.row(path, row))

    def predictions(self, run: Run, rows: Collection[int]) -> dict[int, Prediction]:
        """Several predictions of a run by their row.

        Raises:
            NotFoundError: no such row.
            PredictionFileError: the files are gone or broken.
        """
        path = self.folder / run.location / ROWS
        use_case = self._rows.use_case(path)
        found = self._rows.rows(path, rows)
        return {row: prediction_from_row(run.id, use_case, values) for row, values in found.items()}

    def raw(self, run: Run, row: int) -> float:
        """The score of one prediction on the link scale, to the last bit as the daily job had it.

        Raises:
            NotFoundError, PredictionFileError: as `prediction`.
        """
        return float(str(self._rows.row(self.folder / run.location / ROWS, row)["raw"]))

    def entity_rows(self, runs: Sequence[Run], keys: Sequence[str], entity: Entity) -> tuple[EntityRow, ...]:
        """The contributions of one entity's predictions in several runs, in no particular order.

        Raises:
            PredictionFileError: the files of a run are gone or broken.
        """
        paths = {self.folder / run.location / ROWS: run for run in runs}
        return self._queue.entity_rows(paths, tuple(zip(keys, entity, strict=True)))

    def similar(self, run: Run, row: int, earlier: Sequence[Run], most: int) -> Search:
        """The predictions of earlier runs that are nearest to one (`prediction_store.similar`).

        Args:
            run: of the prediction.
            row: of the prediction in its run.
            earlier: the runs to look in, the newest first.
            most: how many are wanted at most.

        Raises:
            NotFoundError: no such row.
            PredictionFileError: the files of the prediction itself are gone or broken.
        """
        path = self.folder / run.location / ROWS
        use_case, values = self._rows.use_case(path), self._rows.row(path, row)
        vector = contribution_vectors(use_case, {name: [values[name]] for name in contribution_columns(use_case)})[0]
        return nearest(self.folder, use_case, vector, earlier, most)

    def page(self, run: Run, selection: Selection, offset: int, size: int) -> tuple[QueueRow, ...]:
        """Rows of the queue by rank."""
        return self._queue.page(self.folder / run.location / QUEUE, self.use_case(run), selection, offset, size)

    def page_in_order(self, run: Run, offset: int, size: int) -> tuple[QueueRow, ...]:
        """Rows of a run in batch order, that is in the order of the keys."""
        return self._queue.in_order(self.folder / run.location / QUEUE, self.use_case(run), offset, size)

    def count(self, run: Run, selection: Selection) -> int:
        """How many rows a selection has."""
        return self._queue.count(self.folder / run.location / QUEUE, selection)

    def place(self, run: Run, selection: Selection, row: int) -> int | None:
        """How many rows of the selection come before a row."""
        return self._queue.place(self.folder / run.location / QUEUE, selection, row)

    def has(self, run: Run, selection: Selection, row: int) -> bool:
        """Whether a row is in the selection."""
        return self._queue.has(self.folder / run.location / QUEUE, selection, row)

    def key_values(self, run: Run, key: str, limit: int = 200) -> tuple[str, ...]:
        """The values of a key in a run."""
        return self._queue.key_values(self.folder / run.location / QUEUE, key, limit)

    def cells(self, run: Run, owners: Sequence[Sequence[Part]], answered: tuple[int, ...]) -> tuple[Cell, ...]:
        """How many predictions are whose, need a look, and are among the answered rows: one scan of the queue.

        Args:
            run: the run.
            owners: for each person, the parts that they look at.
            answered: rows.
        """
        return self._queue.cells(self.folder / run.location / QUEUE, owners, answered)

    def ingredients(
        self, run: Run, selection: IngredientSelection, offset: int, size: int
    ) -> tuple[tuple[IngredientRow, ...], int]:
        """Ingredients of a run whose use case has recipes, and how many the selection has."""
        return ingredient_page(self.folder / run.location / INGREDIENTS, self.use_case(run), selection, offset, size)

    def ingredient(self, run: Run, row: int) -> IngredientPrediction:
        """One ingredient with its explanation.

        Raises:
            NotFoundError: no such row.
            PredictionFileError: the file is gone or broken.
        """
        return read_ingredient(self.folder / run.location / INGREDIENTS, self.use_case(run), run.id, row)

    def needs(self, run: Run) -> Needs:
        """What one unit of each product needs, as the run used it."""
        return read_needs(self.folder / run.location / INGREDIENTS)

    def members(self, run: Run, row: int | None = None) -> tuple[Member, ...]:
        """The small series behind one prediction together, or behind all, of a run that shares them back.

        Raises:
            PredictionFileError: the file is gone or broken.
        """
        return read_members(self.folder / run.location / MEMBERS, self.use_case(run).keys, row)

    def taken_as_missing(self, run: Run, sources: Sequence[str]) -> dict[tuple[str, str, date], str]:
        """What these sources delivered where cleaning took it as missing, by source, column and day.

        Raises:
            PredictionFileError: the list of changes is broken.
        """
        return taken_as_missing(self.folder / run.location / CHANGES, sources)

    def verify(self, run: Run) -> None:
        """Compare the files with the hash that was published.

        Raises:
            PredictionFileError: gone or changed.
        """
        folder = self.folder / run.location
        if not folder.is_dir():
            raise PredictionFileError(folder, "missing")
        if hash_files(sorted(folder.iterdir())) != run.file_hash:
            raise PredictionFileError(folder, "tampered")

    def leftovers(self) -> tuple[Path, ...]:
        """Folders that an interrupted job left; nobody reads them, the same job again takes them away."""
        return tuple(sorted(self.folder.glob(f"*/run_date=*/*{PARTIAL}"))) if self.folder.is_dir() else ()

    def close(self) -> None:
        """Close files and database."""
        self._rows.close()
        self._queue.close()
        self.whole.close()
