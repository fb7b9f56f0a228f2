"""Disputes and their steps. A step is added, never edited; the last one says where a dispute stands."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from domain.dispute import Dispute, DisputeState, DisputeStep
from domain.entity import entity_from_text, entity_text
from domain.errors import NotFoundError
from domain.review import Answer, NewReview
from feedback_db.insert_once import insert_once
from feedback_db.tables import PersonRow
from feedback_db.talk_tables import DisputeRow, DisputeStepRow

_Author, _Stepper = aliased(PersonRow), aliased(PersonRow)


@dataclass(frozen=True)
class NewStep:
    """A step as it is handed in; the same token is stored once."""

    token: str
    state: DisputeState
    person_id: int
    words: str
    version: int | None = None


class Disputes:
    """The disputes of all use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def follow(self, answer: NewReview, now: datetime) -> None:
        """Open, open again or withdraw the dispute of an answer's author, as the answer says."""
        known = self._select(
            DisputeRow.run_id == answer.run_id, DisputeRow.row == answer.row, DisputeRow.person_id == answer.person_id
        )
        if answer.answer is Answer.DIFFERENT:
            dispute_id = known[0].id if known else self._open(answer, now)
            if not known or known[0].state is not DisputeState.OPEN:
                words = NewStep(f"{answer.token}-open", DisputeState.OPEN, answer.person_id, answer.comment)
                self.add_step(dispute_id, words, now)
        elif answer.answer is Answer.AGREE and known and known[0].state is not DisputeState.WITHDRAWN:
            step = NewStep(f"{answer.token}-withdrawn", DisputeState.WITHDRAWN, answer.person_id, answer.comment)
            self.add_step(known[0].id, step, now)

    def add_step(self, dispute_id: int, step: NewStep, now: datetime) -> bool:
        """Store a step once per token; whether it was stored now."""
        values = {**vars(step), "state": step.state.value, "dispute_id": dispute_id, "created_at": now}
        return insert_once(self._session, DisputeStepRow, values, ["token"])

    def by_id(self, dispute_id: int) -> Dispute:
        """One dispute.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = self._select(DisputeRow.id == dispute_id)
        if not found:
            raise NotFoundError("dispute", str(dispute_id))
        return found[0]

    def for_prediction(self, run_id: str, row: int) -> tuple[Dispute, ...]:
        """Everybody's dispute about one prediction, oldest first."""
        return self._select(DisputeRow.run_id == run_id, DisputeRow.row == row)

    def for_period(self, use_case: str, first: date, last: date) -> tuple[Dispute, ...]:
        """The disputes about target dates of a period, both ends included, oldest first."""
        return self._select(*_in_period(use_case, first, last))

    def count(self, use_case: str, first: date, last: date) -> tuple[int, int]:
        """How many disputes there are about target dates of a period, and how many steps they have."""
        of_period = _in_period(use_case, first, last)
        disputes = self._session.scalar(select(func.count(DisputeRow.id)).where(*of_period))
        steps = select(func.count(DisputeStepRow.id)).join(DisputeRow, DisputeRow.id == DisputeStepRow.dispute_id)
        return disputes or 0, self._session.scalar(steps.where(*of_period)) or 0

    def in_pieces(self, use_case: str, first: date, last: date, size: int) -> Iterator[tuple[Dispute, ...]]:
        """The disputes of a period by target date, so many at a time."""
        of_period = _in_period(use_case, first, last)
        # By target date, so that what is made of one day stays together; of each dispute only its number is held.
        order = select(DisputeRow.id).where(*of_period).order_by(DisputeRow.target_date, DisputeRow.id)
        ids = self._session.scalars(order).all()
        for at in range(0, len(ids), size):
            wanted = ids[at : at + size]
            found = {dispute.id: dispute for dispute in self._select(DisputeRow.id.in_(wanted))}
            yield tuple(found[number] for number in wanted)

    def of_author(self, person_id: int) -> tuple[Dispute, ...]:
        """The disputes of one person, oldest first."""
        return self._select(DisputeRow.person_id == person_id)

    def _open(self, answer: NewReview, now: datetime) -> int:
        values = {
            "use_case": answer.use_case,
            "run_id": answer.run_id,
            "row": answer.row,
            "entity": entity_text(answer.entity),
            "target_date": answer.target_date,
            "person_id": answer.person_id,
            "created_at": now,
        }
        insert_once(self._session, DisputeRow, values, ["run_id", "row", "person_id"])
        (found,) = self._session.scalars(
            select(DisputeRow.id).where(
                DisputeRow.run_id == answer.run_id,
                DisputeRow.row == answer.row,
                DisputeRow.person_id == answer.person_id,
            )
        )
        return found

    def _select(self, *conditions: ColumnElement[bool]) -> tuple[Dispute, ...]:
        disputes = self._session.execute(
            select(DisputeRow, _Author.name)
            .join(_Author, _Author.id == DisputeRow.person_id)
            .where(*conditions)
            .order_by(DisputeRow.id)
        ).all()
        steps = self._steps(*conditions) if disputes else {}
        return tuple(_dispute(row, author, tuple(steps.get(row.id, ()))) for row, author in disputes)

    def _steps(self, *conditions: ColumnElement[bool]) -> dict[int, list[DisputeStep]]:
        found = self._session.execute(
            select(DisputeStepRow, _Stepper.name)
            .join(DisputeRow, DisputeRow.id == DisputeStepRow.dispute_id)
            .join(_Stepper, _Stepper.id == DisputeStepRow.person_id)
            .where(*conditions)
            .order_by(DisputeStepRow.id)
        )
        steps: dict[int, list[DisputeStep]] = defaultdict(list)
        for row, person in found:
            steps[row.dispute_id].append(
                DisputeStep(
                    row.id, DisputeState(row.state), row.person_id, person, row.words, row.version, row.created_at
                )
            )
        return steps


def _in_period(use_case: str, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (DisputeRow.use_case == use_case, DisputeRow.target_date.between(first, last))


def _dispute(row: DisputeRow, author: str, steps: tuple[DisputeStep, ...]) -> Dispute:
    entity = entity_from_text(row.entity)
    return Dispute(row.id, row.use_case, row.run_id, row.row, entity, row.target_date, row.person_id, author, steps)
