"""The last day of which anything is known, whatever the clock says: a data set may end in the past."""

from datetime import date

from domain.errors import TooLittleDataError
from intake.prepare import Window, known_actuals
from intake.staging import open_staging
from services.dependencies import SILENT, Dependencies, Progress
from services.load_use_case import LoadedUseCase, origin_of


def last_known_day(deps: Dependencies, loaded: LoadedUseCase, progress: Progress = SILENT) -> date:
    """The newest day with an actual, as of now.

    Raises:
        SourceError: a source cannot be read.
        TooLittleDataError: no day is known.
    """
    use_case = loaded.use_case
    with open_staging(deps.staging) as staging:
        table = known_actuals(
            staging, use_case, origin_of(deps, loaded), Window(deps.now().date(), None), progress.step
        )
    if table.num_rows == 0:
        raise TooLittleDataError(use_case.name, "history", 0, use_case.checks.history_days_at_least)
    last: date = table.column("day")[-1].as_py()
    return last
