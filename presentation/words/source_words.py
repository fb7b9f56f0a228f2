"""What is wrong with a source that cannot be read, and what to do in its use case file."""

from collections.abc import Mapping, Sequence

from presentation.words.catalogue import marked, text
from presentation.words.fault_words import SOURCE_FAULTS, Words
from presentation.words.problem_parts import told

SEPARATORS: Mapping[str, str] = {
    ",": marked("comma"),
    ";": marked("semicolon"),
    "\t": marked("tab"),
    "|": marked("vertical bar"),
}


def separator_name(mark: str) -> str:
    """A separator by its name, for a blank cannot be seen: "tab"."""
    return text(SEPARATORS[mark]) if mark in SEPARATORS else mark


def source_words(fault: str, detail: str, found: Sequence[str]) -> Words:
    """Title, what happened and what to do; with the separator or the encoding that the file seems to have.

    Args:
        fault: one of `SourceError`.
        detail: what the error says of it.
        found: what was found instead.
    """
    title, what, todo = told(SOURCE_FAULTS[fault])
    if fault == "separator" and detail in SEPARATORS:
        mark = "\\t" if detail == "\t" else detail
        todo = text('Set `separator: "{mark}"` of this source in the use case file.', mark=mark)
    if fault == "encoding" and found:
        what = text("It is written in {encoding}, as its first bytes say.", encoding=found[0])
        todo = text(
            "Set `encoding: {encoding}` of this source in the use case file, or ask for the file in UTF-8.",
            encoding=found[0],
        )
    return title, what, todo
