"""What exactly can be wrong with a source, an answer or a session: the faults that `domain.errors` carry."""

from typing import Literal

SourceFault = Literal[
    "missing",  # nothing at this place
    "empty",  # a file or an answer without a row
    "separator",  # one wide column: the separator is another one
    "column",  # a column that the use case names is not there
    "values",  # a column without a single date or number, although it should hold them
    "encoding",  # bytes that the stated encoding does not know
    "malformed",  # rows that do not fit the header, a broken Parquet file, HTML instead of a table
    "changing",  # a file that is written to, or replaced, while it is read
    "unreachable",  # a database or a URL that does not answer
    "query",  # a query that the database refuses
    "variable",  # a ${NAME} in the path that nobody set
]

AnswerFault = Literal[
    "value missing",
    "value ambiguous",
    "value not a number",
    "value below minimum",
    "value not whole",
    "class unknown",
    "value out of range",
    "reason unknown",
    "feature unknown",
    "comment too long",
    "comment has a zero byte",
    "run not published",
    "scenario name",
]

BulkFault = Literal[
    "too many",  # predictions in one action
    "nothing left",  # every prediction was left out
    "reason missing",
    "not its author",  # only who did it takes it back
]

SessionFault = Literal[
    "title missing",
    "title too long",
    "period",  # its last day before its first
    "timebox",
    "closed",
    "not closed",
    "already on the agenda",
    "other use case",
    "owner left",
    "due in the past",
    "action too long",
    "choose first",  # two versions of an action, or of a point (its title; allowed: its number), and nobody has chosen yet
    "kept changing",  # somebody wrote while the minutes were being made, every time
]

ExportFault = Literal[
    "rows",  # more than a sheet of Excel has
    "too many waiting",  # exports in the background, of one person
    "gone",  # expired, removed, or never there
    "too large",  # for the memory of a browser session
    "period",  # its last day before its first
]

ThingKind = Literal[
    "use case",
    "first run",  # of a use case that has a file, but was never trained or predicted here
    "run",
    "prediction",
    "version",
    "person",
    "champion",
    "dispute",
    "ingredient",
    "session",
    "item",
    "action",
    "explanation",
    "shares",
    "assignment",
    "bulk action",
]
"""What somebody asked for and nothing was found."""

ReleaseFault = Literal[
    "not held",
    "rerun only",  # there is no batch that could be published as it is
    "no reason",
    "no reason to rerun",
    "reason too long",
    "reason has a zero byte",
    "changed",  # the sources give another batch now
    "other use case",
]
