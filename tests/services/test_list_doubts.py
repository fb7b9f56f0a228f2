"""What makes a prediction less sure: the same reasons as its chips, with what training saw, and what the day shares."""

from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.attention import ReasonCode
from domain.certainty import DoubtCode
from domain.errors import ModelFileError, NotFoundError, PredictionFileError
from domain.prediction import prediction_id
from services.list_doubts import list_doubts, recall_delivered
from services.open_prediction import OpenedPrediction, open_prediction
from services.recall_training import recall_coverage, recall_features
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop

DAY = (MORNING + timedelta(days=1)).isoformat()
MEASURED = (MORNING + timedelta(days=1) - timedelta(days=4)).isoformat()
NORTH_BROT = {"date": DAY, "store": "North", "product": "Brot"}


def opened(shop: Shop) -> OpenedPrediction:
    """North, Brot; the rows are in the order of the keys."""
    found = open_prediction(shop.deps, prediction_id(shop.published().id, 0))
    assert found.prediction.queue.entity == ("North", "Brot")
    return found


def doubts(shop: Shop, about: OpenedPrediction, *, known: bool = True):
    learned = recall_features(shop.deps, "shop", 1) if known else None
    return {
        (doubt.code, doubt.feature): doubt for doubt in list_doubts(about, learned, recall_delivered(shop.deps, about))
    }


def test_a_prediction_with_ordinary_inputs_has_no_doubt_about_them(shop: Shop) -> None:
    assert doubts(shop, opened(shop)) == {}


def test_an_unusual_and_an_unseen_input_come_with_what_training_saw(shop: Shop) -> None:
    shop.correct("price", "99", **NORTH_BROT)
    shop.correct("promotion", "fireworks", **NORTH_BROT)
    about = opened(shop)
    found = doubts(shop, about)
    outside, unseen = found[DoubtCode.OUTSIDE, "price"], found[DoubtCode.UNSEEN, "promotion"]
    assert outside.value == 99.0
    assert outside.learned is not None
    assert (outside.learned.low, outside.learned.high) == (2.0, 4.3)
    assert unseen.learned is not None
    assert unseen.learned.categories == {"window", "leaflet"}
    assert not outside.common
    assert not unseen.common
    # The chips of the head are among them, and nothing is said twice.
    inputs = {ReasonCode.UNUSUAL_INPUT: DoubtCode.OUTSIDE, ReasonCode.UNSEEN_CATEGORY: DoubtCode.UNSEEN}
    chips = {
        (inputs[reason.code], reason.feature) for reason in about.prediction.queue.reasons if reason.code in inputs
    }
    assert chips == {(DoubtCode.OUTSIDE, "price"), (DoubtCode.UNSEEN, "promotion")}


def test_without_the_model_file_the_same_doubts_stand_without_their_ranges(shop: Shop) -> None:
    shop.correct("price", "99", **NORTH_BROT)
    about = opened(shop)
    with_facts, without = doubts(shop, about), doubts(shop, about, known=False)
    assert with_facts.keys() == without.keys()
    assert without[DoubtCode.OUTSIDE, "price"].learned is None


def test_what_most_of_the_day_shares_is_told_as_such(shop: Shop) -> None:
    shop.correct("temperature", "41", "weather", date=MEASURED)
    about = opened(shop)
    assert not any(reason.feature == "temperature" for reason in about.prediction.queue.reasons)
    doubt = doubts(shop, about)[DoubtCode.OUTSIDE, "temperature"]
    assert doubt.common
    assert doubt.value == 41.0


def test_a_value_that_cleaning_took_as_missing_is_traced_to_what_was_delivered(shop: Shop) -> None:
    shop.correct("temperature", "n.v.", "weather", date=MEASURED)
    found = doubts(shop, opened(shop))
    assert [doubt.delivered for (_, name), doubt in found.items() if name == "temperature"] == ["n.v."]


def test_a_gap_that_training_knew_is_no_chip(shop: Shop) -> None:
    shop.correct("price", "", **NORTH_BROT)
    about = opened(shop)
    facts = dict(recall_features(shop.deps, "shop", 1))
    assert {(d.code, d.feature) for d in list_doubts(about, facts, {})} == {(DoubtCode.MISSING, "price")}
    facts["price"] = replace(facts["price"], missing_share=0.12)
    quiet = replace(about.prediction, queue=replace(about.prediction.queue, reasons=()))
    found = list_doubts(replace(about, prediction=quiet), facts, {})
    assert {(doubt.code, doubt.feature, doubt.common) for doubt in found} == {(DoubtCode.GAP, "price", False)}


def test_a_damaged_list_of_changes_is_an_error(shop: Shop) -> None:
    shop.correct("price", "", **NORTH_BROT)
    about = opened(shop)
    (shop.deps.predictions.folder / about.run.location / "changes.parquet").write_bytes(b"nothing")
    with pytest.raises(PredictionFileError):
        doubts(shop, about)


def test_only_what_was_taken_as_missing_is_read_from_the_changes(shop: Shop) -> None:
    run = shop.published()
    path = shop.deps.predictions.folder / run.location / "changes.parquet"
    day = date(2026, 4, 28)
    rows = [
        ("weather", "temperature", "imputed", day, "x"),
        ("weather", "temperature", "changed", day + timedelta(1), "y"),
        ("plan", "price", "imputed", day, "z"),
        ("weather", "temperature", "imputed", None, "w"),
    ]
    names = ("source", "column_name", "action", "day", "before")
    pq.write_table(pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)}), path)
    found = shop.deps.predictions.taken_as_missing(run, ["weather"])
    assert found == {("weather", "temperature", day): "x"}
    path.unlink()
    assert shop.deps.predictions.taken_as_missing(run, ["weather"]) == {}


# --- what a version learned ---------------------------------------------------------------------------------------


def test_coverage_on_held_out_days_is_that_of_the_version(shop: Shop) -> None:
    measured = recall_coverage(shop.deps, "shop", 1)
    with shop.deps.feedback.read() as unit:
        metrics = unit.versions.by_number("shop", 1).metrics
    assert measured.all is not None
    assert (measured.all.coverage, measured.all.of) == (metrics["coverage"], metrics["n"])
    assert set(measured.own) == {row["entity"] for row in metrics["by_entity"]}  # type: ignore[attr-defined]
    assert sum(own.of for own in measured.own.values()) == measured.all.of


def test_a_model_file_that_is_gone_is_an_error_and_so_is_an_unknown_version(shop: Shop) -> None:
    for path in shop.deps.models.rglob("manifest.json"):
        path.unlink()
    with pytest.raises(ModelFileError):
        recall_features(shop.deps, "shop", 1)
    assert recall_coverage(shop.deps, "shop", 1).all is not None
    with pytest.raises(NotFoundError):
        recall_coverage(shop.deps, "shop", 9)
