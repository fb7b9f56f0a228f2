"""Roles of people in words."""

from domain.person import Person, Role
from presentation.words.catalogue import marked, text

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
