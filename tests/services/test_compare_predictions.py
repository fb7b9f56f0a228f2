"""What changed: bars add up to the difference of what was published, for every target, version and reference."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.comparison import Comparison
from domain.errors import ContrastError, ModelFileError, NotFoundError, SourceError
from domain.links import Link
from models.at_hand import row_table
from models.encoding import encode
from models.files import load_model
from models.scoring import Scorer
from services.compare_predictions import compare_predictions, values_of
from services.open_prediction import OpenedPrediction
from services.open_version import open_version
from tests.services.made_up_shop import DEFINITIONS, MORNING
from tests.services.past_shop import ROWS, WEEK, YESTERDAY, opened, prepare_past, promote_next
from tests.services.shop import Shop

TOLERANCE = 1e-6
"""Of |base| + sum |contribution|, as everywhere."""


@pytest.fixture(scope="module", params=DEFINITIONS)
def past(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop with a past, of every kind."""
    shop = prepare_past(tmp_path_factory.mktemp("past") / request.param, DEFINITIONS[request.param])
    yield shop
    shop.close()


def pairs(shop: Shop) -> Iterator[tuple[OpenedPrediction, OpenedPrediction]]:
    """Predictions with yesterday (same version), last week (another one), another entity, and a later day."""
    for row in ROWS:
        now = opened(shop, MORNING, row)
        yield now, opened(shop, YESTERDAY, row)
        yield now, opened(shop, MORNING - WEEK, row)
        yield now, opened(shop, MORNING, (row + 1) % len(ROWS))
        yield opened(shop, YESTERDAY, row), now


def size_of(comparison: Comparison) -> float:
    return abs(comparison.start) + sum(abs(change.effect) for change in comparison.changes)


def test_start_model_effects_and_adjustments_add_up_to_what_was_published(past: Shop) -> None:
    for now, then in pairs(past):
        comparison = compare_predictions(past.deps, now, then)

        assert comparison.gap() <= TOLERANCE * size_of(comparison)
        assert comparison.value == now.prediction.queue.value
        if now.prediction.queue.label == then.prediction.queue.label:
            assert comparison.start == then.prediction.queue.value


def test_a_feature_with_the_same_value_gets_exactly_nothing(past: Shop) -> None:
    seen = 0
    for now, then in pairs(past):
        for change in compare_predictions(past.deps, now, then).changes:
            if not change.changed:
                assert change.effect == 0.0
                seen += 1
    assert seen


def test_the_two_values_of_a_feature_are_those_that_were_stored(past: Shop) -> None:
    now, then = opened(past, MORNING, 2), opened(past, MORNING - WEEK, 2)

    comparison = compare_predictions(past.deps, now, then)

    assert [c.feature for c in comparison.changes] == list(now.use_case.features)
    assert [c.now for c in comparison.changes] == [c.value for c in now.prediction.explanation.contributions]
    assert [c.then for c in comparison.changes] == [c.value for c in then.prediction.explanation.contributions]


def test_the_prediction_itself_as_its_reference_changes_nothing(past: Shop) -> None:
    now = opened(past, MORNING)

    comparison = compare_predictions(past.deps, now, now)

    assert [change.effect for change in comparison.changes] == [0.0] * len(comparison.changes)
    assert [part.amount for part in comparison.adjustments] == [0.0] * len(comparison.adjustments)
    assert comparison.model is None


def test_backwards_the_bars_are_the_same_with_the_other_sign(past: Shop) -> None:
    now, then = opened(past, MORNING, 1), opened(past, YESTERDAY, 1)
    if now.prediction.queue.label != then.prediction.queue.label:
        now = opened(past, MORNING, 3)
        then = opened(past, YESTERDAY, 3)

    there, back = compare_predictions(past.deps, now, then), compare_predictions(past.deps, then, now)

    scale = size_of(there)
    for one, other in zip(there.changes, back.changes, strict=True):
        assert one.effect == pytest.approx(-other.effect, abs=TOLERANCE * scale)


def test_only_another_version_has_a_bar_of_its_own(past: Shop) -> None:
    now = opened(past, MORNING)

    same = compare_predictions(past.deps, now, opened(past, YESTERDAY))
    other = compare_predictions(past.deps, now, opened(past, MORNING - WEEK))

    assert same.model is None
    assert other.model is not None
    assert (other.model.then, other.model.now, other.model.rebuilt) == (1, 2, False)


def test_rescaled_effects_are_called_so(past: Shop) -> None:
    now = opened(past, MORNING)

    comparison = compare_predictions(past.deps, now, opened(past, YESTERDAY))

    assert comparison.rescaled is (now.use_case.link is not Link.IDENTITY)


def test_the_bar_of_the_model_is_the_new_one_minus_the_old_one_on_the_same_row(past_shop: Shop) -> None:
    shop = past_shop
    now, then = opened(shop, MORNING, 1), opened(shop, MORNING - WEEK, 1)
    comparison = compare_predictions(shop.deps, now, then)

    with shop.deps.feedback.read() as unit:
        versions = {version.number: version for version in unit.versions.all("shop")}
    raw = {}
    for number, version in versions.items():
        loaded = load_model(shop.deps.models / version.location, version.file_hash)
        row = row_table(open_version(shop.deps, now.run), values_of(then.prediction))
        raw[number] = Scorer(loaded.booster, Link.IDENTITY).predict_raw(encode(row, loaded.manifest.features))[0]
    assert comparison.model is not None
    assert comparison.model.effect == pytest.approx(raw[2] - raw[1], abs=1e-9)


def test_a_row_is_rebuilt_from_the_sources_where_features_are_made_in_another_way(past_shop: Shop) -> None:
    shop = past_shop
    promote_next(shop, "window_days: 28, lag_days: 2", "window_days: 14, lag_days: 2")
    now = shop.published(MORNING + timedelta(days=1))
    assert now.version == 3
    last = opened(shop, MORNING + timedelta(days=1), 1)
    then = opened(shop, MORNING - WEEK, 1)

    comparison = compare_predictions(shop.deps, last, then)

    assert comparison.model is not None
    assert comparison.model.rebuilt
    assert comparison.gap() <= TOLERANCE * size_of(comparison)
    by_name = {change.feature: change for change in comparison.changes}
    stored = {item.feature: item.value for item in then.prediction.explanation.contributions}
    assert by_name["price"].then == stored["price"]
    assert by_name["four_weeks"].then != stored["four_weeks"]


def test_the_rebuilt_row_needs_its_sources_and_says_which_is_gone(past_shop: Shop) -> None:
    shop = past_shop
    promote_next(shop, "window_days: 28, lag_days: 2", "window_days: 14, lag_days: 2")
    shop.published(MORNING + timedelta(days=1))
    (shop.folder / "weather.csv").unlink()
    last, then = opened(shop, MORNING + timedelta(days=1)), opened(shop, MORNING)

    with pytest.raises(SourceError) as told:
        compare_predictions(shop.deps, last, then)

    assert (told.value.source, told.value.fault) == ("weather", "missing")
    (shop.folder / "weather.csv").write_text("date,temperature\n2026-04-20,12.0\n", encoding="utf-8")
    assert compare_predictions(shop.deps, last, then).model is not None


def test_an_entity_that_the_sources_no_longer_have_is_named(past_shop: Shop) -> None:
    shop = past_shop
    promote_next(shop, "window_days: 28, lag_days: 2", "window_days: 14, lag_days: 2")
    shop.published(MORNING + timedelta(days=1))
    last, then = opened(shop, MORNING + timedelta(days=1)), opened(shop, MORNING)
    day = then.prediction.target_date.isoformat()
    shop.edit("plan", lambda rows: [row for row in rows if row["date"] != day or row["store"] != "North"])

    with pytest.raises(ContrastError) as told:
        compare_predictions(shop.deps, last, then)

    assert (told.value.fault, told.value.detail) == ("entity", MORNING.isoformat())


@pytest.mark.parametrize("file", ["model.txt", "manifest.json"])
def test_a_version_whose_files_are_gone_is_said_to_be_gone(past_shop: Shop, file: str) -> None:
    now, then = opened(past_shop, MORNING), opened(past_shop, YESTERDAY)
    for path in past_shop.deps.models.rglob(file):
        path.unlink()

    with pytest.raises(ModelFileError) as told:
        compare_predictions(past_shop.deps, now, then)

    assert told.value.fault == "missing"


def test_a_model_text_that_was_changed_is_not_used(past_shop: Shop) -> None:
    now, then = opened(past_shop, MORNING), opened(past_shop, YESTERDAY)
    for path in past_shop.deps.models.rglob("model.txt"):
        path.write_text(path.read_text(encoding="utf-8").replace("leaf_value=", "leaf_value=1"), encoding="utf-8")

    with pytest.raises(ModelFileError) as told:
        compare_predictions(past_shop.deps, now, then)

    assert told.value.fault == "tampered"


def test_the_old_version_may_be_gone_when_only_its_value_is_needed(past_shop: Shop) -> None:
    now, then = opened(past_shop, MORNING), opened(past_shop, MORNING - WEEK)
    with past_shop.deps.feedback.read() as unit:
        first = unit.versions.by_number("shop", 1)
    (past_shop.deps.models / first.location / "model.txt").unlink()

    assert compare_predictions(past_shop.deps, now, then).gap() < 1e-9


def test_a_prediction_of_another_use_case_is_no_reference(past_shop: Shop) -> None:
    now = opened(past_shop, MORNING)
    other = replace(now, run=replace(now.run, use_case="other"))

    with pytest.raises(NotFoundError):
        compare_predictions(past_shop.deps, now, other)
