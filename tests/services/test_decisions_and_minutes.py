"""What a session decides settles disputes, is closed into minutes that nobody can edit unseen, and opens again only by an amendment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from domain.action import ActionKind, NewAction
from domain.dispute import DisputeState
from domain.errors import NotAllowedError, SessionError, TalkError
from domain.session import Outcome, Session
from services.close_session import Closing, amend_session, close_session, list_minutes
from services.decide_item import Decision, decide_item, write_note
from services.follow_actions import Change, agree_on_action, change_action
from services.list_news import list_news
from services.open_session import begin_session
from services.talk_about_prediction import read_talk
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


def test_an_outcome_settles_the_dispute_and_its_author_hears_of_it(room: Room, session: Session) -> None:
    decide(room, session)
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    assert (dispute.state, dispute.steps[-1].words) == (DisputeState.MODEL_FIX, "We add the school calendar.")
    assert [news.step.words for news in list_news(room.deps, "shop", room.ben.id).settled] == [MODEL_FIX.words]
    assert room.point(session).outcome == MODEL_FIX
    assert [point.is_done for point in room.read(session).points] == [True, False]


def test_pressing_twice_decides_once_and_another_decision_replaces_what_was_seen(room: Room, session: Session) -> None:
    item = room.point(session).item.id
    for _ in range(2):
        decide_item(room.deps, room.ana.id, item, Decision("same", MODEL_FIX))
    decide(room, session, Outcome(DisputeState.ACCEPTED, "Fine."))
    point = room.point(session)
    assert (point.outcome, len(point.decision.heads)) == (Outcome(DisputeState.ACCEPTED, "Fine."), 1)
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    assert [step.state for step in dispute.steps] == [DisputeState.OPEN, DisputeState.MODEL_FIX, DisputeState.ACCEPTED]


def test_two_who_decide_at_once_are_both_shown_and_one_is_chosen(room: Room, session: Session) -> None:
    item, start = room.point(session).item.id, Barrier(2)
    outcomes = (MODEL_FIX, Outcome(DisputeState.DATA_FIX, "The source was late."))

    def one(number: int) -> None:
        start.wait(30)
        decide_item(room.deps, room.ana.id, item, Decision(f"at once {number}", outcomes[number], ()))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    point = room.point(session)
    assert point.decision.in_conflict
    assert point.outcome is None
    assert {str(head.value["words"]) for head in point.decision.heads} == {outcome.words for outcome in outcomes}
    with pytest.raises(SessionError) as caught:
        close_session(room.deps, room.ana.id, session.id, Closing("c"))
    assert caught.value.fault == "choose first"

    decide(room, session, outcomes[1])
    assert room.point(session).outcome == outcomes[1]
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    assert dispute.state is DisputeState.DATA_FIX


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (Outcome(DisputeState.EXPLAINED, " "), "words missing"),
        (Outcome(DisputeState.WITHDRAWN, "fine"), "state not theirs"),
        (Outcome(DisputeState.MODEL_FIX, "fine", 99), "version unknown"),
    ],
)
def test_what_cannot_be_an_outcome_is_refused_and_nothing_is_stored(
    room: Room, session: Session, outcome: Outcome, fault: str
) -> None:
    with pytest.raises(TalkError) as caught:
        decide(room, session, outcome)
    assert caught.value.fault == fault
    assert not room.point(session).decision.heads
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    assert dispute.state is DisputeState.OPEN


def test_participants_write_notes_and_agree_on_actions_others_do_not(room: Room, session: Session) -> None:
    item = room.point(session).item
    write_note(room.deps, room.ben.id, session.id, ("n1", item.id, " The stall was early. "))
    write_note(room.deps, room.ben.id, session.id, ("n1", item.id, " The stall was early. "))
    write_note(room.deps, room.ana.id, session.id, ("n2", None, "Next time at ten."))
    agree_on_action(room.deps, room.ben.id, session.id, action(room, about=item.about))
    opened = room.read(session)
    assert [(note.person, note.words) for note in opened.points[0].notes] == [("Ben", "The stall was early.")]
    assert [note.words for note in opened.notes] == ["Next time at ten."]
    assert [agreed.what for agreed in opened.points[0].agreed] == ["Ask the town"]

    eve = room.shop.person("Eve")
    for act in (
        lambda: write_note(room.deps, eve.id, session.id, ("n3", item.id, "me too")),
        lambda: agree_on_action(room.deps, eve.id, session.id, action(room)),
        lambda: decide(room, session, person=room.ben.id),
        lambda: begin_session(room.deps, room.ben.id, session.id),
        lambda: close_session(room.deps, room.ben.id, session.id, Closing("c")),
    ):
        with pytest.raises(NotAllowedError):
            act()


# --- actions ------------------------------------------------------------------------------------------------------


def test_an_owner_who_left_cannot_take_anything_on(room: Room, session: Session) -> None:
    with room.deps.feedback.write() as unit:
        unit.people.change(replace(room.ben, active=False))
    for new, fault in (
        (action(room), "owner left"),
        (action(room, owner_id=room.ana.id, due=MORNING - timedelta(days=1)), "due in the past"),
        (action(room, owner_id=room.ana.id, what="x" * 1000), "action too long"),
    ):
        with pytest.raises(SessionError) as caught:
            agree_on_action(room.deps, room.ana.id, session.id, new)
        assert caught.value.fault == fault
    assert room.read(session).actions == ()


def test_two_who_change_what_an_action_says_leave_two_versions(room: Room, session: Session) -> None:
    agree_on_action(room.deps, room.ana.id, session.id, action(room))
    (agreed,) = room.read(session).actions
    seen = agreed.fields["what"].seen
    change_action(room.deps, room.ana.id, agreed.id, Change("a", "what", "Ask the mayor", seen))
    change_action(room.deps, room.ben.id, agreed.id, Change("b", "what", "Ask the school", seen))
    change_action(room.deps, room.ben.id, agreed.id, Change("c", "owner", room.ana.id, agreed.fields["owner"].seen))
    (now,) = room.read(session).actions
    assert now.conflicts == ("what",)
    assert now.owner_id == room.ana.id
    assert {head.value["text"] for head in now.fields["what"].heads} == {"Ask the mayor", "Ask the school"}
    with pytest.raises(SessionError):
        close_session(room.deps, room.ana.id, session.id, Closing("x"))
    change_action(room.deps, room.ana.id, agreed.id, Change("d", "what", "Ask the mayor", now.fields["what"].seen))
    (chosen,) = room.read(session).actions
    assert (chosen.what, chosen.conflicts) == ("Ask the mayor", ())


# --- closing ------------------------------------------------------------------------------------------------------


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


def test_the_clock_of_the_timebox_starts_once(room: Room, session: Session) -> None:
    begin_session(room.deps, room.ana.id, session.id)
    began = room.read(session).began
    begin_session(room.later(1), room.ana.id, session.id)
    assert began == room.deps.now()
    assert room.read(session).began == began
