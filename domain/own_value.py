"""The value a person types: "12,5" and "12.5" mean the same; anything unclear is refused in words, never guessed."""

import math
import re

from domain.errors import AnswerError
from domain.use_case.definition import Target

LARGEST = 1e12
"""Larger values are taken for a slip of the keyboard."""

_THOUSANDS = re.compile(r"[+\-\u2212]?[1-9]\d{0,2}[.,]\d{3}")
"""One mark with three digits behind it: 1.200 is twelve hundred to some and one and a fifth to others."""

_PLAIN = re.compile(r"[+\-\u2212]?(\d+([.,]\d+)?|[.,]\d+)")


def parse_number(text: str) -> float:
    """The number in a text.

    Accepts a decimal point or a decimal comma and refuses everything that could be read in two ways (1.234,5).

    Raises:
        AnswerError: missing, not a number, ambiguous (1,200), or larger than anything meant.
    """
    stripped = text.strip().replace("\u00a0", "")
    if not stripped:
        raise AnswerError("value missing")
    if not _PLAIN.fullmatch(stripped):
        raise AnswerError("value not a number", found=text)
    if _THOUSANDS.fullmatch(stripped):
        plain = stripped.lstrip("+")
        raise AnswerError(
            "value ambiguous", found=text, allowed=(re.sub("[.,]", "", plain), re.sub("[.,]", ".", plain).rstrip("0"))
        )
    value = float(stripped.replace(",", ".").replace("\u2212", "-"))
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise AnswerError("value out of range", found=f"{value:g}")
    return value


def parse_own_value(text: str, target: Target) -> float:
    """The number in a text, in the unit of the target.

    Raises:
        AnswerError: as `parse_number`, and below the target's least value, or not whole although the target is.
    """
    value = parse_number(text)
    check_own_value(value, target)
    return value


def check_own_value(value: float, target: Target) -> None:
    """Refuse a value that the target cannot take.

    Raises:
        AnswerError: as `parse_own_value`.
    """
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise AnswerError("value out of range", found=f"{value:g}")
    if target.min is not None and value < target.min:
        raise AnswerError("value below minimum", found=f"{value:g}", allowed=(f"{target.min:g}",))
    if target.integer and value != math.floor(value):
        raise AnswerError(
            "value not whole", found=f"{value:g}", allowed=(f"{math.floor(value)}", f"{math.ceil(value)}")
        )
