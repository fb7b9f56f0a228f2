"""From an error to words: what happened, what is safe, where, and what to do next.

Errors carry data (domain/errors.py); every one of them has its words here, and so have a full disk and a bug.
"""

import errno
import re
from functools import singledispatch

from domain import errors
from presentation.words.fault_words import (
    ANSWER,
    DATABASE,
    MODEL_FILE,
    MODEL_PARAMETER,
    NOT_FOUND,
    PREDICTION_FILE,
    SOURCE_DETAIL,
    SOURCE_FAULTS,
    TRAINING_DATA,
    WANTED,
)
from presentation.words.finding_parts import counted
from presentation.words.problem import Problem

MOST_NAMES = 20
"""More known names than this are cut, and the cut is said."""

_PASSWORD = re.compile(r"(//[^:/@\s]*):\S*@")
_PASSWORD_OPTION = re.compile(r"(?i)([?&;]?\b(?:password|pwd)=)[^&;\s]+")

SIGN_IN = "sign-in"
"""Where a setting error comes from a person's name and not from a setting."""

DISK_FULL = "Nothing half-written is visible. What was stored before is safe."
MAKE_ROOM = "Make room on that disk. Then do it again: nothing is stored twice."


def without_password(text: str) -> str:
    """An address that may be shown: the password in it is replaced."""
    return _PASSWORD_OPTION.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


def _names(title: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{title}: {', '.join(names[:MOST_NAMES])}{more}."


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


@singledispatch
def explain(error: BaseException) -> Problem:
    """The words of an error. One that nobody foresaw is called a bug, with what to report."""
    return Problem(
        "Something unexpected happened",
        "This is a bug in Vouch. Published predictions and stored answers are safe: what was not finished is not visible.",
        without_password(_lines(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)),
        "Try again. If it happens again, report the line above, with the command or the page and the time.",
    )


@explain.register
def _operating_system(error: OSError) -> Problem:
    where = str(error.filename) if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem("The disk is full", DISK_FULL, where, MAKE_ROOM)
    if error.errno == errno.EADDRINUSE:
        todo = "End the other program, or choose another port, for example `make run PORT=8502`."
        return Problem("The port is in use", "Another program already listens there. Nothing was started.", where, todo)
    return Problem(
        "A file or a connection failed",
        f"The computer reported: {error.strerror or error}. What was not finished is not visible.",
        where,
        "Check that the place exists and that you may use it. Then try again.",
    )


@explain.register
def _use_case_file(error: errors.UseCaseFileError) -> Problem:
    lines = [
        f"{f'line {place.line}, ' if place.line else ''}{f'{place.key}: ' if place.key else ''}found {place.found}; allowed: {place.allowed}"
        for place in error.places
    ]
    what = f"There {'is' if len(error.places) == 1 else 'are'} {counted(len(error.places), 'fault')} in {error.path}. Nothing was changed."
    todo = "Correct the lines named. Then check the file with `vouch check-config`. Every key is described in docs/use_case.md."
    return Problem("The use case file cannot be used", what, "\n".join(lines), todo)


@explain.register
def _source(error: errors.SourceError) -> Problem:
    title, what, todo = SOURCE_FAULTS[error.fault]
    where = _lines(
        f"Source {error.source}: {without_password(error.location)}",
        without_password(SOURCE_DETAIL.get(error.fault, "{}").format(error.detail)) if error.detail else "",
        _names("Found", error.found),
    )
    return Problem(title, what, where, todo)


@explain.register
def _not_found(error: errors.NotFoundError) -> Problem:
    title, what, todo = NOT_FOUND[error.kind]
    return Problem(
        title, what, _lines(f"Asked for: {error.name}" if error.name else "", _names("Known", error.known)), todo
    )


@explain.register
def _too_little(error: errors.TooLittleDataError) -> Problem:
    what = (
        f"{WANTED.get(error.wanted, f'What was asked for ({error.wanted})')} needs {counted(error.days_needed, 'day')} of history; "
        f"there {'is' if error.days_found == 1 else 'are'} {counted(error.days_found, 'day')}. Nothing was changed."
    )
    todo = "Deliver more history, or ask for less in the use case file. Then run the command again."
    return Problem("Not enough history", what, f"Use case: {error.use_case}", todo)


@explain.register
def _model_parameter(error: errors.ModelParameterError) -> Problem:
    title, what, todo = MODEL_PARAMETER[error.fault]
    where = _lines(f"model.parameters.{error.name}", error.detail, _names("Known", error.known))
    return Problem(title, f"{what} Nothing was trained.", where, todo)


@explain.register
def _training_data(error: errors.TrainingDataError) -> Problem:
    title, what, todo = TRAINING_DATA[error.fault]
    where = _lines(f"Use case: {error.use_case}", f"Found: {error.found}" if error.found else "")
    return Problem(title, f"{what} Nothing was trained.", where, todo)


@explain.register
def _model_file(error: errors.ModelFileError) -> Problem:
    title, what, todo = MODEL_FILE[error.fault]
    expected = f"Expected: {error.expected}" if error.expected else ""
    found = f"Found: {error.found}" if error.found else ""
    return Problem(title, what, _lines(str(error.path), expected, found), todo)


@explain.register
def _prediction_file(error: errors.PredictionFileError) -> Problem:
    title, what, todo = PREDICTION_FILE[error.fault]
    return Problem(title, what, str(error.path), todo)


@explain.register
def _storage_full(error: errors.StorageFullError) -> Problem:
    return Problem("The disk is full", DISK_FULL, str(error.path), MAKE_ROOM)


@explain.register
def _database(error: errors.DatabaseError) -> Problem:
    title, what, todo = DATABASE[error.fault]
    return Problem(title, what, without_password(_lines(error.url, error.detail)), todo)


@explain.register
def _busy(error: errors.BusyError) -> Problem:
    what = f"Another process is busy with {error.what}. Nothing was started twice."
    return Problem("Already running", what, error.where, "Wait until it has finished. Then look at the result.")


@explain.register
def _answer(error: errors.AnswerError) -> Problem:
    title, what, todo = ANSWER[error.fault]
    where = _lines(f"Found: {error.found}" if error.found else "", _names("Possible", error.allowed))
    if error.fault == "value below minimum" and error.allowed:
        where = _lines(f"Found: {error.found}", f"Least value: {error.allowed[0]}.")
    return Problem(title, f"{what} Nothing was stored; what you wrote is still there.", where, todo)


@explain.register
def _not_allowed(error: errors.NotAllowedError) -> Problem:
    what = f"This is not open to you: {error.action}. Nothing was changed."
    return Problem(
        "Not allowed", what, f"You are: {error.person}" if error.person else "", "Ask whoever runs Vouch here."
    )


@explain.register
def _version_mismatch(error: errors.VersionMismatchError) -> Problem:
    what = f"Version {error.version} was trained with other features or rules than the use case file has now. Nothing was predicted."
    where = _lines(f"Use case: {error.use_case}", _names("Changed", error.changed))
    todo = "Train again with `vouch train` and promote the new version. Or undo the change of the file."
    return Problem("The model does not fit the use case file", what, where, todo)


@explain.register
def _setting(error: errors.SettingError) -> Problem:
    what = f"The value of “{error.name}” cannot be used as it is. Nothing was changed."
    where = _lines(
        f"In: {error.where}", f"Found: {error.found}", f"Allowed: {error.allowed}", _names("Settings", error.others)
    )
    if error.where == SIGN_IN:
        return Problem("That name cannot be used", what, where, "Write another one.")
    todo = "Correct it. Every setting is described in docs/settings.md."
    return Problem("A setting is wrong", what, where, todo)
