"""Choose the runs that a question to the model is asked of: a day, or the last published ones up to it."""

from dataclasses import dataclass
from datetime import date

from domain.errors import NotFoundError, PredictionFileError
from domain.run import Run
from domain.use_case import UseCase
from services.dependencies import Dependencies

PERIODS = (1, 7, 30)
"""How many runs may be asked for; a month is what people remember."""

ROWS_AT_FIRST = 1_000_000
"""Without a choice as many runs are taken as hold no more rows than this: they are read in well under two seconds."""


@dataclass(frozen=True)
class Period:
    """Some published runs that can be looked at together.

    Attributes:
        use_case: as it was in the newest run; its words and groups are used for all.
        runs: newest first, at least one; all with the features of the newest.
        other_features: runs of the period that were made with other features, and are left out.
        unreadable: runs of the period whose files are gone, and are left out.
        asked: for how many runs.
    """

    use_case: UseCase
    runs: tuple[Run, ...]
    other_features: tuple[Run, ...]
    unreadable: tuple[Run, ...]
    asked: int

    @property
    def rows(self) -> int:
        """How many predictions the runs have."""
        return sum(run.row_count for run in self.runs)

    @property
    def versions(self) -> tuple[int, ...]:
        """The model versions of the runs, ascending."""
        return tuple(sorted({run.version for run in self.runs if run.version is not None}))


def choose_runs(deps: Dependencies, use_case: str, through: date, count: int | None = None) -> Period:
    """The last published runs with predictions for days up to `through`.

    Args:
        deps: stores.
        use_case: its name.
        through: the last target date.
        count: how many runs; None takes the longest of `PERIODS` that has at most `ROWS_AT_FIRST` rows.

    Raises:
        NotFoundError: there is no published run up to that day.
        PredictionFileError: the files of the newest run are gone or broken.
    """
    with deps.feedback.read() as unit:
        runs = unit.runs.published(use_case, through, count or max(PERIODS), explained=True)
    if not runs:
        raise NotFoundError("run", through.isoformat())
    if count is None:
        count = max(
            (size for size in PERIODS if sum(run.row_count for run in runs[:size]) <= ROWS_AT_FIRST),
            default=min(PERIODS),
        )
        runs = runs[:count]
    newest = deps.predictions.use_case(runs[0])
    same, other, unreadable = list[Run](), list[Run](), list[Run]()
    for run in runs:
        try:
            fits = _outline(deps.predictions.use_case(run)) == _outline(newest)
        except PredictionFileError:
            unreadable.append(run)
            continue
        (same if fits else other).append(run)
    return Period(newest, tuple(same), tuple(other), tuple(unreadable), count)


def newest_published(deps: Dependencies, use_case: str) -> Run | None:
    """The published run with predictions for the newest day; later days may have a run that is held or failed."""
    with deps.feedback.read() as unit:
        return next(iter(unit.runs.published(use_case, date.max, 1)), None)


def _outline(use_case: UseCase) -> object:
    """What two runs must share for their contributions to mean the same."""
    kinds = {name: feature.is_category for name, feature in use_case.features.items()}
    return kinds, list(kinds), use_case.keys, use_case.link, use_case.target.unit
