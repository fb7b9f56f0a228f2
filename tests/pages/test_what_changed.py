"""What changed on the screen: every reference, what is missing, and that nothing else breaks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from domain.review import Answer
from domain.run import RunState
from services.dependencies import Dependencies
from services.record_review import GivenAnswer, record_review
from services.sign_in import local_person
from tests.services.made_up_shop import MORNING

DAY = MORNING + timedelta(days=1)
LINK = {"use_case": "shop", "date": DAY.isoformat(), "view": "changed", "show": "all"}


def run_of(deps: Dependencies, day: date = DAY) -> str:
    with deps.feedback.read() as unit:
        run = unit.runs.current("shop", day)
    assert run is not None
    return run.id


def parameter(at: AppTest, name: str) -> str | None:
    found = at.query_params.get(name)
    return found[0] if isinstance(found, list) else found


def opened(visit, deps: Dependencies, row: int = 1, **more: str) -> AppTest:
    return visit("today", prediction=f"{run_of(deps)}-{row}", **{**LINK, **more})


def test_the_last_comparable_day_is_compared_with_unless_asked_otherwise(visit, past_world, says) -> None:
    at = opened(visit, past_world)

    words = says(at)
    assert "the prediction for last Saturday." in words
    assert "The model itself" in words
    assert "version 1 → version 2" in words
    assert at.selectbox(key="reference_box").value == "comparable"
    assert "inputs are the same and have no bar." in words


def test_the_reference_can_be_switched_and_stands_in_the_link(visit, past_world, says) -> None:
    at = opened(visit, past_world)
    at.selectbox(key="reference_box").select("previous").run()

    assert "the prediction for the day before." in says(at)
    assert "The model itself" not in says(at)
    assert parameter(at, "against") == "previous"

    at.selectbox(key="reference_box").select("comparable").run()
    assert parameter(at, "against") is None


def test_a_kind_of_reference_stays_from_one_prediction_to_the_next(visit, past_world, says) -> None:
    at = opened(visit, past_world, against="previous")
    at.button(key="next").click().run()

    assert parameter(at, "against") == "previous"
    assert "the prediction for the day before." in says(at)


def test_another_entity_of_the_same_day_is_picked_by_its_keys(visit, past_world, says) -> None:
    at = opened(visit, past_world)
    at.selectbox(key="reference_box").select("elsewhere").run()
    assert "Choose the prediction to compare with." in says(at)

    at.selectbox(key="against_store").select("Süd").run()

    assert "the prediction for Cake 50%, Süd." in says(at)
    picked = parameter(at, "against")
    assert picked is not None
    assert picked.startswith(run_of(past_world))

    at.button(key="next").click().run()
    assert parameter(at, "against") is None


def test_any_prediction_is_picked_by_day_and_keys(visit, past_world, says) -> None:
    at = opened(visit, past_world, against="picked")
    at.selectbox(key="against_day").select(DAY - timedelta(days=7)).run()
    assert "the prediction for last Saturday." in says(at)

    at.selectbox(key="against_product").select("Brot").run()
    assert "on Sat 25 Apr." in says(at)

    at.button(key="reference_open").click().run()
    assert parameter(at, "prediction") == f"{run_of(past_world, DAY - timedelta(days=7))}-0"
    assert parameter(at, "date") == "2026-04-25"


def test_a_day_that_is_held_is_not_offered_to_compare_with(visit, past_world) -> None:
    with past_world.feedback.write() as unit:
        known = unit.runs.current("shop", DAY)
        later = {"run_date": known.run_date + timedelta(days=1), "target_date": DAY + timedelta(days=1)}
        unit.runs.finish(replace(known, id="held", state=RunState.HELD, location="shop/held", **later), ())
    days = opened(visit, past_world, against="picked").selectbox(key="against_day").options
    assert any("2 May" in day for day in days)
    assert not any("3 May" in day for day in days)


def test_a_link_may_name_the_reference(visit, past_world, says) -> None:
    last = run_of(past_world, DAY - timedelta(days=7))

    at = opened(visit, past_world, against=f"{last}-1")

    assert at.selectbox(key="reference_box").value == "picked"
    assert at.selectbox(key="against_day").value == DAY - timedelta(days=7)
    assert "the prediction for last Saturday." in says(at)


def test_a_reference_that_does_not_exist_is_said_and_the_form_stays(visit, past_world, says) -> None:
    at = opened(visit, past_world, against="20200101-abc-0")

    assert "No such prediction." in says(at)
    assert "The stored reasons are still under Why." in says(at)
    assert at.button(key="save")


def test_a_word_that_is_no_reference_is_a_bad_link(visit, past_world, says) -> None:
    at = opened(visit, past_world, against="tuesday")

    assert "This link does not lead anywhere" in says(at)
    assert "one of comparable, previous, typical, elsewhere, picked" in says(at)


def test_where_the_past_has_no_such_day_the_choice_is_offered(visit, past_world, says) -> None:
    first = DAY - timedelta(days=7)
    at = visit("today", **{**LINK, "date": first.isoformat()})

    assert "No Saturday of the last eight weeks was predicted here." in says(at)
    at.selectbox(key="reference_box").select("typical").run()
    assert "too few predictions" in says(at)
    at.selectbox(key="reference_box").select("previous").run()
    assert "Nothing was predicted here in the eight weeks before." in says(at)


@pytest.mark.parametrize("file", ["model.txt", "manifest.json"])
def test_a_version_whose_file_is_gone_leaves_everything_else_as_it_was(visit, past_world, says, file) -> None:
    for path in past_world.models.rglob(file):
        path.unlink()

    at = opened(visit, past_world)

    assert "A model file is gone." in says(at)
    assert "The stored reasons are still under Why." in says(at)
    assert at.button(key="save")

    why = opened(visit, past_world, view="why")
    assert "Start point" in says(why)


def test_what_was_answered_then_is_told(visit, past_world, says) -> None:
    ana = local_person(past_world)
    assert ana is not None
    last = run_of(past_world, DAY - timedelta(days=7))
    record_review(past_world, GivenAnswer("t", f"{last}-1", ana.id, Answer.DIFFERENT, own_value="21"))

    at = opened(visit, past_world)

    assert "Answered then:" in says(at)
    assert "you decided 21" in says(at)
