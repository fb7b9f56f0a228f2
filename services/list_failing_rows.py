"""List the rows of a run that failed checks of the gate, of a held run too."""

from collections.abc import Iterator

from domain.failing_row import FailingRow
from domain.run import Run
from services.dependencies import Dependencies


def has_failing_rows(deps: Dependencies, run: Run) -> bool:
    """Whether there is a row to list."""
    return deps.predictions.failing_rows_file(run).is_file()


def list_failing_rows(deps: Dependencies, run: Run) -> Iterator[FailingRow]:
    """All of them, one after the other.

    Raises:
        PredictionFileError: the file is broken.
    """
    return deps.predictions.failing_rows(run)
