"""Roles of people in words."""

from collections.abc import Sequence

from domain.person import Person, Role
from presentation.words.catalogue import marked, text
from presentation.words.finding_parts import listed

ROLES = {
    Role.REVIEWER: marked("reviewer"),
    Role.DATA_SCIENTIST: marked("data scientist"),
    Role.FACILITATOR: marked("facilitator"),
    Role.ADMIN: marked("administrator"),
}


def role_word(role: Role) -> str:
    """The name of a role."""
    return text(ROLES[role])


def role_list(person: Person) -> str:
    """The roles of a person, in the order in which they are listed everywhere."""
    return ", ".join(role_word(role) for role in Role if role in person.roles)


def here_sentence(names: Sequence[str]) -> str:
    """Who of those at this installation may do what a sentence before says; nothing where nobody may."""
    return text("Here: {names}.", names=listed(names)) if names else ""
