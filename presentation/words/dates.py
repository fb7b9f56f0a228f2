"""Dates as people say them, in English whatever the locale of the machine."""

from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NEAR_DAYS = 6
"""Within so many days a weekday names a single day."""


def weekday_name(day: date) -> str:
    """`Saturday`."""
    return WEEKDAYS[day.weekday()]


def short_day(day: date) -> str:
    """`21 Nov`, for the ticks of a chart."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def day_text(day: date) -> str:
    """`Sat 21 Nov`."""
    return f"{weekday_name(day)[:3]} {short_day(day)}"


def day_with_year(day: date) -> str:
    """`Sat 21 Nov 2026`."""
    return f"{day_text(day)} {day.year}"


def near_day(day: date, today: date) -> str:
    """`Saturday` where that cannot be another day, else as `day_text`, with the year where it is another one."""
    if 0 <= (day - today).days <= NEAR_DAYS:
        return weekday_name(day)
    return day_text(day) if day.year == today.year else day_with_year(day)
