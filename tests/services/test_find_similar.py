"""Similar past cases over the real daily job: what is found, what is not, and what happens to damaged files."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.past_case import SimilarCases
from domain.prediction import prediction_id
from domain.review import Answer
from domain.run import Run
from prediction_store.contributions import PREFIX
from services import count_inside as count_module
from services import find_similar as module
from services.count_inside import count_inside
from services.find_similar import find_similar
from services.open_prediction import OpenedPrediction, open_prediction
from services.record_actuals import record_actuals
from services.record_review import GivenAnswer, record_review
from services.train_version import train_version
from tests.services.made_up_shop import DEFINITIONS, MORNING
from tests.services.shop import Shop, copy_shop, open_stores, prepare_template

MORNINGS = [MORNING - timedelta(days=back) for back in (5, 4, 3, 2, 1, 0)]
TODAY = MORNING + timedelta(days=1)
ROWS = 6


def live(shop: Shop) -> None:
    """Six mornings, and on the last of them the actuals of the days before: those of today and yesterday are not known."""
    for morning in MORNINGS:
        shop.published(morning)
    record_actuals(shop.deps, shop.loaded, MORNING)


@pytest.fixture(scope="module")
def lived_template(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lived") / "template"
    shop = copy_shop(shop_template, root)
    live(shop)
    shop.close()
    return root


@pytest.fixture
def lived(lived_template: Path, tmp_path: Path) -> Iterator[Shop]:
    shop = copy_shop(lived_template, tmp_path / "lived")
    yield shop
    shop.close()


def run_of(shop: Shop, target_date: date) -> Run:
    with shop.deps.feedback.read() as unit:
        run = unit.runs.current("shop", target_date)
    assert run is not None
    return run


def opened(shop: Shop, row: int = 0, day: date = TODAY) -> OpenedPrediction:
    return open_prediction(shop.deps, prediction_id(run_of(shop, day).id, row))


def days(similar: SimilarCases) -> set[date]:
    return {case.prediction.target_date for case in similar.cases}


def test_the_similar_cases_are_the_nearest_whose_actual_is_known(lived: Shop) -> None:
    for row in range(ROWS):
        subject = opened(lived, row)
        similar = find_similar(lived.deps, subject)
        assert len(similar.cases) == similar.wanted == 10
        distances = [case.distance for case in similar.cases]
        assert distances == sorted(distances)
        known = {MORNING - timedelta(days=back) for back in (4, 3, 2, 1)}
        assert similar.compared == ROWS * len(known)
        assert days(similar) <= known
        for case in similar.cases:
            there = {item.feature: item.contribution for item in case.prediction.explanation.contributions}
            parts = [item.contribution - there[item.feature] for item in subject.prediction.explanation.contributions]
            parts.append(subject.prediction.explanation.base - case.prediction.explanation.base)
            assert case.distance == pytest.approx(sum(part**2 for part in parts) ** 0.5, rel=1e-4, abs=1e-4)
            assert case.actual.target_date == case.prediction.target_date
            assert case.actual.entity == case.prediction.queue.entity


def test_no_later_day_is_a_past_case_even_where_its_actual_is_known(lived: Shop) -> None:
    early = MORNING - timedelta(days=2)
    similar = find_similar(lived.deps, opened(lived, day=early))
    assert days(similar) == {MORNING - timedelta(days=4), MORNING - timedelta(days=3)}


def test_an_entity_and_day_appears_once(lived: Shop) -> None:
    similar = find_similar(lived.deps, opened(lived), 100)
    named = [(case.prediction.target_date, case.prediction.queue.entity) for case in similar.cases]
    assert len(named) == len(set(named)) == similar.compared


def test_a_prediction_whose_own_actual_is_not_known_gives_way_to_the_next(lived: Shop) -> None:
    subject = opened(lived)
    first, second, *_ = find_similar(lived.deps, subject).cases
    nearest = first.prediction
    from sqlalchemy import delete

    from domain.entity import entity_text
    from feedback_db.tables import ActualRow

    with lived.deps.feedback.engine.begin() as connection:
        gone = (ActualRow.target_date == nearest.target_date, ActualRow.entity == entity_text(nearest.queue.entity))
        connection.execute(delete(ActualRow).where(*gone))
    again = find_similar(lived.deps, subject)
    assert again.cases[0].prediction.id == second.prediction.id
    assert len(again.cases) == 10


def test_candidates_are_tried_until_there_are_enough(lived: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = find_similar(lived.deps, opened(lived)).cases
    monkeypatch.setattr(module, "AT_ONCE", 1)
    assert find_similar(lived.deps, opened(lived)).cases == expected


def test_the_first_day_has_no_cases(lived: Shop) -> None:
    similar = find_similar(lived.deps, opened(lived, day=MORNINGS[0] + timedelta(days=1)))
    assert similar == SimilarCases((), 10, 0, 0, 0, ())


def test_a_superseded_run_is_no_case(lived: Shop) -> None:
    day = MORNING - timedelta(days=1)
    before = run_of(lived, day)
    lived.correct("price", "9.99", date=day.isoformat(), store="North", product="Brot")
    corrected = lived.published(day - timedelta(days=1))
    assert corrected.id != before.id
    runs = {case.prediction.run_id for case in find_similar(lived.deps, opened(lived), 100).cases}
    assert corrected.id in runs
    assert before.id not in runs


def test_answers_on_a_case_come_with_it(lived: Shop) -> None:
    ana, ben = lived.person("Ana"), lived.person("Ben", may_decide=False)
    about = find_similar(lived.deps, opened(lived)).cases[1].prediction
    for person, answer, value in ((ana, Answer.AGREE, ""), (ana, Answer.DIFFERENT, "12"), (ben, Answer.AGREE, "")):
        record_review(lived.deps, GivenAnswer(f"{person.id}-{answer}", about.id, person.id, answer, value))
    told = [
        [(review.person, review.new.own_value) for review in case.reviews]
        for case in find_similar(lived.deps, opened(lived)).cases
    ]
    assert told == [[], [("Ana", 12.0), ("Ben", None)], *([[]] * 8)]


def test_a_new_version_of_the_same_features_is_compared_across(lived: Shop) -> None:
    train_version(lived.deps, lived.loaded, MORNING)
    from services.promote_version import promote_version

    promote_version(lived.deps, lived.loaded, 2, "newer", "test")
    run = lived.published(MORNING)
    assert run.version == 2
    similar = find_similar(lived.deps, opened(lived))
    assert (len(similar.cases), similar.other_scale) == (10, 0)


@pytest.mark.parametrize("what", ["damaged array", "no folder", "rows gone"])
def test_a_day_that_cannot_be_read_is_named_and_the_rest_is_found(lived: Shop, what: str) -> None:
    subject, bad = opened(lived), run_of(lived, MORNING - timedelta(days=2))
    folder = lived.deps.predictions.folder / bad.location
    if what == "damaged array":
        next(folder.glob(f"{PREFIX}*")).write_bytes(b"")
    elif what == "no folder":
        shutil.rmtree(folder)
    else:
        (folder / "rows.parquet").unlink()
    similar = find_similar(lived.deps, subject, 12)
    assert similar.unreadable == (bad.target_date,)
    assert bad.target_date not in days(similar)
    assert len(similar.cases) == 12


@pytest.mark.parametrize("kind", ["poisson", "binary", "multiclass"])
def test_every_kind_of_target_has_similar_cases(kind: str, tmp_path: Path) -> None:
    shop = Shop(open_stores(prepare_template(tmp_path / kind, DEFINITIONS[kind])))
    for morning in MORNINGS[-3:]:
        shop.published(morning)
    record_actuals(shop.deps, shop.loaded, TODAY + timedelta(days=1))
    for row in range(ROWS):
        subject = opened(shop, row)
        cases = find_similar(shop.deps, subject).cases
        assert cases or kind == "multiclass"
        label = subject.prediction.queue.label
        assert all(case.prediction.queue.label == label for case in cases)
        assert all((case.actual.label is None) == (kind == "poisson") for case in cases)
    shop.close()


# --- how often ranges held ----------------------------------------------------------------------------------------


def test_what_was_inside_is_counted_for_the_entity_and_for_all(lived: Shop) -> None:
    subject = opened(lived, 2)
    lived_so_far = count_inside(lived.deps, subject)
    counted, own = [], []
    for back in (4, 3, 2, 1):
        run = run_of(lived, MORNING - timedelta(days=back))
        for row in range(ROWS):
            told = open_prediction(lived.deps, prediction_id(run.id, row))
            queue = told.prediction.queue
            assert told.actual is not None
            assert queue.low is not None
            assert queue.high is not None
            hit = round(queue.low + 1e-9) <= told.actual.value <= round(queue.high + 1e-9)
            counted.append(hit)
            if queue.entity == subject.prediction.queue.entity:
                own.append(hit)
    assert (lived_so_far.all.inside, lived_so_far.all.of) == (sum(counted), len(counted))
    assert (lived_so_far.own.inside, lived_so_far.own.of) == (sum(own), len(own))
    assert (lived_so_far.all_days, lived_so_far.own_days, lived_so_far.unreadable) == (4, 4, 0)


def test_large_runs_are_not_counted_as_a_whole_and_the_entity_is_found_in_them(
    lived: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = opened(lived, 3)
    expected = count_inside(lived.deps, subject).own
    monkeypatch.setattr(count_module, "MOST_COUNTED", 2 * ROWS)
    lived_so_far = count_inside(lived.deps, subject)
    assert (lived_so_far.all_days, lived_so_far.all.of) == (2, 2 * ROWS)
    assert (lived_so_far.own_days, lived_so_far.own) == (4, expected)
    monkeypatch.setattr(count_module, "MOST_LOOKED_THROUGH", 3 * ROWS)
    assert count_inside(lived.deps, subject).own_days == 3
    monkeypatch.setattr(count_module, "MOST_LOOKED_THROUGH", 1)
    assert count_inside(lived.deps, subject).own_days == 1


def test_a_day_whose_queue_is_gone_is_not_counted_and_said(lived: Shop) -> None:
    run = run_of(lived, MORNING - timedelta(days=1))
    (lived.deps.predictions.folder / run.location / "queue.parquet").unlink()
    lived_so_far = count_inside(lived.deps, opened(lived))
    assert (lived_so_far.unreadable, lived_so_far.all.of) == (1, 3 * ROWS)
