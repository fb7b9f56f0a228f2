"""Assign predictions to people: a whole use case, or where keys have these values, from now on until it is taken back."""

from dataclasses import dataclass

from domain.assignment import Assignment, Part
from domain.errors import AssignmentError
from domain.permission import Permission, may, require
from domain.person import Person
from feedback_db.assignments import NewAssignment
from services.dependencies import Dependencies
from services.sign_in import present


@dataclass(frozen=True)
class Wish:
    """Who is to look at what.

    Attributes:
        token: of the click; the same token is stored once.
        part: conditions on keys of the use case; none means all of it.
    """

    token: str
    use_case: str
    owner_id: int
    part: Part = ()


def may_assign(person: Person, owner_id: int) -> bool:
    """Whether somebody may assign predictions to a person; everybody may take some on themself."""
    return may(person, Permission.ASSIGN) or (person.id == owner_id and may(person, Permission.ANSWER))


def may_take_back(person: Person, assignment: Assignment) -> bool:
    """Whether somebody may take an assignment back: who may assign, and everybody what they took on themself."""
    took_it = assignment.owner_id == assignment.author_id == person.id
    return may(person, Permission.ASSIGN) or (took_it and may(person, Permission.ANSWER))


def assign_predictions(deps: Dependencies, person_id: int, wish: Wish) -> bool:
    """Let a person look at a part of a use case; whether they did not yet. Pressing twice is harmless.

    Raises:
        NotAllowedError: for somebody else, by somebody who may not assign.
        AssignmentError: a key the use case does not have, one named twice, or an owner who left.
        NotFoundError: no such use case or person.
    """
    author, owner = present(deps, person_id), present(deps, wish.owner_id)
    if not may_assign(author, owner.id):
        require(author, Permission.ASSIGN)
    if not owner.active:
        raise AssignmentError("owner left", owner.name)
    with deps.feedback.write() as unit:
        _check(wish.part, tuple(unit.use_cases.definition(wish.use_case)["keys"]))
        stored = unit.assignments.add(
            NewAssignment(wish.token, wish.use_case, wish.part, owner.id, author.id), deps.now()
        )
        if stored:
            detail = {"to": owner.name, "part": dict(wish.part)}
            unit.audit.add(author.name, "assign predictions", wish.use_case, detail, deps.now())
    return stored


def take_back(deps: Dependencies, person_id: int, assignment_id: int) -> Assignment:
    """Let an assignment count no longer; doing it twice changes nothing. It stays in the record.

    Raises:
        NotAllowedError: neither one's own nor may the person assign.
        NotFoundError: no such assignment or person.
    """
    person = present(deps, person_id)
    with deps.feedback.write() as unit:
        assignment = unit.assignments.by_id(assignment_id)
        if not may_take_back(person, assignment):
            require(person, Permission.ASSIGN)
        if unit.assignments.take_back(assignment_id, person.id, deps.now()):
            detail = {"from": assignment.owner, "part": dict(assignment.part)}
            unit.audit.add(person.name, "take back predictions", assignment.use_case, detail, deps.now())
        return unit.assignments.by_id(assignment_id)


def list_assignments(deps: Dependencies, use_case: str) -> tuple[Assignment, ...]:
    """What stands, oldest first; also what somebody holds who left.

    An assignment of a key that the use case no longer has stands too: somebody has to take it back.
    """
    with deps.feedback.read() as unit:
        return unit.assignments.standing(use_case)


def _check(part: Part, keys: tuple[str, ...]) -> None:
    named = [key for key, _ in part]
    for key in named:
        if key not in keys:
            raise AssignmentError("key unknown", key, keys)
        if named.count(key) > 1:
            raise AssignmentError("key twice", key)
