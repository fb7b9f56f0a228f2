"""What people said of a day: on an earlier version of it, and the disputes that are still open."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from domain.person import Person
from domain.review import Answer, NewReview, Review
from domain.run import Run, RunState
from feedback_db.unit_of_work import FeedbackDb

NewRun = Callable[..., Run]
NewAnswer = Callable[..., NewReview]


def record(db: FeedbackDb, new: NewReview, now: datetime) -> tuple[Review, bool]:
    with db.write() as work:
        return work.reviews.record(new, now)


# --- a corrected batch of the same day ----------------------------------------------------------------------------

RYE, OAT, BUN = ("North", "Rye bread"), ("North", "Oat bread"), ("North", "Bun")


@pytest.fixture
def corrected(db: FeedbackDb, published: Run, new_run: NewRun) -> Run:
    with db.write() as work:
        return work.runs.finish(new_run(batch="sha256:b", state=RunState.PUBLISHED), ())


def test_an_author_finds_what_they_answered_on_an_earlier_version_of_the_day(
    db: FeedbackDb, published: Run, corrected: Run, new_review: NewAnswer, ana: Person, ben: Person, now: datetime
) -> None:
    record(db, new_review(published, ana.id, row=0, entity=RYE), now)
    rye, _ = record(db, new_review(published, ana.id, row=0, entity=RYE, answer=Answer.DIFFERENT, own_value=3.0), now)
    oat, _ = record(db, new_review(published, ana.id, row=1, entity=OAT), now)
    record(db, new_review(published, ben.id, row=2, entity=BUN), now)
    record(db, new_review(corrected, ana.id, row=0, entity=RYE), now)
    asked = ("bakery", published.target_date, ana.id, corrected.id)
    with db.read() as work:
        assert work.reviews.earlier_for_run(*asked) == (oat, rye)
        assert work.reviews.earlier("bakery", RYE, *asked[1:]) == rye
        assert work.reviews.earlier("bakery", OAT, *asked[1:]) == oat
        assert work.reviews.earlier("bakery", BUN, *asked[1:]) is None
        assert work.reviews.earlier("other", RYE, *asked[1:]) is None
        assert work.reviews.earlier("bakery", OAT, published.target_date, ana.id, published.id) is None
        assert work.reviews.earlier_for_run("bakery", published.run_date, ana.id, corrected.id) == ()


def test_of_several_earlier_versions_the_last_answer_counts(
    db: FeedbackDb, published: Run, corrected: Run, new_run: NewRun, new_review: NewAnswer, ana: Person, now: datetime
) -> None:
    with db.write() as work:
        third = work.runs.finish(new_run(batch="sha256:c", state=RunState.PUBLISHED), ())
    record(db, new_review(published, ana.id, row=3, entity=RYE), now)
    last, _ = record(db, new_review(corrected, ana.id, row=1, entity=RYE), now)
    with db.read() as work:
        assert work.reviews.earlier("bakery", RYE, published.target_date, ana.id, third.id) == last
        assert work.reviews.earlier_for_run("bakery", published.target_date, ana.id, third.id) == (last,)


# --- disputes -----------------------------------------------------------------------------------------------------


def disputed(db: FeedbackDb, since: date, before: date) -> frozenset[tuple[str, ...]]:
    with db.read() as work:
        return work.reviews.disputed_entities("bakery", since, before)


def test_a_dispute_counts_from_the_first_day_up_to_the_last_which_is_left_out(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime
) -> None:
    day, one = published.target_date, timedelta(days=1)
    record(db, new_review(published, ana.id, entity=RYE, answer=Answer.DIFFERENT, own_value=1.0), now)
    record(db, new_review(published, ana.id, row=1, entity=OAT, answer=Answer.AGREE), now)
    record(db, new_review(published, ana.id, row=2, entity=BUN, answer=Answer.CANNOT_TELL), now)
    assert disputed(db, day, day + one) == {RYE}
    assert disputed(db, day + one, day + 9 * one) == frozenset()
    assert disputed(db, day - 9 * one, day) == frozenset()


def test_a_dispute_ends_when_its_author_thinks_again_but_not_when_others_agree(
    db: FeedbackDb, published: Run, corrected: Run, new_review: NewAnswer, ana: Person, ben: Person, now: datetime
) -> None:
    day = published.target_date
    different = {"answer": Answer.DIFFERENT, "own_value": 1.0}
    record(db, new_review(published, ana.id, row=0, entity=RYE, **different), now)
    record(db, new_review(published, ana.id, row=1, entity=OAT, **different), now)
    record(db, new_review(published, ana.id, row=2, entity=BUN, **different), now)
    record(db, new_review(published, ben.id, row=2, entity=BUN), now)
    assert disputed(db, day, day + timedelta(1)) == {RYE, OAT, BUN}
    record(db, new_review(published, ana.id, row=0, entity=RYE), now)
    record(db, new_review(corrected, ana.id, row=7, entity=OAT), now)
    assert disputed(db, day, day + timedelta(1)) == {BUN}
