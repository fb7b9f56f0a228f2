"""Why a prediction deserves a second look: two or three words for the chip, a sentence for who wants to know more."""

from domain.attention import AttentionReason, ReasonCode
from domain.use_case import UseCase
from presentation.words.catalogue import marked, text
from presentation.words.features import feature_label, in_sentence
from presentation.words.fix_words import filled_words

_CHIPS = {
    ReasonCode.BIG_CHANGE: marked("big change"),
    ReasonCode.WIDE_RANGE: marked("wide range"),
    ReasonCode.UNUSUAL_INPUT: marked("unusual {label}"),
    ReasonCode.UNSEEN_CATEGORY: marked("new: {label}"),
    ReasonCode.MISSING_INPUT: marked("{label} missing"),
    ReasonCode.LITTLE_HISTORY: marked("little history"),
    ReasonCode.EARLIER_DISPUTE: marked("disputed before"),
    ReasonCode.IMPUTED_INPUT: marked("{label} filled in"),
    ReasonCode.PREDICTED_TOGETHER: marked("predicted together"),
}

_SENTENCES = {
    ReasonCode.BIG_CHANGE: marked("The prediction is far from the usual value of such a day."),
    ReasonCode.WIDE_RANGE: marked(
        "The model is less sure than it mostly is: the range is wide for the size of the prediction."
    ),
    ReasonCode.UNUSUAL_INPUT: marked("The value of “{label}” lies outside what the model has learned from."),
    ReasonCode.UNSEEN_CATEGORY: marked("The value of “{label}” never occurred in what the model has learned from."),
    ReasonCode.MISSING_INPUT: marked("The value of “{label}” is missing, which hardly ever happened before."),
    ReasonCode.LITTLE_HISTORY: marked("There are few earlier days to learn from and to compare with."),
    ReasonCode.EARLIER_DISPUTE: marked("Somebody recently decided differently here."),
    ReasonCode.IMPUTED_INPUT: marked("“{label}” was missing; {how}."),
    ReasonCode.PREDICTED_TOGETHER: marked(
        "This is the sum of small series: each had too few days with sales to be predicted alone."
    ),
}

ANY_INPUT = marked("input")


def reason_chip(use_case: UseCase, reason: AttentionReason) -> str:
    """The chip of a reason: "big change", "unusual temperature", "weather missing"."""
    label = in_sentence(feature_label(use_case, reason.feature)) if reason.feature else text(ANY_INPUT)
    return text(_CHIPS[reason.code], label=label)


def reason_sentence(use_case: UseCase, reason: AttentionReason) -> str:
    """The reason as a sentence, for the tooltip."""
    label = feature_label(use_case, reason.feature) if reason.feature else text(ANY_INPUT)
    return text(_SENTENCES[reason.code], label=label, how=_how(use_case, reason))


def _how(use_case: UseCase, reason: AttentionReason) -> str:
    feature = use_case.features.get(reason.feature or "")
    if feature is None or feature.missing is None:
        return text("a value was put in by rule")
    return filled_words(use_case, feature.missing)
