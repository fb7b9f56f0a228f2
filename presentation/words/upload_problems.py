"""Why a file that somebody uploads cannot be read, and how to save it so that it can: visitors do not write use case files."""

from collections.abc import Mapping

from domain.errors import SourceError, VouchError
from domain.use_case import UseCase
from presentation.words.actuals import file_columns
from presentation.words.catalogue import marked, text
from presentation.words.problem import Problem
from presentation.words.problem_parts import joined, names_line
from presentation.words.problems import explain
from presentation.words.source_words import separator_name, source_words

_SAVED = marked(
    "Save it as CSV with the columns {columns}, a {separator} between them, in {encoding}; or as Parquet. Then choose it again."
)
_WHAT_AND_TODO: Mapping[str, tuple[str, str]] = {
    "empty": (marked("It has no row."), marked("Choose a file with rows below the header {columns}.")),
    "separator": (
        marked("Its columns are separated by a {found}; a {separator} is expected."),
        marked("Save it with a {separator} between its columns: {columns}. Then choose it again."),
    ),
    "column": (
        marked("It lacks a column that is needed."),
        marked("Name the columns of the file {columns}, exactly as written here. Then choose it again."),
    ),
    "encoding": (
        marked("Its letters are written in {found}; {encoding} is expected."),
        marked("Save it in {encoding}. Then choose it again."),
    ),
    "values": (marked("Not one of its values could be read as the date or the number that it should be."), _SAVED),
    "malformed": (marked("It is not the table that it should be."), _SAVED),
}


def upload_problem(error: VouchError, use_case: UseCase) -> Problem:
    """What is wrong with an uploaded file of actuals, and how to save it.

    Args:
        error: as reading it said.
        use_case: whose actuals they should be.
    """
    if not isinstance(error, SourceError) or error.fault not in _WHAT_AND_TODO:
        return explain(error)
    source = use_case.sources[use_case.target.source]
    separated, encoded = error.fault == "separator", error.fault == "encoding"
    other = error.found[0].upper() if error.found else text("another encoding")
    values = {
        "columns": ", ".join(file_columns(use_case)),
        "separator": separator_name(source.separator),
        "encoding": source.encoding.upper(),
        "found": separator_name(error.detail) if separated else other,
    }
    what, todo = (text(words, **values) for words in _WHAT_AND_TODO[error.fault])
    missing = text("Missing: {detail}", detail=error.detail) if error.fault == "column" else error.detail
    where = joined(
        text("File: {name}", name=error.location),
        "" if separated or encoded else missing,
        names_line(marked("Found: {names}."), () if encoded else error.found),
    )
    return Problem(source_words(error.fault, error.detail, error.found)[0], what, where, todo)
