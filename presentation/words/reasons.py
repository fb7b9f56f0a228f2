"""Why a prediction deserves a second look: two or three words for the chip, a sentence for who wants to know more."""

from domain.attention import AttentionReason, ReasonCode
from domain.use_case import UseCase
from presentation.words.features import feature_label, in_sentence

_CHIPS = {
    ReasonCode.BIG_CHANGE: "big change",
    ReasonCode.WIDE_RANGE: "wide range",
    ReasonCode.UNUSUAL_INPUT: "unusual {label}",
    ReasonCode.UNSEEN_CATEGORY: "new: {label}",
    ReasonCode.MISSING_INPUT: "{label} missing",
    ReasonCode.LITTLE_HISTORY: "little history",
    ReasonCode.EARLIER_DISPUTE: "disputed before",
}

_SENTENCES = {
    ReasonCode.BIG_CHANGE: "The prediction is far from the usual value of such a day.",
    ReasonCode.WIDE_RANGE: "The model is less sure than it mostly is: the range is wide for the size of the prediction.",
    ReasonCode.UNUSUAL_INPUT: "The value of “{label}” lies outside what the model has learned from.",
    ReasonCode.UNSEEN_CATEGORY: "The value of “{label}” never occurred in what the model has learned from.",
    ReasonCode.MISSING_INPUT: "The value of “{label}” is missing, which hardly ever happened before.",
    ReasonCode.LITTLE_HISTORY: "There are few earlier days to learn from and to compare with.",
    ReasonCode.EARLIER_DISPUTE: "Somebody recently decided differently here.",
}

ANY_INPUT = "input"


def reason_chip(use_case: UseCase, reason: AttentionReason) -> str:
    """The chip of a reason: "big change", "unusual temperature", "weather missing"."""
    label = in_sentence(feature_label(use_case, reason.feature)) if reason.feature else ANY_INPUT
    return _CHIPS[reason.code].format(label=label)


def reason_sentence(use_case: UseCase, reason: AttentionReason) -> str:
    """The reason as a sentence, for the tooltip."""
    label = feature_label(use_case, reason.feature) if reason.feature else ANY_INPUT
    return _SENTENCES[reason.code].format(label=label)
