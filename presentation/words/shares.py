"""Shares as whole percentages that add up to 100, as people who add them up expect."""

from collections.abc import Sequence

from domain.shares import share_out
from presentation.words.quantities import digits

EVERYTHING = 100


def whole_shares(amounts: Sequence[float]) -> tuple[int, ...]:
    """Whole percentages of these amounts, none below zero; they add up to 100 unless all amounts are zero.

    Largest remainders (`domain.shares.share_out`).
    """
    parts = share_out(EVERYTHING, dict(enumerate(amounts)))
    return tuple(parts.get(place, 0) for place in range(len(amounts)))


def share_text(share: int) -> str:
    """`24 %`."""
    return f"{digits(share, 0)} %"
