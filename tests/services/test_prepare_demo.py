"""The demo is the same for a seed and a date, wherever it is made and however often it is interrupted."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.errors import NotFoundError
from domain.review import Answer
from domain.run import RunState
from services.dependencies import SILENT, Dependencies
from services.open_day import open_day
from services.prepare_demo import NAME, DemoOutcome, let_a_day_pass, prepare_demo
from tests.services.shop import open_stores

TODAY = date(2026, 11, 21)
PAST_DAYS = 3
SHIPPED = Path(__file__).resolve().parents[2] / "use_cases" / NAME


class PluggedOutError(Exception):
    """Somebody pulled the plug."""


class Unplugged:
    """Pulls the plug when a morning begins."""

    def __init__(self, morning: str) -> None:
        self.morning = morning

    def step(self, name: str) -> None:
        if name == self.morning:
            raise PluggedOutError

    def advance(self, done: int, total: int) -> None:
        """Go on."""


def open_demo(root: Path) -> Dependencies:
    """An empty home with the shipped bakery, whose model has fewer trees."""
    folder = root / "use_cases" / NAME
    folder.mkdir(parents=True)
    text = (SHIPPED / "use_case.yaml").read_text(encoding="utf-8")
    assert "trees: 200" in text
    assert "folds: 4" in text
    (folder / "use_case.yaml").write_text(
        text.replace("trees: 200", "trees: 8").replace("folds: 4", "folds: 2"), encoding="utf-8"
    )
    deps = open_stores(root)
    return replace(deps, variables={"VOUCH_HOME": str(deps.home)})


def content(deps: Dependencies) -> dict[str, Any]:
    """Everything that a person could see of a demo."""
    with deps.feedback.read() as unit:
        runs = unit.runs.all(NAME, 100)
        reviews = [review for run in runs for review in unit.reviews.for_run(run.id)]
        actuals = [sorted(unit.actuals.latest(NAME, run.target_date).items()) for run in runs]
        versions = [(version.number, version.state, version.file_hash) for version in unit.versions.all(NAME)]
        people = [(person.name, person.may_decide) for person in unit.people.all()]
    return {
        "runs": [(run.id, run.state, run.file_hash, run.version, run.created_at) for run in runs],
        "reviews": [(review.new, review.person, review.may_decide, review.created_at) for review in reviews],
        "actuals": actuals,
        "versions": versions,
        "people": people,
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dependencies, DemoOutcome]]:
    """A demo that was prepared without interruption; not to be changed."""
    deps = open_demo(tmp_path_factory.mktemp("first"))
    yield deps, prepare_demo(deps, TODAY, 7, SILENT, PAST_DAYS)
    deps.predictions.close()
    deps.feedback.close()


@pytest.fixture
def copied(first: tuple[Dependencies, DemoOutcome], tmp_path: Path) -> Iterator[Dependencies]:
    """A demo of one's own."""
    shutil.copytree(first[0].home.parent, tmp_path / "copied")
    deps = open_stores(tmp_path / "copied")
    yield replace(deps, variables={"VOUCH_HOME": str(deps.home)})
    deps.predictions.close()
    deps.feedback.close()


def test_every_morning_has_a_verified_run_and_today_is_the_last(first: tuple[Dependencies, DemoOutcome]) -> None:
    deps, outcome = first
    with deps.feedback.read() as unit:
        runs = unit.runs.all(NAME, 100)
    assert [run.run_date for run in runs] == [TODAY - timedelta(days=past) for past in range(PAST_DAYS + 1)]
    for run in runs:
        assert run.state is RunState.PUBLISHED
        assert run.created_at.date() == run.run_date
        deps.predictions.verify(run)
    assert outcome.outcome is not None
    assert outcome.outcome.run == runs[0]
    assert runs[0].row_count > 20


def test_the_second_version_takes_over_half_way(first: tuple[Dependencies, DemoOutcome]) -> None:
    with first[0].feedback.read() as unit:
        runs = unit.runs.all(NAME, 100)
        champion = unit.versions.champion(NAME)
    assert [run.version for run in reversed(runs)] == [1, 1, 2, 2]
    assert champion is not None
    assert (champion.number, champion.reason) == (
        2,
        "Trained on five more weeks; smaller error than model 1 on held-out days.",
    )


def test_people_entitled_and_not_have_answered_and_today_is_still_open(first: tuple[Dependencies, DemoOutcome]) -> None:
    deps, outcome = first
    assert outcome.outcome is not None
    with deps.feedback.read() as unit:
        runs = unit.runs.all(NAME, 100)
        reviews = [review for run in runs for review in unit.reviews.for_run(run.id)]
    assert {review.may_decide for review in reviews} == {True, False}
    assert {review.new.answer for review in reviews} >= {Answer.AGREE, Answer.DIFFERENT}
    assert outcome.outcome.run.id not in {review.new.run_id for review in reviews}
    assert open_day(deps, NAME).counts.reviewed == 0
    for review in reviews:
        assert review.created_at.date() < review.new.target_date


def test_actuals_are_known_through_yesterday(first: tuple[Dependencies, DemoOutcome]) -> None:
    with first[0].feedback.read() as unit:
        assert len(unit.actuals.latest(NAME, TODAY - timedelta(days=1))) > 20
        assert unit.actuals.latest(NAME, TODAY) == {}


def test_an_interrupted_demo_in_another_home_is_completed_to_the_same(
    first: tuple[Dependencies, DemoOutcome], tmp_path: Path
) -> None:
    deps = open_demo(tmp_path)
    for morning in ("the morning of 19 Nov 2026", "the morning of 21 Nov 2026", "recording what was sold"):
        with pytest.raises(PluggedOutError):
            prepare_demo(deps, TODAY, 7, Unplugged(morning), PAST_DAYS)
    # The day on the wall has moved on; the demo's own has not.
    completed = prepare_demo(deps, TODAY + timedelta(days=9), None, SILENT, PAST_DAYS)
    assert (completed.today, completed.repeated) == (TODAY, False)
    assert content(deps) == content(first[0])
    deps.predictions.close()
    deps.feedback.close()


def test_a_second_call_changes_nothing(copied: Dependencies, first: tuple[Dependencies, DemoOutcome]) -> None:
    again = prepare_demo(copied, TODAY + timedelta(days=30), 99)
    assert (again.today, again.repeated, again.outcome) == (TODAY, True, None)
    assert content(copied) == content(first[0])


def test_the_next_day_adds_one_run_and_the_sales_of_the_day_before(copied: Dependencies) -> None:
    before = content(copied)
    passed = let_a_day_pass(copied)
    after = content(copied)
    assert passed.today == TODAY + timedelta(days=1)
    assert passed.outcome is not None
    assert after["runs"][0][0] == passed.outcome.run.id
    assert after["runs"][1:] == before["runs"]
    assert after["reviews"] == before["reviews"]
    assert passed.outcome.run.data_through == TODAY
    with copied.feedback.read() as unit:
        assert len(unit.actuals.latest(NAME, TODAY)) > 20
        assert unit.actuals.latest(NAME, TODAY + timedelta(days=1)) == {}


def test_a_next_day_that_was_interrupted_comes_once(copied: Dependencies) -> None:
    with pytest.raises(PluggedOutError):
        let_a_day_pass(copied, Unplugged("publishing"))
    passed = let_a_day_pass(copied)
    assert passed.today == TODAY + timedelta(days=1)
    assert len(content(copied)["runs"]) == PAST_DAYS + 2


def test_no_day_passes_without_a_demo(tmp_path: Path) -> None:
    deps = open_demo(tmp_path)
    with pytest.raises(NotFoundError):
        let_a_day_pass(deps)
    deps.feedback.close()
    deps.predictions.close()
