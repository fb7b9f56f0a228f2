"""What the pointer is told of a row of a waterfall: a full sentence, with the unit."""

from presentation.charts.step import Step, change_text
from presentation.words.catalogue import text
from presentation.words.quantities import MINUS, MISSING, Scale


def start_hover(step: Step) -> str:
    """Of the start point."""
    return text("The prediction starts from {amount}: {origin}.", amount=step.text, origin=step.note)


def total_hover(step: Step) -> str:
    """Of the prediction."""
    if not step.note:
        return text("The prediction is {amount}.", amount=step.text)
    return text("The prediction is {amount}, {range}.", amount=step.text, range=step.note)


def effect_hover(step: Step, scale: Scale) -> str:
    """Of one feature: "Temperature is 14 °C; this adds 4 loaves."."""
    size = _size(step, scale)
    if step.note == text(MISSING):
        if step.amount < 0:
            return text("{feature} is missing; this takes off {amount}.", feature=step.label, amount=size)
        return text("{feature} is missing; this adds {amount}.", feature=step.label, amount=size)
    if step.amount < 0:
        return text("{feature}: {value}. This takes off {amount}.", feature=step.label, value=step.note, amount=size)
    return text("{feature}: {value}. This adds {amount}.", feature=step.label, value=step.note, amount=size)


def group_hover(step: Step, scale: Scale) -> str:
    """Of a group or of the other reasons."""
    size = _size(step, scale)
    if step.amount < 0:
        return text(
            "{group}: together they take off {amount} ({members}).", group=step.label, amount=size, members=step.note
        )
    return text("{group}: together they add {amount} ({members}).", group=step.label, amount=size, members=step.note)


def rule_hover(step: Step, scale: Scale) -> str:
    """Of a business rule."""
    size = _size(step, scale)
    if step.amount < 0:
        return text("The rule “{rule}” takes off {amount}.", rule=step.label, amount=size)
    return text("The rule “{rule}” adds {amount}.", rule=step.label, amount=size)


def _size(step: Step, scale: Scale) -> str:
    return change_text(step.text.lstrip("+±" + MINUS), scale)
