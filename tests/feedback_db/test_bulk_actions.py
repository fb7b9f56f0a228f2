"""Whatever is answered, in bulk or one by one, and taken back in whatever order: what stands is as if it had not been said."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from domain.bulk import BulkChange, BulkKind, NewBulk
from domain.dispute import DisputeState
from domain.errors import NotFoundError
from domain.outcome import Period
from domain.person import Person
from domain.review import Answer, NewReview
from domain.run import Run, RunState
from feedback_db.tables import ReviewRow
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork

MOMENT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ROWS = 4
NewAnswer = Callable[..., NewReview]

single = st.tuples(st.just("single"), st.integers(0, 1), st.integers(0, ROWS - 1), st.sampled_from(Answer))
bulk = st.tuples(
    st.just("bulk"),
    st.integers(0, 1),
    st.sets(st.integers(0, ROWS - 1), min_size=1),
    st.sampled_from([Answer.AGREE, Answer.DIFFERENT]),
)
undo = st.tuples(st.just("undo"), st.integers(0, 5))
histories = st.lists(st.one_of(single, bulk, undo), max_size=14)


@dataclass
class Desk:
    """People before a run, and what counts of what they said: for each row and person the answers, each with its bulk action."""

    work: UnitOfWork
    run: Run
    people: list[Person]
    new_review: NewAnswer
    said: list[tuple[int, int, Answer, int | None]] = field(default_factory=list)
    actions: list[int] = field(default_factory=list)
    tokens: int = 0

    def token(self) -> str:
        self.tokens += 1
        return f"t{self.tokens}"

    def answer(self, who: int, row: int, answer: Answer) -> None:
        new = self._new(self.token(), who, row, answer)
        self.work.reviews.record(new, MOMENT)
        self.work.disputes.follow(new, MOMENT)
        self.said.append((row, self.people[who].id, answer, None))

    def in_bulk(self, who: int, rows: set[int], answer: Answer) -> int:
        token, person = self.token(), self.people[who]
        kind = BulkKind.ACCEPT if answer is Answer.AGREE else BulkKind.SET
        change = BulkChange(kind, None if answer is Answer.AGREE else 45.0)
        about = (self.run.use_case, self.run.id, self.run.target_date, person.id)
        self.work.bulk.wait_for(person.id)
        action = self.work.bulk.add(NewBulk(token, *about, change, {"show": "all"}, len(rows), {}), MOMENT)
        answers = [self._new(f"{token}-{row}", who, row, answer) for row in sorted(rows)]
        self.work.reviews.record_all(answers, action.id, MOMENT)
        self.work.disputes.follow_all(answers, action.id, MOMENT)
        self.said += [(row, person.id, answer, action.id) for row in sorted(rows)]
        self.actions.append(action.id)
        return action.id

    def undo(self, action_id: int) -> bool:
        action = self.work.bulk.by_id(action_id)
        if not self.work.bulk.undo(action_id, action.new.person_id, MOMENT):
            return False
        standing = self.work.bulk.standing(self.run.id, action.new.person_id)
        self.work.disputes.follow_undo(action, self.work.bulk.rows(action_id), standing, MOMENT)
        self.said = [one for one in self.said if one[3] != action_id]
        return True

    def standing(self) -> Mapping[tuple[int, int], Answer]:
        return {(row, person): answer for row, person, answer, _ in self.said}

    def _new(self, token: str, who: int, row: int, answer: Answer) -> NewReview:
        own = 45.0 if answer is Answer.DIFFERENT else None
        entity = ("North", f"product {row}")
        changes = {"token": token, "row": row, "entity": entity, "answer": answer, "own_value": own}
        return self.new_review(self.run, self.people[who].id, **changes)


def visible(work: UnitOfWork, run: Run) -> tuple[object, ...]:
    """Everything that any reader sees of the answers to a run."""
    day, period = run.target_date, Period(run.target_date, run.target_date)
    tomorrow = day + timedelta(days=1)
    other = "another run"
    people = [person.id for person in work.people.all()]
    reviews = work.reviews
    return (
        reviews.for_run(run.id),
        reviews.for_rows(run.id, range(ROWS)),
        reviews.for_predictions([(run.id, row) for row in range(ROWS)]),
        [reviews.for_prediction(run.id, row) for row in range(ROWS)],
        [reviews.reviewed_rows(run.id, person) for person in (None, *people)],
        [reviews.earlier_for_run("bakery", day, person, other) for person in people],
        [reviews.earlier("bakery", ("North", "product 0"), day, person, other) for person in people],
        reviews.doubting("bakery", day, day),
        reviews.disputed_entities("bakery", day, tomorrow),
        sorted(reviews.standing_answers(run.id)),
        work.outcomes.answers("bakery", period),
        {(d.row, d.author_id): d.state for d in work.disputes.for_period("bakery", day, day) if not _gone(d.state)},
    )


def _gone(state: DisputeState) -> bool:
    return state is DisputeState.WITHDRAWN


def start(work: UnitOfWork, new_run: Callable[..., Run], new_review: NewAnswer) -> Desk:
    people = [work.people.add(name, may_decide=name == "A", now=MOMENT) for name in "AB"]
    return Desk(work, work.runs.finish(new_run(state=RunState.PUBLISHED), ()), people, new_review)


def live(desk: Desk, history: list[tuple[object, ...]]) -> None:
    for step in history:
        if step[0] == "single":
            desk.answer(*step[1:])  # type: ignore[arg-type]
        elif step[0] == "bulk":
            desk.in_bulk(*step[1:])  # type: ignore[arg-type]
        elif desk.actions:
            desk.undo(desk.actions[int(str(step[1])) % len(desk.actions)])


KINDS = pytest.mark.parametrize("kind", ["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)])
EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Undone = Callable[[str], AbstractContextManager[UnitOfWork]]


@KINDS
@EXAMPLES
@given(
    before=histories, who=st.integers(0, 1), rows=st.sets(st.integers(0, ROWS - 1), min_size=1), agrees=st.booleans()
)
def test_undoing_restores_exactly_what_was_seen_before(
    request: pytest.FixtureRequest, kind: str, undone: Undone, new_run, new_review, before, who, rows, agrees
) -> None:
    with undone(request.getfixturevalue(kind)) as work:
        desk = start(work, new_run, new_review)
        live(desk, before)
        seen = visible(work, desk.run)
        action = desk.in_bulk(who, rows, Answer.AGREE if agrees else Answer.DIFFERENT)
        assert desk.undo(action)
        assert visible(work, desk.run) == seen
        assert not desk.undo(action)
        assert visible(work, desk.run) == seen


@KINDS
@EXAMPLES
@given(history=histories)
def test_the_database_agrees_with_a_list_from_which_undone_answers_are_struck(
    request: pytest.FixtureRequest, kind: str, undone: Undone, new_run, new_review, history
) -> None:
    with undone(request.getfixturevalue(kind)) as work:
        desk = start(work, new_run, new_review)
        live(desk, history)
        expected = desk.standing()
        found = {(r.new.row, r.new.person_id): r.new.answer for r in work.reviews.for_run(desk.run.id)}
        assert found == expected
        assert work.reviews.reviewed_rows(desk.run.id) == tuple(sorted({row for row, _ in expected}))
        disputed = {
            (d.row, d.author_id)
            for d in work.disputes.for_period("bakery", desk.run.target_date, desk.run.target_date)
            if not _gone(d.state)
        }
        assert {key for key, answer in expected.items() if answer is Answer.DIFFERENT} <= disputed
        assert not disputed & {key for key, answer in expected.items() if answer is Answer.AGREE}
        assert disputed <= set(expected)
        everything = [
            r for row in range(ROWS) for r in work.reviews.for_prediction(desk.run.id, row, include_superseded=True)
        ]
        kept = [r for r in everything if not r.withdrawn]
        assert len(kept) == len(desk.said)
        assert {r.id for r in kept if not r.superseded} == {r.id for r in work.reviews.for_run(desk.run.id)}


def test_a_later_answer_of_ones_own_stays_when_the_bulk_action_goes(db: FeedbackDb, new_run, new_review) -> None:
    with db.write() as work:
        desk = start(work, new_run, new_review)
        action = desk.in_bulk(0, {0, 1}, Answer.DIFFERENT)
        desk.answer(0, 0, Answer.DIFFERENT)
        before = work.outcomes.stamp("bakery", Period(desk.run.target_date, desk.run.target_date))
        desk.undo(action)
        (left,) = work.reviews.for_run(desk.run.id)
        assert (left.new.row, left.bulk_id) == (0, None)
        states = {d.row: d.state for d in work.disputes.of_author(desk.people[0].id)}
        assert states == {0: DisputeState.OPEN, 1: DisputeState.WITHDRAWN}
        assert work.outcomes.stamp("bakery", Period(desk.run.target_date, desk.run.target_date)) != before


def test_nothing_is_deleted_and_the_undo_is_recorded(db: FeedbackDb, new_run, new_review) -> None:
    with db.write() as work:
        desk = start(work, new_run, new_review)
        action = desk.in_bulk(1, {0, 1, 2}, Answer.AGREE)
        desk.undo(action)
    with db.read() as work:
        assert work.reviews._session.scalar(select(func.count(ReviewRow.id))) == 3
        (stored,) = work.bulk.of_person("bakery", desk.people[1].id, 10)
        assert (stored.id, stored.undone_at, stored.new.count) == (action, MOMENT, 3)
        assert work.bulk.by_token(stored.new.token) == stored
        assert all(review.withdrawn for review in work.reviews.for_prediction(desk.run.id, 0, include_superseded=True))
        with pytest.raises(NotFoundError):
            work.bulk.by_id(action + 1)


def test_an_answer_settled_by_others_returns_to_being_settled(db: FeedbackDb, new_run, new_review) -> None:
    from feedback_db.disputes import NewStep

    with db.write() as work:
        desk = start(work, new_run, new_review)
        desk.answer(0, 0, Answer.DIFFERENT)
        (dispute,) = work.disputes.of_author(desk.people[0].id)
        work.disputes.add_step(dispute.id, NewStep("s", DisputeState.EXPLAINED, desk.people[1].id, "because"), MOMENT)
        action = desk.in_bulk(0, {0}, Answer.DIFFERENT)
        assert work.disputes.by_id(dispute.id).state is DisputeState.OPEN
        desk.undo(action)
        assert work.disputes.by_id(dispute.id).state is DisputeState.EXPLAINED
        assert replace(work.disputes.by_id(dispute.id), steps=()) == replace(dispute, steps=())
