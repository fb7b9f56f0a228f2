"""No text of a session escapes the catalogue: the list, every kind of point, decided and not, presented, closed and amended."""

from datetime import timedelta
from typing import Any

import pytest

from domain.action import ActionKind, NewAction
from domain.dispute import DisputeState
from domain.review import Answer
from domain.session import Outcome, Session
from services.close_session import Closing, amend_session, close_session
from services.decide_item import Decision, decide_item, write_note
from services.edit_agenda import add_to_agenda
from services.follow_actions import agree_on_action
from services.open_session import Meeting, begin_session, open_session
from services.read_session import read_session
from services.talk_about_prediction import Settlement, read_talk, settle_dispute
from tests.pages.made_up_language.greek_world import DAY, ENTITIES, NOW, SAID, GreekWorld
from tests.pages.made_up_language.screen_words import assert_nothing_escapes
from tests.presentation.pseudo_locale import greek


def meet(world: GreekWorld, token: str) -> Session:
    ana = world.sign_in("Ana")
    return open_session(world.world.deps, ana.id, Meeting(token, "bakery", greek("Friday"), DAY, DAY))


@pytest.fixture
def session(greek_world: GreekWorld) -> Session:
    """A session with a dispute that was decided twice, an error, an action of before, a fix and an added prediction."""
    world, deps = greek_world, greek_world.world.deps
    run = world.publish()
    ana, ben = world.sign_in("Ana"), world.sign_in("Ben")
    for row in (0, 3):
        world.world.answer(run, row, ben, Answer.DIFFERENT, **SAID)
    with deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(ENTITIES[0], DAY, 46.0, None), (ENTITIES[5], DAY, 200.0, None)], NOW)
    (fixed,) = read_talk(deps, f"{run.id}-3").disputes
    settle_dispute(deps, ana.id, fixed.id, Settlement("f", DisputeState.MODEL_FIX, greek("soon")))
    earlier = meet(world, "earlier")
    due = deps.now().date() + timedelta(days=3)
    agree_on_action(deps, ana.id, earlier.id, NewAction("a", greek("ask the town"), ActionKind.EXPLAIN, ben.id, due))
    close_session(deps, ana.id, earlier.id, Closing("earlier"))
    session = meet(world, "now")
    add_to_agenda(deps, ana.id, session.id, f"{run.id}-8")
    points = read_session(deps, session.id).points
    disputed = next(point.item for point in points if point.item.row == 0)
    for token, state in (("x", DisputeState.EXPLAINED), ("y", DisputeState.DATA_FIX)):
        decide_item(deps, ana.id, disputed.id, Decision(token, Outcome(state, greek("because"))))
    write_note(deps, ana.id, session.id, ("n", disputed.id, greek("a stall")))
    begin_session(deps, ana.id, session.id)
    return session


def test_every_point_and_the_projector_are_in_the_language(
    visit: Any, greek_world: GreekWorld, session: Session
) -> None:
    points = read_session(greek_world.world.deps, session.id).points
    assert {point.item.kind.value for point in points} >= {"open_action", "verified", "dispute", "large_error", "added"}
    for point in points:
        link = {"session": str(session.id), "item": str(point.item.id)}
        assert_nothing_escapes(visit("sessions", **link))
        assert_nothing_escapes(visit("sessions", **link, present="1"))


def test_the_list_and_a_closed_and_an_amended_session_are_in_the_language(
    visit: Any, greek_world: GreekWorld, session: Session
) -> None:
    deps, ana = greek_world.world.deps, greek_world.sign_in("Ana")
    assert_nothing_escapes(visit("sessions", use_case="bakery"))
    point = next(point for point in read_session(deps, session.id).points if point.decision.in_conflict)
    chosen = Decision("z", Outcome(DisputeState.DATA_FIX, greek("because")), point.decision.seen)
    decide_item(deps, ana.id, point.item.id, chosen)
    close_session(deps, ana.id, session.id, Closing("c"))
    assert_nothing_escapes(visit("sessions", session=str(session.id)))
    amend_session(deps, ana.id, session.id, "a", greek("more"))
    assert_nothing_escapes(visit("sessions", session=str(session.id)))
