"""Why a row of a file was left out, in words."""

from collections.abc import Mapping, Sequence

from domain.unusable import RowFault, UnusableRow
from presentation.words.catalogue import marked, text

_REASONS: Mapping[RowFault, str] = {
    "malformed_line": marked("it does not fit the header"),
    "not_a_date": marked("there is no date that can be read"),
    "key_missing": marked("there is nothing that says what it is about"),
    "no_value": marked("the value is missing"),
    "not_a_number": marked("that is text where a number belongs"),
    "impossible_value": marked("such a value is impossible here"),
    "not_whole": marked("only whole numbers make sense here"),
    "unknown_class": marked("the use case does not know this class"),
    "unknown_reason": marked("the use case does not know this reason"),
    "unknown_entity": marked("nobody ever predicted or counted this"),
    "future": marked("this day is not over yet"),
    "contradiction": marked("the file says something else about the same day in another row"),
    "person_missing": marked("there is no name that can be used"),
    "range_reversed": marked("the range ends below where it begins"),
    "comment_unusable": marked("the comment is too long or has an unreadable character"),
    "no_prediction": marked("there is no prediction that it is about"),
    "own_run": marked("a model has predicted this day already"),
}


def fault_text(fault: RowFault) -> str:
    """The reason by itself, as a part of a table."""
    return text(_REASONS[fault])


def unusable_sentence(row: UnusableRow) -> str:
    """The row as a line: where it is, what was found, why it cannot be used."""
    if row.found:
        return text("Line {line}: “{found}”: {reason}.", line=row.line, found=row.found, reason=fault_text(row.fault))
    return text("Line {line}: {reason}.", line=row.line, reason=fault_text(row.fault))


def unusable_table(rows: Sequence[UnusableRow]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows of the list: line, column, what was found, why it cannot be used."""
    head = (text("Line"), text("Column"), text("Found"), text("Why it cannot be used"))
    return head, tuple((str(row.line), row.column, row.found, fault_text(row.fault)) for row in rows)
