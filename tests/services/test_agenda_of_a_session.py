"""The agenda builds itself: planted disputes on top, large errors, ranges that missed, open actions, and fixes verified."""

from datetime import timedelta

from domain.action import ActionKind, ActionState, NewAction
from domain.dispute import DisputeState
from domain.run import RunState
from domain.session import ItemKind, Outcome
from services import build_agenda
from services.decide_item import Decision, decide_item
from services.edit_agenda import add_to_agenda
from services.follow_actions import Change, agree_on_action, change_action, report_action
from services.load_use_case import register
from services.open_session import Meeting, open_session, usual_period
from services.promote_version import promote_version
from services.publish_run import publish_run
from services.talk_about_prediction import Settlement, read_talk, settle_dispute
from services.train_version import train_version
from tests.services.made_up_shop import MORNING
from tests.services.meeting import Room


def test_disputes_come_by_their_size_then_the_largest_errors_each_prediction_once(room: Room) -> None:
    values = [row.value for row in room.rows]
    room.disagree(0, values[0] + 3)
    room.disagree(1, values[1] + 20)
    room.disagree(1, values[1] + 1, room.ana)
    room.happened(row1=values[1] + 20, row4=values[4] + 60, row3=values[3] + 4)
    session = room.meet()
    kinds = room.kinds(session)
    assert kinds[:2] == [(ItemKind.DISPUTE, 1), (ItemKind.DISPUTE, 0)]
    assert kinds[2][0] is ItemKind.LARGE_ERROR
    rows = [row for _, row in kinds]
    assert len(rows) == len(set(rows))
    assert 4 in rows
    point = room.point(session)
    assert {review.person for review in point.reviews} == {"Ana", "Ben"}
    assert point.actual is not None
    assert point.actual.value == values[1] + 20


def test_errors_are_measured_against_the_width_of_the_range_and_ranges_that_missed_follow(room: Room) -> None:
    shares = {row.row: 5 - row.row for row in room.rows}
    actuals = {}
    for row in room.rows:
        assert row.low is not None
        assert row.high is not None
        actuals[f"row{row.row}"] = round(row.high + shares[row.row] * max(row.high - row.low, 1))
    room.happened(**actuals)
    kinds = room.kinds(room.meet())
    assert [kind for kind, _ in kinds] == [ItemKind.LARGE_ERROR] * build_agenda.MOST_ERRORS + [ItemKind.MISSED_RANGE]
    assert [row for _, row in kinds] == [0, 1, 2, 3]


def test_costs_of_the_use_case_order_the_disputes(room: Room) -> None:
    values = [row.value for row in room.rows]
    room.disagree(0, values[0] + 10)
    room.disagree(1, max(values[1] - 6, 0))
    assert [row for _, row in room.kinds(room.meet())] == [0, 1]
    room.shop.redefine(
        "integer: true, min: 0}", "integer: true, min: 0, cost_too_much: 5, cost_too_little: 1, cost_unit: EUR}"
    )
    register(room.deps, room.shop.loaded)
    assert [row for _, row in room.kinds(room.meet())] == [1, 0]


def test_a_quiet_week_has_an_empty_agenda(room: Room) -> None:
    assert room.kinds(room.meet()) == []


def test_days_too_large_to_look_through_are_named(room: Room, monkeypatch) -> None:
    room.happened(row0=500)
    monkeypatch.setattr(build_agenda, "MOST_LOOKED_THROUGH", 3)
    opened = room.read(room.meet())
    assert opened.points == ()
    assert opened.left_out == (room.run.target_date,)


def test_a_day_whose_files_are_damaged_is_named(room: Room) -> None:
    room.happened(row0=500)
    for path in (room.deps.predictions.folder / room.run.location).iterdir():
        path.write_bytes(b"damaged")
    assert room.read(room.meet()).unreadable == (room.run.target_date,)


# --- what earlier sessions left -----------------------------------------------------------------------------------


def test_the_next_session_starts_with_what_is_still_open(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    first = room.meet()
    for what, days in (("Later", 9), ("Sooner", 3), ("Done", 4)):
        new = NewAction(room.token(), what, ActionKind.FIX_DATA, room.ben.id, MORNING + timedelta(days=days))
        agree_on_action(room.deps, room.ana.id, first.id, new)
    done = next(action for action in room.read(first).actions if action.what == "Done")
    change = Change(room.token(), "state", (ActionState.DONE, ""), done.fields["state"].seen)
    change_action(room.deps, room.ben.id, done.id, change)

    week_later = room.later(7)
    day = room.run.target_date + timedelta(days=7)
    second = open_session(week_later, room.ana.id, Meeting("later", "shop", "Next", day - timedelta(days=6), day))
    points = room.read(second).points
    assert [point.action.what for point in points if point.action is not None] == ["Sooner", "Later"]
    # The dispute is of an earlier period, and the session that had it left it open.
    assert (points[2].item.kind, points[2].item.row) == (ItemKind.DISPUTE, 0)

    point = points[0]
    assert point.action is not None
    report = Change(room.token(), "state", (ActionState.DROPPED, "no longer needed"), point.action.fields["state"].seen)
    report_action(week_later, room.ana.id, point.item.id, report, point.decision.seen)
    reported = room.point(second)
    assert reported.is_done
    assert reported.action is not None
    assert (reported.action.state, reported.action.words) == (ActionState.DROPPED, "no longer needed")


def fix_and_promote(room: Room, state: DisputeState = DisputeState.MODEL_FIX) -> None:
    """Settle the dispute, and let another version take over that learned what was said."""
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement(room.token(), state, "We train again."))
    room.shop.redefine("trees: 12", "trees: 40")
    train_version(room.deps, room.shop.loaded, MORNING)
    promote_version(room.deps, room.shop.loaded, 2, "better", "Ana")


def test_a_fixed_dispute_is_verified_in_the_next_session_until_it_is_accepted(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    fix_and_promote(room)
    session = room.meet(room.later(7))
    assert room.kinds(session) == [(ItemKind.VERIFIED, 0)]
    detail = room.point(session).item.detail
    made = detail["rescored"]
    assert isinstance(made, dict)
    assert (made["version"], made["why"], made["rebuilt"]) == (2, None, False)
    # A run of the same morning by the champion of now says the same.
    published = publish_run(room.later(7), room.shop.loaded, MORNING).run
    (row,) = [row for row in room.deps.predictions.page_in_order(published, 0, 10) if row.entity == room.rows[0].entity]
    assert made["value"] == row.value

    outcome = Outcome(DisputeState.ACCEPTED, "Good enough.")
    decide_item(room.deps, room.ana.id, room.point(session).item.id, Decision(room.token(), outcome))
    assert room.kinds(room.meet(room.later(14))) == []


def test_a_fix_that_needs_other_inputs_is_verified_from_the_sources(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement(room.token(), DisputeState.MODEL_FIX, "A feature."))
    room.shop.redefine(
        "  last_week:", "  two_weeks: {label: Sold two weeks ago, unit: pieces, lag: {days: 14}}\n  last_week:"
    )
    train_version(room.deps, room.shop.loaded, MORNING)
    promote_version(room.deps, room.shop.loaded, 2, "better", "Ana")
    made = room.point(room.meet(room.later(7))).item.detail["rescored"]
    assert isinstance(made, dict)
    assert (made["rebuilt"], made["features"], made["why"]) == (True, ["two_weeks"], None)
    assert made["value"] >= 0


def test_as_long_as_the_same_model_is_in_use_there_is_nothing_to_compare(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement(room.token(), DisputeState.MODEL_FIX, "Soon."))
    detail = room.point(room.meet(room.later(7))).item.detail
    assert isinstance(detail["rescored"], dict)
    assert detail["rescored"]["why"] == "same_version"
    assert "verdict" not in detail


def test_corrected_data_is_verified_with_the_data_of_now(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement(room.token(), DisputeState.DATA_FIX, "Corrected."))
    made = room.point(room.meet(room.later(7))).item.detail["rescored"]
    assert isinstance(made, dict)
    assert (made["version"], made["rebuilt"], made["value"]) == (1, True, room.rows[0].value)


def test_a_model_file_that_is_gone_is_said(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    fix_and_promote(room)
    with room.deps.feedback.read() as unit:
        champion = unit.versions.champion("shop")
    assert champion is not None
    (room.deps.models / champion.location / "model.txt").unlink()
    made = room.point(room.meet(room.later(7))).item.detail["rescored"]
    assert isinstance(made, dict)
    assert made["why"] == "model_file"


# --- opening and editing ------------------------------------------------------------------------------------------


def test_the_usual_period_is_the_last_seven_days_that_were_predicted(room: Room) -> None:
    first, last = usual_period(room.later(9), "shop")
    assert (first, last) == (room.run.target_date - timedelta(days=6), room.run.target_date)


def test_a_held_morning_adds_no_day_to_the_usual_period(room: Room) -> None:
    before = usual_period(room.deps, "shop")
    assert room.shop.daily(MORNING + timedelta(days=30)).run.state is RunState.HELD
    assert usual_period(room.deps, "shop") == before


def test_what_was_disputed_this_morning_about_tomorrow_is_on_the_agenda_of_today(room: Room) -> None:
    assert room.run.target_date == MORNING + timedelta(days=1)
    room.disagree(0, room.rows[0].value + 1)
    first, last = usual_period(room.deps, "shop")
    assert (first, last) == (MORNING - timedelta(days=6), room.run.target_date)
    session = open_session(room.deps, room.ana.id, Meeting("today", "shop", "Today", first, last))
    assert room.kinds(session) == [(ItemKind.DISPUTE, 0)]


def test_everybody_who_disagrees_is_heard_and_the_others_are_offered(room: Room, monkeypatch) -> None:
    monkeypatch.setattr(build_agenda, "MOST_DISPUTES", 2)
    values = [row.value for row in room.rows]
    for row in range(4):
        room.disagree(row, values[row] + 20 - row)
    room.disagree(5, values[5] + 1, room.ana)
    session = room.meet()
    disputed = [row for kind, row in room.kinds(session) if kind is ItemKind.DISPUTE]
    assert disputed == [0, 1, 5]
    on_it = {row for _, row in room.kinds(session)}
    assert [dispute.row for dispute in room.read(session).waiting] == [row for row in (3, 2) if row not in on_it]


def test_a_dispute_of_later_is_offered_and_added_as_a_dispute(room: Room) -> None:
    session = room.meet()
    assert room.read(session).waiting == ()
    room.disagree(2, room.rows[2].value + 5)
    room.disagree(2, room.rows[2].value + 6, room.ana)
    (offered,) = room.read(session).waiting
    assert (offered.row, offered.author) == (2, "Ben")
    add_to_agenda(room.deps, room.ana.id, session.id, f"{room.run.id}-2")
    assert room.kinds(session) == [(ItemKind.DISPUTE, 2)]
    assert room.read(session).waiting == ()
