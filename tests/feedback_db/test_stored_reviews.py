"""What people said: once per token, superseded only by its author, kept word for word with what was on the screen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from domain.entity import entity_text
from domain.errors import AnswerError, DatabaseError, NotFoundError
from domain.person import Person
from domain.review import COMMENT_LIMIT, Answer, NewReview, Review, Seen
from domain.run import Run
from feedback_db import reviews as reviews_module
from feedback_db.unit_of_work import FeedbackDb

NewRun = Callable[..., Run]
NewAnswer = Callable[..., NewReview]
COMMENTS = [
    "",
    "She said \"no\"; it's 'fine' -- '); DROP TABLE reviews; --",
    "🥐🧑‍🍳 naïve Ångström ﷽",
    "المدرسة مغلقة \u202eغدا\u202c, שלום",
    "line one\nline two\ttabbed\r\n\u200b\x01\x7f",
    "🥐" * COMMENT_LIMIT,
    "%s :name {x} $1 ?",
]


def record(db: FeedbackDb, new: NewReview, now: datetime) -> tuple[Review, bool]:
    with db.write() as work:
        return work.reviews.record(new, now)


def stored_rows(db: FeedbackDb) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM reviews")).scalar_one())


@pytest.mark.parametrize("comment", COMMENTS)
def test_an_answer_comes_back_word_for_word(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime, comment: str
) -> None:
    new = new_review(
        published,
        ana.id,
        row=17,
        entity=('North "old"', "Brötchen, 🥐", ""),
        answer=Answer.DIFFERENT,
        own_value=12.1,
        own_label="much",
        reason="school_closed",
        doubted=("holiday", "temperature"),
        comment=comment,
    )
    review, stored = record(db, new, now)
    assert stored
    assert review == Review(review.id, new, "Ana", may_decide=True, created_at=now, superseded=False)
    with db.read() as work:
        assert work.reviews.for_prediction(published.id, 17) == (review,)


@pytest.mark.parametrize(
    "seen",
    [
        Seen(0.1 + 0.2, "yes", None, None, 1e-300, 12, "2026-11-20", ()),
        Seen(-7.0, None, -9.5, 1e12, 3.0, 1, "", (("wétter 🌦", "n/a “x”", -0.0),)),
    ],
)
def test_what_was_seen_is_kept_exactly_with_its_tagged_hash(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime, seen: Seen
) -> None:
    review, _ = record(db, new_review(published, ana.id, seen=seen), now)
    assert review.new.seen == seen
    with db.engine.connect() as connection:
        stored = connection.execute(text("SELECT seen_hash FROM reviews")).scalar_one()
    assert stored == seen.content_hash() == review.new.seen.content_hash()
    assert stored.startswith("sha256:")


def test_the_same_token_is_stored_once(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime
) -> None:
    new = new_review(published, ana.id)
    first, stored = record(db, new, now)
    again, stored_again = record(db, replace(new, comment="sent again"), now + timedelta(seconds=1))
    assert (stored, stored_again) == (True, False)
    assert again == first
    assert stored_rows(db) == 1


def test_a_late_retry_of_a_superseded_answer_changes_nothing(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime
) -> None:
    first, second = new_review(published, ana.id), new_review(published, ana.id, answer=Answer.CANNOT_TELL)
    record(db, first, now)
    latest, _ = record(db, second, now)
    retried, stored = record(db, first, now)
    assert not stored
    assert retried.superseded
    assert retried.new == first
    with db.read() as work:
        assert work.reviews.for_prediction(published.id, 0) == (latest,)


def test_a_new_answer_supersedes_only_the_same_persons_answer_on_the_same_row(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, ben: Person, now: datetime
) -> None:
    old, _ = record(db, new_review(published, ana.id), now)
    other_row, _ = record(db, new_review(published, ana.id, row=1), now)
    other_person, _ = record(db, new_review(published, ben.id), now)
    latest, _ = record(db, new_review(published, ana.id, answer=Answer.DIFFERENT, own_value=45.0), now)
    with db.read() as work:
        assert work.reviews.for_prediction(published.id, 0) == (other_person, latest)
        everything = (replace(old, superseded=True), other_person, latest)
        assert work.reviews.for_prediction(published.id, 0, include_superseded=True) == everything
        assert work.reviews.for_run(published.id) == (other_person, latest, other_row)
    assert other_person.may_decide is False
    assert stored_rows(db) == 4


def test_the_rows_of_a_run_are_found_and_counted_once_each(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, ben: Person, now: datetime
) -> None:
    for person, row in ((ana, 5), (ana, 5), (ben, 5), (ben, 2), (ana, 9)):
        record(db, new_review(published, person.id, row=row), now)
    with db.read() as work:
        assert work.reviews.reviewed_rows(published.id) == (2, 5, 9)
        assert work.reviews.reviewed_rows(published.id, ana.id) == (5, 9)
        assert work.reviews.reviewed_rows(published.id, person_id=ben.id) == (2, 5)
        assert work.reviews.reviewed_rows("no such run") == ()


def test_the_reviews_of_some_rows_are_those_of_the_run_on_these_rows(
    db: FeedbackDb,
    published: Run,
    new_review: NewAnswer,
    ana: Person,
    ben: Person,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for person, row in ((ana, 5), (ana, 5), (ben, 5), (ben, 2), (ana, 9)):
        record(db, new_review(published, person.id, row=row), now)
    with db.read() as work:
        expected = tuple(review for review in work.reviews.for_run(published.id) if review.new.row in (5, 9, 77))
        assert len(expected) == 3
        assert work.reviews.for_rows(published.id, [9, 5, 77]) == expected
        assert work.reviews.for_rows(published.id, range(5, 100_000)) == expected
        assert work.reviews.for_rows(published.id, []) == ()
        monkeypatch.setattr(reviews_module, "ROWS_IN_QUERY", 1)
        assert work.reviews.for_rows(published.id, [9, 5, 77]) == expected


def test_the_right_to_decide_is_the_one_of_the_moment_of_the_answer(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime
) -> None:
    before, _ = record(db, new_review(published, ana.id), now)
    with db.write() as work:
        work.people._session.execute(text("UPDATE people SET may_decide = false"))
    after, _ = record(db, new_review(published, ana.id, row=1), now)
    assert (before.may_decide, after.may_decide) == (True, False)
    with db.read() as work:
        assert work.reviews.for_run(published.id) == (before, after)


@pytest.mark.parametrize(
    ("comment", "fault"),
    [("x" * (COMMENT_LIMIT + 1), "comment too long"), ("before\0after", "comment has a zero byte")],
)
def test_a_comment_that_cannot_be_kept_is_refused_and_nothing_is_stored(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime, comment: str, fault: str
) -> None:
    with pytest.raises(AnswerError) as refused:
        record(db, new_review(published, ana.id, comment=comment), now)
    assert refused.value.fault == fault
    assert stored_rows(db) == 0


def test_an_answer_of_nobody_or_on_nothing_is_refused(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime
) -> None:
    with pytest.raises(NotFoundError) as refused:
        record(db, new_review(published, ana.id + 1), now)
    assert refused.value.kind == "person"
    with pytest.raises(NotFoundError) as refused:
        record(db, new_review(replace(published, id="no-such-run"), ana.id), now)
    assert (refused.value.kind, refused.value.name) == ("run", "no-such-run")
    assert stored_rows(db) == 0


@pytest.mark.parametrize("column", ["supersedes_id = NULL", "supersedes_id = (SELECT min(id) FROM reviews)"])
def test_the_database_itself_keeps_the_answers_of_a_person_one_chain(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime, column: str
) -> None:
    for _ in range(3):
        record(db, new_review(published, ana.id), now)
    with pytest.raises(DatabaseError), db.write() as work:
        work.reviews._session.execute(text(f"UPDATE reviews SET {column} WHERE id = (SELECT max(id) FROM reviews)"))


def test_an_entity_is_stored_as_its_text(
    db: FeedbackDb, published: Run, new_review: NewAnswer, ana: Person, now: datetime
) -> None:
    record(db, new_review(published, ana.id, entity=("North", "Rye bread")), now)
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT entity FROM reviews")).scalar() == entity_text(("North", "Rye bread"))
