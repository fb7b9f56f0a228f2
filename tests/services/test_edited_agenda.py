"""A session is opened and edited by who may, once, and stays within what its agenda can hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.dispute import DisputeState
from domain.errors import NotAllowedError, NotFoundError, SessionError
from domain.session import ItemKind
from services.edit_agenda import add_to_agenda, move_item, put_back, take_off
from services.open_session import Meeting, invite, open_session
from services.promote_version import promote_version
from services.talk_about_prediction import Settlement, read_talk, settle_dispute
from services.train_version import train_version
from tests.services.made_up_shop import MORNING
from tests.services.meeting import Room


def fix_and_promote(room: Room, state: DisputeState = DisputeState.MODEL_FIX) -> None:
    """Settle the dispute, and let another version take over that learned what was said."""
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement(room.token(), state, "We train again."))
    room.shop.redefine("trees: 12", "trees: 40")
    train_version(room.deps, room.shop.loaded, MORNING)
    promote_version(room.deps, room.shop.loaded, 2, "better", "Ana")


def test_only_who_may_hold_sessions_opens_and_edits_them(room: Room) -> None:
    day = room.run.target_date
    with pytest.raises(NotAllowedError):
        open_session(room.deps, room.ben.id, Meeting("x", "shop", "Ben's", day, day))
    room.disagree(0, 3)
    session = room.meet()
    item = room.point(session).item.id
    for act in (
        lambda: take_off(room.deps, room.ben.id, item),
        lambda: put_back(room.deps, room.ben.id, item),
        lambda: move_item(room.deps, room.ben.id, item, 1),
        lambda: add_to_agenda(room.deps, room.ben.id, session.id, f"{room.run.id}-1"),
        lambda: invite(room.deps, room.ben.id, session.id, room.ana.id),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert room.kinds(session) == [(ItemKind.DISPUTE, 0)]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": "  "}, "title missing"),
        ({"title": "x" * 200}, "title too long"),
        ({"last": MORNING - timedelta(days=30)}, "period"),
        ({"minutes": 0}, "timebox"),
    ],
)
def test_a_session_that_cannot_be_is_refused(room: Room, changes: dict[str, object], fault: str) -> None:
    given: dict[str, object] = {"title": "Friday", "first": MORNING, "last": MORNING, **changes}
    with pytest.raises(SessionError) as caught:
        open_session(room.deps, room.ana.id, Meeting("x", "shop", **given))  # type: ignore[arg-type]
    assert caught.value.fault == fault


def test_opening_twice_opens_one_session(room: Room) -> None:
    day = room.run.target_date
    meeting = Meeting("same", "shop", "Friday", day, day)
    assert open_session(room.deps, room.ana.id, meeting).id == open_session(room.deps, room.ana.id, meeting).id


def test_a_prediction_is_added_by_its_link_removed_and_put_back(room: Room) -> None:
    session = room.meet()
    link = f"http://localhost:8501/today?use_case=shop&prediction={room.run.id}-2&view=why"
    item = add_to_agenda(room.deps, room.ana.id, session.id, link)
    assert (item.kind, item.row, item.person) == (ItemKind.ADDED, 2, "Ana")
    with pytest.raises(SessionError) as caught:
        add_to_agenda(room.deps, room.ana.id, session.id, f" {room.run.id}-2 ")
    assert caught.value.fault == "already on the agenda"

    take_off(room.deps, room.ana.id, item.id)
    assert room.kinds(session) == []
    assert [removed.id for removed in room.read(session).removed] == [item.id]
    assert add_to_agenda(room.deps, room.ana.id, session.id, link).id == item.id
    take_off(room.deps, room.ana.id, item.id)
    put_back(room.deps, room.ana.id, item.id)
    assert room.kinds(session) == [(ItemKind.ADDED, 2)]
    with pytest.raises(NotFoundError):
        add_to_agenda(room.deps, room.ana.id, session.id, "http://localhost/today")


def test_items_move_up_and_down_and_stay_within_the_agenda(room: Room) -> None:
    session = room.meet()
    items = [add_to_agenda(room.deps, room.ana.id, session.id, f"{room.run.id}-{row}").id for row in range(3)]

    def order() -> list[int]:
        return [items.index(point.item.id) for point in room.read(session).points]

    move_item(room.deps, room.ana.id, items[2], -1)
    assert order() == [0, 2, 1]
    move_item(room.deps, room.ana.id, items[0], -1)
    assert order() == [0, 2, 1]
    take_off(room.deps, room.ana.id, items[2])
    move_item(room.deps, room.ana.id, items[0], 1)
    assert order() == [1, 0]
    added = add_to_agenda(room.deps, room.ana.id, session.id, f"{room.run.id}-4").id
    assert room.read(session).points[-1].item.id == added


def test_somebody_may_join_later_unless_they_left(room: Room) -> None:
    session = room.meet()
    late = room.shop.person("Late")
    assert [name for _, name in invite(room.deps, room.ana.id, session.id, late.id).participants][-1] == "Late"
    gone = room.shop.person("Gone")
    with room.deps.feedback.write() as unit:
        unit.people.change(replace(gone, active=False))
    with pytest.raises(SessionError) as caught:
        invite(room.deps, room.ana.id, session.id, gone.id)
    assert caught.value.fault == "owner left"
