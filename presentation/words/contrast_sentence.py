"""Why a prediction differs from its reference, in a sentence or two, made from the numbers by rules.

Every number in it also stands in the waterfall beside it.
"""

from dataclasses import dataclass

from domain.comparison import Change, Comparison
from domain.use_case import UseCase
from presentation.words.catalogue import text
from presentation.words.comparisons import comparison_scale, values_then_and_now
from presentation.words.feature_phrases import is_no, subject_phrase
from presentation.words.features import class_text
from presentation.words.quantities import Scale, digits, level_units, signed_digits, units, with_unit
from presentation.words.rules import rule_label
from presentation.words.sentence import Sentence

MOST_TOWARDS = 2
MOST_AGAINST = 1
"""As in the sentence of a prediction: more numbers than these are a table."""


@dataclass(frozen=True)
class _Part:
    """A clause, and what it is about in last shown digits."""

    clause: str
    steps: int


def contrast_sentence(use_case: UseCase, comparison: Comparison, reference: str) -> Sentence:
    """The sentence of a comparison.

    Args:
        use_case: of the prediction.
        comparison: the numbers.
        reference: what it is compared with, as it stands inside a sentence (`presentation.words.comparisons`).
    """
    scale = comparison_scale(use_case, comparison)
    steps = level_units(comparison.value, scale) - level_units(comparison.start, scale)
    return Sentence(
        _lead(use_case, comparison, reference, steps), _rest(use_case, comparison, steps), _note(comparison)
    )


def unchanged_words(count: int, of: int) -> str:
    """How many inputs are the same: said once, because they have no bar."""
    if count == of:
        return text("All {count} inputs are the same.", count=of)
    if count == 0:
        return text("All {count} inputs differ.", count=of)
    return text("{count} of {of} inputs are the same and have no bar.", count=count, of=of)


def _note(comparison: Comparison) -> str:
    if not comparison.rescaled:
        return ""
    return text("Effects are rescaled to the unit shown: the model adds up on another scale.")


def _lead(use_case: UseCase, comparison: Comparison, reference: str, steps: int) -> str:
    scale, label = comparison_scale(use_case, comparison), comparison.prediction.queue.label
    if label is not None:
        return _class_lead(comparison, class_text(use_case, label), (reference, _size(steps, scale)), steps)
    amount = with_unit(_size(steps, scale), scale)
    if steps == 0:
        return text("As much as {reference}.", reference=reference)
    if steps > 0:
        return text("{amount} more than {reference}.", amount=amount, reference=reference)
    return text("{amount} less than {reference}.", amount=amount, reference=reference)


def _class_lead(comparison: Comparison, answer: str, words: tuple[str, str], steps: int) -> str:
    reference, size = words
    if steps == 0:
        return text("“{answer}” is as likely as in {reference}.", answer=answer, reference=reference)
    if steps > 0:
        return text(
            "“{answer}” is {size} points more likely than in {reference}.",
            answer=answer,
            size=size,
            reference=reference,
        )
    return text(
        "“{answer}” is {size} points less likely than in {reference}.", answer=answer, size=size, reference=reference
    )


def _size(steps: int, scale: Scale) -> str:
    factor = 10 ** (scale.decimals - scale.level_decimals)
    return digits(abs(steps) // factor, scale.level_decimals)


def _rest(use_case: UseCase, comparison: Comparison, steps: int) -> str:
    """What changed most: what works towards the difference, then what works against it."""
    parts = _parts(use_case, comparison)
    upwards = steps > 0
    towards = [part for part in parts if (part.steps > 0) == upwards or not steps][:MOST_TOWARDS]
    against = [part for part in parts if part not in towards and (part.steps > 0) != upwards][:MOST_AGAINST]
    clauses = [part.clause for part in (*towards, *against)]
    if not clauses:
        if any(change.changed for change in comparison.changes):
            return text("No single change is large enough to show.")
        return text("No input changed.")
    return _sentence(clauses)


def _sentence(clauses: list[str]) -> str:
    listed = clauses[0]
    for clause in clauses[1:]:
        listed = text("{first}; {second}", first=listed, second=clause)
    listed = text("{clauses}.", clauses=listed)
    return listed[:1].upper() + listed[1:]


def _parts(use_case: UseCase, comparison: Comparison) -> list[_Part]:
    """Everything large enough to show, largest first: features, the model, rules (but not whole units)."""
    scale = comparison_scale(use_case, comparison)
    found = [
        _Part(_clause(use_case, change, _effect(change.effect, scale)), units(change.effect, scale))
        for change in comparison.changes
    ]
    if comparison.model is not None:
        effect = comparison.model.effect
        found.append(
            _Part(
                text("the model itself is another one ({effect})", effect=_effect(effect, scale)), units(effect, scale)
            )
        )
    for part in comparison.adjustments:
        if part.code != "whole":
            clause = text(
                "the rule “{rule}” ({effect})", rule=rule_label(use_case, part.code), effect=_effect(part.amount, scale)
            )
            found.append(_Part(clause, units(part.amount, scale)))
    return sorted((part for part in found if part.steps), key=lambda part: -abs(part.steps))


def _effect(effect: float, scale: Scale) -> str:
    written = signed_digits(units(effect, scale), scale.decimals)
    return text("{number} points", number=written) if scale.percent else written


def _clause(use_case: UseCase, change: Change, effect: str) -> str:
    subject = subject_phrase(use_case, change.feature)
    then, now = values_then_and_now(use_case, change)
    if change.now is None:
        return text("{subject} is missing now ({effect})", subject=subject, effect=effect)
    if change.then is None:
        return text("{subject} was missing then ({effect})", subject=subject, effect=effect)
    if is_no(then) != is_no(now):
        if is_no(then):
            return text("{subject} is new ({effect})", subject=subject, effect=effect)
        return text("{subject} is gone ({effect})", subject=subject, effect=effect)
    numbers = isinstance(change.then, float) and isinstance(change.now, float)
    words = {"subject": subject, "now": now, "then": then, "effect": effect}
    if numbers and not _has_words(use_case, change):
        return text("{subject} went from {then} to {now} ({effect})", **words)
    return text("{subject} is {now} instead of {then} ({effect})", **words)


def _has_words(use_case: UseCase, change: Change) -> bool:
    """Whether single values of the feature have words of their own, so that they are names and not amounts."""
    feature = use_case.features.get(change.feature)
    return feature is not None and bool(feature.values or feature.calendar)
