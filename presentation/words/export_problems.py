"""The words of errors about exports. `problems` makes them known to `explain`."""

from collections.abc import Mapping

from domain import errors
from presentation.words.catalogue import marked, text
from presentation.words.problem import Problem
from presentation.words.problem_parts import found_line, joined, told

EXPORT: Mapping[str, tuple[str, str, str]] = {
    "rows": (
        marked("Too many rows for Excel"),
        marked("A sheet of Excel cannot hold them all, and none is left out. Nothing was written."),
        marked("Choose fewer days, or take CSV or Parquet, which hold any number of rows."),
    ),
    "too many waiting": (
        marked("Enough exports are waiting"),
        marked("They are made one after the other, so that the dashboard stays quick. This one was not added."),
        marked("Wait until one of yours is ready, or remove one of them."),
    ),
    "gone": (
        marked("This export is no longer there"),
        marked("Exports are kept for seven days. What they were made from is still stored."),
        marked("Make it again."),
    ),
    "too large": (
        marked("This export is too large for a browser"),
        marked("It is ready, and lies on the machine of Vouch."),
        marked("Take the file from there, or choose fewer days or Parquet, which is smaller."),
    ),
    "period": (
        marked("The period ends before it begins"),
        marked("Its last day lies before its first. Nothing was written."),
        marked("Choose the two days again."),
    ),
}


def export_problem(error: errors.ExportError) -> Problem:
    """An export that cannot be made or had."""
    title, what, todo = told(EXPORT[error.fault])
    allowed = text("Allowed: {allowed}", allowed=error.allowed) if error.allowed else ""
    return Problem(title, what, joined(found_line(error.found), allowed), todo)
