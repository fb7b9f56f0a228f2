"""The parts that problems share: lines of the place, lists of names, addresses without their passwords."""

import re

from presentation.words.catalogue import text
from presentation.words.fault_words import Words

MOST_NAMES = 20
"""More known names than this are cut, and the cut is said."""

_PASSWORD = re.compile(r"(//[^:/@\s]*):\S*@")
_PASSWORD_OPTION = re.compile(r"(?i)([?&;]?\b(?:password|pwd)=)[^&;\s]+")


def without_password(address: str) -> str:
    """An address that may be shown: the password in it is replaced."""
    return _PASSWORD_OPTION.sub(r"\1***", _PASSWORD.sub(r"\1:***@", address))


def names_line(line: str, names: tuple[str, ...]) -> str:
    """A line with names in it; empty where there are none."""
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown = text("{names} and {count} more", names=shown, count=len(names) - MOST_NAMES)
    return text(line, names=shown) if names else ""


def found_line(found: str) -> str:
    """What was found; empty where nothing is known of it."""
    return text("Found: {found}", found=found) if found else ""


def use_case_line(name: str) -> str:
    """Which use case it is about."""
    return text("Use case: {use_case}", use_case=name)


def told(words: Words) -> Words:
    """Title, what happened and what to do, in the language spoken."""
    title, what, todo = words
    return text(title), text(what), text(todo)


def joined(*lines: str) -> str:
    """The lines that say something."""
    return "\n".join(line for line in lines if line)
