"""From an error to words: what happened, what is safe, where, and what to do next.

Errors carry data (domain/errors.py); every one of them has its words here, and so have a bug and what the machine could not give.
"""

from functools import singledispatch

from domain import errors
from presentation.words.catalogue import marked, plural, text
from presentation.words.export_problems import export_problem
from presentation.words.fault_words import (
    CONTRAST,
    DATABASE,
    MODEL_FILE,
    MODEL_PARAMETER,
    NOT_FOUND,
    PREDICTION_FILE,
    SOURCE_DETAIL,
    TRAINING_DATA,
    WANTED,
)
from presentation.words.people_problems import (
    answer_problem,
    assignment_problem,
    bulk_problem,
    not_allowed_problem,
    release_problem,
    rights_problem,
    talk_problem,
)
from presentation.words.problem import Problem
from presentation.words.problem_parts import found_line, joined, names_line, told, use_case_line, without_password
from presentation.words.session_problems import extra_missing_problem, session_problem
from presentation.words.source_words import separator_name, source_words
from presentation.words.system_problems import disk_problem, memory_problem, operating_system_problem

KNOWN = marked("Known: {names}.")
SIGN_IN = marked("sign-in")
"""Where a setting error comes from a person's name and not from a setting."""


@singledispatch
def explain(error: BaseException) -> Problem:
    """The words of an error. One that nobody foresaw is called a bug, with what to report."""
    return Problem(
        text("Something unexpected happened"),
        text(
            "This is a bug in Vouch. Published predictions and stored answers are safe: what was not finished is not visible."
        ),
        without_password(joined(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)),
        text("Try again. If it happens again, report the line above, with the command or the page and the time."),
    )


@explain.register
def _use_case_file(error: errors.UseCaseFileError) -> Problem:
    what = plural(
        "There is {count} fault in {path}. Nothing was changed.",
        "There are {count} faults in {path}. Nothing was changed.",
        len(error.places),
        path=error.path,
    )
    todo = text(
        "Correct the lines named. Then check the file with `vouch check-config`. Every key is described in docs/use_case.md."
    )
    where = "\n".join(_fault(place) for place in error.places)
    return Problem(text("The use case file cannot be used"), what, where, todo)


def _fault(place: errors.FilePlace) -> str:
    line = text("found {found}; allowed: {allowed}", found=place.found, allowed=place.allowed)
    if place.key:
        line = f"{place.key}: {line}"
    return text("line {number}, {fault}", number=place.line, fault=line) if place.line else line


@explain.register
def _source(error: errors.SourceError) -> Problem:
    title, what, todo = source_words(error.fault, error.detail, error.found)
    detail = separator_name(error.detail) if error.fault == "separator" else without_password(error.detail)
    if error.detail and error.fault in SOURCE_DETAIL:
        detail = text(SOURCE_DETAIL[error.fault], detail=detail)
    where = joined(
        text("Source {source}: {location}", source=error.source, location=without_password(error.location)),
        detail,
        names_line(marked("Found: {names}."), error.found),
    )
    return Problem(title, what, where, todo)


@explain.register
def _not_found(error: errors.NotFoundError) -> Problem:
    if error.kind == "first run":
        return _nothing_yet(error.name)
    title, what, todo = told(NOT_FOUND[error.kind])
    asked = text("Asked for: {name}", name=error.name) if error.name else ""
    return Problem(title, what, joined(asked, names_line(KNOWN, error.known)), todo)


def _nothing_yet(use_case: str) -> Problem:
    what = text("Nothing is predicted yet for {use_case}.", use_case=use_case)
    todo = text(
        "Run `vouch train {use_case}`, then `vouch daily {use_case}`. Then reload this page.", use_case=use_case
    )
    return Problem(text("No run of this use case yet"), what, "", todo)


@explain.register
def _too_little(error: errors.TooLittleDataError) -> Problem:
    if error.wanted in WANTED:
        wanted = text(WANTED[error.wanted])
    else:
        wanted = text("What was asked for ({wanted})", wanted=error.wanted)
    if error.days_found:
        found = plural("there is {count} day", "there are {count} days", error.days_found)
    else:
        found = text("there are no days")
    what = plural(
        "{wanted} needs {count} day of history; {found}. Nothing was changed.",
        "{wanted} needs {count} days of history; {found}. Nothing was changed.",
        error.days_needed,
        wanted=wanted,
        found=found,
    )
    todo = text("Deliver more history, or ask for less in the use case file. Then run the command again.")
    return Problem(text("Not enough history"), what, use_case_line(error.use_case), todo)


@explain.register
def _model_parameter(error: errors.ModelParameterError) -> Problem:
    title, what, todo = told(MODEL_PARAMETER[error.fault])
    where = joined(f"model.parameters.{error.name}", error.detail, names_line(KNOWN, error.known))
    return Problem(title, _nothing_trained(what), where, todo)


def _nothing_trained(what: str) -> str:
    return f"{what} {text('Nothing was trained.')}"


@explain.register
def _training_data(error: errors.TrainingDataError) -> Problem:
    title, what, todo = told(TRAINING_DATA[error.fault])
    return Problem(title, _nothing_trained(what), joined(use_case_line(error.use_case), found_line(error.found)), todo)


@explain.register
def _model_file(error: errors.ModelFileError) -> Problem:
    title, what, todo = told(MODEL_FILE[error.fault])
    expected = text("Expected: {expected}", expected=error.expected) if error.expected else ""
    return Problem(title, what, joined(str(error.path), expected, found_line(error.found)), todo)


@explain.register
def _prediction_file(error: errors.PredictionFileError) -> Problem:
    title, what, todo = told(PREDICTION_FILE[error.fault])
    return Problem(title, what, str(error.path), todo)


@explain.register
def _contrast(error: errors.ContrastError) -> Problem:
    title, what, todo = (text(words) for words in CONTRAST[error.fault])
    where = text("Version {number}: {detail}", number=error.version, detail=error.detail)
    return Problem(title, what, where, todo)


@explain.register
def _database(error: errors.DatabaseError) -> Problem:
    title, what, todo = told(DATABASE[error.fault])
    return Problem(title, what, without_password(joined(error.url, error.detail)), todo)


@explain.register
def _busy(error: errors.BusyError) -> Problem:
    what = text("Another process is busy with {what}. Nothing was started twice.", what=error.what)
    todo = text("Wait until it has finished. Then look at the result.")
    return Problem(text("Already running"), what, error.where, todo)


@explain.register
def _version_mismatch(error: errors.VersionMismatchError) -> Problem:
    what = text(
        "Version {version} was trained with other features or rules than the use case file has now. Nothing was predicted.",
        version=error.version,
    )
    where = joined(use_case_line(error.use_case), names_line(marked("Changed: {names}."), error.changed))
    todo = text("Train again with `vouch train` and promote the new version. Or undo the change of the file.")
    return Problem(text("The model does not fit the use case file"), what, where, todo)


@explain.register
def _setting(error: errors.SettingError) -> Problem:
    what = text("The value of “{name}” cannot be used as it is. Nothing was changed.", name=error.name)
    allowed = text("Allowed: {allowed}", allowed=error.allowed)
    if error.where == SIGN_IN:
        allowed = text("Allowed: {allowed}", allowed=text("1 to {limit} characters on one line", limit=error.allowed))
    where = joined(
        text("In: {where}", where=text(SIGN_IN) if error.where == SIGN_IN else error.where),
        text("Found: {found}", found=error.found),
        allowed,
        names_line(marked("Settings: {names}."), error.others),
    )
    if error.where == SIGN_IN:
        return Problem(text("That name cannot be used"), what, where, text("Write another one."))
    todo = text("Correct it. Every setting is described in docs/settings.md.")
    return Problem(text("A setting is wrong"), what, where, todo)


for _words in (
    operating_system_problem,
    disk_problem,
    memory_problem,
    answer_problem,
    bulk_problem,
    talk_problem,
    not_allowed_problem,
    rights_problem,
    assignment_problem,
    release_problem,
    session_problem,
    extra_missing_problem,
    export_problem,
):
    explain.register(_words)
