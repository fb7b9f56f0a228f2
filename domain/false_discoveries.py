"""How many findings may be false when many are tested at once."""

from collections.abc import Sequence


def benjamini_hochberg(p_values: Sequence[float], rate: float) -> list[bool]:
    """Which of these findings stand when at most a share `rate` of them may be false (Benjamini & Hochberg 1995)."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    passing = [place for place, at in enumerate(order, start=1) if p_values[at] <= rate * place / len(p_values)]
    kept = set(order[: max(passing, default=0)])
    return [at in kept for at in range(len(p_values))]
