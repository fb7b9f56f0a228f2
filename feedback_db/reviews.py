"""What people said of predictions. Rows are added, never edited: a later answer points back at the one it supersedes."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, insert, or_, select
from sqlalchemy.orm import Session

from domain.entity import Entity, entity_from_text, entity_text
from domain.errors import NotFoundError
from domain.review import Answer, NewReview, Review
from feedback_db.insert_once import insert_once
from feedback_db.latest_answers import COUNTS, LATER_ON_SAME_DAY, STANDING, SUPERSEDED
from feedback_db.locks import lock_person
from feedback_db.review_rows import check_comment, review_columns, review_of
from feedback_db.tables import PersonRow, ReviewRow, RunRow

ROWS_IN_QUERY = 500
"""Up to this many rows are named one by one; beyond it the whole run is read, which is quicker than a list so long."""

_DOUBTING = cast(ReviewRow.doubted, String) != "[]"


class Reviews:
    """The reviews of all runs. Ids grow with time for one person, because their answers wait for each other."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, new: NewReview, now: datetime) -> tuple[Review, bool]:
        """Store an answer once per token; whether it was stored now.

        It supersedes what the same person said of the same prediction before. The author's right to decide is kept
        as it is at this moment.

        Raises:
            AnswerError: the comment cannot be kept word for word.
            NotFoundError: no such person or run.
        """
        check_comment(new.comment)
        may_decide = lock_person(self._session, new.person_id)
        if self._session.scalar(select(RunRow.id).where(RunRow.id == new.run_id)) is None:
            raise NotFoundError("run", new.run_id)
        values = {
            **review_columns(new),
            "may_decide": may_decide,
            "created_at": now,
            "supersedes_id": self._last_answer(new),
        }
        stored = insert_once(self._session, ReviewRow, values, ["token"])
        (review,) = self._select(ReviewRow.token == new.token)
        return review, stored

    def record_all(self, new: Sequence[NewReview], bulk_id: int, now: datetime) -> None:
        """Store the answers of one bulk action: one person's, on rows of one run, each row once.

        Whoever calls this has stored the bulk action in the same transaction, once per token.

        Raises:
            AnswerError: the comment cannot be kept word for word.
            NotFoundError: no such person.
        """
        of_person = (ReviewRow.run_id == new[0].run_id, ReviewRow.person_id == new[0].person_id)
        check_comment(new[0].comment)
        may_decide = lock_person(self._session, new[0].person_id)
        last = select(ReviewRow.row, func.max(ReviewRow.id)).where(*of_person).group_by(ReviewRow.row)
        before = dict(self._session.execute(last).all())
        shared = {"may_decide": may_decide, "created_at": now, "bulk_id": bulk_id}
        rows = [{**review_columns(one), **shared, "supersedes_id": before.get(one.row)} for one in new]
        # Without the option rows with and without an earlier answer would be written in turns.
        self._session.execute(insert(ReviewRow), rows, execution_options={"render_nulls": True})

    def standing_answers(self, run_id: str) -> tuple[tuple[int, int, Answer], ...]:
        """Row, person and answer of every latest answer on a run, without what else belongs to it."""
        found = select(ReviewRow.row, ReviewRow.person_id, ReviewRow.answer).where(ReviewRow.run_id == run_id, STANDING)
        return tuple((row, person, Answer(answer)) for row, person, answer in self._session.execute(found))

    def for_run(self, run_id: str) -> tuple[Review, ...]:
        """The latest answer of every person on every row, by row."""
        return self._select(ReviewRow.run_id == run_id, STANDING)

    def for_rows(self, run_id: str, rows: Collection[int]) -> tuple[Review, ...]:
        """The latest answer of every person on these rows, by row."""
        if not rows:
            return ()
        if len(rows) <= ROWS_IN_QUERY:
            return self._select(ReviewRow.run_id == run_id, ReviewRow.row.in_(rows), STANDING)
        wanted = frozenset(rows)
        return tuple(review for review in self.for_run(run_id) if review.new.row in wanted)

    def for_predictions(self, predictions: Collection[tuple[str, int]]) -> tuple[Review, ...]:
        """The latest answer of every person on some predictions of any runs, each named by its run and row."""
        if not predictions:
            return ()
        one_by_one = [and_(ReviewRow.run_id == run_id, ReviewRow.row == row) for run_id, row in predictions]
        return self._select(or_(*one_by_one), STANDING)

    def for_prediction(self, run_id: str, row: int, *, include_superseded: bool = False) -> tuple[Review, ...]:
        """The answers on one prediction, oldest first; the latest of each person, or all there ever were, also those taken back."""
        of_row = (ReviewRow.run_id == run_id, ReviewRow.row == row)
        return self._select(*of_row) if include_superseded else self._select(*of_row, STANDING)

    def count(self, use_case: str, first: date, last: date) -> int:
        """How many answers were given on target dates of a period, both ends included, superseded ones too."""
        found = select(func.count(ReviewRow.id)).where(*_in_period(use_case, first, last))
        return self._session.scalar(found) or 0

    def in_pieces(self, use_case: str, first: date, last: date, size: int) -> Iterator[tuple[Review, ...]]:
        """Every answer of a period in the order in which they were stored, superseded ones too, so many at a time."""
        statement = _with_authors(*_in_period(use_case, first, last)).order_by(ReviewRow.id)
        found = self._session.execute(statement.execution_options(yield_per=size))
        for piece in found.partitions():
            yield tuple(
                review_of(row, person, superseded=superseded, withdrawn=not counts)
                for row, person, superseded, counts in piece
            )

    def reviewed_rows(self, run_id: str, person_id: int | None = None) -> tuple[int, ...]:
        """The rows of a run that this person, or anybody, has answered, ascending."""
        rows = select(ReviewRow.row).where(ReviewRow.run_id == run_id, COUNTS).distinct().order_by(ReviewRow.row)
        return tuple(self._session.scalars(rows if person_id is None else rows.where(ReviewRow.person_id == person_id)))

    def earlier(
        self, use_case: str, entity: Entity, target_date: date, person_id: int, not_run_id: str
    ) -> Review | None:
        """What a person last said of an entity and day in another run than this."""
        of_day = _of_day(use_case, target_date, person_id, not_run_id)
        found = self._select(*of_day, ReviewRow.entity == entity_text(entity))
        return max(found, key=lambda review: review.id, default=None)

    def earlier_for_run(self, use_case: str, target_date: date, person_id: int, not_run_id: str) -> tuple[Review, ...]:
        """What a person last said of every entity of a day in other runs than this, by entity."""
        found = self._select(*_of_day(use_case, target_date, person_id, not_run_id))
        last = {review.new.entity: review for review in sorted(found, key=lambda review: review.id)}
        return tuple(last[entity] for entity in sorted(last))

    def doubting(self, use_case: str, since: date, through: date) -> tuple[Review, ...]:
        """The last words of everybody on target dates from `since` through `through`, as far as they doubt a feature.

        Somebody who answered again, also in a later run of the same day, is taken at their last word.
        """
        in_time = (ReviewRow.target_date >= since, ReviewRow.target_date <= through)
        return self._select(ReviewRow.use_case == use_case, *in_time, _DOUBTING, STANDING, ~LATER_ON_SAME_DAY)

    def disputed_entities(self, use_case: str, since: date, before: date) -> frozenset[Entity]:
        """Entities that somebody would have decided differently on a target date from `since` up to, not on, `before`.

        Somebody who answered again, also in a later run of the same day, is taken at their last word.
        """
        in_time = (ReviewRow.target_date >= since, ReviewRow.target_date < before)
        different = (ReviewRow.use_case == use_case, ReviewRow.answer == Answer.DIFFERENT.value)
        statement = select(ReviewRow.entity).where(*different, *in_time, COUNTS, ~LATER_ON_SAME_DAY).distinct()
        return frozenset(entity_from_text(entity) for entity in self._session.scalars(statement))

    def _last_answer(self, new: NewReview) -> int | None:
        of_person = (ReviewRow.run_id == new.run_id, ReviewRow.row == new.row, ReviewRow.person_id == new.person_id)
        return self._session.scalar(select(func.max(ReviewRow.id)).where(*of_person))

    def _select(self, *conditions: ColumnElement[bool]) -> tuple[Review, ...]:
        found = self._session.execute(_with_authors(*conditions).order_by(ReviewRow.row, ReviewRow.id))
        return tuple(
            review_of(row, person, superseded=superseded, withdrawn=not counts)
            for row, person, superseded, counts in found
        )


def _with_authors(*conditions: ColumnElement[bool]) -> Select[ReviewRow, str, bool, bool]:
    statement = select(ReviewRow, PersonRow.name, SUPERSEDED.label("superseded"), COUNTS.label("counts"))
    return statement.join(PersonRow, PersonRow.id == ReviewRow.person_id).where(*conditions)


def _in_period(use_case: str, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (ReviewRow.use_case == use_case, ReviewRow.target_date.between(first, last))


def _of_day(use_case: str, target_date: date, person_id: int, not_run_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        ReviewRow.use_case == use_case,
        ReviewRow.target_date == target_date,
        ReviewRow.person_id == person_id,
        ReviewRow.run_id != not_run_id,
        STANDING,
    )
