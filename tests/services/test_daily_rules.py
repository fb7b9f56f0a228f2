"""Business rules from the file to the screen: published, explained, versioned, and said where they could not be applied."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.attention import ReasonCode
from domain.errors import VersionMismatchError
from domain.finding import Severity, Verdict
from domain.prediction import Prediction, prediction_id
from domain.run import Run
from models.files import read_manifest
from models.manifest import Manifest
from prediction_store.frames import load_run
from prediction_store.verify import READ_BACK_TOLERANCE, worst_gap
from presentation.charts.waterfall import waterfall_steps
from presentation.words.findings import finding_sentence
from services.open_prediction import open_prediction
from services.promote_version import promote_version
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, PRODUCTS, STORES, USE_CASE
from tests.services.outcomes import TARGET_DAY, finding
from tests.services.shop import Shop, copy_shop, prepare_template

BREAD, ROLL, CAKE = PRODUCTS
SEEN_ON = (TARGET_DAY - timedelta(days=4)).isoformat()
"""The day whose temperature the run of MORNING uses."""

RULES = f"""\
rules:
  leaflet: {{label: Read in the leaflet, when: {{promotion: [leaflet, window], store: North}}, add: 5}}
  counter: {{label: At least six on the counter, when: {{product: {CAKE}}}, at_least: 6}}
  oven: {{label: What the oven can bake, at_most: {{by: store, values: {{North: 42}}}}}}
  trays: {{label: Full trays, when: {{product: [{BREAD}, '{ROLL}']}}, round_to: 4}}
  heat: {{label: Warm days, when: {{temperature: {{at_least: 25}}}}, multiply_by: 0.9}}
  shut: {{label: Stall closed, when: {{store: Süd, product: {BREAD}}}, set_to: 0}}
"""
TRAYS = "product: [Brot, 'Roll \"XL\"']}, round_to: 4"


@pytest.fixture(scope="module")
def ruled_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_template(tmp_path_factory.mktemp("ruled") / "template", USE_CASE + RULES)


@pytest.fixture
def ruled(ruled_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """The shop with rules and a champion that was trained with them."""
    opened = copy_shop(ruled_template, tmp_path / "ruled")
    yield opened
    opened.close()


def manifest_of(shop: Shop) -> Manifest:
    with shop.deps.feedback.read() as unit:
        version = unit.versions.champion("shop")
    assert version is not None
    return read_manifest(shop.deps.models / version.location, version.file_hash)


def frame_of(shop: Shop, run: Run) -> pd.DataFrame:
    return load_run(shop.deps.predictions.folder / run.location).set_index(["key_store", "key_product"])


def prediction_of(shop: Shop, run: Run, store: str, product: str) -> Prediction:
    row = int(frame_of(shop, run).loc[(store, product), "row"])
    return shop.deps.predictions.prediction(run, row)


def test_published_values_obey_every_rule_that_no_later_one_changes(ruled: Shop) -> None:
    frame = frame_of(ruled, ruled.published())
    assert frame.loc[("North", CAKE), "prediction"] >= 6
    assert frame.loc[("North", ROLL), "prediction"] == 44.0, "42 from the oven, then full trays of 4"
    assert (frame.loc[(slice(None), [BREAD, ROLL]), "prediction"] % 4 == 0).all()
    assert frame.loc[("Süd", BREAD), ["prediction", "low", "high"]].tolist() == [0.0, 0.0, 0.0]
    assert (frame["low"] <= frame["prediction"]).all()
    assert (frame["prediction"] <= frame["high"]).all()
    assert (frame["adj_heat"] == 0).all(), "no day of May is that warm"
    assert all((frame[f"adj_{name}"] != 0).any() for name in ("leaflet", "counter", "oven", "trays", "shut"))


def test_model_and_rules_add_up_to_the_published_value_in_their_declared_order(ruled: Shop) -> None:
    run = ruled.published()
    codes = list(ruled.loaded.use_case.adjustment_codes)
    for store in STORES:
        for product in PRODUCTS:
            prediction = prediction_of(ruled, run, store, product)
            explanation = prediction.explanation
            assert explanation.gap() <= READ_BACK_TOLERANCE * (abs(explanation.base) + explanation.prediction + 50)
            told = [adjustment.code for adjustment in explanation.adjustments]
            assert told == sorted(told, key=codes.index)
    frame = frame_of(ruled, run)
    amounts = frame[[f"adj_{code}" for code in codes]].sum(axis=1)
    pd.testing.assert_series_equal(frame["raw"] + amounts, frame["prediction"], check_names=False, rtol=1e-9)


def test_a_run_whose_rules_do_not_add_up_is_not_verified(ruled: Shop, tmp_path: Path) -> None:
    run = ruled.published()
    table = pq.read_table(ruled.deps.predictions.folder / run.location / "rows.parquet")
    place = table.schema.get_field_index("adj_trays")
    for wrong in (0.01, float("nan")):
        moved = pa.array([amount + wrong for amount in table.column("adj_trays").to_pylist()])
        pq.write_table(table.set_column(place, "adj_trays", moved), tmp_path / "rows.parquet")
        assert not worst_gap(tmp_path, ruled.loaded.use_case) <= READ_BACK_TOLERANCE


def test_every_rule_that_changed_something_is_a_step_with_its_label(ruled: Shop) -> None:
    prediction = prediction_of(ruled, ruled.published(), "North", ROLL)
    steps = waterfall_steps(ruled.loaded.use_case, prediction)
    labels = [step.label for step in steps if step.kind == "rule"]
    assert labels == ["Read in the leaflet", "What the oven can bake", "Full trays"]
    assert sum(step.amount for step in steps[:-1]) == steps[-1].amount == 44.0


def test_a_value_set_by_a_rule_is_no_big_change_and_keeps_its_usual_value(ruled: Shop) -> None:
    prediction = prediction_of(ruled, ruled.published(), "Süd", BREAD)
    assert ReasonCode.BIG_CHANGE not in {reason.code for reason in prediction.queue.reasons}
    assert prediction.queue.usual is not None
    assert prediction.queue.usual > 10


def test_a_range_that_a_capacity_cut_down_does_not_make_a_small_difference_a_big_change(ruled: Shop) -> None:
    queue = prediction_of(ruled, ruled.published(), "North", ROLL).queue
    assert None not in (queue.low, queue.high, queue.usual)
    assert queue.value - queue.usual > (queue.high - queue.low) / 2, "by the published range it would be one"  # type: ignore[operator]
    assert ReasonCode.BIG_CHANGE not in {reason.code for reason in queue.reasons}


def test_a_rule_that_lacks_a_value_is_not_applied_and_the_run_says_so(ruled: Shop) -> None:
    ruled.correct("temperature", "", table="weather", date=SEEN_ON)
    outcome = ruled.daily()
    told = finding(outcome, "rule_not_applied")
    assert (told.severity, told.column, told.count) == (Severity.WARNING, "temperature", 6)
    assert outcome.run.verdict is Verdict.WARNINGS
    assert finding_sentence(told, ruled.loaded.use_case) == (
        "The rule “Warm days” could not be applied to 6 rows: their “Temperature” is missing or cannot be used."
    )
    assert (frame_of(ruled, outcome.run)["adj_heat"] == 0).all()


def test_a_rule_whose_condition_is_met_is_applied(ruled: Shop) -> None:
    ruled.correct("temperature", "27", table="weather", date=SEEN_ON)
    frame = frame_of(ruled, ruled.published())
    heat = frame.loc[("North", ROLL)]
    assert heat["adj_heat"] == pytest.approx(-4.4)
    assert heat["prediction"] == 40.0


MISMATCHES = {
    "another amount": (TRAYS, TRAYS.replace("4", "6"), {"rules.trays"}),
    "another condition": ("store: North}, add", "store: Süd}, add", {"rules.leaflet"}),
    "a rule less": ("  heat: {label: Warm days, when: {temperature: {at_least: 25}}, multiply_by: 0.9}\n", "", {"rules.heat"}),
    "a rule more": ("rules:\n", "rules:\n  extra: {label: Extra, add: 1}\n", {"rules.extra"}),
    "another name": ("  oven: {", "  stove: {", {"rules.oven", "rules.stove"}),
    "another least value": ("integer: true, min: 0", "integer: true", {"target.min"}),
    "no whole numbers": ("integer: true, min: 0", "min: 0", {"target.integer"}),
}  # fmt: skip


@pytest.mark.parametrize("case", MISMATCHES)
def test_a_file_with_other_rules_than_the_version_is_refused_by_their_names(case: str, ruled: Shop) -> None:
    old, new, changed = MISMATCHES[case]
    ruled.redefine(old, new)
    with pytest.raises(VersionMismatchError) as caught:
        ruled.daily()
    assert set(caught.value.changed) == changed
    assert ruled.run_states() == {}


def test_rules_in_another_order_are_refused(ruled: Shop) -> None:
    line = RULES.splitlines(keepends=True)[4]
    ruled.redefine(line, "")
    ruled.redefine("rules:\n", f"rules:\n{line}")
    with pytest.raises(VersionMismatchError) as caught:
        ruled.daily()
    assert caught.value.changed == ("the order of the rules",)


def test_rules_for_a_version_that_was_trained_without_are_refused(shop: Shop) -> None:
    shop.redefine("reviews:", f"{RULES}reviews:")
    with pytest.raises(VersionMismatchError) as caught:
        shop.daily()
    assert set(caught.value.changed) == {"rules." + name for name in shop.loaded.use_case.rules}


def test_a_label_may_change_without_training_anew(ruled: Shop) -> None:
    ruled.redefine("label: Full trays", "label: Whole trays")
    run = ruled.published()
    labels = [step.label for step in waterfall_steps(ruled.deps.predictions.use_case(run), prediction_of(ruled, run, "North", ROLL))]  # fmt: skip
    assert "Whole trays" in labels


def test_earlier_runs_keep_the_rules_they_were_made_with(ruled: Shop) -> None:
    first = ruled.published()
    seen = prediction_of(ruled, first, "North", ROLL)
    ruled.redefine("  oven: {label: What the oven can bake, at_most: {by: store, values: {North: 42}}}\n", "")
    ruled.redefine("label: Full trays", "label: Whole trays")
    train_version(ruled.at(1).deps, ruled.loaded, MORNING)
    promote_version(ruled.at(1).deps, ruled.loaded, 2, "The oven is gone.", "Ana")
    later = ruled.at(24).published(MORNING + timedelta(days=1))
    assert "adj_oven" not in frame_of(ruled, later).columns
    assert prediction_of(ruled, first, "North", ROLL) == seen
    opened = open_prediction(ruled.deps, prediction_id(first.id, seen.queue.row))
    assert opened.use_case.rules["oven"].label == "What the oven can bake"
    assert opened.use_case.rules["trays"].label == "Full trays"


def test_model_range_and_metrics_are_the_same_with_and_without_rules(ruled: Shop, shop: Shop) -> None:
    with_rules, without = manifest_of(ruled), manifest_of(shop)
    assert list(with_rules.definition["rules"]) == list(ruled.loaded.use_case.rules)  # type: ignore[call-overload]
    assert replace(with_rules, definition={}) == replace(without, definition={})
