"""The words of errors about what people do: answers, talk, rights. `problems` makes them known to `explain`."""

from domain import errors
from presentation.words.catalogue import marked, text
from presentation.words.people_fault_words import ACTIONS, ANSWER, ASSIGNMENT, BULK, RELEASE, TALK
from presentation.words.problem import Problem
from presentation.words.problem_parts import found_line, joined, names_line, told


def answer_problem(error: errors.AnswerError) -> Problem:
    """An answer that was not stored."""
    where = joined(found_line(error.found), names_line(marked("Possible: {names}."), error.allowed))
    if error.fault == "value below minimum" and error.allowed:
        where = joined(found_line(error.found), text("Least value: {value}.", value=error.allowed[0]))
    title, what, todo = told(ANSWER[error.fault])
    return Problem(title, _nothing_stored(what), where, todo)


def bulk_problem(error: errors.BulkError) -> Problem:
    """A bulk action that was not done."""
    title, what, todo = told(BULK[error.fault])
    where = joined(found_line(error.found), names_line(marked("Possible: {names}."), error.allowed))
    if error.fault == "too many" and error.allowed:
        where = joined(found_line(error.found), text("At most: {count}.", count=error.allowed[0]))
    return Problem(title, text("{what} Nothing was changed.", what=what), where, todo)


def talk_problem(error: errors.TalkError) -> Problem:
    """A comment or a dispute that was not stored."""
    title, what, todo = told(TALK[error.fault])
    where = joined(found_line(error.found), names_line(marked("Possible: {names}."), error.allowed))
    if error.fault == "words missing":
        return Problem(title, f"{what} {text('Nothing was stored.')}", where, todo)
    return Problem(title, _nothing_stored(what), where, todo)


def not_allowed_problem(error: errors.NotAllowedError) -> Problem:
    """Something that this person may not do."""
    action = text(ACTIONS.get(error.action, error.action))
    what = text("This is not open to you: {action}. Nothing was changed.", action=action)
    person = text("You are: {person}", person=error.person) if error.person else ""
    return Problem(text("Not allowed"), what, person, text("Ask whoever runs Vouch here."))


def assignment_problem(error: errors.AssignmentError) -> Problem:
    """An assignment that was not stored."""
    title, what, todo = told(ASSIGNMENT[error.fault])
    where = joined(found_line(error.found), names_line(marked("Possible: {names}."), error.allowed))
    return Problem(title, f"{what} {text('Nothing was stored.')}", where, todo)


def release_problem(error: errors.ReleaseError) -> Problem:
    """A held run that stays as it is."""
    title, what, todo = told(RELEASE[error.fault])
    where = joined(text("Run: {run}", run=error.run_id), found_line(error.allowed) if error.allowed else "")
    return Problem(title, f"{what} {text('Nothing was published.')}", where, todo)


def rights_problem(error: errors.RightsError) -> Problem:
    """Rights that cannot be."""
    person = text("Person: {name}", name=error.person)
    if error.fault == "last admin":
        what = text("Nobody would be left who may manage people. Nothing was changed.")
        todo = text("Make somebody else an administrator first.")
        return Problem(text("The last administrator cannot go"), what, person, todo)
    what = text("Somebody who is here needs at least one role. Nothing was changed.")
    todo = text("Choose a role, or mark the person as gone.")
    return Problem(text("Nobody can be here without a role"), what, person, todo)


def _nothing_stored(what: str) -> str:
    return f"{what} {text('Nothing was stored; what you wrote is still there.')}"
