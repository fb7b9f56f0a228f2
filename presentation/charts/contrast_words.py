"""The words on the rows of a comparison's waterfall, and what the pointer is told of them: full sentences with units."""

from domain.actual import Actual
from domain.comparison import AdjustmentChange, Change, Comparison
from domain.use_case import UseCase
from presentation.charts.step import Step, change_text
from presentation.words.catalogue import text
from presentation.words.comparisons import values_then_and_now
from presentation.words.dates import day_text
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import MINUS, Scale, amount, signed_digits, units


def changed_text(use_case: UseCase, change: Change) -> str:
    """The value then and now: "5 → 14 °C", "no → yes"."""
    then, now = values_then_and_now(use_case, change)
    return text("{then} → {now}", then=then, now=now)


def reference_label(use_case: UseCase, comparison: Comparison) -> str:
    """The reference as the first row calls it: its day, or its entity where that is another one."""
    then, now = comparison.reference, comparison.prediction
    day = day_text(then.target_date)
    if then.queue.entity == now.queue.entity:
        return day
    title = str(entity_title(use_case, then.queue.entity))
    return title if then.target_date == now.target_date else text("{entity}, {day}", entity=title, day=day)


def reference_note(use_case: UseCase, happened: Actual | None, scale: Scale) -> str:
    """What became of the reference: "predicted then; sold 41"."""
    if happened is None:
        return text("predicted then")
    known = happened.label is not None
    written = class_text(use_case, happened.label) if known else amount(happened.value, scale)
    return text("predicted then; {happened} {amount}", happened=use_case.target.happened, amount=written)


def rule_note(part: AdjustmentChange, steps: int, scale: Scale) -> str:
    """What a rule did then and does now: "+1 then, +3 now"; that it is rounding where the row holds more than that."""
    if units(part.now, scale) - units(part.then, scale) != steps:
        return text("rounding")
    then, now = (signed_digits(units(value, scale), scale.decimals) for value in (part.then, part.now))
    return text("{then} then, {now} now", then=then, now=now)


def start_words(step: Step) -> str:
    """Of the reference."""
    return text("{reference}: {amount}.", reference=step.label, amount=step.text)


def end_words(step: Step) -> str:
    """Of the prediction."""
    return text("{prediction}: {amount}.", prediction=step.label, amount=step.text)


def effect_words(step: Step, scale: Scale) -> str:
    """Of a feature."""
    words = {"feature": step.label, "change": step.note, "amount": _size(step, scale)}
    if step.amount < 0:
        return text("{feature}: {change}. This takes off {amount}.", **words)
    return text("{feature}: {change}. This adds {amount}.", **words)


def model_words(step: Step, scale: Scale, *, rebuilt: bool) -> str:
    """Of another version."""
    size = _size(step, scale)
    if step.amount < 0:
        told = text("On the same inputs the new model says {amount} less than the old one.", amount=size)
    else:
        told = text("On the same inputs the new model says {amount} more than the old one.", amount=size)
    return f"{told} {rebuilt_note()}" if rebuilt else told


def rebuilt_note() -> str:
    """What has to be known of a row that was made anew."""
    return text(
        "The inputs of that day were built again from the sources, because the features are made in another way now."
    )


def rule_words(step: Step, scale: Scale) -> str:
    """Of a rule."""
    words = {"rule": step.label, "change": step.note, "amount": _size(step, scale)}
    if step.amount < 0:
        return text("The rule “{rule}” changed by {amount} less ({change}).", **words)
    return text("The rule “{rule}” changed by {amount} more ({change}).", **words)


def _size(step: Step, scale: Scale) -> str:
    return change_text(step.text.lstrip("+±" + MINUS), scale)
