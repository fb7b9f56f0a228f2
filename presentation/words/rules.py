"""Adjustments in business words."""

from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.features import plain_number


def rule_label(use_case: UseCase, code: str) -> str:
    """What an adjustment does; the two that every target may have come first and last in the list of rules."""
    target = use_case.target
    if code == "minimum" and target.min is not None:
        return text("Not below {number}", number=plain_number(target.min))
    if code == "whole":
        return text("Rounded to whole {unit}", unit=target.unit) if target.unit else text("Rounded to whole numbers")
    rule = use_case.rules.get(code)
    return code if rule is None else rule.label
