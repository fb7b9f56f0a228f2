"""Use of a made-up quarter: counted week by week, and judged by what is usual at the same time of a week."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from domain.alert import AlertKind
from domain.errors import AssignmentError, NotFoundError
from domain.person import Person
from domain.review import Answer, NewReview, Seen
from domain.run import Run, RunState, run_identity
from domain.use_case.file import read_use_case
from feedback_db.unit_of_work import UnitOfWork
from services.count_use import count_use
from services.dependencies import Dependencies
from services.list_alerts import list_alerts
from services.publish_run import RunOutcome
from services.raise_alerts import raise_alerts
from services.watch_usage import watch_usage
from tests.services.alert_post import PostOffice, post_office
from tests.services.shop import open_stores
from wiring.channels import AppriseChannels

__all__ = ["post_office"]

MONDAY = date(2026, 11, 16)
THURSDAY_NOON = datetime(2026, 11, 19, 12, 0).astimezone()
"""Weeks are those of the machine that serves, wherever it stands."""
SEEN = Seen(52.0, None, 44.5, 61.0, None, 1, "2026-11-20", ())
ENTITIES = (("North", "Bread"), ("North", "Soup"), ("South", "Bread"))
ROWS = 20
BAKERY = Path(__file__).resolve().parents[2] / "use_cases" / "bakery" / "use_case.yaml"


def new_run(day: date) -> Run:
    at = datetime.combine(day, time(5)).astimezone()
    return Run(
        id=run_identity("bakery", day, None, "sha256:a"), use_case="bakery", run_date=day, target_date=day,
        version=None, batch_hash="sha256:a", state=RunState.PUBLISHED, verdict=None, row_count=ROWS,
        data_through=day - timedelta(days=1), location=f"bakery/{day}", file_hash="sha256:f", created_at=at,
        published_at=at,
    )  # fmt: skip


class Quarter:
    """Weeks of runs and answers of one use case, seen on a Thursday at noon."""

    def __init__(self, deps: Dependencies) -> None:
        self.deps = replace(deps, now=lambda: THURSDAY_NOON)
        self._answers = 0
        with deps.feedback.write() as unit:
            unit.use_cases.register("bakery", "Bakery", {"keys": ["store", "product"]}, "x.yaml", THURSDAY_NOON)
            self.people: list[Person] = [
                unit.people.add(name, may_decide=True, now=THURSDAY_NOON) for name in ("Ana", "Ben")
            ]

    def answer(self, unit: UnitOfWork, run: Run, row: int, hours: float = 3.0) -> None:
        """Somebody answers a row so many hours after publishing; rows alternate between the two people."""
        self._answers += 1
        assert run.published_at is not None
        new = NewReview(
            f"t{self._answers}", "bakery", run.id, row, ENTITIES[row % 3], run.target_date, self.people[row % 2].id,
            Answer.AGREE, SEEN,
        )  # fmt: skip
        unit.reviews.record(new, run.published_at + timedelta(hours=hours))

    def week(self, back: int, answers_a_day: int, days: int = 5) -> list[Run]:
        """A week with a run each morning, the first rows of which have answers three hours later."""
        monday = MONDAY - timedelta(weeks=back)
        with self.deps.feedback.write() as unit:
            runs = [unit.runs.finish(new_run(monday + timedelta(days=day)), ()) for day in range(days)]
            for run in runs:
                for row in range(answers_a_day):
                    self.answer(unit, run, row)
        return runs

    def visits(self, back: int, count: int) -> None:
        at = datetime.combine(MONDAY - timedelta(weeks=back), time(8)).astimezone()
        with self.deps.feedback.write() as unit:
            for number in range(count):
                assert unit.usage.visit(self.people[0].id, f"page{number}", "bakery", at)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a first start, to copy."""
    root = tmp_path_factory.mktemp("quarter")
    open_stores(root).feedback.close()
    return root / "home"


@pytest.fixture
def quarter(upgraded: Path, tmp_path: Path) -> Iterator[Quarter]:
    shutil.copytree(upgraded, tmp_path / "home")
    deps = open_stores(tmp_path)
    yield Quarter(deps)
    deps.feedback.close()


def test_a_week_counts_answers_people_predictions_and_the_wait(quarter: Quarter) -> None:
    runs = quarter.week(1, answers_a_day=3)
    with quarter.deps.feedback.write() as unit:
        quarter.answer(unit, runs[0], 0, hours=30)
    quarter.visits(1, 4)
    quarter.week(0, answers_a_day=0, days=4)

    use = count_use(quarter.deps, "bakery", 3)
    before, last, this = use.weeks
    assert (before.runs, before.reviews, before.share, before.wait_hours) == (0, 0, None, None)
    assert (last.runs, last.visits, last.reviews, last.reviewers) == (5, 4, 16, 2)
    assert (last.predictions, last.looked_at, last.share, last.wait_hours) == (100, 15, 0.15, 3.0)
    assert (this.runs, this.reviews, this.predictions, this.complete) == (4, 0, 80, False)
    assert [week.monday for week in use.weeks] == [MONDAY - timedelta(weeks=back) for back in (2, 1, 0)]


def test_the_wait_is_the_median_over_runs_that_have_an_answer(quarter: Quarter) -> None:
    runs = quarter.week(1, answers_a_day=0)
    with quarter.deps.feedback.write() as unit:
        for run, hours in zip(runs, (1.0, 2.0, 30.0), strict=False):
            quarter.answer(unit, run, 0, hours=hours)
    assert count_use(quarter.deps, "bakery", 2).weeks[0].wait_hours == 2.0


def test_nothing_at_all_is_said_to_be_nothing(quarter: Quarter) -> None:
    assert count_use(quarter.deps, "bakery").nothing_yet
    quarter.visits(0, 1)
    assert not count_use(quarter.deps, "bakery").nothing_yet


def test_an_unknown_use_case_or_key_is_refused(quarter: Quarter) -> None:
    with pytest.raises(NotFoundError):
        count_use(quarter.deps, "nothing")
    with pytest.raises(NotFoundError):
        watch_usage(quarter.deps, "nothing")
    with pytest.raises(AssignmentError) as refused:
        count_use(quarter.deps, "bakery", segment=("color", "red"))
    assert refused.value.allowed == ("store", "product")


@pytest.mark.parametrize("weeks", range(5))
def test_the_first_weeks_are_never_a_fall(quarter: Quarter, weeks: int) -> None:
    for back in range(1, weeks + 1):
        quarter.week(back, answers_a_day=10)
    quarter.week(0, answers_a_day=0, days=4)
    watch = watch_usage(quarter.deps, "bakery")
    last = [judged for judged in watch.judged if judged.complete]
    assert watch.falls == () or weeks >= 4
    assert all(judged.state in ("too early", "no runs") for judged in last)


def test_a_week_in_which_nobody_answers_any_more_is_a_fall(quarter: Quarter) -> None:
    for back in range(6, 1, -1):
        quarter.week(back, answers_a_day=10)
    quarter.week(1, answers_a_day=1)
    watch = watch_usage(quarter.deps, "bakery")
    (fall,) = watch.falls
    assert (fall.measure, fall.monday, fall.complete, fall.count, fall.usual) == (
        "reviews", MONDAY - timedelta(weeks=1), True, 5, 50.0,
    )  # fmt: skip
    assert watch.fallen_weeks == (date(2026, 11, 9),)


def test_this_week_is_compared_with_the_same_part_of_the_weeks_before(quarter: Quarter) -> None:
    for back in range(6, 0, -1):
        quarter.week(back, answers_a_day=10)
    quarter.week(0, answers_a_day=8, days=4)
    so_far = next(j for j in watch_usage(quarter.deps, "bakery").judged if not j.complete and j.measure == "reviews")
    assert (so_far.state, so_far.count, so_far.usual) == ("normal", 32, 40.0)


def test_this_week_falls_before_it_is_over(quarter: Quarter) -> None:
    for back in range(6, 0, -1):
        quarter.week(back, answers_a_day=10)
    quarter.week(0, answers_a_day=1, days=4)
    (fall,) = watch_usage(quarter.deps, "bakery").falls
    assert (fall.complete, fall.count, fall.usual) == (False, 4, 40.0)


def test_a_closed_fortnight_is_neither_a_fall_nor_part_of_what_is_usual(quarter: Quarter) -> None:
    for back in range(8, 3, -1):
        quarter.week(back, answers_a_day=10)
    watch = watch_usage(quarter.deps, "bakery")
    assert (watch.state, watch.falls) == ("no runs", ())
    quarter.week(1, answers_a_day=10)
    judged = next(j for j in watch_usage(quarter.deps, "bakery").judged if j.complete and j.measure == "reviews")
    assert (judged.state, judged.weeks, judged.usual) == ("normal", 5, 50.0)


def test_visits_fall_too(quarter: Quarter) -> None:
    for back in range(6, 0, -1):
        quarter.week(back, answers_a_day=1)
        quarter.visits(back, 40 if back > 1 else 2)
    (fall,) = watch_usage(quarter.deps, "bakery").falls
    assert (fall.measure, fall.count, fall.usual) == ("visits", 2, 40.0)


def test_a_fall_is_one_alert_however_many_mornings_find_it_and_leads_to_the_team(
    quarter: Quarter, post_office: PostOffice
) -> None:
    for back in range(6, 0, -1):
        quarter.week(back, answers_a_day=10)
        quarter.visits(back, 40)
    runs = quarter.week(0, answers_a_day=1)
    quarter.visits(0, 1)
    channels = AppriseChannels((post_office.address,))
    # Thursday and Friday of the week that falls, and the Monday after it, when it is over.
    for days in (0, 1, 4):
        at = THURSDAY_NOON + timedelta(days=days)
        deps = replace(quarter.deps, now=lambda at=at: at, channels=channels, address="https://vouch.example.org")
        assert {fall.measure for fall in watch_usage(deps, "bakery").falls} == {"reviews", "visits"}
        raise_alerts(deps, read_use_case(BAKERY), RunOutcome(runs[3], ()))

    (alert,) = [one for one in list_alerts(quarter.deps, "bakery").alerts if one.new.kind is AlertKind.USE]
    assert alert.new.sentence.startswith("Use is falling: 4 answers this week so far")
    assert "Fewer people look: 1 visit this week so far" in alert.new.sentence
    told = [letter["message"] for letter in post_office.letters if "Use is falling" in letter["message"]]
    assert len(told) == 1
    assert f"{alert.new.sentence}\nhttps://vouch.example.org/team?use_case=bakery" in told[0]
