"""Disputes and their steps. A step is added, never edited; the last one says where a dispute stands."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session, aliased

from domain.bulk import BulkAction, NewBulk
from domain.dispute import Dispute, DisputeState, DisputeStep
from domain.entity import entity_from_text, entity_text
from domain.errors import NotFoundError
from domain.review import Answer, NewReview
from feedback_db.insert_once import insert_once
from feedback_db.latest_answers import STEP_COUNTS
from feedback_db.tables import PersonRow
from feedback_db.talk_tables import DisputeRow, DisputeStepRow

_Author, _Stepper = aliased(PersonRow), aliased(PersonRow)

_OPENED = DisputeRow.id.in_(
    select(DisputeStepRow.dispute_id)
    .where(DisputeStepRow.state == DisputeState.OPEN.value, STEP_COUNTS)
    .correlate(None)
)
"""Of what was opened only in bulk, nothing is left once that is undone: its author said nothing that counts."""


@dataclass(frozen=True)
class NewStep:
    """A step as it is handed in; the same token is stored once."""

    token: str
    state: DisputeState
    person_id: int
    words: str
    version: int | None = None
    bulk_id: int | None = None


class Disputes:
    """The disputes of all use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def follow(self, answer: NewReview, now: datetime) -> None:
        """Open, open again or withdraw the dispute of an answer's author, as the answer says."""
        known = self._select(
            DisputeRow.run_id == answer.run_id, DisputeRow.row == answer.row, DisputeRow.person_id == answer.person_id
        )
        state = _asked(answer.answer, known[0].state if known else None)
        if state is not None:
            dispute_id = known[0].id if known else self._open(answer, now)
            self.add_step(dispute_id, _step(answer, state), now)

    def follow_all(self, answers: Sequence[NewReview], bulk_id: int, now: datetime) -> None:
        """As `follow`, for the answers of one bulk action: one person's, on rows of one run, each row once."""
        known = {dispute.row: dispute.state for dispute in self._of_person(answers[0])}
        asked = {answer.row: _asked(answer.answer, known.get(answer.row)) for answer in answers}
        moved = [answer for answer in answers if asked[answer.row] is not None]
        ids = self._ids(answers[0])
        fresh = [_opening(answer, now) for answer in moved if answer.row not in ids]
        if fresh:
            self._session.execute(insert(DisputeRow), fresh)
            ids = self._ids(answers[0])
        steps = [(ids[answer.row], _step(answer, asked[answer.row], bulk_id)) for answer in moved]
        self._add_steps(steps, now)

    def follow_undo(
        self, undone: BulkAction, rows: Sequence[int], standing: Mapping[int, Answer], now: datetime
    ) -> None:
        """After a bulk action was taken back: its steps no longer count; what then stands decides about each dispute.

        Args:
            undone: the action.
            rows: the rows that it answered.
            standing: what its author says now, by row.
            now: the moment.
        """
        known = {dispute.row: dispute.state for dispute in self._of_person(undone.new)}
        ids = self._ids(undone.new)
        steps = list[tuple[int, NewStep]]()
        for row in (row for row in rows if row in ids):
            state = _left(standing.get(row), known.get(row))
            if state is not None:
                step = NewStep(f"{undone.new.token}-undo-{row}", state, undone.new.person_id, "")
                steps.append((ids[row], step))
        self._add_steps(steps, now)

    def add_step(self, dispute_id: int, step: NewStep, now: datetime) -> bool:
        """Store a step once per token; whether it was stored now."""
        values = {**_step_columns(step, now), "dispute_id": dispute_id}
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

    def newest_open(self, use_case: str, first: date, last: date, most: int) -> tuple[Dispute, ...]:
        """The open disputes about target dates of a period, at most so many, newest first."""
        newest = (
            select(func.max(DisputeStepRow.id))
            .where(DisputeStepRow.dispute_id == DisputeRow.id, STEP_COUNTS)
            .correlate(DisputeRow)
            .scalar_subquery()
        )
        is_open = (DisputeStepRow.id == newest, DisputeStepRow.state == DisputeState.OPEN.value)
        ids = select(DisputeRow.id).join(DisputeStepRow).where(*_in_period(use_case, first, last), *is_open)
        found = self._session.scalars(ids.order_by(DisputeRow.id.desc()).limit(most)).all()
        return self._select(DisputeRow.id.in_(found))[::-1]

    def count(self, use_case: str, first: date, last: date) -> tuple[int, int]:
        """How many disputes `in_pieces` gives, and how many steps they have."""
        of_period = (*_in_period(use_case, first, last), _OPENED)
        disputes = self._session.scalar(select(func.count(DisputeRow.id)).where(*of_period))
        steps = select(func.count(DisputeStepRow.id)).join(DisputeRow, DisputeRow.id == DisputeStepRow.dispute_id)
        return disputes or 0, self._session.scalar(steps.where(*of_period, STEP_COUNTS)) or 0

    def in_pieces(self, use_case: str, first: date, last: date, size: int) -> Iterator[tuple[Dispute, ...]]:
        """The disputes of a period by target date, so many at a time; without those of which an undo left nothing."""
        of_period = (*_in_period(use_case, first, last), _OPENED)
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
        insert_once(self._session, DisputeRow, _opening(answer, now), ["run_id", "row", "person_id"])
        return self._ids(answer)[answer.row]

    def _of_person(self, whose: NewReview | NewBulk) -> tuple[Dispute, ...]:
        return self._select(DisputeRow.run_id == whose.run_id, DisputeRow.person_id == whose.person_id)

    def _ids(self, whose: NewReview | NewBulk) -> dict[int, int]:
        """The disputes of a person about a run, by row; also those of which no step counts."""
        of_person = (DisputeRow.run_id == whose.run_id, DisputeRow.person_id == whose.person_id)
        found = self._session.execute(select(DisputeRow.row, DisputeRow.id).where(*of_person))
        return dict(found.all())

    def _add_steps(self, steps: Sequence[tuple[int, NewStep]], now: datetime) -> None:
        rows = [{**_step_columns(step, now), "dispute_id": dispute_id} for dispute_id, step in steps]
        if rows:
            self._session.execute(insert(DisputeStepRow), rows, execution_options={"render_nulls": True})

    def _select(self, *conditions: ColumnElement[bool]) -> tuple[Dispute, ...]:
        disputes = self._session.execute(
            select(DisputeRow, _Author.name)
            .join(_Author, _Author.id == DisputeRow.person_id)
            .where(*conditions)
            .order_by(DisputeRow.id)
        ).all()
        steps = self._steps(*conditions) if disputes else {}
        # Where no step counts, a bulk action that was taken back had opened it, and nobody disputes anything.
        return tuple(_dispute(row, author, tuple(steps[row.id])) for row, author in disputes if row.id in steps)

    def _steps(self, *conditions: ColumnElement[bool]) -> dict[int, list[DisputeStep]]:
        found = self._session.execute(
            select(DisputeStepRow, _Stepper.name)
            .join(DisputeRow, DisputeRow.id == DisputeStepRow.dispute_id)
            .join(_Stepper, _Stepper.id == DisputeStepRow.person_id)
            .where(*conditions, STEP_COUNTS)
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


def _asked(answer: Answer, state: DisputeState | None) -> DisputeState | None:
    """The state to which an answer brings its author's dispute; None where it stays as it is."""
    if answer is Answer.DIFFERENT:
        return DisputeState.OPEN if state is not DisputeState.OPEN else None
    agrees = answer is Answer.AGREE and state not in (None, DisputeState.WITHDRAWN)
    return DisputeState.WITHDRAWN if agrees else None


def _left(answer: Answer | None, state: DisputeState | None) -> DisputeState | None:
    """The state to which a dispute comes when a bulk action is gone; None where it is right as it is.

    A settled dispute is left alone as long as its author still disagrees: somebody answered it.
    """
    if answer is Answer.DIFFERENT:
        return DisputeState.OPEN if state in (None, DisputeState.WITHDRAWN) else None
    if answer is Answer.CANNOT_TELL and state is not None:
        return None
    return DisputeState.WITHDRAWN if state is not DisputeState.WITHDRAWN else None


def _step(answer: NewReview, state: DisputeState | None, bulk_id: int | None = None) -> NewStep:
    assert state is not None
    word = "withdrawn" if state is DisputeState.WITHDRAWN else "open"
    return NewStep(f"{answer.token}-{word}", state, answer.person_id, answer.comment, bulk_id=bulk_id)


def _step_columns(step: NewStep, now: datetime) -> dict[str, Any]:
    return {**vars(step), "state": step.state.value, "created_at": now}


def _opening(answer: NewReview, now: datetime) -> dict[str, Any]:
    return {
        "use_case": answer.use_case,
        "run_id": answer.run_id,
        "row": answer.row,
        "entity": entity_text(answer.entity),
        "target_date": answer.target_date,
        "person_id": answer.person_id,
        "created_at": now,
    }


def _dispute(row: DisputeRow, author: str, steps: tuple[DisputeStep, ...]) -> Dispute:
    entity = entity_from_text(row.entity)
    return Dispute(row.id, row.use_case, row.run_id, row.row, entity, row.target_date, row.person_id, author, steps)
