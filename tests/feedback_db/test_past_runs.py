"""Earlier runs whose actuals are known, and look-ups of single actuals and reviews, for similar past cases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.actual import Actual
from domain.person import Person
from domain.review import Answer, NewReview
from domain.run import Run, RunState
from domain.version import Version
from feedback_db.unit_of_work import FeedbackDb

NewRun = Callable[..., Run]
TODAY = date(2026, 11, 22)
RYE, OAT = ("North", "Rye bread"), ("Nörth “x”", "Oat bread 🥣")


@pytest.fixture(autouse=True)
def _a_version(db: FeedbackDb, new_version: Callable[..., Version]) -> None:
    with db.write() as work:
        work.versions.add(new_version(1))


def finish(db: FeedbackDb, run: Run, state: RunState = RunState.PUBLISHED, version: int | None = 1) -> Run:
    with db.write() as work:
        return work.runs.finish(replace(run, state=state, version=version), ())


def know(db: FeedbackDb, now: datetime, *days: date) -> None:
    with db.write() as work:
        work.actuals.record("bakery", [(RYE, day, 46.0, None) for day in days], now)


def earlier(db: FeedbackDb, before: date = TODAY) -> list[date]:
    with db.read() as work:
        return [run.target_date for run in work.runs.with_actuals_before("bakery", before)]


def test_earlier_published_runs_with_an_actual_come_newest_first(
    db: FeedbackDb, new_run: NewRun, now: datetime
) -> None:
    days = [TODAY - timedelta(days=back) for back in range(5)]
    runs = [finish(db, new_run(day - timedelta(days=1))) for day in days]
    know(db, now, *days[:4])
    # The day itself and later ones are no past, and a day without an actual has nothing to tell.
    assert earlier(db) == days[1:4]
    assert earlier(db, days[2]) == days[3:4]
    with db.read() as work:
        assert work.runs.with_actuals_before("bakery", TODAY)[0] == runs[1]
        assert work.runs.with_actuals_before("other", TODAY) == ()


def test_superseded_held_empty_and_imported_runs_are_no_past(db: FeedbackDb, new_run: NewRun, now: datetime) -> None:
    day = TODAY - timedelta(days=2)
    finish(db, new_run(day, "sha256:a"))
    corrected = finish(db, new_run(day, "sha256:b"))
    finish(db, new_run(day - timedelta(days=1), "sha256:c"), RunState.HELD)
    finish(db, new_run(day - timedelta(days=2), "sha256:d", row_count=0))
    finish(db, new_run(day - timedelta(days=3), "sha256:e"), version=None)
    know(db, now, *(TODAY - timedelta(days=back) for back in range(6)))
    with db.read() as work:
        found = work.runs.with_actuals_before("bakery", TODAY)
    assert [run.id for run in found] == [corrected.id]


def test_of_two_run_dates_for_one_day_the_last_run_speaks(db: FeedbackDb, new_run: NewRun, now: datetime) -> None:
    day = TODAY - timedelta(days=1)
    late = new_run(day, target_date=day, created_at=now + timedelta(hours=1))
    finish(db, late)
    finish(db, new_run(day - timedelta(days=1), target_date=day))
    know(db, now, day)
    with db.read() as work:
        assert [run.id for run in work.runs.with_actuals_before("bakery", TODAY)] == [late.id]


def test_single_actuals_are_looked_up_in_their_latest_revision(db: FeedbackDb, now: datetime) -> None:
    days = [TODAY - timedelta(days=back) for back in range(3)]
    know(db, now, *days)
    with db.write() as work:
        work.actuals.record("bakery", [(RYE, days[1], 47.5, None), (OAT, days[0], 1.0, "few")], now)
    with db.read() as work:
        found = work.actuals.latest_of("bakery", [(days[0], RYE), (days[1], RYE), (days[0], OAT), (days[2], OAT)])
        assert work.actuals.latest_of("bakery", []) == {}
        assert work.actuals.latest_of("other", [(days[0], RYE)]) == {}
    assert found == {
        (days[0], RYE): Actual(RYE, days[0], 46.0, 1, now),
        (days[1], RYE): Actual(RYE, days[1], 47.5, 2, now),
        (days[0], OAT): Actual(OAT, days[0], 1.0, 1, now, "few"),
    }


def test_reviews_of_predictions_of_several_runs_are_the_latest_of_each_person(
    db: FeedbackDb, new_run: NewRun, new_review: Callable[..., NewReview], ana: Person, ben: Person, now: datetime
) -> None:
    one, two = (finish(db, new_run(TODAY - timedelta(days=back))) for back in (2, 3))

    def say(run: Run, person: Person, **more: Any) -> None:
        with db.write() as work:
            work.reviews.record(new_review(run, person.id, **more), now)

    say(one, ana, answer=Answer.CANNOT_TELL)
    say(one, ana, answer=Answer.DIFFERENT, own_value=45.0)
    say(one, ben, row=1)
    say(two, ben)
    with db.read() as work:
        found = work.reviews.for_predictions([(one.id, 0), (two.id, 0), (two.id, 7)])
        assert work.reviews.for_predictions([]) == ()
    assert sorted((review.new.run_id, review.person, review.new.own_value) for review in found) == sorted(
        [(one.id, "Ana", 45.0), (two.id, "Ben", None)], key=lambda item: item[:2]
    )
