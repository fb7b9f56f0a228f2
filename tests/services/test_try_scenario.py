"""What if: nothing changed is the stored prediction, anything changed adds up, and what belongs together stays together."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.comparison import Comparison
from domain.errors import ModelFileError
from domain.links import Link, inverse
from domain.scenario import Scenario, ScenarioInput, scenario_from_json
from models.at_hand import row_table
from models.encoding import encode
from models.files import load_model
from models.scoring import Scorer
from services.compare_predictions import values_of
from services.list_scenario_inputs import list_scenario_inputs
from services.open_prediction import OpenedPrediction, open_prediction
from services.open_version import open_version
from services.try_scenario import Trial, try_scenario
from tests.services.made_up_shop import DEFINITIONS, MORNING
from tests.services.shop import Shop, open_stores, prepare_template

TOLERANCE = 1e-6
ACTIONABLE = ("label: Weekday", "label: Promotion", "label: Price", "label: Temperature", "label: Store, key")
SECOND_PRICE = "  price_name: {label: Price tag, type: category, column: {source: plan, name: price}}\n"


def with_actions(definition: str) -> str:
    """The same use case in which people may change some inputs; the store is a key, whatever its file says."""
    for label in ACTIONABLE:
        definition = definition.replace(label, f"actionable: true, {label}")
    return definition.replace("  temperature:", f"{SECOND_PRICE}  temperature:")


@pytest.fixture(scope="module", params=DEFINITIONS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    root = tmp_path_factory.mktemp("scenarios") / request.param
    opened = Shop(open_stores(prepare_template(root, with_actions(DEFINITIONS[request.param]))))
    opened.published()
    yield opened
    opened.close()


def opened_of(shop: Shop, row: int = 0) -> OpenedPrediction:
    with shop.deps.feedback.read() as unit:
        run = unit.runs.current("shop", MORNING + timedelta(days=1))
    assert run is not None
    return open_prediction(shop.deps, f"{run.id}-{row}")


def try_it(shop: Shop, row: int = 0, **tried: object) -> Trial:
    opened = opened_of(shop, row)
    return try_scenario(shop.deps, opened, list_scenario_inputs(shop.deps, opened), tried)  # type: ignore[arg-type]


def size_of(comparison: Comparison) -> float:
    return abs(comparison.start) + sum(abs(change.effect) for change in comparison.changes)


def test_without_a_change_it_is_the_stored_prediction_to_the_last_bit(shop: Shop) -> None:
    for row in range(6):
        stored = opened_of(shop, row).prediction
        trial = try_it(shop, row)

        assert trial.changes == {}
        if stored.explanation.link is Link.SOFTMAX:
            assert trial.prediction.queue.value == pytest.approx(stored.queue.value, abs=1e-9)
        else:
            assert trial.prediction.queue == stored.queue
            assert trial.prediction.explanation.adjustments == stored.explanation.adjustments
        assert trial.prediction.queue.label == stored.queue.label
        ours, theirs = trial.prediction.explanation, stored.explanation
        assert ours.base == pytest.approx(theirs.base, rel=1e-9)
        for one, other in zip(ours.contributions, theirs.contributions, strict=True):
            assert (one.feature, one.value) == (other.feature, other.value)
            # SHAP values are stored as float32.
            assert one.contribution == pytest.approx(other.contribution, rel=1e-6, abs=1e-7)
        assert trial.comparison is not None
        assert all(change.effect == 0.0 for change in trial.comparison.changes)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "promotion": st.sampled_from(["window", "leaflet", None]),
        "price": st.floats(-1e6, 1e6).map(lambda x: round(x, 3)) | st.sampled_from([2.0, 3.3, None]),
        "temperature": st.floats(-40, 60) | st.none(),
        "weekday": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    },
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=CHANGES, row=st.integers(0, 5))
def test_every_scenario_adds_up_and_what_was_left_alone_has_no_part_in_the_difference(shop, tried, row) -> None:
    trial = try_it(shop, row, **tried)

    explanation = trial.prediction.explanation
    scale = abs(explanation.base) + sum(abs(item.effect) for item in explanation.contributions)
    assert explanation.gap() <= TOLERANCE * scale
    assert trial.comparison is not None
    assert trial.comparison.gap() <= TOLERANCE * size_of(trial.comparison)
    for change in trial.comparison.changes:
        if change.feature not in trial.changes:
            assert change.effect == 0.0


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=CHANGES, row=st.integers(0, 5))
def test_the_score_is_that_of_lightgbm_for_the_changed_row(shop, tried, row) -> None:
    opened = opened_of(shop, row)
    trial = try_it(shop, row, **tried)
    with shop.deps.feedback.read() as unit:
        version = unit.versions.by_number("shop", 1)
    loaded = load_model(shop.deps.models / version.location, version.file_hash)
    values = {**values_of(opened.prediction), **trial.changes}
    matrix = encode(row_table(open_version(shop.deps, opened.run), values), loaded.manifest.features)
    raw = np.atleast_2d(Scorer(loaded.booster, loaded.manifest.link).predict_raw(matrix))

    expected = inverse(loaded.manifest.link, raw)
    parts = sum(part.amount for part in trial.prediction.explanation.adjustments)
    assert trial.prediction.queue.value - parts == pytest.approx(float(expected.max(axis=-1)[0]), rel=1e-9, abs=1e-9)


def test_everything_read_off_the_calendar_follows_one_date(shop: Shop) -> None:
    day = MORNING + timedelta(days=3)

    trial = try_it(shop, weekday=day)

    assert trial.day == trial.prediction.target_date == day
    assert trial.changes == {"weekday": str(day.weekday())}
    assert trial.prediction.queue.usual is None
    assert trial.prediction.past == ()


def test_the_same_weekday_another_week_changes_nothing_here(shop: Shop) -> None:
    trial = try_it(shop, weekday=MORNING + timedelta(days=8))

    assert trial.changes == {}
    assert trial.prediction.queue.value == pytest.approx(opened_of(shop).prediction.queue.value, abs=1e-9)


def test_features_of_the_same_cell_follow_each_other(shop: Shop) -> None:
    assert try_it(shop, price=3.0).changes == {"price": 3.0, "price_name": "3.00"}
    assert try_it(shop, price=2.5).changes == {"price": 2.5, "price_name": "2.5"}
    assert try_it(shop, price=None).changes == {"price": None, "price_name": None}


def test_inputs_are_the_actionable_features_and_no_key(shop: Shop) -> None:
    opened = opened_of(shop)
    inputs = {item.name: item for item in list_scenario_inputs(shop.deps, opened)}

    assert list(inputs) == ["weekday", "promotion", "price", "temperature"]
    assert inputs["weekday"].kind == "date"
    assert inputs["weekday"].value == opened.prediction.target_date
    assert inputs["weekday"].seen == (
        open_version(shop.deps, opened.run).manifest.data_from,
        open_version(shop.deps, opened.run).manifest.data_through,
    )
    assert inputs["promotion"].kind == "choice"
    assert set(inputs["promotion"].choices) >= {"window", "leaflet", None}
    assert inputs["price"].features == ("price", "price_name")
    assert inputs["temperature"].kind == "number"
    assert inputs["temperature"].seen == pytest.approx((4.0, 20.0), abs=0.2)


def test_a_number_far_outside_is_computed_and_known_to_be_outside(shop: Shop) -> None:
    price = next(item for item in list_scenario_inputs(shop.deps, opened_of(shop)) if item.name == "price")

    assert price.is_outside(1e9)
    assert price.is_outside(-1.0)
    assert not price.is_outside(3.0)
    assert not price.is_outside(None)
    assert np.isfinite(try_it(shop, price=1e9).prediction.queue.value)


def test_what_a_use_case_allows_is_another_limit() -> None:
    share = ScenarioInput("share", ("share",), "number", 0.5, seen=(0.2, 0.6), allowed=(0.0, 1.0))
    assert [share.is_forbidden(x) for x in (0.0, 1.0, 1.1, -0.1)] == [False, False, True, True]
    assert [share.is_outside(x) for x in (0.2, 0.7)] == [False, True]


def test_nothing_is_stored(shop: Shop) -> None:
    with shop.deps.feedback.read() as unit:
        before = unit.audit.all(100), unit.runs.all("shop", 100)
    files = sorted(path for path in shop.deps.home.rglob("*") if path.is_file() and "sqlite" not in path.name)

    try_it(shop, price=3.0)

    with shop.deps.feedback.read() as unit:
        assert (unit.audit.all(100), unit.runs.all("shop", 100)) == before
    assert sorted(path for path in shop.deps.home.rglob("*") if path.is_file() and "sqlite" not in path.name) == files


def test_a_version_whose_file_is_gone_is_said_to_be_gone(past_shop: Shop) -> None:
    opened = opened_of(past_shop)
    for path in past_shop.deps.models.rglob("model.txt"):
        path.unlink()

    with pytest.raises(ModelFileError) as told:
        list_scenario_inputs(past_shop.deps, opened)
    assert told.value.fault == "missing"


def test_a_model_that_the_engine_refuses_still_answers(past_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.tree_shap.columns.MOST_CUTS", 1)
    opened = opened_of(past_shop)

    trial = try_scenario(past_shop.deps, opened, (), {})

    assert trial.comparison is None
    assert "thresholds" in trial.refused
    assert trial.prediction.queue == opened.prediction.queue


def test_a_scenario_comes_back_from_json_as_it_was(shop: Shop) -> None:
    scenario = try_it(shop, promotion=None, price=3.3, weekday=MORNING).named("Rain", 7)

    assert scenario_from_json(scenario.as_json()) == scenario
    assert isinstance(scenario, Scenario)
    assert scenario.value == try_it(shop, promotion=None, price=3.3, weekday=MORNING).prediction.queue.value
