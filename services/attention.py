"""How much attention each prediction deserves, and why (docs/decisions/0004).

The score adds up four things a reviewer can act on: the size of the change against the usual value, the width of the
range, unusual input, and an earlier dispute. It is computed once, when the run is published, and stored.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from domain.attention import AttentionReason, ReasonCode
from domain.entity import Entity
from models.inputs import InputFlags

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MOST = 3.0
"""A single reason counts at most this much, so that one absurd number does not hide all others."""

NEEDS_LOOK = 1.0
"""Score from which a prediction deserves a look: one full reason."""

WIDE_WEIGHT = 0.6
UNUSUAL_WEIGHT = 1.0
UNSEEN_WEIGHT = 1.5
MISSING_WEIGHT = 0.5
LITTLE_HISTORY_WEIGHT = 0.4
DISPUTE_WEIGHT = 0.8
IMPUTED_WEIGHT = 0.3
TOGETHER_WEIGHT = 0.2
"""Weights (docs/decisions/0004): a change as large as half the range or an input never seen in training is a full reason by
itself; a dispute of the last week, a wide range, a gap or a short history only together with something else. A value put in by
rule and series predicted together were stated beforehand: they are shown, and hardly move a row."""

LITTLE_HISTORY_DAYS = 4
"""Fewer comparable days than the usual value is made of."""


@dataclass(frozen=True)
class Scored:
    """What is known of the rows of a chunk, each shape (n,); NaN where there is no usual value or no range.

    Attributes:
        low, high: the range as the model gave it, before rules.
        relative_width: width of the range against what is wide for this model (1: wider than nine in ten).
        past_days: number of comparable days.
        imputed: feature -> where a stated rule stands in for its missing value.
        together: where small series are predicted together.
    """

    value: Floats
    low: Floats
    high: Floats
    usual: Floats
    relative_width: Floats
    past_days: npt.NDArray[np.int64]
    entities: Sequence[Entity]
    imputed: Mapping[str, Bools] = field(default_factory=dict)
    together: Bools | None = None


@dataclass(frozen=True)
class Attention:
    """Score, whether a look is needed, and the stored reasons ("big_change,unusual_input:price"), strongest first."""

    score: Floats
    needs_look: Bools
    reasons: list[str]


def attention(rows: Scored, flags: InputFlags, features: Sequence[str], disputed: Collection[Entity]) -> Attention:
    """Score the rows of a chunk."""
    change = _change(rows)
    wide = np.where(np.nan_to_num(rows.relative_width) > 1.0, np.minimum(rows.relative_width, MOST), 0.0) * WIDE_WEIGHT
    dispute = np.array([entity in disputed for entity in rows.entities], dtype=np.float64)
    short = np.where(rows.past_days < LITTLE_HISTORY_DAYS, LITTLE_HISTORY_WEIGHT, 0.0)
    parts: list[tuple[AttentionReason, Floats]] = [
        (AttentionReason(ReasonCode.BIG_CHANGE), np.where(change >= 1.0, change, 0.0)),
        (AttentionReason(ReasonCode.WIDE_RANGE), wide),
        (AttentionReason(ReasonCode.EARLIER_DISPUTE), dispute * DISPUTE_WEIGHT),
        (AttentionReason(ReasonCode.LITTLE_HISTORY), short),
    ]
    for code, mask, weight in (
        (ReasonCode.UNUSUAL_INPUT, flags.outside, UNUSUAL_WEIGHT),
        (ReasonCode.UNSEEN_CATEGORY, flags.unseen, UNSEEN_WEIGHT),
        (ReasonCode.MISSING_INPUT, flags.missing, MISSING_WEIGHT),
    ):
        parts += [
            (AttentionReason(code, features[place]), np.where(mask[:, place], weight, 0.0))
            for place in map(int, np.flatnonzero(mask.any(axis=0)))
        ]
    parts += [
        (AttentionReason(ReasonCode.IMPUTED_INPUT, feature), np.where(mask, IMPUTED_WEIGHT, 0.0))
        for feature, mask in rows.imputed.items()
    ]
    if rows.together is not None:
        parts.append((AttentionReason(ReasonCode.PREDICTED_TOGETHER), np.where(rows.together, TOGETHER_WEIGHT, 0.0)))
    # The part of a change that is no reason by itself still orders rows that are alike in everything else.
    score = sum((part for _, part in parts), start=np.where(change < 1.0, change * 0.1, 0.0))
    reasons = _texts(parts, len(change))
    return Attention(np.asarray(score), np.asarray(score >= NEEDS_LOOK), reasons)


def _change(rows: Scored) -> Floats:
    """Distance from the usual value in half widths of the range, at most MOST; 0 where either is not known.

    A range without width makes any difference at all a change of MOST.
    """
    half = (rows.high - rows.low) / 2.0
    distance = np.abs(rows.value - rows.usual)
    # Compared before it is divided: a distance over a tiny width would be more than a float holds.
    most = (distance >= MOST * half) & (distance > 0.0)
    share = np.divide(distance, half, out=np.zeros_like(distance), where=~most & (half > 0.0) & np.isfinite(distance))
    return np.where(most, MOST, share)


def _texts(parts: list[tuple[AttentionReason, Floats]], count: int) -> list[str]:
    found: list[list[tuple[float, str]]] = [[] for _ in range(count)]
    for reason, part in parts:
        text = str(reason)
        for row in np.flatnonzero(part):
            found[row].append((-float(part[row]), text))
    return [",".join(text for _, text in sorted(reasons, key=lambda item: item[0])) for reasons in found]
