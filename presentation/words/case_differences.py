"""What an earlier prediction differed in, in a few words: "Temperature +9 °C", "Promotion: none"."""

from dataclasses import dataclass

from domain.explanation import Contribution, FeatureValue
from domain.prediction import Prediction
from domain.use_case import Feature, UseCase
from presentation.words.catalogue import text
from presentation.words.features import feature_label, value_text, value_word
from presentation.words.quantities import MINUS, MISSING

MOST_NAMED = 2
WORTH_NAMING = 0.5
"""A second difference is named where it weighs at least half as much as the first."""

MOST_CHARACTERS = 44
"""A second difference is left out where both together would not fit into the row at 1440 pixels."""

MOST_ALIKE = 3

_Pair = tuple[Contribution, Contribution]


@dataclass(frozen=True)
class Difference:
    """One input that differed, as `text`; `label` is the part of it that may be cut short where there is little room."""

    label: str
    text: str


def differences(use_case: UseCase, opened: Prediction, case: Prediction) -> tuple[Difference, ...]:
    """The one or two inputs whose values differ and whose contributions differ most; none where all values are the same.

    Keys and the calendar are left out: the entity and the day of the case, with its weekday, stand beside it.
    """
    pairs = [pair for pair in _pairs(opened, case) if _is_told(use_case, *pair)]
    pairs.sort(key=lambda pair: -_weight(pair))
    named = [pair for pair in pairs[:MOST_NAMED] if _weight(pair) >= WORTH_NAMING * _weight(pairs[0])]
    found = tuple(Difference(feature_label(use_case, pair[0].feature), _difference(use_case, *pair)) for pair in named)
    return found if len(differences_text(found)) <= MOST_CHARACTERS else found[:1]


def differences_text(found: tuple[Difference, ...]) -> str:
    """All differences in one line."""
    return "; ".join(difference.text for difference in found) if found else text("the same inputs")


def alike_in(use_case: UseCase, opened: Prediction, cases: tuple[Prediction, ...]) -> tuple[str, ...]:
    """The labels of the inputs with the largest effects that have the same value in every case."""
    same = [
        item
        for item in sorted(opened.explanation.contributions, key=lambda item: -abs(item.effect))
        if item.effect and all(_written(use_case, item) == _value_in(use_case, case, item.feature) for case in cases)
    ]
    return tuple(feature_label(use_case, item.feature) for item in same[:MOST_ALIKE])


def _pairs(opened: Prediction, case: Prediction) -> list[_Pair]:
    there = {item.feature: item for item in case.explanation.contributions}
    return [(item, there[item.feature]) for item in opened.explanation.contributions if item.feature in there]


def _weight(pair: _Pair) -> float:
    return abs(pair[0].contribution - pair[1].contribution)


def _is_told(use_case: UseCase, here: Contribution, there: Contribution) -> bool:
    feature = use_case.features.get(here.feature)
    if feature is None or feature.key is not None or feature.calendar is not None:
        return False
    return _written(use_case, here) != _written(use_case, there)


def _written(use_case: UseCase, item: Contribution) -> str:
    return value_text(use_case, item.feature, item.value)


def _value_in(use_case: UseCase, case: Prediction, name: str) -> str | None:
    found = (item for item in case.explanation.contributions if item.feature == name)
    return next((_written(use_case, item) for item in found), None)


def _difference(use_case: UseCase, here: Contribution, there: Contribution) -> str:
    name = here.feature
    label, value = feature_label(use_case, name), value_text(use_case, name, there.value)
    feature = use_case.features[name]
    if not (_is_amount(feature, here.value) and _is_amount(feature, there.value)) or value == MISSING:
        return text("{label}: {value}", label=label, value=value)
    assert isinstance(here.value, float)
    assert isinstance(there.value, float)
    size = value_text(use_case, name, abs(there.value - here.value))
    sign = "+" if there.value > here.value else MINUS
    return text("{label} {difference}", label=label, difference=f"{sign}{size}")


def _is_amount(feature: Feature, value: FeatureValue) -> bool:
    return isinstance(value, float) and not feature.values and value_word(feature, value) is None
