"""Who may assign what to whom, what it does to the queue, and how far the team is, on a run of six predictions."""

from dataclasses import replace

import pytest

from domain.assignment import Part
from domain.errors import AssignmentError, NotAllowedError, NotFoundError
from domain.person import Person, Role
from domain.review import Answer
from services.assign_predictions import Wish, assign_predictions, list_assignments, take_back
from services.follow_team import follow_team
from services.page_queue import QueueFilter, count_queue, page_queue, step_queue
from tests.services.desk import Desk
from tests.services.made_up_shop import PRODUCTS, STORES

NORTH: Part = (("store", STORES[0]),)
NORTH_BREAD: Part = (*NORTH, ("product", PRODUCTS[0]))


def with_roles(desk: Desk, person: Person, *roles: Role, active: bool = True) -> Person:
    with desk.shop.deps.feedback.write() as unit:
        return unit.people.change(replace(person, roles=frozenset(roles), active=active))


@pytest.fixture
def cara(desk: Desk) -> Person:
    """A facilitator."""
    return with_roles(desk, desk.shop.person("Cara"), Role.FACILITATOR)


def assign(desk: Desk, author: Person, owner: Person, part: Part = NORTH, token: str = "") -> bool:
    wish = Wish(token or f"{owner.id}-{part}", "shop", owner.id, part)
    return assign_predictions(desk.shop.deps, author.id, wish)


@pytest.mark.parametrize("role", Role)
def test_staff_assign_to_anybody_and_everybody_to_themself(desk: Desk, role: Role) -> None:
    author = with_roles(desk, desk.shop.person("Dora"), role)
    assert assign(desk, author, author)
    if role is Role.REVIEWER:
        with pytest.raises(NotAllowedError):
            assign(desk, author, desk.ben)
    else:
        assert assign(desk, author, desk.ben)
    assert len(list_assignments(desk.shop.deps, "shop")) == (1 if role is Role.REVIEWER else 2)


def test_nobody_who_left_assigns_or_is_assigned(desk: Desk, cara: Person) -> None:
    gone = with_roles(desk, desk.ben, Role.REVIEWER, active=False)
    with pytest.raises(AssignmentError) as refused:
        assign(desk, cara, gone)
    assert (refused.value.fault, refused.value.found) == ("owner left", "Ben")
    with pytest.raises(NotAllowedError):
        assign(desk, gone, gone)
    assert list_assignments(desk.shop.deps, "shop") == ()


@pytest.mark.parametrize(
    ("part", "fault"), [((("color", "red"),), "key unknown"), ((*NORTH, ("store", "Süd")), "key twice")]
)
def test_a_part_that_no_prediction_can_have_is_refused(desk: Desk, cara: Person, part: Part, fault: str) -> None:
    with pytest.raises(AssignmentError) as refused:
        assign(desk, cara, cara, part)
    assert refused.value.fault == fault
    assert list_assignments(desk.shop.deps, "shop") == ()


def test_an_unknown_use_case_person_or_assignment_is_not_found(desk: Desk, cara: Person) -> None:
    deps = desk.shop.deps
    for wish in (Wish("t", "nothing", cara.id), Wish("t", "shop", 99)):
        with pytest.raises(NotFoundError):
            assign_predictions(deps, cara.id, wish)
    with pytest.raises(NotFoundError):
        take_back(deps, cara.id, 99)


def test_pressing_twice_stores_once_and_is_audited_once(desk: Desk, cara: Person) -> None:
    assert assign(desk, cara, desk.ana, token="t")
    assert not assign(desk, cara, desk.ana, token="t")
    assert not assign(desk, cara, desk.ana, token="another")
    with desk.shop.deps.feedback.read() as unit:
        said = [entry for entry in unit.audit.all(20) if entry.action == "assign predictions"]
    assert [(entry.person, entry.subject, entry.detail["to"]) for entry in said] == [("Cara", "shop", "Ana")]


def test_one_gives_back_what_one_took_and_staff_takes_back_the_rest(desk: Desk, cara: Person) -> None:
    deps = desk.shop.deps
    assign(desk, desk.ana, desk.ana)
    assign(desk, cara, desk.ana, NORTH_BREAD)
    own, given = list_assignments(deps, "shop")
    with pytest.raises(NotAllowedError):
        take_back(deps, desk.ben.id, own.id)
    with pytest.raises(NotAllowedError):
        take_back(deps, desk.ana.id, given.id)
    assert take_back(deps, desk.ana.id, own.id).taken_back_by == "Ana"
    assert take_back(deps, cara.id, given.id).taken_back_by == "Cara"
    assert take_back(deps, cara.id, own.id).taken_back_by == "Ana"
    assert list_assignments(deps, "shop") == ()


def test_the_list_of_ones_own_is_what_is_to_do_in_the_order_of_attention(desk: Desk, cara: Person) -> None:
    deps, run = desk.shop.deps, desk.run
    assert count_queue(deps, run, desk.ana.id).parts == ()
    assign(desk, cara, desk.ana)
    assign(desk, cara, desk.ana, NORTH_BREAD)
    counts = count_queue(deps, run, desk.ana.id)
    mine = QueueFilter("mine", parts=counts.parts)
    everything = [row for row in page_queue(deps, run, QueueFilter()).rows if row.entity[0] == STORES[0]]
    assert [row.row for row in page_queue(deps, run, mine).rows] == [row.row for row in everything]
    assert (counts.mine, counts.all) == (len(PRODUCTS), len(PRODUCTS) * len(STORES))

    desk.give(Answer.AGREE, row=everything[0].row)
    assert count_queue(deps, run, desk.ana.id).mine == len(PRODUCTS) - 1
    assert count_queue(deps, run, desk.ben.id).mine == 0
    following = step_queue(deps, run, mine, everything[0].row, 1)
    assert following is not None
    assert following.row == everything[1].row


def test_progress_counts_each_for_themself_and_names_what_is_nobodys(desk: Desk, cara: Person) -> None:
    deps, run = desk.shop.deps, desk.run
    assert follow_team(deps, run).people == ()
    assign(desk, cara, desk.ana)
    assign(desk, cara, desk.ben, NORTH_BREAD)
    bread = next(row for row in page_queue(deps, run, QueueFilter()).rows if row.entity == (STORES[0], PRODUCTS[0]))
    desk.give(Answer.AGREE, row=bread.row)

    progress = follow_team(deps, run)
    told = [(person.name, person.tally.assigned, person.tally.answered) for person in progress.people]
    assert told == [("Ana", 3, 1), ("Ben", 1, 1)]
    assert (progress.nobody.assigned, progress.whole.assigned, progress.whole.answered) == (3, 6, 1)
    assert (progress.shared, progress.shared_again) == (1, 1)

    with_roles(desk, desk.ana, Role.REVIEWER, active=False)
    after = follow_team(deps, run)
    assert [(person.name, person.tally.assigned) for person in after.people] == [("Ben", 1)]
    assert after.nobody.assigned == 5
    assert len(list_assignments(deps, "shop")) == 2


def test_an_assignment_of_a_key_that_the_run_does_not_have_holds_nothing(desk: Desk, cara: Person) -> None:
    deps = desk.shop.deps
    with deps.feedback.write() as unit:
        definition = dict(unit.use_cases.definition("shop"))
        definition["keys"] = ["store", "product", "shift"]
        unit.use_cases.register("shop", "Shop", definition, "x.yaml", deps.now())
    assign(desk, cara, desk.ana, (("shift", "night"),))
    assert follow_team(deps, desk.run).people == ()
    assert count_queue(deps, desk.run, desk.ana.id).parts == ()
