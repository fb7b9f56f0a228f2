"""The waterfall's numbers: from the model's start point through the reasons to the prediction.

The numbers that are shown add up exactly, opened or not. What rounding leaves over goes into the row of other reasons,
and the row says so; so do whole units, unless there is nothing else to put there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.explanation import Adjustment, Contribution
from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.charts.entries import Entry, entries_of, large_and_small
from presentation.charts.hover import effect_hover, group_hover, rule_hover, start_hover, total_hover
from presentation.charts.step import OTHERS, Kind, Step, group_name
from presentation.words.catalogue import plural, text
from presentation.words.features import feature_label, group_label, in_sentence, value_text
from presentation.words.quantities import (
    Scale,
    digits,
    level_units,
    number,
    scale_of,
    short_range,
    signed_digits,
    units,
    with_unit,
)
from presentation.words.rules import rule_label

MOST_EFFECTS = 6
"""Rows of single reasons: with start, others and total the chart keeps to nine rows of 38 px (LOOK)."""

_WHOLE = "whole"


@dataclass(frozen=True)
class _Parts:
    """The explanation in last shown digits."""

    use_case: UseCase
    prediction: Prediction
    scale: Scale
    opened: frozenset[str]
    large: tuple[Entry, ...]
    small: tuple[Entry, ...]

    def left_over(self) -> int:
        """What has to stand in the row of other reasons for the shown numbers to add up."""
        explanation = self.prediction.explanation
        rules = sum(units(rule.amount, self.scale) for rule in explanation.adjustments if rule.code != _WHOLE)
        effects = sum(units(entry.effect, self.scale) for entry in self.large)
        total = level_units(explanation.prediction, self.scale)
        return total - units(explanation.base, self.scale) - effects - rules


def waterfall_steps(
    use_case: UseCase, prediction: Prediction, opened: frozenset[str] = frozenset(), limit: int = MOST_EFFECTS
) -> tuple[Step, ...]:
    """The rows from the start point to the prediction, the largest effects first.

    Args:
        use_case: of the prediction's run.
        prediction: with its explanation.
        opened: what is opened into its members, as `Step.opens` names it.
        limit: reasons with a row of their own; smaller ones, and those too small to show, share one row.
    """
    scale = scale_of(use_case.target, prediction)
    entries = entries_of(use_case, prediction.explanation.contributions)
    parts = _Parts(use_case, prediction, scale, opened, *large_and_small(entries, scale, limit))
    return (
        _base(parts),
        *(step for entry in parts.large for step in _rows(parts, entry)),
        *_other(parts),
        *_rules(parts),
        _total(parts),
    )


def waterfall_reading() -> str:
    """How to read the chart."""
    return text(
        "Read from top to bottom: the prediction starts at the mark, and each bar moves it by one reason, to the right for more and to the left for less. "
        "The bars add up exactly to the prediction at the bottom, whose line shows the range; a reason with a triangle opens into its members."
    )


def _step(parts: _Parts, kind: Kind, words: tuple[str, str], steps: int, features: tuple[str, ...] = ()) -> Step:
    decimals = parts.scale.decimals
    written = signed_digits(steps, decimals)
    if kind == "base":
        written = with_unit(digits(steps, decimals), parts.scale)
    if kind == "total":
        written = with_unit(number(parts.prediction.explanation.prediction, parts.scale), parts.scale)
    return Step(kind, words[0], words[1], float(steps / 10**decimals), features, written)


def _base(parts: _Parts) -> Step:
    words = text("Start point"), _start(parts)
    step = _step(parts, "base", words, units(parts.prediction.explanation.base, parts.scale))
    return replace(step, hover=start_hover(step))


def _start(parts: _Parts) -> str:
    """What the prediction starts from: the model's average, or the feature that the use case names as its offset."""
    offset = parts.use_case.model.offset
    if offset is None:
        return text("before any reason")
    value = next((c.value for c in parts.prediction.explanation.contributions if c.feature == offset), None)
    label = in_sentence(feature_label(parts.use_case, offset))
    return text("no {feature} yet", feature=label) if value is None else label


def _rows(parts: _Parts, entry: Entry, level: int = 0) -> list[Step]:
    """A feature, a closed group, or a group with its members below it."""
    if entry.group is None:
        return [_effect(parts, entry.members[0], level)]
    label, name = group_label(parts.use_case, entry.group), group_name(entry.group)
    steps = units(entry.effect, parts.scale)
    head = replace(
        _step(parts, "effect", (label, _made_of(parts, entry)), steps, entry.features), opens=name, level=level
    )
    head = replace(head, hover=group_hover(head, parts.scale))
    if name not in parts.opened:
        return [head]
    inside = [_effect(parts, item, level + 1) for item in entry.members]
    return _opened(parts, head, inside, steps)


def _opened(parts: _Parts, head: Step, inside: list[Step], steps: int) -> list[Step]:
    """The head without its bar, the rows below it, and what rounding leaves between the two."""
    level = head.level + 1
    rest = steps - sum(round(step.amount * 10**parts.scale.decimals) for step in inside if step.level == level)
    rounding = [replace(_step(parts, "other", (text("Rounding"), ""), rest), level=level)] if rest else []
    return [replace(head, kind="head", note=""), *inside, *rounding]


def _made_of(parts: _Parts, entry: Entry) -> str:
    """The members that show; their effects come first, because the end is cut where room is short."""
    shown = [item for item in entry.members if units(item.effect, parts.scale)] or list(entry.members[:1])
    return ", ".join(
        f"{_signed(parts, item.effect)} {feature_label(parts.use_case, item.feature)}" for item in shown[:3]
    )


def _signed(parts: _Parts, effect: float) -> str:
    return signed_digits(units(effect, parts.scale), parts.scale.decimals)


def _effect(parts: _Parts, item: Contribution, level: int = 0) -> Step:
    label = feature_label(parts.use_case, item.feature)
    if item.feature == parts.use_case.model.offset:
        # The prediction starts from this value already; what it adds beyond that is the model's correction of it.
        label = text("Start point corrected")
    words = label, value_text(parts.use_case, item.feature, item.value)
    step = _step(parts, "effect", words, units(item.effect, parts.scale), (item.feature,))
    return replace(step, level=level, hover=effect_hover(step, parts.scale))


def _other(parts: _Parts) -> list[Step]:
    left = parts.left_over()
    if parts.small:
        return _small(parts, left)
    if not left:
        return []
    rules = parts.prediction.explanation.adjustments
    if any(rule.code == _WHOLE and rule.amount for rule in rules):
        return [_rule(parts, _WHOLE, left, text("rounding"))]
    return [_step(parts, "other", (text("Other"), text("rounding")), left)]


def _small(parts: _Parts, left: int) -> list[Step]:
    names = tuple(name for entry in parts.small for name in entry.features)
    label = plural("{count} other reason", "{count} other reasons", len(names))
    step = _step(parts, "other", (label, _other_note(parts, names, left)), left, names)
    step = replace(step, opens=OTHERS, hover=group_hover(step, parts.scale))
    if OTHERS not in parts.opened:
        return [step]
    return _opened(parts, step, [row for entry in parts.small for row in _rows(parts, entry, 1)], left)


def _other_note(parts: _Parts, names: Sequence[str], left: int) -> str:
    """What the other reasons are or how large each is at most, and whether rounding is part of the row."""
    note = feature_label(parts.use_case, names[0]) if len(names) == 1 else _other_size(parts)
    if left == units(sum(entry.effect for entry in parts.small), parts.scale):
        return note
    return text("{reasons}, and rounding", reasons=note)


def _other_size(parts: _Parts) -> str:
    largest = units(max(abs(entry.effect) for entry in parts.small), parts.scale)
    if not largest:
        return text("each too small to show")
    return text("each up to {amount}", amount=with_unit(digits(largest, parts.scale.decimals), parts.scale))


def _rules(parts: _Parts) -> list[Step]:
    adjustments: tuple[Adjustment, ...] = parts.prediction.explanation.adjustments
    visible = [rule for rule in adjustments if rule.code != _WHOLE and units(rule.amount, parts.scale)]
    return [_rule(parts, rule.code, units(rule.amount, parts.scale), text("rule")) for rule in visible]


def _rule(parts: _Parts, code: str, steps: int, note: str) -> Step:
    step = _step(parts, "rule", (rule_label(parts.use_case, code), note), steps)
    return replace(step, hover=rule_hover(step, parts.scale))


def _total(parts: _Parts) -> Step:
    queue = parts.prediction.queue
    known = queue.low is not None and queue.high is not None
    note = short_range(queue.low, queue.high, parts.scale) if known else ""  # type: ignore[arg-type]
    value = level_units(parts.prediction.explanation.prediction, parts.scale)
    step = _step(parts, "total", (text("Prediction"), note), value)
    return replace(step, hover=total_hover(step))
