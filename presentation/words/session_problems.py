"""The words of errors about sessions. `problems` makes them known to `explain`."""

from collections.abc import Mapping

from domain import errors
from presentation.words.catalogue import marked, text
from presentation.words.problem import Problem
from presentation.words.problem_parts import found_line, joined, names_line, told

_Words = tuple[str, str, str]

SESSION: Mapping[str, _Words] = {
    "title missing": (
        marked("A title is needed"),
        marked("Nobody could tell this session from another."),
        marked("Write one, such as “Friday session”."),
    ),
    "title too long": (
        marked("The title is too long"),
        marked("It does not fit the list of sessions."),
        marked("Shorten it."),
    ),
    "period": (
        marked("The period ends before it begins"),
        marked("Its last day lies before its first."),
        marked("Choose the two days again."),
    ),
    "timebox": (
        marked("The timebox cannot be"),
        marked("A session takes between one minute and eight hours."),
        marked("Write how many minutes it may take."),
    ),
    "closed": (
        marked("This session is closed"),
        marked("Its minutes are frozen, so nothing can be written into it."),
        marked("Amend it, with a reason, if something has to change."),
    ),
    "not closed": (
        marked("This session is open"),
        marked("There is nothing to amend yet."),
        marked("Write into it as it is."),
    ),
    "already on the agenda": (
        marked("It is on the agenda already"),
        marked("A prediction is on an agenda once."),
        marked("Look for it in the list."),
    ),
    "other use case": (
        marked("That is a prediction of another use case"),
        marked("A session is about one use case."),
        marked("Open a session for that one, or take another link."),
    ),
    "owner left": (
        marked("This person has left"),
        marked("Somebody who is not here any more cannot take it on."),
        marked("Ask somebody else, and choose them."),
    ),
    "due in the past": (
        marked("That day is past"),
        marked("Nothing can be done until a day that is over."),
        marked("Choose today or a later day."),
    ),
    "action too long": (
        marked("The action is too long"),
        marked("An action is one sentence."),
        marked("Shorten it, and put the rest into a note."),
    ),
    "choose first": (
        marked("Two versions wait for a choice"),
        marked("Two people wrote different things at the same time, and minutes can hold one."),
        marked("Choose one of them; the other stays in the record."),
    ),
    "kept changing": (
        marked("The session kept changing"),
        marked("Somebody wrote while the minutes were made, each time they were tried."),
        marked("Wait until nobody writes, then close it again."),
    ),
}


_NOTHING = marked("Nothing was stored.")
_STILL_THERE = marked("Nothing was stored; what you wrote is still there.")
_OPEN = marked("The session stays open.")

KEPT: Mapping[str, str] = {
    "title too long": _STILL_THERE,
    "period": _STILL_THERE,
    "timebox": _STILL_THERE,
    "due in the past": _STILL_THERE,
    "action too long": _STILL_THERE,
    "choose first": _OPEN,
    "kept changing": _OPEN,
}
"""What is as it was, where somebody typed into a form that stays, or nothing was being written; of all others nothing was stored."""


def session_problem(error: errors.SessionError) -> Problem:
    """Something about a session that cannot be."""
    title, what, todo = told(SESSION[error.fault])
    kept = text(KEPT.get(error.fault, _NOTHING))
    return Problem(title, f"{what} {kept}", _where(error), todo)


def _where(error: errors.SessionError) -> str:
    if error.fault == "choose first":
        if not error.allowed:
            return text("Action: {action}", action=error.found)
        return text("Point {number} of the agenda: {title}", number=error.allowed[0], title=error.found)
    return joined(found_line(error.found), names_line(marked("Possible: {names}."), error.allowed))


def extra_missing_problem(error: errors.ExtraMissingError) -> Problem:
    """An optional package that is not there."""
    what = text(
        "This needs {package}, which is not installed here or cannot run on this machine. Everything else works without it.",
        package=error.package,
    )
    todo = text("Ask whoever runs Vouch here to install what {file} names.", file=error.file)
    return Problem(text("An extra is missing"), what, error.detail, todo)
