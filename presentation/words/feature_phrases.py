"""A feature as a reason inside a sentence: "the holiday tomorrow", "no promotion", "what was sold last Saturday"."""

from domain.explanation import Contribution
from domain.use_case import Feature, UseCase
from presentation.words.catalogue import text
from presentation.words.features import feature_label, in_sentence, value_text
from presentation.words.quantities import MISSING

_YES = frozenset({"yes", "true", "on"})
_NO = frozenset({"no", "false", "off", "none"})

_WITHOUT_ARTICLE = frozenset(
    {
        "the",
        "a",
        "an",
        "no",
        "is",
        "has",
        "on",
        "in",
        "at",
        "after",
        "before",
        "how",
        "what",
        "when",
        "days",
        "open",
        "closed",
        "all",
    }
)
"""First words of a label in front of which an article would be wrong."""


def is_no(written: str) -> bool:
    """Whether a value's words say that something is not so."""
    return written.lower() in _NO


def subject_phrase(use_case: UseCase, name: str) -> str:
    """A feature as the subject of a sentence, without its value: "the temperature", "what was sold last Saturday"."""
    label = in_sentence(feature_label(use_case, name))
    feature = use_case.features.get(name)
    return label if feature is None else _amount_phrase(use_case, feature, label)


def reason_phrase(use_case: UseCase, item: Contribution) -> str:
    """What a contribution is about; a phrase that can follow "because of" or start a sentence.

    Names are told with their value ("product Rye bread"), amounts without: their value stands in the waterfall.
    """
    label = in_sentence(feature_label(use_case, item.feature))
    feature = use_case.features.get(item.feature)
    value = value_text(use_case, item.feature, item.value)
    if feature is None:
        return label
    if value == text(MISSING):
        return text("the missing “{label}”", label=feature.label)
    if value.lower() in _YES:
        return _with_article(label)
    if value.lower() in _NO:
        return _without(label, feature.label, value)
    if feature.is_category or feature.values:
        return text("{label} {value}", label=label, value=value)
    return _amount_phrase(use_case, feature, label)


def _without(label: str, name: str, value: str) -> str:
    if label.split(" ", 1)[0] in _WITHOUT_ARTICLE:
        return text("“{label}: {value}”", label=name, value=value)
    return text("no {label}", label=label)


def _amount_phrase(use_case: UseCase, feature: Feature, label: str) -> str:
    happened = use_case.target.happened
    if feature.uses_target and label.lower().startswith(f"{happened.lower()} "):
        return text("what was {label}", label=label)
    return _with_article(label)


def _with_article(label: str) -> str:
    return label if label.split(" ", 1)[0].lower() in _WITHOUT_ARTICLE else text("the {label}", label=label)
