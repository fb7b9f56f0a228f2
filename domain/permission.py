"""Who may do what: a service asks here, whatever the page shows."""

from collections.abc import Mapping
from enum import StrEnum

from domain.errors import NotAllowedError
from domain.person import Person, Role


class Permission(StrEnum):
    """What not everybody may do; the value is what it is called when it is refused."""

    ANSWER = "answer predictions"
    SETTLE_DISPUTES = "settle disputes"
    HOLD_SESSIONS = "hold sessions"
    ASSIGN = "assign predictions to people"
    RECORD_ACTUALS = "record actuals"
    EXPORT = "export what is stored"
    EXPORT_CASES = "export cases"
    MANAGE_PEOPLE = "manage people"
    RELEASE_RUNS = "release held runs"


_EVERYBODY = frozenset(Role)
_STAFF = frozenset({Role.DATA_SCIENTIST, Role.FACILITATOR, Role.ADMIN})

ALLOWED: Mapping[Permission, frozenset[Role]] = {
    Permission.ANSWER: _EVERYBODY,
    Permission.SETTLE_DISPUTES: _STAFF,
    Permission.HOLD_SESSIONS: _STAFF,
    Permission.ASSIGN: _STAFF,
    Permission.RECORD_ACTUALS: _STAFF,
    Permission.EXPORT: _EVERYBODY,
    Permission.EXPORT_CASES: frozenset({Role.DATA_SCIENTIST, Role.ADMIN}),
    Permission.RELEASE_RUNS: _STAFF,
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMIN}),
}


def may(person: Person, permission: Permission) -> bool:
    """Whether a person may do this; nobody who left may do anything."""
    return person.active and not person.roles.isdisjoint(ALLOWED[permission])


def require(person: Person, permission: Permission) -> None:
    """Refuse what a person may not do.

    Raises:
        NotAllowedError: with the person and what was asked.
    """
    if not may(person, permission):
        raise NotAllowedError(person.name, permission.value)
