"""Who is there. One person per installation, on loopback; the name is asked once and claimed, not proved."""

from domain.person import Person
from services.dependencies import Dependencies


def local_person(deps: Dependencies) -> Person | None:
    """The person of this installation; None as long as nobody gave a name."""
    with deps.feedback.read() as unit:
        return unit.people.local()


def sign_in_locally(deps: Dependencies, name: str) -> Person:
    """Take a name as the person of this installation. The only person there is may decide.

    Raises:
        AnswerError: no name, or one that is too long.
    """
    with deps.feedback.write() as unit:
        person = unit.people.add(name, may_decide=True, now=deps.now())
        unit.people.make_local(person.id)
        unit.audit.add(person.name, "sign in", "local", {}, deps.now())
    return person
