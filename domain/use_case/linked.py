"""Features that cannot be changed one without the other: they are read off the same day, or the same cell of a table."""

from collections.abc import Collection
from datetime import date

from domain.explanation import FeatureValue
from domain.use_case.definition import UseCase
from domain.use_case.feature import CalendarFeature, Feature

EPOCH = date(1970, 1, 1)

CALENDAR = "calendar"


def linked_features(use_case: UseCase) -> tuple[tuple[str, ...], ...]:
    """The groups of features that follow each other, those that follow nothing as groups of one; without keys."""
    groups: dict[object, list[str]] = {}
    for name, feature in use_case.features.items():
        if feature.key is None:
            groups.setdefault(_origin(feature), []).append(name)
    return tuple(tuple(names) for names in groups.values())


def _origin(feature: Feature) -> object:
    if feature.calendar is not None:
        return CALENDAR
    if feature.column is not None:
        return ("column", feature.column)
    return ("target", feature.lag, None if feature.rolling is None else feature.rolling.model_dump_json())


def calendar_value(kind: CalendarFeature, day: date) -> FeatureValue:
    """What a feature reads off a day, as intake makes it (`intake.features.origins`)."""
    if kind is CalendarFeature.WEEKDAY:
        return str(day.weekday())
    numbers = {
        CalendarFeature.MONTH: day.month,
        CalendarFeature.DAY_OF_MONTH: day.day,
        CalendarFeature.DAY_OF_YEAR: day.timetuple().tm_yday,
        CalendarFeature.WEEK_OF_YEAR: day.isocalendar().week,
        CalendarFeature.DAY_NUMBER: (day - EPOCH).days,
    }
    return float(numbers[kind])


def as_kind_of(feature: Feature, value: FeatureValue, known: Collection[str] = ()) -> FeatureValue:
    """A value of a linked feature as this one holds it: a cell may be a name for one and an amount for the other.

    Args:
        feature: the one that follows.
        value: of the one that leads.
        known: the names that training knew; "2.50" among them stands for 2.5.
    """
    if value is None or feature.is_category is isinstance(value, str):
        return value
    if isinstance(value, str):
        return _number(value)
    plain = str(int(value)) if value == int(value) else repr(value)
    return next((name for name in known if _number(name) == value), plain)


def _number(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
