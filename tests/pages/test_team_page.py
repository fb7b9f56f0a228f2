"""The Team page and the list Mine: assign, see one's own, answer, and the numbers follow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.person import Role
from domain.run import RunState
from services.assign_predictions import Wish, assign_predictions, list_assignments
from tests.pages.world import DAY

FORM = "assign_0"


@pytest.fixture
def ben(world):
    """A reviewer; Ana, who may do everything, is at the screen."""
    person = world.sign_in("Ben")
    world.sign_in("Ana")
    return person


def give(world, owner, part=(("store", "North"),), token="t"):
    with world.deps.feedback.read() as unit:
        author = unit.people.by_name("Ana")
    assign_predictions(world.deps, author.id, Wish(token, "bakery", owner.id, part))
    return list_assignments(world.deps, "bakery")[-1]


def test_without_assignments_the_page_says_what_they_are_for(visit, world, run, says) -> None:
    words = says(visit("team", use_case="bakery"))
    assert "Who looks at what?" in words
    assert "nobody is assigned to them, so they are everybody's." in words
    assert "No assignments yet" in words
    assert "nobody is ranked" in words


def test_an_assignment_is_made_shown_and_taken_back(visit, world, run, ben, says) -> None:
    at = visit("team", use_case="bakery")
    at.selectbox(key=f"{FORM}_store").set_value("North")
    at.selectbox(key=f"{FORM}_product").set_value("Soup")
    at.selectbox(key=f"{FORM}_person").set_value(ben.id)
    at.button(key="assign_send").click().run()

    (stored,) = list_assignments(world.deps, "bakery")
    assert (stored.owner, stored.author, dict(stored.part)) == ("Ben", "Ana", {"store": "North", "product": "Soup"})
    words = says(at)
    assert "Store: North, Product: Soup" in words
    assert "11 are nobody's" in words
    assert at.selectbox(key="assign_1_store").value == ""

    at.button(key=f"take_back{stored.id}").click().run()
    assert list_assignments(world.deps, "bakery") == ()
    assert "No assignments yet" in says(at)


def test_the_same_again_is_said_to_be_there_already(visit, world, run, ben) -> None:
    give(world, ben)
    at = visit("team", use_case="bakery")
    at.selectbox(key=f"{FORM}_store").set_value("North")
    at.selectbox(key=f"{FORM}_person").set_value(ben.id)
    at.button(key="assign_send").click().run()
    assert [toast.value for toast in at.toast] == ["That is assigned already: Store: North."]
    assert len(list_assignments(world.deps, "bakery")) == 1


def test_a_reviewer_takes_a_part_and_gives_only_that_one_back(visit, world, run, ben, says) -> None:
    given = give(world, ben)
    world.sign_in("Ben")
    at = visit("team", use_case="bakery")
    assert at.button(key="assign_send").label == "I take this"
    assert f"take_back{given.id}" not in {str(button.key) for button in at.button}
    at.selectbox(key=f"{FORM}_store").set_value("Harbour").run()
    at.button(key="assign_send").click().run()
    taken = list_assignments(world.deps, "bakery")[-1]
    assert (taken.owner, taken.part) == ("Ben", (("store", "Harbour"),))
    assert "all are somebody's." in says(at)
    at.button(key=f"take_back{taken.id}").click().run()
    assert list_assignments(world.deps, "bakery") == (given,)


def test_an_owner_who_left_is_shown_and_their_part_is_nobodys(visit, world, run, ben, says) -> None:
    give(world, ben)
    with world.deps.feedback.write() as unit:
        unit.people.change(replace(ben, active=False, roles=frozenset({Role.REVIEWER})))
    words = says(visit("team", use_case="bakery"))
    assert "left: counts as nobody's" in words
    assert "nobody is assigned to them" in words


def test_mine_is_the_first_list_of_somebody_with_assignments_and_empties_by_answering(
    visit, world, run, ben, says
) -> None:
    give(world, ben, (("store", "North"), ("product", "Bagel")))
    at = visit("today", use_case="bakery")
    assert at.segmented_control(key="show").value == "needs_look"
    assert "mine" not in at.segmented_control(key="show").options

    world.sign_in("Ben")
    at = visit("today", use_case="bakery")
    assert at.segmented_control(key="show").value == "mine"
    words = says(at)
    assert "Bagel, North" in words
    assert "yours: 0 of 1" in words
    assert "11 are nobody's" in words

    world.answer(run, 1, ben)
    at = visit("today", use_case="bakery")
    assert at.segmented_control(key="show").value == "needs_look"
    assert "yours: 1 of 1" in says(at)
    assert "Nothing in this list" in says(visit("today", use_case="bakery", show="mine"))


def test_a_link_to_somebodys_own_list_opens_for_everybody(visit, world, run) -> None:
    at = visit("today", use_case="bakery", show="mine")
    assert at.segmented_control(key="show").value == "needs_look"


def test_use_is_counted_for_a_segment_that_stays_in_the_address(visit, world, run, says) -> None:
    at = visit("team", use_case="bakery")
    assert "Visits" in says(at)
    box = at.selectbox(key="use_segment_box")
    assert {"all predictions", "Store: North", "Product: Soup"} <= set(box.options)
    box.set_value("store\u001fNorth").run()
    words = says(at)
    assert "Visits" not in words
    assert (at.query_params["use_key"], at.query_params["use_value"]) == ("store", "North")
    again = visit("team", use_case="bakery", use_key="product", use_value="Soup")
    assert again.selectbox(key="use_segment_box").value == "product\u001fSoup"
    at.selectbox(key="use_segment_box").set_value("").run()
    assert "use_key" not in at.query_params


def test_a_held_day_has_nothing_to_look_at_and_can_be_assigned(visit, world, run, says) -> None:
    later = DAY + timedelta(days=1)
    world.end(later, RunState.HELD)
    at = visit("team", use_case="bakery", date=later.isoformat())
    words = says(at)
    assert "nobody has anything to look at" in words
    assert "This run was held" in words
    assert "Is it used?" in words
    assert {"Store: North", "Product: Soup"} <= set(at.selectbox(key="use_segment_box").options)
    assert set(at.selectbox(key=f"{FORM}_store").options) == {"Every store", "Harbour", "North"}
    at.selectbox(key=f"{FORM}_store").set_value("North")
    at.button(key="assign_send").click().run()
    assert [found.part for found in list_assignments(world.deps, "bakery")] == [(("store", "North"),)]


def test_where_the_only_run_is_held_there_is_a_team_all_the_same(visit, world, says) -> None:
    world.end(DAY, RunState.HELD)
    at = visit("team", use_case="bakery")
    words = says(at)
    assert "This run was held" in words
    assert "Is it used?" in words
    assert at.selectbox(key=f"{FORM}_store").options == ["Every store"]


def test_a_first_start_and_a_use_case_without_runs_are_designed_states(visit, world, says) -> None:
    assert "No run of this use case yet" in says(visit("team", use_case="bakery"))


def test_names_are_shown_as_text(visit, world, run, says) -> None:
    eve = world.sign_in("Eve <b>bold</b>")
    world.sign_in("Ana")
    give(world, eve)
    assert "Eve <b>bold</b>" in says(visit("team", use_case="bakery"))


def test_an_assignment_before_the_run_counts_for_it(visit, world, ben, says) -> None:
    give(world, ben)
    world.publish()
    assert "6 are nobody's" in says(visit("team", use_case="bakery"))


def test_in_bulk_the_list_mine_is_named_and_is_all_that_is_answered(visit, world, run, ben, says) -> None:
    give(world, ben)
    world.sign_in("Ben")
    at = visit("today", use_case="bakery")
    assert at.button(key="bulk_accept").label == "Accept the other 4"
    at.button(key="bulk_accept").click().run()
    assert at.segmented_control(key="show").value == "mine"
    assert at.radio(key="bulk_scope").options[0] == "Everything in the list: Mine · 6"
    assert "4 predictions will be accepted." in says(at)
    at.button(key="bulk_save").click().run()
    assert {review.new.entity[0] for review in world.reviews(run)} == {"North"}
    assert "yours: 4 of 6" in says(at)
