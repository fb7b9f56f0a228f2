"""A prediction in one or two sentences, made from its numbers by rules.

The sentence compares the prediction with the usual value and names reasons for the difference. What is the same on
the days behind the usual value (the keys, the weekday, facts that never change) cannot be such a reason and is
left out then; against the model's start point it can.
"""

import math
from dataclasses import dataclass

from domain.explanation import Contribution, Explanation
from domain.prediction import Prediction
from domain.use_case import CalendarFeature, UseCase
from presentation.words.dates import weekday_name
from presentation.words.feature_phrases import reason_phrase
from presentation.words.features import class_text
from presentation.words.quantities import (
    Scale,
    digits,
    level_units,
    number,
    scale_of,
    signed_digits,
    units,
)

MOST_REASONS_FOR = 2
MOST_REASONS_AGAINST = 1
"""A sentence with more numbers than these is a table (LOOK, Words); the waterfall has the rest."""

NO_REASON = "No single reason is large enough to show."


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
class _Reference:
    """What the prediction is compared with: its last shown digits and its words."""

    steps: int
    text: str
    is_usual: bool


def scale_note(explanation: Explanation) -> str:
    """What has to be said of rescaled effects; empty for the identity link, whose effects are the contributions."""
    if not explanation.rescaled:
        return ""
    return "Effects are rescaled to the unit shown: the model adds up on another scale."


def prediction_sentence(use_case: UseCase, prediction: Prediction) -> Sentence:
    """The sentence of a prediction; every number in it also stands in the waterfall or beside the prediction."""
    scale = scale_of(use_case.target, prediction)
    reference = _reference(prediction, scale)
    steps = level_units(prediction.queue.value, scale) - reference.steps
    reasons = _reasons(use_case, prediction, scale)
    lead = _lead(use_case, prediction, reference, steps)
    note = scale_note(prediction.explanation)
    if not reasons:
        return Sentence(f"{lead}.", NO_REASON, note)
    if steps == 0:
        return Sentence(f"{lead}.", _balance(reasons, scale), note)
    towards = [reason for reason in reasons if (reason.steps > 0) == (steps > 0)][:MOST_REASONS_FOR]
    opposed = [reason for reason in reasons if (reason.steps > 0) != (steps > 0)][:MOST_REASONS_AGAINST]
    others = " ".join(_stand_alone(reason, scale) for reason in opposed)
    if not towards:
        return Sentence(f"{lead}.", others, note)
    because = f"because of {' and '.join(f'{r.phrase} ({_effect(r.steps, scale)})' for r in towards)}."
    return Sentence(f"{lead},", f"{because} {others}".strip(), note)


def _usual(prediction: Prediction) -> float | None:
    usual = prediction.queue.usual
    return None if usual is None or math.isnan(usual) else usual


def _reference(prediction: Prediction, scale: Scale) -> _Reference:
    """The usual value, or the start point where there is none, each rounded as it is shown elsewhere."""
    usual = _usual(prediction)
    if usual is None:
        steps = units(prediction.explanation.base, scale)
        text = digits(steps, scale.decimals)
        return _Reference(steps, f"the start point ({text}{' %' if scale.percent else ''})", is_usual=False)
    text = number(usual, scale) + (" %" if scale.percent else "")
    return _Reference(
        level_units(usual, scale), f"usual for a {weekday_name(prediction.target_date)} ({text})", is_usual=True
    )


def _lead(use_case: UseCase, prediction: Prediction, reference: _Reference, steps: int) -> str:
    """The comparison without its closing mark: More than usual for a Saturday (38)."""
    if prediction.queue.label is not None:
        place = reference.text if reference.is_usual else f"at {reference.text}"
        likely = "about as likely as" if not steps else "more likely than" if steps > 0 else "less likely than"
        return f"{_capital(class_text(use_case, prediction.queue.label))}: {likely} {place}"
    if steps == 0:
        return f"{'About as' if reference.is_usual else 'About the same as'} {reference.text}"
    return f"{'More' if steps > 0 else 'Less'} than {reference.text}"


def _reasons(use_case: UseCase, prediction: Prediction, scale: Scale) -> list[_Reason]:
    """The reasons large enough to show, largest first, without those that the comparison cancels."""
    contributions = [
        item
        for item in prediction.explanation.contributions
        if units(item.effect, scale) and (_usual(prediction) is None or not _same_on_comparable_days(use_case, item))
    ]
    contributions.sort(key=lambda item: -abs(item.effect))
    return [_Reason(reason_phrase(use_case, item), units(item.effect, scale)) for item in contributions]


def _same_on_comparable_days(use_case: UseCase, item: Contribution) -> bool:
    feature = use_case.features.get(item.feature)
    if feature is None:
        return False
    if item.feature == use_case.model.offset:
        # The prediction starts from this value; that it is what it is cannot be why the prediction differs from it.
        return True
    timeless = feature.column is not None and use_case.sources[feature.column.source].date is None
    return feature.key is not None or feature.calendar is CalendarFeature.WEEKDAY or timeless


def _effect(steps: int, scale: Scale) -> str:
    return signed_digits(steps, scale.decimals) + (" points" if scale.percent else "")


def _stand_alone(reason: _Reason, scale: Scale) -> str:
    """A reason as a sentence of its own: The promotion takes off 3."""
    size = digits(abs(reason.steps), scale.decimals) + (" points" if scale.percent else "")
    return f"{_capital(reason.phrase)} {'adds' if reason.steps > 0 else 'takes off'} {size}."


def _balance(reasons: list[_Reason], scale: Scale) -> str:
    """The largest reason for more and the largest for less, where they leave the prediction as it usually is."""
    first = [next((r for r in reasons if (r.steps > 0) is upwards), None) for upwards in (True, False)]
    return " ".join(_stand_alone(reason, scale) for reason in first if reason is not None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
