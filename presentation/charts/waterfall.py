"""The waterfall's numbers: from the model's start point through the reasons to the prediction.

The numbers that are shown add up exactly. What rounding leaves over goes into the row of other reasons, and the row
says so; so do whole units, unless there is nothing else to put there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.explanation import Adjustment, Contribution
from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.features import feature_label, in_sentence, plain_number, value_text
from presentation.words.finding_parts import counted
from presentation.words.quantities import (
    Scale,
    digits,
    level_units,
    number,
    range_text,
    scale_of,
    signed_digits,
    units,
    with_unit,
)

Kind = Literal["base", "effect", "other", "rule", "total"]

TABLE_HEADER = ("Reason", "Value", "Effect")
MOST_EFFECTS = 6
"""Rows of single reasons: with start, others and total the chart keeps to nine rows of 38 px (LOOK)."""

CORRECTION = "Start point corrected"
"""The label of what the model adds because of the size of the value that the prediction starts from."""

_MINIMUM = "minimum"
_WHOLE = "whole"


@dataclass(frozen=True)
class Step:
    """One row.

    Attributes:
        note: the value used, or what the row is made of.
        amount: the number that is shown, in units of the target (percentage points for classes); for base and total
            a level, else a change.
        features: the features it stands for.
        text: the amount as it is written.
    """

    kind: Kind
    label: str
    note: str
    amount: float
    features: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class _Parts:
    """The explanation in last shown digits."""

    use_case: UseCase
    prediction: Prediction
    scale: Scale
    shown: tuple[Contribution, ...]
    rest: tuple[Contribution, ...]

    def left_over(self) -> int:
        """What has to stand in the row of other reasons for the shown numbers to add up."""
        explanation = self.prediction.explanation
        rules = sum(units(rule.amount, self.scale) for rule in explanation.adjustments if rule.code != _WHOLE)
        effects = sum(units(item.effect, self.scale) for item in self.shown)
        total = level_units(explanation.prediction, self.scale)
        return total - units(explanation.base, self.scale) - effects - rules


def waterfall_steps(use_case: UseCase, prediction: Prediction, limit: int = MOST_EFFECTS) -> tuple[Step, ...]:
    """The rows from the start point to the prediction, the largest effects first.

    Effects too small to show and those past `limit` share one row.
    """
    scale = scale_of(use_case.target, prediction)
    # Features of the same size keep the order of the use case file, so that a reload shows the same rows.
    ordered = sorted(prediction.explanation.contributions, key=lambda item: -abs(item.effect))
    visible = tuple(item for item in ordered if units(item.effect, scale))[:limit]
    rest = tuple(item for item in ordered if item.effect != 0 and item not in visible)
    parts = _Parts(use_case, prediction, scale, visible, rest)
    return (
        _base(parts),
        *(_effect(parts, item) for item in visible),
        *_other(parts),
        *_rules(parts),
        _total(parts),
    )


def waterfall_table(steps: Sequence[Step]) -> tuple[tuple[str, str, str], ...]:
    """The same rows as text, under `TABLE_HEADER`."""
    return tuple((step.label, step.note, step.text) for step in steps)


def waterfall_reading() -> str:
    """How to read the chart."""
    return text(
        "Read from top to bottom: the prediction starts at the mark, and each bar moves it by one reason, to the right for more and to the left for less. "
        "The bars add up exactly to the prediction at the bottom, whose line shows the range."
    )


def waterfall_alt(steps: Sequence[Step]) -> str:
    """The chart in words, for who cannot see it."""
    middle = [f"{step.label} {step.text}" for step in steps[1:-1]]
    ends = f"start {steps[0].text}", f"prediction {steps[-1].text}"
    return f"Waterfall: {', '.join((ends[0], *middle, ends[1]))}."


def _step(parts: _Parts, kind: Kind, words: tuple[str, str], steps: int, features: tuple[str, ...] = ()) -> Step:
    decimals = parts.scale.decimals
    text = signed_digits(steps, decimals)
    if kind == "base":
        text = with_unit(digits(steps, decimals), parts.scale)
    if kind == "total":
        text = with_unit(number(parts.prediction.explanation.prediction, parts.scale), parts.scale)
    return Step(kind, words[0], words[1], float(steps / 10**decimals), features, text)


def _base(parts: _Parts) -> Step:
    return _step(parts, "base", ("Start point", _start(parts)), units(parts.prediction.explanation.base, parts.scale))


def _start(parts: _Parts) -> str:
    """What the prediction starts from: the model's average, or the feature that the use case names as its offset."""
    offset = parts.use_case.model.offset
    if offset is None:
        return "before any reason"
    value = next((c.value for c in parts.prediction.explanation.contributions if c.feature == offset), None)
    label = in_sentence(feature_label(parts.use_case, offset))
    return f"no {label} yet" if value is None else label


def _effect(parts: _Parts, item: Contribution) -> Step:
    label = feature_label(parts.use_case, item.feature)
    if item.feature == parts.use_case.model.offset:
        label = CORRECTION
    words = label, value_text(parts.use_case, item.feature, item.value)
    return _step(parts, "effect", words, units(item.effect, parts.scale), (item.feature,))


def _other(parts: _Parts) -> list[Step]:
    left = parts.left_over()
    rules = parts.prediction.explanation.adjustments
    if parts.rest:
        label = counted(len(parts.rest), "other reason")
        names = tuple(item.feature for item in parts.rest)
        return [_step(parts, "other", (label, _other_note(parts, left)), left, names)]
    if not left:
        return []
    if any(rule.code == _WHOLE and rule.amount for rule in rules):
        return [_step(parts, "rule", (_rule_label(parts, _WHOLE), "rounding"), left)]
    return [_step(parts, "other", ("Other", "rounding"), left)]


def _other_note(parts: _Parts, left: int) -> str:
    """What the other reasons are or how large each is at most, and whether rounding is part of the row."""
    note = feature_label(parts.use_case, parts.rest[0].feature) if len(parts.rest) == 1 else _other_size(parts)
    return note if left == units(sum(item.effect for item in parts.rest), parts.scale) else f"{note}, and rounding"


def _other_size(parts: _Parts) -> str:
    largest = units(max(abs(item.effect) for item in parts.rest), parts.scale)
    if not largest:
        return "each too small to show"
    return f"each up to {with_unit(digits(largest, parts.scale.decimals), parts.scale)}"


def _rules(parts: _Parts) -> list[Step]:
    adjustments: tuple[Adjustment, ...] = parts.prediction.explanation.adjustments
    visible = [rule for rule in adjustments if rule.code != _WHOLE and units(rule.amount, parts.scale)]
    return [
        _step(parts, "rule", (_rule_label(parts, rule.code), "rule"), units(rule.amount, parts.scale))
        for rule in visible
    ]


def _rule_label(parts: _Parts, code: str) -> str:
    target = parts.use_case.target
    if code == _MINIMUM and target.min is not None:
        return f"Not below {plain_number(target.min)}"
    if code == _WHOLE:
        return f"Rounded to whole {target.unit}" if target.unit else "Rounded to whole numbers"
    rule = parts.use_case.rules.get(code)
    return f"Rule “{code}”" if rule is None else rule.label


def _total(parts: _Parts) -> Step:
    queue = parts.prediction.queue
    known = queue.low is not None and queue.high is not None
    note = range_text(queue.low, queue.high, parts.scale) if known else ""  # type: ignore[arg-type]
    return _step(
        parts, "total", ("Prediction", note), level_units(parts.prediction.explanation.prediction, parts.scale)
    )
