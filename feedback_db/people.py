"""People, by name."""

import unicodedata
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from domain.errors import NotFoundError, SettingError
from domain.person import REVIEWER_ONLY, Person, Role
from feedback_db.insert_once import insert_once
from feedback_db.tables import PersonRow

NAME_LIMIT = 80
"""Characters; what fits in the columns of a list on the screens."""


def clean_name(name: str) -> str:
    """The name without spaces around it.

    Raises:
        SettingError: empty, too long, or with a character that no screen can show.
    """
    trimmed = name.strip()
    unprintable = any(unicodedata.category(character) == "Cc" for character in trimmed)
    if unprintable or not 1 <= len(trimmed) <= NAME_LIMIT:
        raise SettingError("person name", name, str(NAME_LIMIT), where="sign-in")
    return trimmed


def name_key(name: str) -> str:
    """What two spellings of one name have in common (Unicode: compatibility form, caseless)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean_name(name)).casefold())


class People:
    """The people of this installation."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, name: str, *, may_decide: bool, now: datetime) -> Person:
        """The person of this name, created if there is none yet; an existing person stays as they are.

        Raises:
            SettingError: the name cannot be used.
        """
        values = {
            "roles": _role_text(REVIEWER_ONLY),
            "name": clean_name(name),
            "name_key": name_key(name),
            "may_decide": may_decide,
            "is_local": False,
            "created_at": now,
        }
        insert_once(self._session, PersonRow, values, ["name_key"])
        person = self.by_name(name)
        assert person is not None
        return person

    def by_name(self, name: str) -> Person | None:
        """The person of this name, upper or lower case alike.

        Raises:
            SettingError: the name cannot be used.
        """
        return self._one(PersonRow.name_key == name_key(name))

    def by_id(self, person_id: int) -> Person | None:
        """The person of this id."""
        return self._one(PersonRow.id == person_id)

    def all(self) -> tuple[Person, ...]:
        """Everybody, in the order in which they came."""
        return tuple(_person(row) for row in self._session.scalars(select(PersonRow).order_by(PersonRow.id)))

    def local(self) -> Person | None:
        """The one person of a single-user installation, once named."""
        return self._one(PersonRow.is_local.is_(True))

    def make_local(self, person_id: int) -> Person:
        """Make this person the one person of a single-user installation.

        Raises:
            NotFoundError: nobody has this id.
        """
        person = self.by_id(person_id)
        if person is None:
            raise NotFoundError("person", str(person_id), tuple(known.name for known in self.all()))
        self._session.execute(update(PersonRow).where(PersonRow.is_local).values(is_local=False))
        self._session.execute(update(PersonRow).where(PersonRow.id == person_id).values(is_local=True))
        return person

    def change(self, person: Person) -> Person:
        """Store roles, rights and whether they are here of a known person; the name stays.

        Raises:
            NotFoundError: nobody has this id.
        """
        values = {
            "may_decide": person.may_decide,
            "roles": _role_text(person.roles),
            "shares_value_added": person.shares_value_added,
            "active": person.active,
        }
        changed = self._session.execute(
            update(PersonRow).where(PersonRow.id == person.id).values(**values).returning(PersonRow.id)
        ).first()
        if changed is None:
            raise NotFoundError("person", person.name, tuple(known.name for known in self.all()))
        return person

    def _one(self, condition: ColumnElement[bool]) -> Person | None:
        row = self._session.scalars(select(PersonRow).where(condition)).one_or_none()
        return _person(row) if row is not None else None


def _person(row: PersonRow) -> Person:
    roles = frozenset(Role(name) for name in row.roles.split(",") if name)
    return Person(row.id, row.name, row.may_decide, row.created_at, roles, row.shares_value_added, row.active)


def _role_text(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))
