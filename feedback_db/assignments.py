"""Who looks at what, and who decided so."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, aliased

from domain.assignment import Assignment, Part
from domain.errors import NotFoundError
from feedback_db.assignment_tables import AssignmentRow
from feedback_db.insert_once import insert_once
from feedback_db.tables import PersonRow


@dataclass(frozen=True)
class NewAssignment:
    """An assignment as it is handed in; the same token, or the same part for the same person, is stored once."""

    token: str
    use_case: str
    part: Part
    person_id: int
    author_id: int


class Assignments:
    """The assignments of all use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: NewAssignment, now: datetime) -> bool:
        """Store an assignment; whether it was stored now."""
        values = {**vars(new), "part": part_text(new.part), "created_at": now}
        return insert_once(self._session, AssignmentRow, values, None)

    def take_back(self, assignment_id: int, person_id: int, now: datetime) -> bool:
        """Let it count no longer; whether it did until now. Who took it back first stays named."""
        standing = (AssignmentRow.id == assignment_id, AssignmentRow.taken_back_at.is_(None))
        taken = update(AssignmentRow).where(*standing).values(taken_back_at=now, taken_back_by=person_id)
        return self._session.execute(taken.returning(AssignmentRow.id)).first() is not None

    def by_id(self, assignment_id: int) -> Assignment:
        """One assignment, taken back or not.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = self._select(AssignmentRow.id == assignment_id)
        if not found:
            raise NotFoundError("assignment", str(assignment_id))
        return found[0]

    def standing(self, use_case: str) -> tuple[Assignment, ...]:
        """What nobody has taken back, oldest first; also what somebody holds who left."""
        return self._select(AssignmentRow.use_case == use_case, AssignmentRow.taken_back_at.is_(None))

    def all(self, use_case: str) -> tuple[Assignment, ...]:
        """Every assignment there ever was, oldest first."""
        return self._select(AssignmentRow.use_case == use_case)

    def _select(self, *conditions: ColumnElement[bool]) -> tuple[Assignment, ...]:
        owner, author, taker = aliased(PersonRow), aliased(PersonRow), aliased(PersonRow)
        statement = (
            select(AssignmentRow, owner.name, owner.active, author.name, taker.name)
            .join(owner, owner.id == AssignmentRow.person_id)
            .join(author, author.id == AssignmentRow.author_id)
            .outerjoin(taker, taker.id == AssignmentRow.taken_back_by)
            .where(*conditions)
            .order_by(AssignmentRow.id)
        )
        return tuple(
            Assignment(
                id=row.id,
                use_case=row.use_case,
                part=part_from_text(row.part),
                owner_id=row.person_id,
                owner=owned_by,
                owner_here=is_here,
                author_id=row.author_id,
                author=written_by,
                created_at=row.created_at,
                taken_back_at=row.taken_back_at,
                taken_back_by=taken_by,
            )
            for row, owned_by, is_here, written_by, taken_by in self._session.execute(statement)
        )


def part_text(part: Part) -> str:
    """The one text form of a part, whatever the order of its conditions: `[["product","Bread"],["store","North"]]`."""
    return json.dumps(sorted(part), ensure_ascii=False, separators=(",", ":"))


def part_from_text(text: str) -> Part:
    """Undo `part_text`."""
    return tuple((str(key), str(value)) for key, value in json.loads(text))
