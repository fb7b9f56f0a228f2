"""The thread of a prediction, and until when each person has seen what others wrote to them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.dispute import Comment
from domain.entity import Entity, entity_text
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

    def since(self, use_case: str, moment: datetime) -> tuple[Comment, ...]:
        """What was written on a use case's predictions after a moment, oldest first."""
        return self._select(CommentRow.use_case == use_case, CommentRow.created_at > moment)

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
        found = self._session.execute(
            select(CommentRow, PersonRow.name)
            .join(PersonRow, PersonRow.id == CommentRow.person_id)
            .where(*conditions)
            .order_by(CommentRow.id)
        )
        return tuple(
            Comment(row.id, row.run_id, row.row, row.person_id, person, row.words, row.created_at)
            for row, person in found
        )
