"""What changed, as a waterfall: from the reference through the model, the reasons and the rules to the prediction.

The numbers that are shown add up exactly, as in the waterfall of a single prediction (`presentation.charts.waterfall`).
A feature that did not change has no row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.comparison import AdjustmentChange, Comparison
from domain.explanation import Contribution
from domain.use_case import UseCase
from presentation.charts.contrast_words import (
    changed_text,
    effect_words,
    end_words,
    model_words,
    rule_note,
    rule_words,
    start_words,
)
from presentation.charts.entries import Entry, entries_of, large_and_small
from presentation.charts.hover import group_hover
from presentation.charts.step import OTHERS, Kind, Step, group_name
from presentation.words.catalogue import plural, text
from presentation.words.comparisons import comparison_scale
from presentation.words.features import feature_label, group_label
from presentation.words.quantities import Scale, digits, level_units, number, signed_digits, units, with_unit
from presentation.words.rules import rule_label

MOST_ROWS = 7
"""So many rows of 38 px fit between the sentence and the foot of the tab; what is opened scrolls."""

LEAST_EFFECTS = 3

WHOLE = "whole"


@dataclass(frozen=True)
class Ends:
    """What the two ends of the chart are called: label and note each."""

    start: tuple[str, str]
    end: tuple[str, str]


@dataclass(frozen=True)
class _Parts:
    """The comparison in last shown digits."""

    use_case: UseCase
    comparison: Comparison
    scale: Scale
    opened: frozenset[str]
    large: tuple[Entry, ...]
    small: tuple[Entry, ...]

    @property
    def model(self) -> int:
        return units(self.comparison.model.effect, self.scale) if self.comparison.model else 0

    @property
    def rules(self) -> list[AdjustmentChange]:
        """Rules whose change shows; whole units go where rounding goes."""
        found = self.comparison.adjustments
        return [part for part in found if part.code != WHOLE and units(part.amount, self.scale)]

    @property
    def left_over(self) -> int:
        """What has to stand in the row of other reasons for the shown numbers to add up."""
        difference = level_units(self.comparison.value, self.scale) - level_units(self.comparison.start, self.scale)
        rules = sum(units(part.amount, self.scale) for part in self.rules)
        return difference - self.model - rules - sum(units(entry.effect, self.scale) for entry in self.large)


def contrast_steps(
    use_case: UseCase, comparison: Comparison, ends: Ends, opened: frozenset[str] = frozenset()
) -> tuple[Step, ...]:
    """The rows from the reference to the prediction, the largest effects first.

    Args:
        use_case: of the prediction's run.
        comparison: the numbers.
        ends: what reference and prediction are called.
        opened: what is opened into its members, as `Step.opens` names it.
    """
    scale = comparison_scale(use_case, comparison)
    effects = [Contribution(item.feature, item.now, item.effect, item.effect) for item in comparison.changes]
    entries = entries_of(use_case, effects)
    parts = _Parts(use_case, comparison, scale, opened, (), ())
    # Start, end and the other reasons have a row each.
    room = MOST_ROWS - 3 - len(parts.rules) - bool(parts.model)
    large, small = large_and_small(entries, scale, max(room, LEAST_EFFECTS))
    parts = replace(parts, large=large, small=small)
    return (
        _base(parts, ends.start),
        *_model(parts),
        *(step for entry in parts.large for step in _rows(parts, entry)),
        *_other(parts),
        *(_rule(parts, part) for part in parts.rules),
        _total(parts, ends.end),
    )


def contrast_reading() -> str:
    """How to read the chart."""
    return text(
        "Read from top to bottom: from the prediction that is compared with, each bar moves the value by one thing that changed, to the right for more and to the left for less, with its value then and now. "
        "The bars add up exactly to the difference; what did not change has no bar, because it has exactly no part in it."
    )


def _step(parts: _Parts, kind: Kind, words: tuple[str, str], steps: int, features: tuple[str, ...] = ()) -> Step:
    decimals = parts.scale.decimals
    return Step(kind, words[0], words[1], float(steps / 10**decimals), features, signed_digits(steps, decimals))


def _level(parts: _Parts, kind: Kind, words: tuple[str, str], value: float) -> Step:
    step = _step(parts, kind, words, level_units(value, parts.scale))
    return replace(step, text=with_unit(number(value, parts.scale), parts.scale))


def _base(parts: _Parts, words: tuple[str, str]) -> Step:
    step = _level(parts, "base", words, parts.comparison.start)
    return replace(step, hover=start_words(step))


def _total(parts: _Parts, words: tuple[str, str]) -> Step:
    step = _level(parts, "total", words, parts.comparison.value)
    return replace(step, hover=end_words(step))


def _model(parts: _Parts) -> list[Step]:
    model = parts.comparison.model
    if model is None or not parts.model:
        return []
    note = text("version {then} → version {now}", then=model.then, now=model.now)
    step = _step(parts, "effect", (text("The model itself"), note), parts.model)
    return [replace(step, hover=model_words(step, parts.scale, rebuilt=model.rebuilt))]


def _rows(parts: _Parts, entry: Entry, level: int = 0) -> list[Step]:
    """A feature, a closed group, or a group with its members below it."""
    if entry.group is None:
        return [_effect(parts, entry.members[0], level)]
    name, steps = group_name(entry.group), units(entry.effect, parts.scale)
    words = group_label(parts.use_case, entry.group), _made_of(parts, entry)
    head = replace(_step(parts, "effect", words, steps, entry.features), opens=name, level=level)
    head = replace(head, hover=group_hover(head, parts.scale))
    if name not in parts.opened:
        return [head]
    return _opened(parts, head, [_effect(parts, item, level + 1) for item in entry.members])


def _opened(parts: _Parts, head: Step, inside: Sequence[Step]) -> list[Step]:
    """The head without its bar, the rows below it, and what rounding leaves between the two."""
    level, steps = head.level + 1, _shown_units(parts, head)
    rest = steps - sum(_shown_units(parts, step) for step in inside if step.level == level)
    rounding = [replace(_step(parts, "other", (text("Rounding"), ""), rest), level=level)] if rest else []
    return [replace(head, kind="head", note=""), *inside, *rounding]


def _shown_units(parts: _Parts, step: Step) -> int:
    return round(step.amount * float(10**parts.scale.decimals))


def _made_of(parts: _Parts, entry: Entry) -> str:
    shown = [item for item in entry.members if units(item.effect, parts.scale)] or list(entry.members[:1])
    return ", ".join(
        f"{_signed(parts, item.effect)} {feature_label(parts.use_case, item.feature)}" for item in shown[:3]
    )


def _signed(parts: _Parts, effect: float) -> str:
    return signed_digits(units(effect, parts.scale), parts.scale.decimals)


def _effect(parts: _Parts, item: Contribution, level: int = 0) -> Step:
    change = next(change for change in parts.comparison.changes if change.feature == item.feature)
    words = feature_label(parts.use_case, item.feature), changed_text(parts.use_case, change)
    step = _step(parts, "effect", words, units(item.effect, parts.scale), (item.feature,))
    return replace(step, level=level, hover=effect_words(step, parts.scale))


def _other(parts: _Parts) -> list[Step]:
    left = parts.left_over
    if parts.small:
        return _small(parts, left)
    if not left:
        return []
    whole = next((part for part in parts.comparison.adjustments if part.code == WHOLE and part.amount), None)
    if whole is not None:
        return [_rule(parts, whole, left)]
    return [_step(parts, "other", (text("Other"), text("rounding")), left)]


def _small(parts: _Parts, left: int) -> list[Step]:
    names = tuple(name for entry in parts.small for name in entry.features)
    label = plural("{count} other change", "{count} other changes", len(names))
    step = _step(parts, "other", (label, _other_note(parts, names, left)), left, names)
    step = replace(step, opens=OTHERS, hover=group_hover(step, parts.scale))
    if OTHERS not in parts.opened:
        return [step]
    return _opened(parts, step, [row for entry in parts.small for row in _rows(parts, entry, 1)])


def _other_note(parts: _Parts, names: Sequence[str], left: int) -> str:
    """What the other changes are or how large each is at most, and whether rounding is part of the row."""
    note = feature_label(parts.use_case, names[0]) if len(names) == 1 else _other_size(parts)
    if left == units(sum(entry.effect for entry in parts.small), parts.scale):
        return note
    return text("{reasons}, and rounding", reasons=note)


def _other_size(parts: _Parts) -> str:
    largest = units(max(abs(entry.effect) for entry in parts.small), parts.scale)
    if not largest:
        return text("each too small to show")
    return text("each up to {amount}", amount=with_unit(digits(largest, parts.scale.decimals), parts.scale))


def _rule(parts: _Parts, part: AdjustmentChange, steps: int | None = None) -> Step:
    amount = units(part.amount, parts.scale) if steps is None else steps
    words = rule_label(parts.use_case, part.code), rule_note(part, amount, parts.scale)
    step = _step(parts, "rule", words, amount)
    return replace(step, hover=rule_words(step, parts.scale))
