"""What Insights asks of the catalogue: the last published runs, who doubts what, and what happened then."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from domain.person import Person
from domain.review import Answer, NewReview
from domain.run import Run, RunState
from feedback_db import actuals as actuals_module
from feedback_db.unit_of_work import FeedbackDb

NewRun = Callable[..., Run]
NewAnswer = Callable[..., NewReview]
DAY = date(2026, 11, 21)
RYE, OAT = ("North", "Rye bread"), ("South", "Oat “bread”")


def test_the_last_published_runs_with_rows_come_newest_first(db: FeedbackDb, new_run: NewRun) -> None:
    with db.write() as work:
        runs = [work.runs.finish(new_run(DAY + timedelta(days=at), state=RunState.PUBLISHED), ()) for at in range(4)]
        work.runs.finish(new_run(DAY + timedelta(days=4), state=RunState.HELD), ())
        work.runs.finish(new_run(DAY + timedelta(days=5), state=RunState.PUBLISHED, row_count=0), ())
        again = work.runs.finish(new_run(DAY, "sha256:b", state=RunState.PUBLISHED), ())
    with db.read() as work:
        assert [run.id for run in work.runs.published("bakery", date.max, 9)] == [
            runs[3].id,
            runs[2].id,
            runs[1].id,
            again.id,
        ]
        assert [run.id for run in work.runs.published("bakery", runs[2].target_date, 2)] == [runs[2].id, runs[1].id]
        assert work.runs.published("bakery", DAY, 9) == ()
        assert work.runs.published("other", date.max, 9) == ()


def test_only_last_words_that_doubt_something_count(
    db: FeedbackDb, published: Run, new_run: NewRun, new_review: NewAnswer, ana: Person, ben: Person, now: datetime
) -> None:
    with db.write() as work:
        corrected = work.runs.finish(new_run(batch="sha256:b", state=RunState.PUBLISHED), ())
        for new in (
            new_review(published, ana.id, row=0, entity=RYE, doubted=("holiday",)),
            new_review(published, ana.id, row=0, entity=RYE, doubted=()),
            new_review(published, ben.id, row=0, entity=RYE, doubted=("holiday", "rain"), answer=Answer.CANNOT_TELL),
            new_review(published, ana.id, row=1, entity=OAT, doubted=("rain",)),
            new_review(corrected, ana.id, row=3, entity=OAT, doubted=("wind",)),
        ):
            work.reviews.record(new, now)
    day = published.target_date
    with db.read() as work:
        found = work.reviews.doubting("bakery", day, day)
        assert {(review.person, review.new.doubted) for review in found} == {
            ("Ben", ("holiday", "rain")),
            ("Ana", ("wind",)),
        }
        assert work.reviews.doubting("bakery", day - timedelta(days=9), day - timedelta(days=1)) == ()
        assert work.reviews.doubting("bakery", day + timedelta(days=1), day + timedelta(days=9)) == ()


def test_the_latest_revisions_of_the_actuals_asked_for_are_found(db: FeedbackDb, now: datetime, monkeypatch) -> None:
    monkeypatch.setattr(actuals_module, "ENTITIES_AT_ONCE", 2)
    many = [("North", f"bread {number}") for number in range(5)]
    with db.write() as work:
        work.actuals.record("bakery", [(entity, DAY, 1.0, None) for entity in [*many, RYE]], now)
        work.actuals.record("bakery", [(RYE, DAY, 2.0, None), (RYE, DAY + timedelta(days=1), 3.0, None)], now)
        found = work.actuals.latest_of(
            "bakery", {(DAY, RYE), (DAY, OAT), (DAY + timedelta(days=1), RYE), *((DAY, e) for e in many)}
        )
        assert work.actuals.latest_of("bakery", set()) == {}
    assert {key: actual.value for key, actual in found.items()} == {
        (DAY, RYE): 2.0,
        (DAY + timedelta(days=1), RYE): 3.0,
        **{(DAY, entity): 1.0 for entity in many},
    }
