"""Insights on the screen: what drives the model, by feature and by group, and the way to the predictions behind it."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from domain.finding import Finding, Severity, Verdict
from domain.review import Answer
from domain.run import RunState
from tests.pages import world as world_module
from tests.pages.world import DAY, DEFINITION


@pytest.fixture
def says(says):
    """The words of a screen with single spaces."""
    return lambda at: " ".join(says(at).split())


GROUPED = {
    "groups": {"calendar": "Calendar"},
    "features": {
        name: {**feature, **({"group": "calendar"} if name in ("holiday_tomorrow", "weekday") else {})}
        for name, feature in DEFINITION["features"].items()
    },
}


@pytest.fixture
def three_days(world):
    """Runs of three days, the last one of the fixture's day."""
    for back in (2, 1):
        world.publish(DAY - timedelta(days=back), batch=f"sha256:{back}")
    return world.publish()


def test_the_sentence_and_the_chips_say_what_was_measured(visit, three_days, says) -> None:
    words = says(visit("insights"))

    assert (
        "Holiday tomorrow makes up 47 % of what moves the predictions; sold last week comes second, weekday third."
        in words
    )
    assert "model 7" in words
    assert "36 predictions, 3 runs" in words
    assert "The shares add up to 100 %." in words
    assert "Shown: all 36 predictions." in words
    assert "synthetic" in words


def test_the_chosen_period_is_kept_in_the_link(visit, three_days, says) -> None:
    at = visit("insights", runs="1")
    assert "12 predictions, 1 run" in says(at)

    at.selectbox(key="insights_runs").select(7).run()

    assert "36 predictions, 3 runs" in says(at)
    assert at.query_params["runs"] == "7"


def test_a_feature_is_chosen_and_stays_in_the_link(visit, three_days, says) -> None:
    at = visit("insights")
    at.selectbox(key="insights_feature").select("weekday").run()

    assert at.query_params["feature"] == "weekday"
    assert "What “Weekday” moved most in this period" in says(at)
    assert "On average its effect is −2.0 whatever its value." in says(at)


def test_groups_add_up_before_their_size_is_taken(visit, world, says) -> None:
    grouped = world.changed(**GROUPED)
    grouped.publish()

    at = visit("insights", by="groups")

    # Holiday +9 and weekday −2 are one step of 7 beside 8 of what was sold last week.
    assert "Sold last week makes up 53 % of what moves the predictions; calendar makes up the rest." in says(at)
    assert "Share of each group" in says(at)
    at.segmented_control(key="insights_by").select("features").run()
    assert "Share of each feature" in says(at)
    assert "by" not in at.query_params


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("all", "reaches furthest"),
        ("segments", "The model uses its features much alike whatever “Store” is."),
        ("time", "no share shifted by 3 points or more"),
    ],
)
def test_every_picture_has_its_sentence(visit, three_days, says, figure: str, words: str) -> None:
    at = visit("insights", figure=figure)

    assert words in says(at)
    assert not at.exception


def test_predictions_are_divided_by_what_is_chosen(visit, world, says) -> None:
    shap = pa.array([9.0 if row % 2 else 1.0 for row in range(12)])
    raw = pa.array([37.0 + row + (9.0 if row % 2 else 1.0) + 6.0 for row in range(12)])
    world.publish(columns={"shap_holiday_tomorrow": shap, "raw": raw, "prediction": raw})

    at = visit("insights", figure="segments")

    assert "“Holiday tomorrow” differs most: 47 % of what moves predictions at North, 9 % at Harbour." in says(at)
    at.selectbox(key="insights_segment").select("product").run()
    assert at.query_params["segment"] == "product"
    assert "6 most frequent" not in says(at)


def test_the_list_leads_to_today(visit, three_days) -> None:
    at = visit("insights", runs="1")

    links = at.get("page_link")
    assert len(links) == 10
    assert links[0].proto.page == "today"
    assert f"{three_days.id}-0" in links[0].proto.query_string
    assert links[0].proto.label == "Bagel, Harbour, Sat 21 Nov"


def test_doubts_of_reviewers_stand_beside_what_the_model_uses(visit, world, three_days, says) -> None:
    ana, ben = world.sign_in("Ana"), world.sign_in("Ben")
    for row in range(3):
        world.answer(three_days, row, ana, Answer.DIFFERENT, own_value="60", doubted=("holiday_tomorrow",), comment="<b>closed</b>")  # fmt: skip
    world.answer(three_days, 0, ben, Answer.AGREE, doubted=("weekday",))

    words = says(visit("insights"))

    assert "3 doubts about holiday tomorrow, 2 of them at Harbour; it makes up 47 % of what the model does." in words
    assert "1 doubt about weekday; it makes up 11 % of what the model does." in words
    assert "Nobody decided differently where the actual is known" in words
    assert "Ana decided 60: <b>closed</b>" in words


def test_nobody_doubting_is_said(visit, three_days, says) -> None:
    assert "No reviewer doubted a feature in the last 30 days." in says(visit("insights"))


# --- days and links that need words -------------------------------------------------------------------------------


def test_a_held_day_shows_the_runs_before_it_and_says_so(visit, world, three_days, says) -> None:
    late = (Finding("no_rows", Severity.CRITICAL, "batch", detail={"date": "2026-11-22"}),)
    world.end(DAY + timedelta(days=1), RunState.HELD, late, Verdict.HELD)

    words = says(visit("insights"))

    assert "Sun 22 Nov has no predictions that count; shown are the runs up to Sat 21 Nov." in words
    assert "36 predictions, 3 runs" in words


def test_a_first_day_that_was_held_has_its_state(visit, world, says) -> None:
    world.end(DAY, RunState.HELD, (Finding("no_rows", Severity.CRITICAL, "batch", detail={"date": "2026-11-21"}),), Verdict.HELD)  # fmt: skip

    words = says(visit("insights"))

    assert "Nothing was predicted up to this day." in words
    assert "This run was held" in words


def test_a_run_without_rows_has_its_state(visit, world, says) -> None:
    world.publish(entities=())

    assert "All is closed on Sat 21 Nov" in says(visit("insights"))


def test_a_use_case_without_a_run_says_what_to_do(visit, world, says) -> None:
    assert "No run of this use case yet" in says(visit("insights"))


def test_a_first_start_says_what_will_appear(visit, empty_world, says) -> None:
    from services.sign_in import sign_in_locally

    sign_in_locally(empty_world, "Ana")

    assert "Nothing to look at yet" in says(visit("insights"))


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("by", "x"),
        ("runs", "2"),
        ("figure", "pie"),
        ("feature", "nothing"),
        ("segment", "sold_last_week"),
        ("date", "x"),
    ],
)
def test_a_link_that_cannot_be_meant_says_which_part(visit, three_days, says, parameter: str, value: str) -> None:
    at = visit("insights", use_case="bakery", **{parameter: value})

    assert f"Its part “{parameter}” says “{value}”" in says(at)
    assert not at.exception


def test_a_run_with_other_features_is_said_to_be_left_out(visit, world, says) -> None:
    world.publish(DAY - timedelta(days=1), batch="sha256:old")
    fewer = world.changed(
        features={name: feature for name, feature in DEFINITION["features"].items() if name != "weekday"}
    )
    columns = {"raw": pa.array(np.arange(12.0) + 54.0), "prediction": pa.array(np.arange(12.0) + 54.0)}
    with pytest.MonkeyPatch.context() as patch:
        whole = world_module._columns
        patch.setattr(world_module, "_columns", lambda *given: {name: column for name, column in whole(*given).items() if "weekday" not in name})  # fmt: skip
        fewer.publish(columns=columns)

    at = visit("insights")

    assert "12 predictions, 1 run" in says(at)
    assert "1 run of the period had other features and is left out, except over time." in says(at)
    assert "weekday" not in at.selectbox(key="insights_feature").options
    at.segmented_control(key="insights_figure").select("time").run()
    assert not at.exception


def test_files_of_an_old_run_that_are_gone_are_said_to_be(visit, world, three_days, says) -> None:
    with world.deps.feedback.read() as unit:
        oldest = unit.runs.published("bakery", date.max, 5)[-1]
    (world.deps.predictions.folder / oldest.location / "rows.parquet").unlink()

    assert "The files of 1 run of the period are gone; it is left out." in says(visit("insights"))


def test_files_of_the_newest_run_that_are_gone_are_an_error_in_words(visit, world, three_days, says) -> None:
    (world.deps.predictions.folder / three_days.location / "rows.parquet").unlink()

    at = visit("insights")

    assert "What to do" in says(at)
    assert not at.exception
