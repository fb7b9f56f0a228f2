"""How much a use case is used, counted by stretches of time; nothing here knows more than pages per hour and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import JSON, ColumnElement, and_, case, cast, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.run import Run, RunState
from feedback_db.latest_answers import COUNTS
from feedback_db.run_rows import run_of
from feedback_db.tables import ReviewRow, RunRow, UsageRow


@dataclass(frozen=True)
class Segment:
    """The predictions whose key at a position has a value."""

    position: int
    value: str


@dataclass(frozen=True)
class AnsweredRun:
    """How many predictions of a run have an answer, and when the first one came."""

    rows: int
    first_at: datetime


class UseRows:
    """Reads for the use of one use case."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def visits(self, use_case: str, marks: Sequence[datetime]) -> tuple[int, ...]:
        """Visits (a person, a page, an hour) between each two marks, the later one excluded."""
        return self._counts(UsageRow.hour, marks, func.count(), UsageRow.use_case == use_case)

    def reviews(self, use_case: str, marks: Sequence[datetime], segment: Segment | None = None) -> tuple[int, ...]:
        """Answers given between each two marks; one that was changed later counts as often as it was given."""
        return self._counts(ReviewRow.created_at, marks, func.count(), *self._answers(use_case, segment))

    def reviewers(self, use_case: str, marks: Sequence[datetime], segment: Segment | None = None) -> tuple[int, ...]:
        """How many people answered between each two marks."""
        people = func.count(ReviewRow.person_id.distinct())
        return self._counts(ReviewRow.created_at, marks, people, *self._answers(use_case, segment))

    def runs(self, use_case: str, first: date, last: date) -> tuple[Run, ...]:
        """The published runs with a row whose run date lies in these days, oldest first."""
        published = (RunRow.use_case == use_case, RunRow.state == RunState.PUBLISHED.value, RunRow.row_count > 0)
        in_time = RunRow.run_date.between(first, last)
        found = select(RunRow).where(*published, in_time).order_by(RunRow.run_date, RunRow.id)
        return tuple(run_of(row) for row in self._session.scalars(found))

    def answered(
        self, use_case: str, first: date, last: date, segment: Segment | None = None
    ) -> dict[str, AnsweredRun]:
        """How far the published runs of these run dates were answered, by run id; runs without an answer are missing."""
        of_runs = and_(RunRow.id == ReviewRow.run_id, RunRow.state == RunState.PUBLISHED.value)
        statement = (
            select(ReviewRow.run_id, func.count(ReviewRow.row.distinct()), func.min(ReviewRow.created_at))
            .join(RunRow, of_runs)
            .where(*self._answers(use_case, segment), RunRow.run_date.between(first, last))
            .group_by(ReviewRow.run_id)
        )
        return {run_id: AnsweredRun(rows, at) for run_id, rows, at in self._session.execute(statement)}

    def stamp(self, use_case: str) -> tuple[object, ...]:
        """What changes with every visit, answer and published run."""
        visits = select(func.count(), func.max(UsageRow.id)).where(UsageRow.use_case == use_case)
        answers = select(func.count(), func.max(ReviewRow.id)).where(*self._answers(use_case, None))
        published = (RunRow.use_case == use_case, RunRow.state == RunState.PUBLISHED.value)
        runs = select(func.count(), func.max(RunRow.published_at)).where(*published)
        return tuple(value for query in (visits, answers, runs) for value in self._session.execute(query).one())

    def _answers(self, use_case: str, segment: Segment | None) -> tuple[ColumnElement[bool], ...]:
        of_case = (ReviewRow.use_case == use_case, COUNTS)
        if segment is None:
            return of_case
        # SQLite reads JSON from text as it is; PostgreSQL wants to be told that the text is JSON.
        is_postgres = self._session.get_bind().dialect.name == "postgresql"
        entity = cast(ReviewRow.entity, JSON) if is_postgres else type_coerce(ReviewRow.entity, JSON)
        return *of_case, entity[segment.position].as_string() == segment.value

    def _counts(
        self,
        moment: InstrumentedAttribute[datetime],
        marks: Sequence[datetime],
        counted: ColumnElement[int],
        *conditions: ColumnElement[bool],
    ) -> tuple[int, ...]:
        stretch = case(*((moment < mark, place) for place, mark in enumerate(marks[1:])), else_=-1)
        in_time = (moment >= marks[0], moment < marks[-1])
        found = self._session.execute(select(stretch, counted).where(*conditions, *in_time).group_by(stretch))
        counts = {int(place): int(count) for place, count in found}
        return tuple(counts.get(place, 0) for place in range(len(marks) - 1))
