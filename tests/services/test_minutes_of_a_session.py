"""A closed session is minutes that nobody can edit unseen, and opens again only by an amendment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.action import ActionKind, NewAction
from domain.dispute import DisputeState
from domain.errors import NotAllowedError, SessionError, TalkError
from domain.session import Outcome, Session
from services.close_session import Closing, amend_session, close_session, list_minutes
from services.decide_item import Decision, decide_item, write_note
from services.follow_actions import agree_on_action
from services.verify_minutes import FileVerdict, verify_minutes
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


def test_minutes_are_frozen_and_an_edited_copy_is_told_from_the_original(room: Room, session: Session) -> None:
    decide(room, session)
    agree_on_action(room.deps, room.ana.id, session.id, action(room))
    minutes = close_session(room.deps, room.ana.id, session.id, Closing("c", "Thanks."))
    assert close_session(room.deps, room.ana.id, session.id, Closing("c", "Thanks.")) == minutes
    for part in ("We add the school calendar.", "Ask the town", "Not discussed", "Thanks.", "<svg", "Ana and Ben met"):
        assert part in minutes.html
    assert "We add the school calendar." in minutes.markdown
    assert minutes.csv.startswith("Number,Why,What")

    content = minutes.html.encode()
    assert verify_minutes(room.deps, content).verdict is FileVerdict.UNCHANGED
    edited = verify_minutes(room.deps, content.replace(b"model fix", b"data fix"))
    assert edited.verdict is FileVerdict.EDITED
    assert edited.session is not None
    assert edited.session.title == "Friday"
    assert edited.found != minutes.html_hash
    assert verify_minutes(room.deps, b"<html></html>").verdict is FileVerdict.UNKNOWN
    stranger = content.replace(f'content="{session.id}"'.encode(), b'content="99"')
    assert verify_minutes(room.deps, stranger).verdict is FileVerdict.UNKNOWN


def test_nothing_can_be_written_into_a_closed_session(room: Room, session: Session) -> None:
    close_session(room.deps, room.ana.id, session.id, Closing("c"))
    item = room.point(session).item.id
    for act in (
        lambda: decide(room, session),
        lambda: write_note(room.deps, room.ana.id, session.id, ("n", item, "late")),
        lambda: agree_on_action(room.deps, room.ana.id, session.id, action(room)),
        lambda: close_session(room.deps, room.ana.id, session.id, Closing("again")),
    ):
        with pytest.raises(SessionError) as caught:
            act()
        assert caught.value.fault == "closed"
    assert not room.point(session).decision.heads


def test_an_amendment_is_recorded_and_gives_other_minutes_that_name_it(room: Room, session: Session) -> None:
    first = close_session(room.deps, room.ana.id, session.id, Closing("c1"))
    with pytest.raises(NotAllowedError):
        amend_session(room.deps, room.ben.id, session.id, "a", "I want to")
    with pytest.raises(TalkError):
        amend_session(room.deps, room.ana.id, session.id, "a", " ")
    amended = amend_session(room.deps, room.ana.id, session.id, "a", "We forgot the bread.")
    assert (amended.is_open, [event.words for event in amended.amendments]) == (True, ["We forgot the bread."])
    with pytest.raises(SessionError) as caught:
        amend_session(room.deps, room.ana.id, session.id, "b", "again")
    assert caught.value.fault == "not closed"

    decide(room, session)
    second = close_session(room.deps, room.ana.id, session.id, Closing("c2"))
    assert second.html_hash != first.html_hash
    assert "We forgot the bread." in second.html
    assert [stored.html_hash for stored in list_minutes(room.deps, session.id)] == [first.html_hash, second.html_hash]
    assert verify_minutes(room.deps, first.html.encode()).verdict is FileVerdict.OUTDATED
    assert verify_minutes(room.deps, second.html.encode()).verdict is FileVerdict.UNCHANGED


def test_a_session_with_nothing_on_its_agenda_can_be_closed(room: Room) -> None:
    session = room.meet()
    minutes = close_session(room.deps, room.ana.id, session.id, Closing("c"))
    assert "There was nothing on the agenda." in minutes.html
    assert "Nobody took anything on." in minutes.html


def test_minutes_hold_what_was_stored_while_they_were_made(room: Room, session: Session, monkeypatch) -> None:
    from services import close_session as module

    made = module.minutes_letter
    interruptions = iter([("late", None, "One more thing.")])

    def interrupted(*given):
        letter = made(*given)
        for note in interruptions:
            write_note(room.deps, room.ben.id, session.id, note)
        return letter

    monkeypatch.setattr(module, "minutes_letter", interrupted)
    minutes = close_session(room.deps, room.ana.id, session.id, Closing("c"))
    assert "One more thing." in minutes.html


def test_who_keeps_writing_is_told_instead_of_losing_it(room: Room, session: Session, monkeypatch) -> None:
    from services import close_session as module

    made, numbers = module.minutes_letter, iter(range(100))

    def interrupted(*given):
        write_note(room.deps, room.ben.id, session.id, (f"n{next(numbers)}", None, "And another."))
        return made(*given)

    monkeypatch.setattr(module, "minutes_letter", interrupted)
    with pytest.raises(SessionError) as caught:
        close_session(room.deps, room.ana.id, session.id, Closing("c"))
    assert caught.value.fault == "kept changing"
    assert room.read(session).session.is_open
