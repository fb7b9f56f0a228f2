"""No text of the page Data escapes the catalogue, with a jump that began in a stage and a run that is held."""

from datetime import timedelta
from typing import Any

import pytest

from domain.finding import Finding, Severity
from tests.pages.made_up_language.greek_world import GreekWorld
from tests.pages.made_up_language.screen_words import assert_nothing_escapes
from tests.pages.test_data_page import PAST, keep
from tests.pages.test_held_on_data import hold
from tests.pages.world import DAY

TOO_FEW = Finding("rows_too_few", Severity.CRITICAL, "batch", None, 2, detail={"found": 2, "needed": 60})


@pytest.fixture
def moved(greek_world: GreekWorld) -> GreekWorld:
    """Eleven mornings as usual, and one on which the cleaning moved the target."""
    world = greek_world.world
    for back in range(PAST, 0, -1):
        keep(world, greek_world.publish(DAY - timedelta(days=back), entities=()), (40 + back % 3,) * 3)
    keep(world, greek_world.publish(), (40, 30, 40))
    return greek_world


@pytest.mark.parametrize("column", ["target.", "sold_last_week"])
def test_no_text_of_a_jump_escapes_the_catalogue(visit: Any, moved: GreekWorld, column: str) -> None:
    assert_nothing_escapes(visit("data", column=column))


def test_no_text_of_a_held_run_escapes_the_catalogue(visit: Any, greek_world: GreekWorld) -> None:
    hold(greek_world.world, DAY, (TOO_FEW,))
    at = visit("data")
    assert at.button(key="release")
    assert_nothing_escapes(at)
    at.button(key="release").click().run()
    assert_nothing_escapes(at)
