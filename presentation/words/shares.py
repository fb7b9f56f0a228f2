"""Shares as whole percentages that add up to 100, as people who add them up expect."""

import math
from collections.abc import Sequence

from presentation.words.quantities import digits

EVERYTHING = 100


def whole_shares(amounts: Sequence[float]) -> tuple[int, ...]:
    """Whole percentages of these amounts, none below zero; they add up to 100 unless all amounts are zero.

    Largest remainders (Hamilton's method): every share is rounded down, and what is missing to 100 goes one by one to
    the largest remainders, the first of equal ones first.
    """
    total = math.fsum(amounts)
    if not total > 0:
        return (0,) * len(amounts)
    exact = [EVERYTHING * amount / total for amount in amounts]
    whole = [math.floor(share) for share in exact]
    missing = EVERYTHING - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_remainder[:missing]:
        whole[place] += 1
    return tuple(whole)


def share_text(share: int) -> str:
    """`24 %`."""
    return f"{digits(share, 0)} %"
