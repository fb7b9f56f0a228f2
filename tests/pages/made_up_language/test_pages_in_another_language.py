"""No text on a screen escapes the catalogue: every page in every state, and every view of a prediction."""

from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pytest

from domain.review import Answer
from tests.pages.made_up_language.greek_world import DAY, ENTITIES, NOW, STATES, GreekWorld, State, answered
from tests.pages.made_up_language.screen_words import assert_nothing_escapes
from tests.presentation.pseudo_locale import greek
from ui.detail_tabs import VIEWS
from ui.insights_place import By, Drawing

PAGES = sorted(
    path.stem for path in (Path(__file__).resolve().parents[3] / "pages").glob("*.py") if path.stem != "home"
)


def test_there_are_pages_to_look_at() -> None:
    assert {"today", "decided"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_no_text_of_a_page_escapes_the_catalogue(visit: Any, greek_world: GreekWorld, page: str, state: State) -> None:
    link = state(greek_world)
    greek_world.sign_in("Ana")

    assert_nothing_escapes(visit(page, **link))


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_no_text_of_a_view_escapes_the_catalogue(visit: Any, greek_world: GreekWorld, view: str) -> None:
    link = answered(greek_world)

    assert_nothing_escapes(visit("today", **link, view=view))


@pytest.mark.parametrize("figure", get_args(Drawing))
@pytest.mark.parametrize("by", get_args(By))
def test_no_text_of_a_picture_escapes_the_catalogue(visit: Any, greek_world: GreekWorld, figure: str, by: str) -> None:
    link = answered(greek_world)

    assert_nothing_escapes(visit("insights", **link, figure=figure, by=by))


@pytest.mark.parametrize("page", PAGES)
def test_signing_in_is_in_the_language_too(visit: Any, greek_bare: GreekWorld, page: str) -> None:
    greek_bare.publish()

    at = visit(page)
    assert_nothing_escapes(at)
    at.text_input(key="door_name").input(" ")
    at.button[0].click().run()
    assert_nothing_escapes(at)
    assert at.warning


@pytest.mark.parametrize("page", PAGES)
def test_a_first_start_is_in_the_language_too(visit: Any, empty_world: Any, page: str) -> None:
    at = visit(page)
    at.text_input(key="door_name").input(greek("Ana"))
    at.button[0].click().run()

    assert_nothing_escapes(at)


CLASSES = {
    "source": "sales", "column": "bought", "label": "Purchase", "classes": {"0": "does not buy", "1": "buys"},
    "happened": "bought",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_classes_are_told_in_the_language_too(visit: Any, bare_world: Any, page: str) -> None:
    world = GreekWorld(bare_world, task="binary", target=CLASSES)
    nothing = pa.array([None], pa.float64())
    run = world.publish(
        entities=ENTITIES[:1],
        columns={
            "prediction": pa.array([0.6224593312018546]), "label": pa.array(["1"]), "low": nothing, "high": nothing,
            "usual": nothing, "base": pa.array([-0.2]), "raw": pa.array([0.5]), "past_values": pa.array([[0.0, 1.0, 1.0, 0.0]]),
            "shap_holiday_tomorrow": pa.array([0.6]), "shap_sold_last_week": pa.array([0.2]), "shap_weekday": pa.array([-0.1]),
        },
    )  # fmt: skip
    world.world.answer(run, 0, world.sign_in("Ana"), Answer.DIFFERENT, own_label="0")

    assert_nothing_escapes(visit(page))


@pytest.mark.parametrize("view", ["similar", "sure"])
def test_the_past_of_a_prediction_is_told_in_the_language_too(visit: Any, greek_world: GreekWorld, view: str) -> None:
    """With cases above and below, answers on them, and a day that cannot be read."""
    deps = greek_world.world.deps
    runs = [greek_world.publish(DAY - timedelta(days=back)) for back in (3, 2, 1)]
    greek_world.publish()
    greek_world.world.answer(runs[2], 0, greek_world.sign_in("Ben"), Answer.DIFFERENT, own_value="45")
    greek_world.sign_in("Ana")
    known = [(row.entity, run.target_date, 50.0) for run in runs for row in deps.predictions.page_in_order(run, 0, 12)]
    with deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(*item, None) for item in known], NOW)
    for path in (deps.predictions.folder / runs[0].location).iterdir():
        path.write_bytes(b"damaged")

    at = visit("today", view=view)

    assert_nothing_escapes(at)
    assert len([button for button in at.button if str(button.key).startswith("open_case")]) == (
        10 if view == "similar" else 0
    )
