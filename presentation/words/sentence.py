"""A prediction in a sentence or two, made from its numbers by rules.

The sentence compares the prediction with the usual value, says how large the difference is, names reasons for it and
what speaks against it, and what the range says of it. What is the same on the days behind the usual value (the keys,
the weekday, facts that never change) cannot be a reason for the difference and is left out then; against the model's
start point it can.
"""

import math
from dataclasses import dataclass

from domain.explanation import Contribution, Explanation
from domain.prediction import Prediction
from domain.use_case import CalendarFeature, UseCase
from presentation.words.catalogue import text
from presentation.words.confidence import certainty_sentence
from presentation.words.dates import weekday_name
from presentation.words.feature_phrases import reason_phrase
from presentation.words.features import class_text
from presentation.words.quantities import Scale, digits, level_units, number, scale_of, signed_digits, units, with_unit
from presentation.words.rules import rule_label

MOST_REASONS_FOR = 2
MOST_REASONS_AGAINST = 1
"""A sentence with more numbers than these is a table (LOOK, Words); the waterfall has the rest."""

LEAST_SHARE = 1 / 3
"""Reasons that together are less than this of the difference are named, but not as what it is because of."""


@dataclass(frozen=True)
class Sentence:
    """The comparison in `lead`, the reasons in `rest`, and in `note` what must be known of the effects, if anything."""

    lead: str
    rest: str
    note: str = ""

    def __str__(self) -> str:
        """The whole text."""
        return " ".join(part for part in (self.lead, self.rest, self.note) if part)


@dataclass(frozen=True)
class _Reason:
    phrase: str
    steps: int


@dataclass(frozen=True)
class _Compared:
    """The prediction against what it is compared with, in last shown digits.

    Attributes:
        steps: how much more (less, where negative) the prediction is.
        reference: the text of the usual value or of the start point.
    """

    use_case: UseCase
    prediction: Prediction
    scale: Scale
    steps: int
    reference: str
    is_usual: bool


def scale_note(explanation: Explanation) -> str:
    """What has to be said of rescaled effects; empty for the identity link, whose effects are the contributions."""
    if not explanation.rescaled:
        return ""
    return text("Effects are rescaled to the unit shown: the model adds up on another scale.")


def prediction_sentence(use_case: UseCase, prediction: Prediction) -> Sentence:
    """The sentence of a prediction; every number in it also stands in the waterfall or beside the prediction."""
    compared = _compared(use_case, prediction)
    reasons = _reasons(compared)
    towards = [reason for reason in reasons if (reason.steps > 0) == (compared.steps > 0)][:MOST_REASONS_FOR]
    rule, sure = _rule(compared), certainty_sentence(use_case, prediction)
    note = scale_note(prediction.explanation)
    lead = text("{comparison}.", comparison=_lead(compared))
    if not compared.steps or not towards:
        return Sentence(lead, _joined([*_without_cause(compared, reasons), *rule, sure]), note)
    named = [text("{reason} ({effect})", reason=r.phrase, effect=_effect(compared, r.steps)) for r in towards]
    against = _against(compared, reasons)
    if abs(sum(reason.steps for reason in towards)) < LEAST_SHARE * abs(compared.steps):
        return Sentence(lead, _joined([*rule, _largest(named), *against, sure]), note)
    lead = text("{comparison},", comparison=_lead(compared))
    return Sentence(lead, _joined([_because(named), *against, *rule, sure]), note)


def no_reason() -> str:
    """What is said where nothing is large enough to be named."""
    return text("No single reason is large enough to show.")


def _joined(sentences: list[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _because(reasons: list[str]) -> str:
    if len(reasons) == 1:
        return text("because of {reason}.", reason=reasons[0])
    return text("because of {first} and {second}.", first=reasons[0], second=reasons[1])


def _largest(reasons: list[str]) -> str:
    if len(reasons) == 1:
        return text("No single reason is large; the largest is {reason}.", reason=reasons[0])
    return text("No single reason is large; the largest are {first} and {second}.", first=reasons[0], second=reasons[1])


def _usual(prediction: Prediction) -> float | None:
    usual = prediction.queue.usual
    return None if usual is None or math.isnan(usual) else usual


def _compared(use_case: UseCase, prediction: Prediction) -> _Compared:
    """Against the usual value, or the start point where there is none, each rounded as it is shown elsewhere."""
    scale, usual = scale_of(use_case.target, prediction), _usual(prediction)
    value = level_units(prediction.queue.value, scale)
    if usual is not None:
        shown = number(usual, scale) + (" %" if scale.percent else "")
        words = text("usual for a {weekday} ({value})", weekday=weekday_name(prediction.target_date), value=shown)
        return _Compared(use_case, prediction, scale, value - level_units(usual, scale), words, is_usual=True)
    start = units(prediction.explanation.base, scale)
    words = text("the start point ({value})", value=digits(start, scale.decimals) + (" %" if scale.percent else ""))
    return _Compared(use_case, prediction, scale, value - start, words, is_usual=False)


def _lead(compared: _Compared) -> str:
    """The comparison without its closing mark: 14 loaves more than usual for a Saturday (38)."""
    if compared.prediction.queue.label is not None:
        return _class_lead(compared)
    if compared.steps == 0:
        if compared.is_usual:
            return text("About as {reference}", reference=compared.reference)
        return text("About the same as {reference}", reference=compared.reference)
    size = with_unit(_size(compared, compared.steps), compared.scale)
    if compared.steps > 0:
        return text("{amount} more than {reference}", amount=size, reference=compared.reference)
    return text("{amount} less than {reference}", amount=size, reference=compared.reference)


def _class_lead(compared: _Compared) -> str:
    queue = compared.prediction.queue
    words = {
        "answer": _capital(class_text(compared.use_case, queue.label)),
        "chance": number(queue.value, compared.scale) + " %",
        "reference": compared.reference,
    }
    if compared.steps == 0:
        return text("{answer}: {chance}, about as {reference}", **words)
    if compared.steps > 0:
        return text("{answer}: {chance}, more than {reference}", **words)
    return text("{answer}: {chance}, less than {reference}", **words)


def _size(compared: _Compared, steps: int) -> str:
    """How much, without its sign; against the usual value with the decimals of predictions."""
    scale = compared.scale
    text_of_all = digits(abs(steps), scale.decimals)
    factor = 10 ** (scale.decimals - scale.level_decimals)
    return digits(abs(steps) // factor, scale.level_decimals) if abs(steps) % factor == 0 else text_of_all


def _reasons(compared: _Compared) -> list[_Reason]:
    """The reasons large enough to show, largest first, without those that the comparison cancels."""
    contributions = [item for item in _visible(compared) if not _cancelled(compared, item)]
    return [
        _Reason(reason_phrase(compared.use_case, item), units(item.effect, compared.scale)) for item in contributions
    ]


def _visible(compared: _Compared) -> list[Contribution]:
    found = [item for item in compared.prediction.explanation.contributions if units(item.effect, compared.scale)]
    return sorted(found, key=lambda item: -abs(item.effect))


def _cancelled(compared: _Compared, item: Contribution) -> bool:
    """Whether it is the same on the days that the usual value was made of."""
    use_case = compared.use_case
    feature = use_case.features.get(item.feature)
    if feature is None or not compared.is_usual:
        return False
    if item.feature == use_case.model.offset:
        # The prediction starts from this value; that it is what it is cannot be why the prediction differs from it.
        return True
    timeless = feature.column is not None and use_case.sources[feature.column.source].date is None
    return feature.key is not None or feature.calendar is CalendarFeature.WEEKDAY or timeless


def _effect(compared: _Compared, steps: int) -> str:
    written = signed_digits(steps, compared.scale.decimals)
    return text("{number} points", number=written) if compared.scale.percent else written


def _stand_alone(compared: _Compared, subject: str, steps: int) -> str:
    """A reason as a sentence of its own: The promotion takes off 3."""
    size = digits(abs(steps), compared.scale.decimals)
    size = text("{number} points", number=size) if compared.scale.percent else size
    if steps > 0:
        return text("{reason} adds {amount}.", reason=_capital(subject), amount=size)
    return text("{reason} takes off {amount}.", reason=_capital(subject), amount=size)


def _against(compared: _Compared, reasons: list[_Reason]) -> list[str]:
    """What speaks against the direction of the comparison."""
    opposed = [reason for reason in reasons if (reason.steps > 0) != (compared.steps > 0)]
    return [_stand_alone(compared, reason.phrase, reason.steps) for reason in opposed[:MOST_REASONS_AGAINST]]


def _without_cause(compared: _Compared, reasons: list[_Reason]) -> list[str]:
    """What can be said where nothing caused a difference: what balances, what works against it, or nothing."""
    if not reasons:
        if _visible(compared):
            return [text("What differs from the usual days is too small to show.")]
        return [no_reason()]
    if compared.steps:
        return _against(compared, reasons)
    first = [next((r for r in reasons if (r.steps > 0) is upwards), None) for upwards in (True, False)]
    return [_stand_alone(compared, reason.phrase, reason.steps) for reason in first if reason is not None]


def _rule(compared: _Compared) -> list[str]:
    """The business rule that changed most, if one changed anything that shows; whole units are no news."""
    rules = [
        (abs(rule.amount), rule.code, units(rule.amount, compared.scale))
        for rule in compared.prediction.explanation.adjustments
        if rule.code != "whole" and units(rule.amount, compared.scale)
    ]
    if not rules:
        return []
    _, code, steps = max(rules)
    return [_stand_alone(compared, text("the rule “{rule}”", rule=rule_label(compared.use_case, code)), steps)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
