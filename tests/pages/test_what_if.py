"""What if on the screen: inputs by their kind, live results, scenarios compared and attached; and what cannot be."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from services.dependencies import Dependencies
from services.sign_in import sign_in_locally
from tests.pages.past_world import home_of
from tests.services.made_up_shop import MORNING, USE_CASE
from tests.services.past_shop import prepare_past
from tests.services.test_try_scenario import with_actions

DAY = MORNING + timedelta(days=1)
LINK = {"use_case": "shop", "date": DAY.isoformat(), "view": "whatif", "show": "all"}


@pytest.fixture(scope="session")
def actions_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with a past whose inputs may be changed."""
    root = tmp_path_factory.mktemp("actions") / "template"
    prepare_past(root, with_actions(USE_CASE)).close()
    return root


@pytest.fixture
def desk(actions_template: Path, vouch_home: Path):
    with home_of(actions_template, vouch_home) as deps:
        yield deps


def opened(visit, deps: Dependencies, row: int = 2, **more: str) -> AppTest:
    with deps.feedback.read() as unit:
        run = unit.runs.current("shop", DAY)
    assert run is not None
    return visit("today", prediction=f"{run.id}-{row}", **{**LINK, **more})


def named(at: AppTest, kind: str, name: str, end: str = ""):
    """The widget of an input; its key holds the prediction and how often the inputs were shown anew."""
    found = [item for item in getattr(at, kind) if item.key and item.key.endswith(f"_{name}{end}")]
    (widget,) = [item for item in found if item.key.startswith("try_")]
    return widget


def test_inputs_come_by_their_kind_with_what_training_has_seen(visit, desk, says) -> None:
    at = opened(visit, desk)

    words = says(at)
    assert "as it is. Change an input to see what would be predicted." in words
    assert named(at, "date_input", "weekday").value == DAY
    assert named(at, "selectbox", "promotion").options[-1] == "missing"
    assert named(at, "text_input", "price", "_typed").label == "Price (EUR)"
    assert named(at, "slider", "temperature", "_slid").min == pytest.approx(4.0, abs=0.2)
    assert "seen in training: 4 °C to 20 °C" in words
    assert "learned from" in words
    assert not [
        item for item in at.selectbox if item.key and item.key.startswith("try_") and item.key.endswith("_store")
    ]


def test_a_changed_input_changes_the_prediction_at_once(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "slider", "price", "_slid").set_value(4.3).run()

    words = says(at)
    assert "would be predicted, between" in words
    assert "the prediction as it is." in words
    assert named(at, "text_input", "price", "_typed").value == "4.3"
    assert re.search(r"was [\d.]+ EUR · seen in training", words)
    assert "All other inputs stay as they are" in words


def test_a_number_can_be_typed_with_a_comma_and_the_slider_follows(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "text_input", "temperature", "_typed").set_value("12,5").run()

    assert named(at, "slider", "temperature", "_slid").value == 12.5
    assert "would be predicted" in says(at)


def test_a_number_far_outside_is_computed_with_a_warning(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "text_input", "temperature", "_typed").set_value("900").run()

    assert "outside of what the model has learned from; it answers as at the nearest edge" in says(at)
    assert "would be predicted" in says(at)


@pytest.mark.parametrize(
    ("written", "words"), [("warm", "That is not a number"), ("1.200", "two ways"), ("9" * 20, "too large")]
)
def test_what_is_no_number_is_refused_in_words_and_not_used(visit, desk, says, written, words) -> None:
    at = opened(visit, desk)
    named(at, "text_input", "temperature", "_typed").set_value(written).run()

    assert words in says(at)
    assert named(at, "text_input", "temperature", "_typed").value == written
    assert "as it is. Change an input" in says(at)


def test_an_empty_number_is_a_missing_value(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "text_input", "temperature", "_typed").set_value("").run()

    assert "would be predicted" in says(at)
    at.button(key="keep").click().run()
    assert "Temperature: missing" in says(at)


def test_the_calendar_follows_one_day(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "date_input", "weekday").set_value(DAY + timedelta(days=2)).run()

    assert "All other inputs stay those of the day predicted" in says(at)
    at.button(key="keep").click().run()
    assert "Mon 4 May" in says(at)


def test_reset_puts_everything_back(visit, desk, says) -> None:
    at = opened(visit, desk)
    assert at.button(key="reset").disabled
    named(at, "selectbox", "promotion").select_index(0).run()
    named(at, "text_input", "temperature", "_typed").set_value("warm").run()
    at.button(key="reset").click().run()

    assert "as it is. Change an input" in says(at)
    assert named(at, "text_input", "temperature", "_typed").value != "warm"


def test_scenarios_are_compared_side_by_side_and_shown_again(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "slider", "price", "_slid").set_value(4.3).run()
    at.text_input(key="scenario_name").set_value("Dear").run()
    at.button(key="keep").click().run()
    at.button(key="reset").click().run()
    named(at, "text_input", "temperature", "_typed").set_value("19").run()
    at.button(key="keep").click().run()

    words = says(at)
    assert "Scenarios side by side" in words
    assert "Dear" in words
    assert "Scenario 1" in words
    assert "Price: 4.3 EUR" in words

    at.selectbox(key="scenario_kept").select("Dear").run()
    at.button(key="show_kept").click().run()
    assert named(at, "text_input", "price", "_typed").value == "4.3"

    at.button(key="remove_kept").click().run()
    assert "Dear" not in at.selectbox(key="scenario_kept").options


def test_what_is_tried_stays_with_its_prediction(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "slider", "price", "_slid").set_value(4.3).run()
    at.button(key="next").click().run()
    assert "as it is. Change an input" in says(at)

    at.button(key="previous").click().run()
    assert "would be predicted" in says(at)
    assert named(at, "text_input", "price", "_typed").value == "4.3"


def test_a_scenario_goes_with_the_answer(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "slider", "price", "_slid").set_value(4.3).run()
    at.text_input(key="scenario_name").set_value("Dear <b>").run()
    at.button(key="attach").click().run()
    assert "with “Dear <b>”:" in says(at)
    at.button(key="choose_agree").click().run()
    at.button(key="save").click().run()

    with desk.feedback.read() as unit:
        run = unit.runs.current("shop", DAY)
        assert run is not None
        (review,) = unit.reviews.for_run(run.id)
    scenario = review.new.scenario
    assert scenario is not None
    assert (scenario.name, dict(scenario.changes)["price"], scenario.version) == ("Dear <b>", 4.3, 2)

    sign_in_locally(desk, "Ben")
    at = opened(visit, desk)
    assert "What if “Dear <b>”:" in says(at)
    assert not any("Dear <b>" in element.body for element in at.get("html"))


def test_an_attached_scenario_can_be_taken_off(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "slider", "price", "_slid").set_value(4.3).run()
    at.button(key="attach").click().run()
    at.button(key="detach").click().run()

    assert "with “" not in says(at)


def test_all_reasons_of_the_scenario_can_be_seen(visit, desk, says) -> None:
    at = opened(visit, desk)
    named(at, "slider", "price", "_slid").set_value(4.3).run()
    assert "Start point" not in says(at)
    at.segmented_control(key="trial_view").select("whole").run()

    assert "Start point" in says(at)


def test_the_button_with_the_key_opens_it(visit, desk, says) -> None:
    at = opened(visit, desk, view="why")
    at.button(key="to_what_if").click().run()

    assert "Change an input" in says(at)


def test_without_inputs_that_may_be_changed_it_says_who_can_allow_them(visit, past_world, says) -> None:
    at = opened(visit, past_world)

    assert "No input of this use case may be changed here." in says(at)


def test_a_version_whose_file_is_gone_says_so_and_leaves_the_form(visit, desk, says) -> None:
    for path in desk.models.rglob("model.txt"):
        path.unlink()
    at = opened(visit, desk)

    assert "A model file is gone." in says(at)
    assert at.button(key="save")


def test_a_model_without_contrasts_shows_all_reasons_and_says_why(visit, desk, says, monkeypatch) -> None:
    monkeypatch.setattr("models.tree_shap.columns.MOST_CUTS", 1)
    at = opened(visit, desk)
    named(at, "text_input", "temperature", "_typed").set_value("19").run()

    assert "What the change alone does cannot be told for this kind of model" in says(at)
    assert "Start point" in says(at)
