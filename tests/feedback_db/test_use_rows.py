"""What use is counted from, on both databases: visits, answers, people and first answers between marks."""

from datetime import datetime, timedelta

import pytest

from domain.bulk import BulkChange, BulkKind, NewBulk
from domain.person import Person
from domain.run import Run, RunState
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.use_rows import AnsweredRun, Segment

ENTITIES = (("North", 'Rye "bread"'), ("Süd", "Rye"), ("North", "Süd"))
HOUR = timedelta(hours=1)


@pytest.fixture
def answered(db: FeedbackDb, published: Run, ana: Person, ben: Person, new_review, now: datetime) -> Run:
    """Ana answers three predictions hour by hour, one of them twice; Ben answers one in the last hour."""
    with db.write() as work:
        for hours, (person, row) in enumerate([(ana, 0), (ana, 1), (ana, 2), (ana, 2), (ben, 2)]):
            answer = new_review(published, person.id, row=row, entity=ENTITIES[row])
            work.reviews.record(answer, now + hours * HOUR)
    return published


def marks(now: datetime, *hours: float) -> list[datetime]:
    return [now + hour * HOUR for hour in hours]


def test_answers_and_people_are_counted_between_marks_the_later_one_excluded(
    db: FeedbackDb, answered: Run, now: datetime
) -> None:
    with db.read() as work:
        assert work.use.reviews("bakery", marks(now, -5, 0, 1, 4, 9)) == (0, 1, 3, 1)
        assert work.use.reviewers("bakery", marks(now, -5, 0, 1, 9)) == (0, 1, 2)
        assert work.use.reviews("bakery", marks(now, 6, 9)) == (0,)
        assert work.use.reviews("other", marks(now, -5, 9)) == (0,)


def test_answers_that_were_undone_in_bulk_are_no_use(
    db: FeedbackDb, published: Run, ana: Person, ben: Person, new_review, now: datetime
) -> None:
    span, about = marks(now, -5, 9), (published.run_date, published.run_date)
    change = BulkChange(BulkKind.ACCEPT)
    with db.write() as work:
        work.reviews.record(new_review(published, ben.id, row=0, entity=ENTITIES[0]), now + 3 * HOUR)
        new = NewBulk("b", "bakery", published.id, published.target_date, ana.id, change, {"show": "all"}, 3, {})
        action = work.bulk.add(new, now)
        answers = [new_review(published, ana.id, row=row, entity=ENTITIES[row], token=f"b-{row}") for row in range(3)]
        work.reviews.record_all(answers, action.id, now)
    with db.read() as work:
        assert (work.use.reviews("bakery", span), work.use.reviewers("bakery", span)) == ((4,), (2,))
        assert work.use.answered("bakery", *about) == {published.id: AnsweredRun(3, now)}
        before = work.use.stamp("bakery")
    with db.write() as work:
        assert work.bulk.undo(action.id, ana.id, now)
    with db.read() as work:
        assert (work.use.reviews("bakery", span), work.use.reviewers("bakery", span)) == ((1,), (1,))
        assert work.use.answered("bakery", *about) == {published.id: AnsweredRun(1, now + 3 * HOUR)}
        assert work.use.stamp("bakery") != before


@pytest.mark.parametrize(
    ("segment", "answers", "people", "rows"),
    [
        (Segment(0, "North"), 4, 2, 2),
        (Segment(0, "Süd"), 1, 1, 1),
        (Segment(1, "Süd"), 3, 2, 1),
        (Segment(1, 'Rye "bread"'), 1, 1, 1),
        (Segment(2, "North"), 0, 0, 0),
    ],
)
def test_a_segment_is_a_value_at_the_place_of_its_key(
    db: FeedbackDb, answered: Run, now: datetime, segment: Segment, answers: int, people: int, rows: int
) -> None:
    span = marks(now, -5, 9)
    with db.read() as work:
        assert work.use.reviews("bakery", span, segment) == (answers,)
        assert work.use.reviewers("bakery", span, segment) == (people,)
        found = work.use.answered("bakery", answered.run_date, answered.run_date, segment)
    assert sum(run.rows for run in found.values()) == rows


def test_a_run_tells_how_many_of_its_predictions_are_answered_and_since_when(
    db: FeedbackDb, answered: Run, now: datetime
) -> None:
    day = answered.run_date
    with db.read() as work:
        assert work.use.answered("bakery", day, day) == {answered.id: AnsweredRun(3, now)}
        assert work.use.answered("bakery", day - timedelta(days=9), day - timedelta(days=1)) == {}
        assert work.use.runs("bakery", day, day) == (answered,)
        assert work.use.runs("bakery", day + timedelta(days=1), day + timedelta(days=9)) == ()


def test_only_published_runs_with_predictions_count(db: FeedbackDb, answered: Run, new_run, now: datetime) -> None:
    day = answered.run_date
    with db.write() as work:
        work.runs.finish(new_run(day + timedelta(days=1), state=RunState.HELD, row_count=0), ())
        work.runs.finish(new_run(day + timedelta(days=2), state=RunState.PUBLISHED, row_count=0), ())
        corrected = work.runs.finish(new_run(day, "sha256:b", state=RunState.PUBLISHED, published_at=now), ())
    with db.read() as work:
        assert work.use.runs("bakery", day, day + timedelta(days=9)) == (corrected,)
        assert work.use.answered("bakery", day, day) == {}


def test_visits_are_counted_for_their_use_case_only(db: FeedbackDb, ana: Person, ben: Person, now: datetime) -> None:
    with db.write() as work:
        for person, page, use_case, hours in (
            (ana, "today", "bakery", 0),
            (ana, "today", "bakery", 0.5),
            (ana, "team", "bakery", 0),
            (ben, "today", "bakery", 2),
            (ben, "people", None, 0),
        ):
            work.usage.visit(person.id, page, use_case, now + hours * HOUR)
    with db.read() as work:
        assert work.use.visits("bakery", marks(now, 0, 1, 9)) == (2, 1)


def test_the_stamp_changes_with_a_visit_an_answer_and_a_run(
    db: FeedbackDb, published: Run, ana: Person, new_review, new_run, now: datetime
) -> None:
    stamps = []
    for act in (
        lambda work: None,
        lambda work: work.usage.visit(ana.id, "today", "bakery", now),
        lambda work: work.reviews.record(new_review(published, ana.id), now),
        lambda work: work.runs.finish(
            new_run(published.run_date + timedelta(days=1), state=RunState.PUBLISHED, published_at=now + HOUR), ()
        ),
    ):
        with db.write() as work:
            act(work)
        with db.read() as work:
            stamps.append(work.use.stamp("bakery"))
    assert len(set(stamps)) == 4
