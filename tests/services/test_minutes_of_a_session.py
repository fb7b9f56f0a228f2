"""A closed session is minutes that nobody can edit unseen, and opens again only by an amendment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.action import ActionKind, NewAction
from domain.dispute import DisputeState
from domain.session import Outcome, Session
from services.decide_item import Decision, decide_item
from tests.services.made_up_shop import MORNING
from tests.services.meeting import Room

MODEL_FIX = Outcome(DisputeState.MODEL_FIX, "We add the school calendar.")


@pytest.fixture
def session(room: Room) -> Session:
    """A session about two disputed predictions."""
    room.disagree(0, room.rows[0].value + 20)
    room.disagree(1, room.rows[1].value + 3)
    return room.meet()


def decide(room: Room, session: Session, outcome: Outcome = MODEL_FIX, at: int = 0, person: int | None = None) -> None:
    point = room.point(session, at)
    decision = Decision(room.token(), outcome, point.decision.seen)
    decide_item(room.deps, person or room.ana.id, point.item.id, decision)


def action(room: Room, what: str = "Ask the town", **changes: object) -> NewAction:
    new = NewAction(room.token(), what, ActionKind.COLLECT_DATA, room.ben.id, MORNING + timedelta(days=7))
    return replace(new, **changes)  # type: ignore[arg-type]


# --- decisions ----------------------------------------------------------------------------------------------------
