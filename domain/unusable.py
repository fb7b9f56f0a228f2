"""Rows of a file from outside that cannot be used, each with its line and its reason. None is dropped in silence."""

from dataclasses import dataclass
from typing import Literal

RowFault = Literal[
    "malformed_line",  # does not fit the header
    "not_a_date",
    "key_missing",
    "no_value",  # the value is empty
    "not_a_number",  # text where a number belongs
    "impossible_value",  # outside what the use case file allows
    "not_whole",  # a fraction where only whole numbers make sense
    "unknown_class",
    "unknown_reason",
    "unknown_entity",  # nobody ever predicted or counted it
    "future",  # a day that is not over
    "contradiction",  # the same entity and day twice in the file, with different values
    "person_missing",
    "range_reversed",
    "comment_unusable",
    "no_prediction",  # an answer to a prediction that is not there
    "own_run",  # the day has a run of a model already
]


@dataclass(frozen=True)
class UnusableRow:
    """A row that was left out; `line` counts the header as 1, `found` is the text in the file."""

    line: int
    fault: RowFault
    column: str = ""
    found: str = ""
