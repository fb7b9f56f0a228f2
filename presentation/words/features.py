"""Features and their values in business words: a label instead of a column name, "yes" instead of 1.0."""

import math

from domain.explanation import FeatureValue
from domain.use_case import CalendarFeature, Feature, UseCase
from presentation.words.catalogue import marked, text
from presentation.words.dates import MONTHS, WEEKDAYS
from presentation.words.quantities import MINUS, MISSING, digits, significant_decimals

EMPTY = marked("empty text")

_KEPT_CAPITAL = frozenset(WEEKDAYS) | frozenset(MONTHS)


def feature_label(use_case: UseCase, name: str) -> str:
    """The feature's name in business words.

    An old run may have used a feature that the use case has dropped since; it is then named and said to be gone.
    """
    feature = use_case.features.get(name)
    return feature.label if feature is not None else text("{name} (no longer a feature)", name=name.replace("_", " "))


def group_label(use_case: UseCase, group: str) -> str:
    """The group's name in business words."""
    return use_case.groups.get(group, group)


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "Temperature" becomes "temperature", "VAT" and "Monday" stay."""
    first = label.split(" ", 1)[0]
    if first in _KEPT_CAPITAL or not first[1:].islower():
        return label
    return label[0].lower() + label[1:]


def value_text(use_case: UseCase, name: str, value: FeatureValue) -> str:
    """The value a prediction used, with its words or its unit; a missing value is called missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return text(MISSING)
    feature = use_case.features.get(name)
    if feature is None:
        return value if isinstance(value, str) else plain_number(value)
    known = value_word(feature, value)
    if known is not None:
        return known
    if isinstance(value, str):
        return value if value.strip() else text(EMPTY)
    return _with_unit(plain_number(value), *_units(use_case, feature))


def value_word(feature: Feature, value: float | str) -> str | None:
    """The words that the use case or the calendar has for a value, if there are any; "1.0" is the same as "1"."""
    whole = _whole(value)
    for written, word in feature.values.items():
        if written == value or (whole is not None and _whole(written) == whole):
            return word
    if feature.calendar is CalendarFeature.WEEKDAY and whole is not None and 0 <= whole < len(WEEKDAYS):
        return text(WEEKDAYS[whole])
    if feature.calendar is CalendarFeature.MONTH and whole is not None and 1 <= whole <= len(MONTHS):
        return text(MONTHS[whole - 1])
    return None


def _whole(value: float | str) -> int | None:
    """The whole number that a value is or is written as."""
    try:
        parsed = float(value)
    except ValueError:
        return None
    return int(parsed) if math.isfinite(parsed) and parsed == math.floor(parsed) else None


def plain_number(value: float) -> str:
    """A number of no particular unit: whole where it is whole, else with three significant digits."""
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    decimals = 0 if value == math.floor(value) else significant_decimals(abs(value))
    written = digits(round(value * 10**decimals), decimals)
    return written.rstrip("0").rstrip(".") if "." in written else written


def _units(use_case: UseCase, feature: Feature) -> tuple[str, str]:
    """Unit and unit for one; what is built from the target has the target's unit, unless it is a count of days."""
    if feature.unit is not None:
        return feature.unit, feature.unit
    if not feature.uses_target or use_case.target.classes:
        return "", ""
    if feature.rolling is not None and feature.rolling.statistic == "count":
        return text("days"), text("day")
    target = use_case.target
    return target.unit, target.unit if target.unit_one is None else target.unit_one


def _with_unit(written: str, unit: str, one: str) -> str:
    chosen = one if written in ("1", MINUS + "1") else unit
    return f"{written} {chosen}" if chosen else written


def class_text(use_case: UseCase, label: str | None) -> str:
    """The words of a predicted or decided class; "–" where there is none."""
    return "–" if label is None else use_case.target.classes.get(label, label)
