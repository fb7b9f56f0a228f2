"""Public and school holidays as in the south of Germany, by rule, for any year."""

from datetime import date, timedelta
from functools import lru_cache

FIXED = ((1, 1), (1, 6), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))
"""Month and day: New Year, Epiphany, Labour Day, German Unity Day, All Saints, Christmas Day, Boxing Day."""

AFTER_EASTER = (-2, 1, 39, 50, 60)
"""Days after Easter Sunday: Good Friday, Easter Monday, Ascension Day, Whit Monday, Corpus Christi."""

SCHOOL_FIXED = (((1, 1), (1, 6)), ((7, 27), (9, 9)), ((10, 27), (11, 2)), ((12, 23), (12, 31)))
"""School holidays, first and last (month, day): Christmas in two parts, summer, autumn."""

SCHOOL_AFTER_EASTER = ((-6, 6), (50, 61))
"""School holidays, first and last day after Easter Sunday: Easter, Whitsun."""


@lru_cache(maxsize=64)
def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (Meeus, Astronomical Algorithms, 1991, chapter 8: the Butcher algorithm)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday."""
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER


@lru_cache(maxsize=4096)
def is_school_holiday(day: date) -> bool:
    """Whether a day lies in the school holidays."""
    fixed = any(first <= (day.month, day.day) <= last for first, last in SCHOOL_FIXED)
    since_easter = (day - easter(day.year)).days
    return fixed or any(first <= since_easter <= last for first, last in SCHOOL_AFTER_EASTER)


def tomorrow(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
