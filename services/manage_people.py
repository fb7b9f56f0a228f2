"""Roles and rights of people, and what each decides alone: whether others may see how much their changes helped."""

from dataclasses import dataclass, replace

from domain.errors import RightsError
from domain.permission import Permission, may, require
from domain.person import Person, Role
from feedback_db.unit_of_work import UnitOfWork
from services.dependencies import Dependencies
from services.sign_in import present


@dataclass(frozen=True)
class Rights:
    """What an administrator settles for a person."""

    roles: frozenset[Role]
    may_decide: bool
    active: bool


def list_people(deps: Dependencies) -> tuple[Person, ...]:
    """Everybody, also who left, in the order in which they came; open to all: who asks for something must know whom."""
    with deps.feedback.read() as unit:
        return unit.people.all()


def who_may(deps: Dependencies, permission: Permission) -> tuple[str, ...]:
    """The names of those who may do this, in the order in which they came."""
    return tuple(person.name for person in list_people(deps) if may(person, permission))


def change_rights(deps: Dependencies, actor_id: int, person_id: int, rights: Rights) -> Person:
    """Give a person these rights; what they said stays theirs.

    Raises:
        NotAllowedError: the actor is no administrator.
        RightsError: nobody would be left who may manage people, or somebody here would have no role.
        NotFoundError: nobody has this id.
    """
    actor = present(deps, actor_id)
    require(actor, Permission.MANAGE_PEOPLE)
    person = replace(present(deps, person_id), roles=rights.roles, may_decide=rights.may_decide, active=rights.active)
    if person.active and not person.roles:
        raise RightsError(person.name, "no role")
    with deps.feedback.write() as unit:
        unit.people.change(person)
        _keep_an_admin(unit, person)
        detail = {"roles": sorted(rights.roles), "may_decide": rights.may_decide, "active": rights.active}
        unit.audit.add(actor.name, "change rights", person.name, detail, deps.now())
    return person


def share_value_added(deps: Dependencies, person_id: int, *, shares: bool) -> Person:
    """Let others see how much one's own changes helped, or no longer; only oneself decides that.

    Raises:
        NotFoundError: nobody has this id.
    """
    person = replace(present(deps, person_id), shares_value_added=shares)
    with deps.feedback.write() as unit:
        unit.audit.add(person.name, "share value added", person.name, {"shares": shares}, deps.now())
        return unit.people.change(person)


def _keep_an_admin(unit: UnitOfWork, changed: Person) -> None:
    """Undo everything of this block rather than lock everybody out."""
    if not any(person.active and Role.ADMIN in person.roles for person in unit.people.all()):
        raise RightsError(changed.name, "last admin")
