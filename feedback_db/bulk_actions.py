"""Bulk actions and their undos. Both are added, never edited: an action that was undone stays, and its answers no longer count."""

from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from domain.bulk import BulkAction, BulkChange, BulkKind, LeftOut, NewBulk
from domain.errors import NotFoundError
from domain.review import Answer
from feedback_db.bulk_tables import BulkRow, BulkUndoRow
from feedback_db.insert_once import insert_once
from feedback_db.latest_answers import STANDING
from feedback_db.locks import lock_person
from feedback_db.tables import ReviewRow


class BulkActions:
    """The bulk actions of all people."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def wait_for(self, person_id: int) -> None:
        """Wait until no other answers of this person are being written, so that what is read after it stays true.

        Raises:
            NotFoundError: no such person.
        """
        lock_person(self._session, person_id)

    def add(self, new: NewBulk, now: datetime) -> BulkAction:
        """Store an action whose token is not there yet."""
        stored = self._session.scalars(insert(BulkRow).returning(BulkRow.id), [_columns(new, now)]).one()
        return self.by_id(stored)

    def by_token(self, token: str) -> BulkAction | None:
        """The action that was handed in with this token, if it was."""
        return next(iter(self._select(BulkRow.token == token)), None)

    def by_id(self, bulk_id: int) -> BulkAction:
        """One action.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = self._select(BulkRow.id == bulk_id)
        if not found:
            raise NotFoundError("bulk action", str(bulk_id))
        return found[0]

    def of_person(self, use_case: str, person_id: int, limit: int) -> tuple[BulkAction, ...]:
        """A person's last actions on a use case, newest first."""
        return self._select(BulkRow.use_case == use_case, BulkRow.person_id == person_id, limit=limit)

    def undo(self, bulk_id: int, person_id: int, now: datetime) -> bool:
        """Note that an action is taken back; whether it was not before.

        Raises:
            NotFoundError: no such person.
        """
        lock_person(self._session, person_id)
        values = {"bulk_id": bulk_id, "person_id": person_id, "created_at": now}
        return insert_once(self._session, BulkUndoRow, values, ["bulk_id"])

    def rows(self, bulk_id: int) -> tuple[int, ...]:
        """The rows that an action answered."""
        found = select(ReviewRow.row).where(ReviewRow.bulk_id == bulk_id).order_by(ReviewRow.row)
        return tuple(self._session.scalars(found))

    def standing(self, run_id: str, person_id: int) -> dict[int, Answer]:
        """What a person says now of the rows of a run."""
        of_person = (ReviewRow.run_id == run_id, ReviewRow.person_id == person_id)
        found = self._session.execute(select(ReviewRow.row, ReviewRow.answer).where(*of_person, STANDING))
        return {row: Answer(answer) for row, answer in found}

    def _select(self, *conditions: ColumnElement[bool], limit: int | None = None) -> tuple[BulkAction, ...]:
        undone = select(BulkRow, BulkUndoRow.created_at).outerjoin(BulkUndoRow, BulkUndoRow.bulk_id == BulkRow.id)
        found = self._session.execute(undone.where(*conditions).order_by(BulkRow.id.desc()).limit(limit))
        return tuple(_action(row, undone_at) for row, undone_at in found)


def _columns(new: NewBulk, now: datetime) -> dict[str, object]:
    change = new.change
    return {
        **{name: value for name, value in vars(new).items() if name != "change"},
        "kind": change.kind.value,
        "amount": change.amount,
        "label": change.label,
        "reason": change.reason,
        "comment": change.comment,
        "scope": dict(new.scope),
        "left_out": {why.value: count for why, count in new.left_out.items()},
        "created_at": now,
    }


def _action(row: BulkRow, undone_at: datetime | None) -> BulkAction:
    new = NewBulk(
        token=row.token,
        use_case=row.use_case,
        run_id=row.run_id,
        target_date=row.target_date,
        person_id=row.person_id,
        change=BulkChange(BulkKind(row.kind), row.amount, row.label, row.reason, row.comment),
        scope=row.scope,
        count=row.count,
        left_out={LeftOut(why): count for why, count in row.left_out.items()},
    )
    return BulkAction(row.id, new, row.created_at, undone_at)
