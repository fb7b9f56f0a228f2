"""The catalogue of runs with their findings. A run becomes visible, or is replaced, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, delete, exists, insert, select, true, update
from sqlalchemy.orm import Session

from domain.finding import Finding
from domain.run import Run, RunState
from feedback_db.insert_once import insert_once
from feedback_db.locks import lock_use_case
from feedback_db.run_rows import finding_columns, finding_of, run_columns, run_of
from feedback_db.tables import ActualRow, FindingRow, RunRow

VISIBLE = (RunState.PUBLISHED, RunState.SUPERSEDED)
"""States whose predictions people may have seen and answered."""

FINISHED = (RunState.PUBLISHED, RunState.HELD, RunState.FAILED)
"""States in which the daily job can leave a run."""

# A published run speaks for its day; without one, the newest attempt does.
_PUBLISHED_FIRST = case((RunRow.state == RunState.PUBLISHED.value, 0), else_=1)
_SPEAKS = RunRow.state.in_([state.value for state in FINISHED])


@dataclass(frozen=True)
class DaySummary:
    """What a list of days shows of a target date."""

    target_date: date
    run_date: date
    state: RunState
    run_id: str
    row_count: int


class Runs:
    """The runs of all use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_id(self, run_id: str) -> Run | None:
        """One run, in whatever state."""
        row = self._session.scalars(select(RunRow).where(RunRow.id == run_id)).one_or_none()
        return run_of(row) if row is not None else None

    def prepare(self, run: Run) -> None:
        """Note that a run is being prepared; an unfinished one of the same id starts again without its findings.

        A run that is or was published stays as it is: people see it until its replacement is complete.

        Raises:
            NotFoundError: the use case is not registered.
        """
        lock_use_case(self._session, run.use_case)
        stored = self.by_id(run.id)
        if stored is not None and stored.state in VISIBLE:
            return
        self._store(replace(run, state=RunState.PREPARING))
        self._store_findings(run.id, ())

    def finish(self, run: Run, findings: Sequence[Finding]) -> Run:
        """Write how a run ended, with its findings in place of earlier ones, all at once; the run as stored.

        A published run supersedes the published run of its run date, which may be one that superseded it before.
        A held or failed attempt takes nothing back: a run of the same id that is or was published stays as it is.

        Raises:
            NotFoundError: the use case is not registered.
            ValueError: the run is not published, held or failed.
        """
        if run.state not in FINISHED:
            raise ValueError(f"a run cannot end as {run.state.value}")
        lock_use_case(self._session, run.use_case)
        stored = self.by_id(run.id)
        if run.state is RunState.PUBLISHED:
            earlier = stored.supersedes if stored is not None else None
            run = replace(run, supersedes=self._supersede_others(run) or earlier)
        elif stored is not None and stored.state in VISIBLE:
            return stored
        self._store(run)
        self._store_findings(run.id, findings)
        return run

    def current(self, use_case: str, target_date: date) -> Run | None:
        """The run that speaks for a target date: the published one, else the newest that was held or failed."""
        of_day = (RunRow.use_case == use_case, RunRow.target_date == target_date, _SPEAKS)
        newest = (_PUBLISHED_FIRST, RunRow.created_at.desc(), RunRow.id.desc())
        row = self._session.scalars(select(RunRow).where(*of_day).order_by(*newest).limit(1)).one_or_none()
        return run_of(row) if row is not None else None

    def days(self, use_case: str, limit: int) -> tuple[DaySummary, ...]:
        """The last target dates with the run that speaks for each, newest first.

        The dates come from the end of an index, so the number of days before them does not matter.
        """
        speaking = (RunRow.use_case == use_case, _SPEAKS)
        dates = select(RunRow.target_date).where(*speaking).distinct().order_by(RunRow.target_date.desc()).limit(limit)
        last = self._session.scalars(dates).all()
        if not last:
            return ()
        columns = select(RunRow.target_date, RunRow.run_date, RunRow.state, RunRow.id, RunRow.row_count)
        newest = (RunRow.target_date.desc(), _PUBLISHED_FIRST, RunRow.created_at.desc(), RunRow.id.desc())
        shown: dict[date, DaySummary] = {}
        for row in self._session.execute(columns.where(*speaking, RunRow.target_date >= last[-1]).order_by(*newest)):
            summary = DaySummary(row.target_date, row.run_date, RunState(row.state), row.id, row.row_count)
            shown.setdefault(summary.target_date, summary)
        return tuple(shown.values())

    def all(self, use_case: str, limit: int) -> tuple[Run, ...]:
        """The last runs in whatever state: newest run date first, and of one date the newest attempt first."""
        newest = (RunRow.run_date.desc(), RunRow.created_at.desc(), RunRow.id.desc())
        statement = select(RunRow).where(RunRow.use_case == use_case).order_by(*newest).limit(limit)
        return tuple(run_of(row) for row in self._session.scalars(statement))

    def of_morning(self, use_case: str, run_date: date) -> tuple[Run, ...]:
        """The runs of one morning in whatever state, the newest attempt first."""
        of_date = (RunRow.use_case == use_case, RunRow.run_date == run_date)
        statement = select(RunRow).where(*of_date).order_by(RunRow.created_at.desc(), RunRow.id.desc())
        return tuple(run_of(row) for row in self._session.scalars(statement))

    def with_actuals_before(self, use_case: str, target_date: date) -> tuple[Run, ...]:
        """The published runs of models for earlier target dates of which at least one actual is known, newest first.

        Imported runs are left out: nobody knows the reasons of their predictions. One run per date: where two run dates predicted the same day, the one that was made last.
        """
        known = exists().where(ActualRow.use_case == use_case, ActualRow.target_date == RunRow.target_date)
        earlier = (RunRow.use_case == use_case, RunRow.state == "published", RunRow.target_date < target_date)
        newest = (RunRow.target_date.desc(), RunRow.created_at.desc(), RunRow.id.desc())
        # The columns and not the mapped class: there may be a thousand runs, and each object costs three times a row.
        of_models = (RunRow.version.is_not(None), RunRow.row_count > 0)
        statement = select(*RunRow.__table__.columns).where(*earlier, *of_models, known).order_by(*newest)
        found: dict[date, Run] = {}
        for row in self._session.execute(statement):
            found.setdefault(row.target_date, run_of(row))
        return tuple(found.values())

    def published(self, use_case: str, through: date, limit: int, *, explained: bool = False) -> tuple[Run, ...]:
        """The last published runs with a row for target dates up to `through`, the newest first.

        Args:
            use_case: its name.
            through: the last target date.
            limit: at most so many.
            explained: only runs of a model; imported predictions have no reasons.
        """
        of_case = (RunRow.use_case == use_case, RunRow.state == RunState.PUBLISHED.value, RunRow.row_count > 0)
        of_model = RunRow.version.is_not(None) if explained else true()
        newest = (RunRow.target_date.desc(), RunRow.created_at.desc(), RunRow.id.desc())
        statement = (
            select(RunRow).where(*of_case, RunRow.target_date <= through, of_model).order_by(*newest).limit(limit)
        )
        return tuple(run_of(row) for row in self._session.scalars(statement))

    def findings(self, run_id: str) -> tuple[Finding, ...]:
        """What was found in the batch of a run, in stored order."""
        statement = select(FindingRow).where(FindingRow.run_id == run_id).order_by(FindingRow.position)
        return tuple(finding_of(row) for row in self._session.scalars(statement))

    def _supersede_others(self, run: Run) -> str | None:
        published = (RunRow.use_case == run.use_case, RunRow.run_date == run.run_date, RunRow.state == "published")
        other = self._session.scalar(select(RunRow.id).where(*published, RunRow.id != run.id))
        if other is not None:
            self._session.execute(update(RunRow).where(RunRow.id == other).values(state=RunState.SUPERSEDED.value))
        return other

    def _store(self, run: Run) -> None:
        columns = run_columns(run)
        if not insert_once(self._session, RunRow, columns, ["id"]):
            self._session.execute(update(RunRow).where(RunRow.id == run.id).values(**columns))

    def _store_findings(self, run_id: str, findings: Sequence[Finding]) -> None:
        self._session.execute(delete(FindingRow).where(FindingRow.run_id == run_id))
        rows = [finding_columns(run_id, position, finding) for position, finding in enumerate(findings)]
        if rows:
            self._session.execute(insert(FindingRow), rows)
