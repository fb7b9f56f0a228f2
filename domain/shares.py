"""Shares: what was predicted for many small series together, shared out among them by what each sold lately.

A share is a stated convenience (docs/decisions/0013): range and explanation are those of the sum.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from domain.entity import Entity
from domain.use_case import UseCase
from domain.use_case.fixes import Aggregate

Kind = TypeVar("Kind", int, Entity)


@dataclass(frozen=True)
class Member:
    """A small series behind a prediction together, as it was known on the morning of the run.

    Attributes:
        row: number of the prediction together in its run.
        entity: the series' own keys.
        days: on how many of the days that are looked at it had sales.
        sold: what it sold on them; 0 where it had none, and then it gets no share.
    """

    row: int
    entity: Entity
    days: int
    sold: float


@dataclass(frozen=True)
class Share:
    """What falls to a member, counted in the last shown digit (`SharedOut.decimals`).

    Attributes:
        weight: its part of what all members sold, between 0 and 1.
        predicted: of the model's prediction.
        decided: of the value that counts.
    """

    member: Member
    weight: float
    predicted: int
    decided: int


@dataclass(frozen=True)
class SharedOut:
    """A prediction together, shared out; the shares add up exactly to what is shared.

    Attributes:
        row: of the prediction in its run.
        entity: its keys; the name of the small series together stands in the place of `key`.
        key: the key whose small series were taken together.
        days: so many last known days are looked at.
        decimals: of all amounts here, which are whole numbers of the last digit: 123 with one decimal is 12.3.
        predicted: the prediction as it is shown.
        decided: what counts for ordering.
        decided_by: who decided it; None where the prediction stands.
        shares: of the members that sold anything, the largest first; none where nobody did.
        without: the members that sold nothing in these days, by name.
    """

    row: int
    entity: Entity
    key: str
    days: int
    decimals: int
    predicted: int
    decided: int
    decided_by: str | None
    shares: tuple[Share, ...]
    without: tuple[Member, ...]

    def amount(self, steps: int) -> float:
        """An amount in the unit of the target."""
        return float(Decimal(steps).scaleb(-self.decimals))


def sharing_rule(use_case: UseCase) -> Aggregate | None:
    """The rule by which small series are predicted together and shared back; None where nothing is shared."""
    rules = use_case.clean.get(use_case.target.source)
    return rules.aggregate if rules is not None and rules.aggregate is not None and rules.aggregate.share_back else None


def share_out(total: int, weights: Mapping[Kind, float]) -> dict[Kind, int]:
    """Whole parts of a total in proportion to weights; they add up exactly.

    Largest remainders (Hamilton's method; M. L. Balinski and H. P. Young, *Fair Representation*, 1982, ch. 2 and
    appendix A): every part is rounded down, and what is left goes one by one to the largest remainders; of equal ones to
    the larger weight, then to the first name. Counted in whole numbers, so that neither rounding nor order matters. A
    negative total is shared out like its size, with its sign.

    Args:
        total: what is shared out, in the smallest unit that is given.
        weights: of each member, not negative.

    Returns:
        A part for each member; none at all where nobody has a weight.

    Raises:
        ValueError: a weight is negative or no number.
    """
    if not all(math.isfinite(weight) and weight >= 0 for weight in weights.values()):
        raise ValueError("weights must be numbers that are not negative")
    ratios = {member: weight.as_integer_ratio() for member, weight in weights.items()}
    # The denominators are powers of two: the largest is common to all.
    common = max((below for _, below in ratios.values()), default=1)
    exact = {member: above * (common // below) for member, (above, below) in ratios.items()}
    whole = sum(exact.values())
    if not whole:
        return {}
    parts = {member: abs(total) * weight // whole for member, weight in exact.items()}
    left = abs(total) - sum(parts.values())
    first = sorted(exact, key=lambda member: (-(abs(total) * exact[member] % whole), -exact[member], member))
    for member in first[:left]:
        parts[member] += 1
    return {member: int(math.copysign(1, total)) * part for member, part in parts.items()}


def whole_steps(value: float, decimals: int) -> int:
    """A number as a whole number of its last digit, halves away from zero: 12.34 with one decimal is 123."""
    return int(Decimal(repr(float(value))).scaleb(decimals).to_integral_value(ROUND_HALF_UP))


def decimals_of(value: float, most: int) -> int:
    """How many decimals a typed number has, at most so many."""
    finest = whole_steps(value, most)
    return next((most - zeros for zeros in range(most, 0, -1) if finest % 10**zeros == 0), most)


def share_members(
    members: tuple[Member, ...], predicted: int, decided: int
) -> tuple[tuple[Share, ...], tuple[Member, ...]]:
    """The shares of those who sold anything, the largest first, and those who did not, by name."""
    weights = {member.entity: member.sold for member in members if member.sold > 0}
    of_predicted, of_decided = share_out(predicted, weights), share_out(decided, weights)
    all_sold = math.fsum(weights.values())
    shares = [
        Share(member, member.sold / all_sold, of_predicted[member.entity], of_decided[member.entity])
        for member in sorted(members, key=lambda member: (-member.sold, member.entity))
        if member.entity in weights
    ]
    without = sorted((m for m in members if m.entity not in weights), key=lambda member: member.entity)
    return tuple(shares), tuple(without)
