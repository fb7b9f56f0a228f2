"""No text escapes the catalogue where there are days to look back on: outcomes, insights, and a session about them."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.review import Answer
from services.close_session import Closing, close_session
from services.open_session import Meeting, begin_session, open_session
from tests.pages.made_up_language.greek_world import DAY, ENTITIES, NOW, GreekWorld
from tests.pages.made_up_language.screen_words import assert_nothing_escapes
from tests.presentation.pseudo_locale import escaped, greek, spoken

DAYS = 8
SOLD = (50.0, 90.0, 57.0, 20.0)


def _live(world: GreekWorld, day: date) -> None:
    run = world.publish(day, entities=ENTITIES[: len(SOLD)])
    for row, name in enumerate(("Ana", "Ben")):
        world.world.answer(
            run, row, world.sign_in(name), Answer.DIFFERENT, own_value="50", reason="school_closed", comment="Ξ"
        )
    sold = [(entity, day, value, None) for entity, value in zip(ENTITIES, SOLD, strict=False)]
    with world.world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", sold, NOW)


@pytest.fixture
def lived(greek_world: GreekWorld) -> GreekWorld:
    """Some days with answers and what really happened."""
    for back in range(DAYS):
        _live(greek_world, DAY - timedelta(days=back))
    greek_world.sign_in("Ana")
    return greek_world


@pytest.mark.parametrize("page", ["outcomes", "insights", "today"])
def test_past_days_are_told_in_the_language(visit: Any, lived: GreekWorld, page: str) -> None:
    assert_nothing_escapes(visit(page, use_case="bakery", date=DAY.isoformat()))


def test_a_session_is_held_in_the_language(visit: Any, lived: GreekWorld) -> None:
    leader = lived.sign_in("Ana")
    meeting = Meeting("Ξ", "bakery", greek("Weekly"), DAY - timedelta(days=7), DAY, 60)
    session = open_session(lived.world.deps, leader.id, meeting)

    begin_session(lived.world.deps, leader.id, session.id)
    number = str(session.id)
    for link in ({"use_case": "bakery"}, {"session": number}, {"session": number, "present": "1"}):
        at = visit("sessions", **link)
        assert_nothing_escapes(at)
        assert "problem_back" not in [button.key for button in at.button]


def test_the_minutes_are_written_in_the_language(visit: Any, lived: GreekWorld) -> None:
    leader = lived.sign_in("Ana")
    meeting = Meeting("Ξ", "bakery", greek("Weekly"), DAY - timedelta(days=7), DAY, 60)
    session = open_session(lived.world.deps, leader.id, meeting)
    assert_nothing_escapes(visit("sessions", session=str(session.id)))

    minutes = close_session(lived.world.deps, leader.id, session.id, Closing("Ψ", "Ξ"))

    assert "⟦" in spoken(minutes.html)
    assert escaped(spoken(minutes.html)) == []
    assert escaped(minutes.csv) == []
    assert_nothing_escapes(visit("sessions", session=str(session.id)))
