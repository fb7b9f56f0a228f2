"""What tests ask of the answer of a command."""

import re

from tests.cli.conftest import Answered
from tests.services.made_up_shop import MORNING

DAY = ("--date", MORNING.isoformat())
TRACE = re.compile(r"Traceback|File \"|\.py\b.*line \d+")


def said(answer: Answered) -> str:
    """Everything that was printed, which never holds a trace."""
    text = answer.out + answer.err
    assert not TRACE.search(text), text
    return text


def problem(answer: Answered) -> dict[str, str]:
    """The error of a JSON answer, which is complete."""
    assert not TRACE.search(answer.out + answer.err)
    content: dict[str, str] = answer.json["error"]
    assert set(content) == {"title", "what", "where", "todo"}
    assert content["title"]
    assert content["what"]
    assert content["todo"]
    return content
