"""Who is there. On loopback a name is claimed, not proved: everybody at this computer can take any of them."""

from dataclasses import replace

from domain.errors import NotFoundError
from domain.person import Person, Role
from services.dependencies import Dependencies


def local_person(deps: Dependencies, remembered: int | None = None) -> Person | None:
    """Who is at this browser.

    Args:
        deps: stores.
        remembered: the id that the browser keeps; somebody unknown or gone is nobody.

    Returns:
        The remembered person, else who signed in last on this machine; None as long as nobody gave a name.
    """
    with deps.feedback.read() as unit:
        kept = unit.people.by_id(remembered) if remembered is not None else None
        person = kept if kept is not None and kept.active else unit.people.local()
    return person if person is not None and person.active else None


def people_to_choose(deps: Dependencies) -> tuple[Person, ...]:
    """Everybody who is still here, by name."""
    with deps.feedback.read() as unit:
        return tuple(sorted((p for p in unit.people.all() if p.active), key=lambda person: person.name.casefold()))


def sign_in_locally(deps: Dependencies, name: str) -> Person:
    """Take a name at this machine. A new person reviews and decides; the first one may do everything.

    Somebody who had left is here again, with the roles they had.

    Raises:
        SettingError: no name, or one that cannot be used.
    """
    with deps.feedback.write() as unit:
        person = unit.people.add(name, may_decide=True, now=deps.now())
        if not any(known.active and Role.ADMIN in known.roles for known in unit.people.all()):
            person = unit.people.change(replace(person, roles=frozenset(Role), active=True))
        elif not person.active:
            person = unit.people.change(replace(person, active=True))
        unit.people.make_local(person.id)
        unit.audit.add(person.name, "sign in", "local", {}, deps.now())
    return person


def present(deps: Dependencies, person_id: int) -> Person:
    """The person as they are now: roles may have changed since the page was opened.

    Raises:
        NotFoundError: nobody has this id.
    """
    with deps.feedback.read() as unit:
        person = unit.people.by_id(person_id)
    if person is None:
        raise NotFoundError("person", str(person_id))
    return person
