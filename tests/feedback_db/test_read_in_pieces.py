"""What is exported is read in pieces: all of it, once, in a stated order, on either database."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from domain.dispute import DisputeState
from domain.person import Person
from domain.review import Answer, NewReview
from domain.run import Run
from domain.session import ItemKind
from feedback_db.comments import NewComment
from feedback_db.disputes import NewStep
from feedback_db.session_agenda import NewItem
from feedback_db.sessions import NewSession
from feedback_db.unit_of_work import FeedbackDb

NewAnswer = Callable[..., NewReview]


@pytest.fixture
def talked(db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, ben: Person, now: datetime) -> date:
    """Five answers on three rows, of which one is superseded; four disputes, one settled; a remark."""
    with db.write() as work:
        for person, row in ((ana, 2), (ben, 2), (ana, 0), (ben, 1), (ana, 2)):
            new = new_review(published, person.id, row=row, entity=("North", str(row)), answer=Answer.DIFFERENT)
            work.reviews.record(new, now)
            work.disputes.follow(new, now)
        first = work.disputes.for_prediction(published.id, 2)[0]
        work.disputes.add_step(first.id, NewStep("s", DisputeState.EXPLAINED, ben.id, "So."), now)
        about = (published.id, 2, ("North", "2"), published.target_date)
        work.comments.add(NewComment("c", "bakery", *about, ana.id, "=1+1 äöü\n"), now)
    return published.target_date


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_every_answer_comes_once_in_the_order_of_storing(db: FeedbackDb, talked: date, size: int) -> None:
    with db.read() as work:
        pieces = list(work.reviews.in_pieces("bakery", talked, talked, size))
        assert max(len(piece) for piece in pieces) <= size
        reviews = [review for piece in pieces for review in piece]
        assert [review.id for review in reviews] == sorted(review.id for review in reviews)
        assert len(reviews) == work.reviews.count("bakery", talked, talked) == 5
        assert [review.superseded for review in reviews] == [True, False, False, False, False]
        assert reviews[0].person == "Ana"


@pytest.mark.parametrize("size", [1, 3, 50])
def test_every_dispute_comes_once_with_all_its_steps(db: FeedbackDb, talked: date, size: int) -> None:
    with db.read() as work:
        disputes = [one for piece in work.disputes.in_pieces("bakery", talked, talked, size) for one in piece]
        assert tuple(disputes) == work.disputes.for_period("bakery", talked, talked)
        steps = sum(len(dispute.steps) for dispute in disputes)
        assert (len(disputes), steps) == work.disputes.count("bakery", talked, talked) == (4, 5)


def test_the_newest_open_disputes_are_those_whose_last_step_is_open(db: FeedbackDb, talked: date) -> None:
    with db.read() as work:
        still_open = [d for d in work.disputes.for_period("bakery", talked, talked) if d.state is DisputeState.OPEN]
        assert len(still_open) == 3
        for most in (1, 2, 3, 9):
            newest = work.disputes.newest_open("bakery", talked, talked, most)
            assert list(newest) == still_open[::-1][:most]
        assert work.disputes.newest_open("bakery", talked + timedelta(days=1), talked + timedelta(days=9), 9) == ()


def test_a_remark_comes_with_what_it_is_about(db: FeedbackDb, talked: date) -> None:
    with db.read() as work:
        ((placed,),) = work.comments.in_pieces("bakery", talked, talked, 2)
        assert (placed.entity, placed.target_date, placed.comment.words) == (("North", "2"), talked, "=1+1 äöü\n")
        assert work.comments.count("bakery", talked, talked) == 1


def test_other_days_and_other_use_cases_have_nothing(db: FeedbackDb, talked: date) -> None:
    later = talked + timedelta(days=1)
    with db.read() as work:
        for use_case, day in (("bakery", later), ("other", talked)):
            assert list(work.reviews.in_pieces(use_case, day, day, 2)) == []
            assert list(work.disputes.in_pieces(use_case, day, day, 2)) == []
            assert list(work.comments.in_pieces(use_case, day, day, 2)) == []
            assert (work.reviews.count(use_case, day, day), work.comments.count(use_case, day, day)) == (0, 0)


def test_sessions_and_points_of_a_period_are_found(db: FeedbackDb, published: Run, ana: Person, now: datetime) -> None:
    day = published.target_date
    with db.write() as work:
        for number, last in enumerate((day - timedelta(days=8), day), start=1):
            new = NewSession(f"t{number}", "bakery", f"Session {number}", last - timedelta(days=6), last, 30, ana.id)
            session, _ = work.sessions.open(new, (ana.id,), now)
            item = NewItem(ItemKind.DISPUTE, {}, published.id, number, ("North", "x"), last)
            work.agenda.add_item(session.id, item, None, now)
    with db.read() as work:
        assert [one.title for one in work.sessions.in_period("bakery", day, day)] == ["Session 2"]
        assert len(work.sessions.in_period("bakery", day - timedelta(days=20), day)) == 2
        ((_, item),) = work.agenda.about_predictions("bakery", day, day)
        assert (item.row, item.target_date) == (2, day)
        assert work.agenda.about_predictions("other", day, day) == ()
