"""Texts that are probably another spelling of a more frequent one."""

import re
from collections.abc import Mapping

ALIKE = 90.0
"""Similarity from which two texts are taken for one (rapidfuzz's ratio, 0 to 100): one letter of ten may differ."""

RARER = 0.5
"""A slip is at most half as frequent as the right spelling; two names as frequent as each other are two names."""

LEAST_LETTERS = 4
"""In shorter texts one letter makes another word."""

_DIGITS = re.compile(r"[0-9]+")


def near_spellings(texts: Mapping[str, int]) -> dict[str, list[str]]:
    """The right text, and what is probably meant by it.

    Texts whose digits differ are never taken for one: 500 g is not 600 g.

    Args:
        texts: text -> rows.
    """
    from rapidfuzz import fuzz, process

    order = sorted((text for text in texts if _letters(text) >= LEAST_LETTERS), key=lambda text: (-texts[text], text))
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for place, text in enumerate(order[1:], start=1):
        candidates = [right for right in order[:place] if right not in taken and texts[text] <= RARER * texts[right]]
        best = process.extractOne(text, candidates, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=ALIKE)
        if best is not None and _DIGITS.findall(text) == _DIGITS.findall(best[0]):
            found.setdefault(best[0], []).append(text)
            taken.add(text)
    return found


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)
