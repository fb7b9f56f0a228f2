"""Roles are enforced by the services, against the database, whatever a page shows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.errors import NotAllowedError, RightsError, SettingError
from domain.permission import ALLOWED, Permission, may, require
from domain.person import Person, Role
from services.dependencies import Dependencies
from services.manage_people import Rights, change_rights, list_people, share_value_added, who_may
from services.record_review import GivenAnswer, record_review
from services.sign_in import local_person, people_to_choose, present, sign_in_locally
from wiring import open_dependencies

REVIEWER = frozenset({Role.REVIEWER})


@pytest.fixture
def deps() -> Iterator[Dependencies]:
    opened = open_dependencies()
    yield opened
    opened.feedback.close()


@pytest.fixture
def ana(deps) -> Person:
    return sign_in_locally(deps, "Ana")


@pytest.fixture
def ben(deps, ana) -> Person:
    return sign_in_locally(deps, "Ben")


def test_the_first_person_may_do_everything_and_the_next_reviews(deps, ana, ben) -> None:
    assert ana.roles == frozenset(Role)
    assert ben.roles == REVIEWER
    assert [person.name for person in people_to_choose(deps)] == ["Ana", "Ben"]


def test_people_who_were_prepared_do_not_keep_the_first_visitor_from_managing(deps) -> None:
    with deps.feedback.write() as unit:
        unit.people.add("Made up", may_decide=False, now=deps.now())
    assert Role.ADMIN in sign_in_locally(deps, "Ana").roles


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_permission_is_what_its_roles_say(ana, role, permission) -> None:
    person = replace(ana, roles=frozenset({role}))
    assert may(person, permission) == (role in ALLOWED[permission])
    assert not may(replace(person, active=False), permission)
    if role not in ALLOWED[permission]:
        with pytest.raises(NotAllowedError):
            require(person, permission)


def test_only_an_administrator_changes_rights(deps, ana, ben) -> None:
    rights = Rights(frozenset({Role.FACILITATOR}), may_decide=False, active=True)
    with pytest.raises(NotAllowedError):
        change_rights(deps, ben.id, ben.id, rights)
    assert change_rights(deps, ana.id, ben.id, rights).roles == rights.roles
    assert present(deps, ben.id) == replace(ben, roles=rights.roles, may_decide=False)


def test_whom_to_ask_is_known_and_nobody_who_left_is_named(deps, ana, ben) -> None:
    assert who_may(deps, Permission.HOLD_SESSIONS) == ("Ana",)
    for active, names in ((True, ("Ana", "Ben")), (False, ("Ana",))):
        change_rights(deps, ana.id, ben.id, Rights(frozenset({Role.FACILITATOR}), may_decide=True, active=active))
        assert who_may(deps, Permission.HOLD_SESSIONS) == names
    assert who_may(deps, Permission.ANSWER) == ("Ana",)


def test_the_last_administrator_cannot_be_taken_away(deps, ana, ben) -> None:
    for rights in (Rights(REVIEWER, may_decide=True, active=True), Rights(ana.roles, may_decide=True, active=False)):
        with pytest.raises(RightsError) as caught:
            change_rights(deps, ana.id, ana.id, rights)
        assert caught.value.fault == "last admin"
    assert present(deps, ana.id) == ana


def test_nobody_here_is_without_a_role(deps, ana, ben) -> None:
    with pytest.raises(RightsError) as caught:
        change_rights(deps, ana.id, ben.id, Rights(frozenset(), may_decide=True, active=True))
    assert caught.value.fault == "no role"


def test_somebody_who_left_cannot_answer_and_what_they_said_stays(deps, ana, ben) -> None:
    change_rights(deps, ana.id, ben.id, Rights(REVIEWER, may_decide=True, active=False))
    with pytest.raises(NotAllowedError):
        record_review(deps, GivenAnswer("t", "20261120-x-0", ben.id, "agree"))  # type: ignore[arg-type]
    assert [person.name for person in people_to_choose(deps)] == ["Ana"]
    assert "Ben" in [person.name for person in list_people(deps)]
    assert sign_in_locally(deps, "ben").active


def test_a_browser_finds_its_own_person_again(deps, ana, ben) -> None:
    assert local_person(deps, ana.id) == ana
    assert local_person(deps) == ben
    assert local_person(deps, 999) == ben
    change_rights(deps, ana.id, ben.id, Rights(REVIEWER, may_decide=True, active=False))
    assert local_person(deps, ben.id) is None


def test_sharing_is_decided_by_oneself_and_written_down(deps, ben) -> None:
    assert not ben.shares_value_added
    assert share_value_added(deps, ben.id, shares=True).shares_value_added
    assert present(deps, ben.id).shares_value_added


def test_a_name_without_a_letter_is_refused(deps) -> None:
    with pytest.raises(SettingError):
        sign_in_locally(deps, "   ")
