"""The Sessions page: from the list to the minutes, by mouse; and what it says where there is nothing or where one may not."""

from dataclasses import replace

import pytest

from domain.dispute import DisputeState
from domain.person import Role
from domain.review import Answer
from domain.session import ItemKind, Outcome
from services.close_session import Closing, close_session
from services.decide_item import Decision, decide_item
from services.open_session import Meeting, begin_session, open_session
from services.read_session import read_session
from services.talk_about_prediction import read_talk
from tests.pages.world import DAY, NOW


@pytest.fixture
def disputed(world, run):
    """Ben disputes the first two predictions, and the first one's actual is known; Ana is at the screen."""
    ben = world.sign_in("Ben")
    for row, value in ((0, "30"), (1, "50")):
        world.answer(
            run, row, ben, Answer.DIFFERENT, own_value=value, reason="school_closed", comment="no <b>pupils</b>"
        )
    with world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", [(("Harbour", "Bagel"), DAY, 46.0, None)], NOW)
    world.sign_in("Ana")
    return run


@pytest.fixture
def session(world, disputed):
    """A session about them."""
    ana = world.sign_in("Ana")
    with world.deps.feedback.read() as unit:
        people = tuple(person.id for person in unit.people.all())
    return open_session(world.deps, ana.id, Meeting("s", "bakery", "Friday <i>session</i>", DAY, DAY, 30, people))


def points(world, session):
    return read_session(world.deps, session.id).points


def test_a_session_is_opened_and_its_agenda_has_built_itself(visit, world, disputed, says) -> None:
    at = visit("sessions", use_case="bakery")
    assert "No session yet" in says(at)
    at.text_input(key="hold_title").set_value("Our first").run()
    at.button(key="hold_send").click().run()
    words = says(at)
    assert "Our first" in words
    assert "2 disputes" in words
    assert "The model said 52 loaves." in words
    assert "Ben said 30 (School closed)." in words
    assert "46 loaves sold." in words
    assert at.query_params["session"] == "1"


def test_a_decision_settles_the_dispute_in_the_words_that_were_written(visit, world, session, says) -> None:
    at = visit("sessions", session=str(session.id))
    item = points(world, session)[0].item
    at.text_input(key=f"words_decide{item.id}").set_value("We add the school calendar.").run()
    at.button(key="outcome_model_fix").click().run()
    assert "We add the school calendar." in says(at)
    (dispute,) = read_talk(world.deps, item.prediction).disputes
    assert (dispute.state, dispute.steps[-1].words) == (DisputeState.MODEL_FIX, "We add the school calendar.")
    assert at.text_input(key=f"words_decide{item.id}").value == ""


def test_without_words_a_decision_names_the_session(visit, world, session) -> None:
    at = visit("sessions", session=str(session.id))
    at.button(key="outcome_explained").click().run()
    outcome = points(world, session)[0].outcome
    assert outcome is not None
    assert outcome.words == "Decided in the session “Friday <i>session</i>”."


def test_notes_and_actions_are_written_and_shown_as_text(visit, world, session, says) -> None:
    at = visit("sessions", session=str(session.id))
    item = points(world, session)[0].item
    slot = f"note_{session.id}_{item.id}"
    at.text_area(key=f"words_{slot}").set_value("a <b>stall</b>").run()
    at.button(key=f"send_{slot}").click().run()
    assert "a <b>stall</b>" in says(at)
    form = f"agree_{session.id}_{item.about}_0"
    at.text_input(key=f"what_{form}").set_value("Ask the town").run()
    at.button(key=f"agree_{form}").click().run()
    assert "Ask the town" in says(at)
    (action,) = read_session(world.deps, session.id).actions
    assert action.what == "Ask the town"

    at.text_input(key=f"what_of_{action.id}_{action.fields['what'].heads[-1].id}").set_value("Ask the school").run()
    assert read_session(world.deps, session.id).actions[0].what == "Ask the school"
    at = visit("sessions", use_case="bakery")
    assert "Ask the school" in says(at)


def test_an_empty_action_is_refused_in_words_and_stays(visit, world, session, says) -> None:
    at = visit("sessions", session=str(session.id))
    at.button(key=f"agree_agree_{session.id}_{points(world, session)[0].item.about}_0").click().run()
    assert "Words are needed" in says(at)


def test_two_decisions_at_once_are_both_shown_and_one_is_chosen(visit, world, session, says) -> None:
    item, ana = points(world, session)[0].item, world.sign_in("Ana")
    for token, state in (("a", DisputeState.EXPLAINED), ("b", DisputeState.DATA_FIX)):
        decide_item(world.deps, ana.id, item.id, Decision(token, Outcome(state, f"words {token}")))
    at = visit("sessions", session=str(session.id), item=str(item.id))
    assert "Two people decided at the same time" in says(at)
    at.button(key="close_send").click().run()
    assert "Two versions wait for a choice" in says(at)
    head = points(world, session)[0].decision.heads[1]
    at.button(key=f"version{head.id}").click().run()
    assert points(world, session)[0].outcome == Outcome(DisputeState.DATA_FIX, "words b")
    assert "Two people decided at the same time" not in says(at)


def test_the_agenda_is_moved_cut_and_extended(visit, world, session, says) -> None:
    at = visit("sessions", session=str(session.id))
    first, second = (point.item.id for point in points(world, session))
    at.button(key="agenda_down").click().run()
    assert [point.item.id for point in points(world, session)] == [second, first]
    at.button(key="agenda_remove").click().run()
    assert [point.item.id for point in points(world, session)] == [second]
    at.button(key=f"put_back{first}").click().run()
    at.text_input(key="agenda_link").set_value("nonsense").run()
    at.button(key="agenda_send").click().run()
    assert "No such prediction" in says(at)
    run_id = points(world, session)[0].item.run_id
    at.text_input(key="agenda_link").set_value(f"http://x/today?prediction={run_id}-7&view=why").run()
    at.button(key="agenda_send").click().run()
    assert [point.item.row for point in points(world, session)][-1] == 7


def test_a_dispute_of_later_is_said_and_added_by_a_click(visit, world, session, run, says) -> None:
    assert "not on it" not in says(visit("sessions", session=str(session.id)))
    world.answer(run, 4, world.sign_in("Ben"), Answer.DIFFERENT, own_value="90", reason="school_closed")
    world.sign_in("Ana")
    at = visit("sessions", session=str(session.id))
    assert "1 other open dispute of these days is not on it; Add offers the newest." in says(at)
    (offered,) = [button for button in at.button if str(button.key).startswith("add_dispute")]
    assert offered.label.endswith("(Ben)")
    offered.click().run()
    assert (points(world, session)[-1].item.kind, points(world, session)[-1].item.row) == (ItemKind.DISPUTE, 4)
    assert "not on it" not in says(at)


def test_closing_freezes_the_minutes_and_an_amendment_opens_it_again(visit, world, session, says) -> None:
    at = visit("sessions", session=str(session.id))
    assert "2 points have no decision; the minutes will say so." in says(at)
    at.button(key="close_send").click().run()
    words = says(at)
    assert "sha256:" in words
    assert "closed" in words
    assert all(button.disabled for button in at.button if str(button.key).startswith("outcome_"))
    at.button(key="amend_send").click().run()
    assert "Words are needed" in says(at)
    at.text_input(key="amend_words").set_value("We forgot something.").run()
    at.button(key="amend_send").click().run()
    assert "being amended" in says(at)
    assert read_session(world.deps, session.id).session.is_open


def test_a_session_without_points_is_a_designed_state(visit, world, run, says) -> None:
    ana = world.sign_in("Ana")
    empty = open_session(world.deps, ana.id, Meeting("e", "bakery", "Quiet", DAY, DAY))
    at = visit("sessions", session=str(empty.id))
    assert "Nothing on the agenda" in says(at)
    assert "nothing on the agenda" in says(visit("sessions", session=str(empty.id), present="1"))


def test_a_reviewer_sees_the_session_and_cannot_decide(visit, world, session, says) -> None:
    world.sign_in("Ben")
    at = visit("sessions", session=str(session.id))
    assert "The model said 52 loaves." in says(at)
    keys = {str(button.key) for button in at.button}
    assert not keys & {"agenda_up", "close_send", "hold_send"}
    assert all(button.disabled for button in at.button if str(button.key).startswith("outcome_"))
    assert "recorded by data scientists, facilitators and administrators. Here: Ana." in says(at)
    assert f"send_note_{session.id}_{points(world, session)[0].item.id}" in keys
    listed = visit("sessions", use_case="bakery")
    assert "hold_send" not in {str(button.key) for button in listed.button}
    assert "opened by data scientists, facilitators and administrators. Here: Ana." in says(listed)


def test_an_owner_who_left_is_shown(visit, world, session, says) -> None:
    at = visit("sessions", session=str(session.id))
    ben = world.sign_in("Ben")
    world.sign_in("Ana")
    form = f"agree_{session.id}_{points(world, session)[0].item.about}_0"
    at.text_input(key=f"what_{form}").set_value("Ask the town")
    at.selectbox(key=f"who_{form}").set_value(ben.id).run()
    at.button(key=f"agree_{form}").click().run()
    with world.deps.feedback.write() as unit:
        unit.people.change(replace(ben, active=False, roles=frozenset({Role.REVIEWER})))
    assert "left: ask somebody else" in says(visit("sessions", session=str(session.id)))


def test_present_mode_shows_one_point_large_and_steps_through_the_agenda(visit, world, session, says) -> None:
    ana = world.sign_in("Ana")
    begin_session(world.deps, ana.id, session.id)
    at = visit("sessions", session=str(session.id), present="1")
    words = says(at)
    assert "Bagel, Harbour: 52 or 30?" in words
    assert "What do we decide?" not in words
    at.button(key="outcome_accepted").click().run()
    assert points(world, session)[0].outcome is not None
    at.button(key="present_right").click().run()
    assert "Bagel, North: 53 or 50?" in says(at)
    at.button(key="present_end").click().run()
    assert "What do we decide?" in says(at)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"session": "99"}, "No such session"),
        ({"session": "x"}, "This link does not lead anywhere"),
        ({"session": "1", "item": "99"}, "No such point"),
        ({"use_case": "nothing"}, "No such use case"),
    ],
)
def test_a_link_that_leads_nowhere_says_so(visit, world, session, says, link, said) -> None:
    assert said in says(visit("sessions", **link))


def test_a_minutes_file_is_checked_on_the_page(visit, world, session, says) -> None:
    ana = world.sign_in("Ana")
    minutes = close_session(world.deps, ana.id, session.id, Closing("c"))
    at = visit("sessions", use_case="bakery")
    at.file_uploader(key="check_file").upload("minutes.html", minutes.html.encode(), "text/html").run()
    assert "Unchanged: this is what was frozen" in says(at)
    at = visit("sessions", use_case="bakery")
    at.file_uploader(key="check_file").upload("minutes.html", minutes.html.encode() + b" ", "text/html").run()
    assert "Edited afterwards" in says(at)
