"""The thread of a prediction, and until when each person has seen what others wrote to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from domain.dispute import Comment
from domain.entity import Entity, entity_from_text, entity_text
from feedback_db.insert_once import insert_once
from feedback_db.tables import PersonRow
from feedback_db.talk_tables import CommentRow, NewsSeenRow


@dataclass(frozen=True)
class NewComment:
    """A remark as it is handed in; the same token is stored once."""

    token: str
    use_case: str
    run_id: str
    row: int
    entity: Entity
    target_date: date
    person_id: int
    words: str


@dataclass(frozen=True)
class PlacedComment:
    """A remark with what it is about."""

    comment: Comment
    entity: Entity
    target_date: date


class Comments:
    """The comments on all predictions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: NewComment, now: datetime) -> bool:
        """Store a remark once per token; whether it was stored now."""
        values = {**vars(new), "entity": entity_text(new.entity), "created_at": now}
        return insert_once(self._session, CommentRow, values, ["token"])

    def for_prediction(self, run_id: str, row: int) -> tuple[Comment, ...]:
        """The thread of one prediction, oldest first."""
        return self._select(CommentRow.run_id == run_id, CommentRow.row == row)

    def since(self, use_case: str, moment: datetime) -> tuple[PlacedComment, ...]:
        """What was written on a use case's predictions after a moment, oldest first."""
        found = self._session.execute(_with_authors(CommentRow.use_case == use_case, CommentRow.created_at > moment))
        return tuple(_placed(row, person) for row, person in found)

    def count(self, use_case: str, first: date, last: date) -> int:
        """How many remarks there are on predictions of a period of target dates, both ends included."""
        of_period = (CommentRow.use_case == use_case, CommentRow.target_date.between(first, last))
        return self._session.scalar(select(func.count(CommentRow.id)).where(*of_period)) or 0

    def in_pieces(self, use_case: str, first: date, last: date, size: int) -> Iterator[tuple[PlacedComment, ...]]:
        """The remarks of a period in the order in which they were written, so many at a time."""
        of_period = (CommentRow.use_case == use_case, CommentRow.target_date.between(first, last))
        statement = _with_authors(*of_period).execution_options(yield_per=size)
        for piece in self._session.execute(statement).partitions():
            yield tuple(_placed(row, person) for row, person in piece)

    def threads_of(self, person_id: int) -> frozenset[tuple[str, int]]:
        """Run and row of every prediction on which a person wrote."""
        statement = select(CommentRow.run_id, CommentRow.row).where(CommentRow.person_id == person_id).distinct()
        return frozenset((run_id, row) for run_id, row in self._session.execute(statement))

    def seen_until(self, person_id: int) -> datetime | None:
        """Until when this person has seen what others answered; None: nothing yet."""
        return self._session.scalar(select(NewsSeenRow.at).where(NewsSeenRow.person_id == person_id))

    def see(self, person_id: int, moment: datetime) -> None:
        """Note that a person has seen everything up to a moment."""
        row = self._session.get(NewsSeenRow, person_id)
        if row is None:
            self._session.add(NewsSeenRow(person_id=person_id, at=moment))
        else:
            row.at = max(row.at, moment)
        self._session.flush()

    def _select(self, *conditions: ColumnElement[bool]) -> tuple[Comment, ...]:
        return tuple(_comment(row, person) for row, person in self._session.execute(_with_authors(*conditions)))


def _with_authors(*conditions: ColumnElement[bool]) -> Select[CommentRow, str]:
    statement = select(CommentRow, PersonRow.name).join(PersonRow, PersonRow.id == CommentRow.person_id)
    return statement.where(*conditions).order_by(CommentRow.id)


def _placed(row: CommentRow, person: str) -> PlacedComment:
    return PlacedComment(_comment(row, person), entity_from_text(row.entity), row.target_date)


def _comment(row: CommentRow, person: str) -> Comment:
    return Comment(row.id, row.run_id, row.row, row.person_id, person, row.words, row.created_at)
