"""What is read to measure outcomes: published runs, what happened, and what people said, each in one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from domain.outcome import AnswerGiven, Period
from domain.review import Answer
from domain.run import Run, RunState
from feedback_db.latest_answers import COUNTS, STANDING
from feedback_db.run_rows import run_of
from feedback_db.tables import ActualRow, PersonRow, ReviewRow, RunRow

PART_ROWS = 50_000
"""Actuals read at a time: some ten megabytes of objects before they become columns."""


@dataclass(frozen=True)
class ActualColumns:
    """Every revision of the actuals of some days, as columns of equal length, in any order."""

    days: Sequence[date]
    entities: Sequence[str]
    revisions: Sequence[int]
    values: Sequence[float]
    labels: Sequence[str | None]


class OutcomeRows:
    """Reads for a period of target dates of one use case."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def days_with_actuals(self, use_case: str) -> Period | None:
        """From the first to the last day of which anything is known; None before the first actual."""
        ends = select(func.min(ActualRow.target_date), func.max(ActualRow.target_date))
        first, last = self._session.execute(ends.where(ActualRow.use_case == use_case)).one()
        return None if first is None else Period(first, last)

    def published(self, use_case: str, period: Period) -> tuple[Run, ...]:
        """The published runs of a period by target date; superseded ones do not count."""
        chosen = (RunRow.use_case == use_case, RunRow.state == RunState.PUBLISHED.value, RunRow.row_count > 0)
        in_time = RunRow.target_date.between(period.first, period.last)
        rows = self._session.scalars(select(RunRow).where(*chosen, in_time).order_by(RunRow.target_date, RunRow.id))
        return tuple(run_of(row) for row in rows)

    def actuals(self, use_case: str, period: Period) -> Iterator[ActualColumns]:
        """What happened in a period, in parts: a day of a large use case has a million rows."""
        columns = (ActualRow.target_date, ActualRow.entity, ActualRow.revision, ActualRow.value, ActualRow.label)
        in_time = (ActualRow.use_case == use_case, ActualRow.target_date.between(period.first, period.last))
        statement = select(*columns).where(*in_time).execution_options(yield_per=PART_ROWS)
        # Plain rows of the connection: what a session would add to each of a million takes as long as reading them.
        for part in self._session.connection().execute(statement).partitions():
            yield ActualColumns(*zip(*part, strict=True))

    def most_frequent(self, use_case: str, period: Period) -> str | None:
        """The class that happened most often in a period, as the latest revisions say; of equals the first by name."""
        newer = aliased(ActualRow)
        same = (newer.use_case == ActualRow.use_case, newer.target_date == ActualRow.target_date)
        outdated = exists().where(*same, newer.entity == ActualRow.entity, newer.revision > ActualRow.revision)
        in_time = (ActualRow.use_case == use_case, ActualRow.target_date.between(period.first, period.last))
        counted = select(ActualRow.label).where(*in_time, ActualRow.label.is_not(None), ~outdated)
        ordered = counted.group_by(ActualRow.label).order_by(func.count().desc(), ActualRow.label)
        return self._session.scalars(ordered.limit(1)).first()

    def entities(self, use_case: str) -> frozenset[str]:
        """Every entity, as text, of which something was ever known."""
        found = select(ActualRow.entity).where(ActualRow.use_case == use_case).distinct()
        return frozenset(self._session.scalars(found))

    def answers(self, use_case: str, period: Period) -> tuple[AnswerGiven, ...]:
        """The latest answer of every person on every row of the published runs of a period, oldest first."""
        columns = (
            ReviewRow.run_id,
            ReviewRow.row,
            ReviewRow.person_id,
            PersonRow.name.label("person"),
            ReviewRow.may_decide,
            ReviewRow.answer,
            ReviewRow.own_value,
            ReviewRow.own_label,
            ReviewRow.own_low,
            ReviewRow.own_high,
            ReviewRow.reason,
            ReviewRow.comment,
            ReviewRow.created_at,
            ReviewRow.id,
            ReviewRow.bulk_id,
        )
        of_runs = and_(RunRow.id == ReviewRow.run_id, RunRow.state == RunState.PUBLISHED.value)
        statement = (
            select(*columns)
            .join(RunRow, of_runs)
            .join(PersonRow, PersonRow.id == ReviewRow.person_id)
            .where(*_of_period(use_case, period), STANDING)
            .order_by(ReviewRow.created_at, ReviewRow.id)
        )
        rows = self._session.execute(statement).mappings()
        return tuple(AnswerGiven(**{**row, "answer": Answer(row["answer"])}) for row in rows)

    def stamp(self, use_case: str, period: Period) -> tuple[object, ...]:
        """What changes whenever the outcomes of a period may have changed: counts and newest ids."""
        counting = func.count(ReviewRow.id).filter(COUNTS)
        reviews = select(counting, func.max(ReviewRow.id)).where(*_of_period(use_case, period))
        in_time = (ActualRow.use_case == use_case, ActualRow.target_date.between(period.first, period.last))
        actuals = select(func.count(ActualRow.entity), func.max(ActualRow.received_at)).where(*in_time)
        of_runs = (RunRow.use_case == use_case, RunRow.target_date.between(period.first, period.last))
        runs = select(func.count(RunRow.id), func.max(RunRow.published_at)).where(
            *of_runs, RunRow.state == RunState.PUBLISHED.value
        )
        return tuple(value for query in (reviews, actuals, runs) for value in self._session.execute(query).one())


def _of_period(use_case: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (ReviewRow.use_case == use_case, ReviewRow.target_date.between(period.first, period.last))
