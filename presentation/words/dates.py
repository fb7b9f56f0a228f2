"""Dates as people say them, in the language of the catalogue whatever the locale of the machine."""

from datetime import date, datetime

from presentation.words.catalogue import forms, marked, plural, text

WEEKDAYS = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)
_SHORT_WEEKDAYS = (
    marked("Mon"),
    marked("Tue"),
    marked("Wed"),
    marked("Thu"),
    marked("Fri"),
    marked("Sat"),
    marked("Sun"),
)
_COUNTED_WEEKDAYS = (
    forms("{count} Monday", "{count} Mondays"),
    forms("{count} Tuesday", "{count} Tuesdays"),
    forms("{count} Wednesday", "{count} Wednesdays"),
    forms("{count} Thursday", "{count} Thursdays"),
    forms("{count} Friday", "{count} Fridays"),
    forms("{count} Saturday", "{count} Saturdays"),
    forms("{count} Sunday", "{count} Sundays"),
)
MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)
_SHORT_DAYS = (
    marked("{day} Jan"),
    marked("{day} Feb"),
    marked("{day} Mar"),
    marked("{day} Apr"),
    marked("{day} May"),
    marked("{day} Jun"),
    marked("{day} Jul"),
    marked("{day} Aug"),
    marked("{day} Sep"),
    marked("{day} Oct"),
    marked("{day} Nov"),
    marked("{day} Dec"),
)
NEAR_DAYS = 6
"""Within so many days a weekday names a single day."""


def weekday_name(day: date) -> str:
    """`Saturday`."""
    return text(WEEKDAYS[day.weekday()])


def short_weekday(day: date) -> str:
    """`Sat`, for the rows of a calendar."""
    return text(_SHORT_WEEKDAYS[day.weekday()])


def counted_weekdays(day: date, count: int) -> str:
    """`4 Saturdays`."""
    return plural(*_COUNTED_WEEKDAYS[day.weekday()], count)


def short_day(day: date) -> str:
    """`21 Nov`, for the ticks of a chart."""
    return text(_SHORT_DAYS[day.month - 1], day=day.day)


def day_text(day: date) -> str:
    """`Sat 21 Nov`."""
    return text("{weekday} {day}", weekday=text(_SHORT_WEEKDAYS[day.weekday()]), day=short_day(day))


def day_with_year(day: date) -> str:
    """`Sat 21 Nov 2026`."""
    return text("{day} {year}", day=day_text(day), year=day.year)


def near_day(day: date, today: date) -> str:
    """`Saturday` where that cannot be another day, else as `day_text`, with the year where it is another one."""
    if 0 <= (day - today).days <= NEAR_DAYS:
        return weekday_name(day)
    return day_text(day) if day.year == today.year else day_with_year(day)


def moment_text(moment: datetime) -> str:
    """`21 Nov 14:05`, in the time zone of the machine that serves."""
    local = moment.astimezone()
    return text("{day} {time}", day=short_day(local.date()), time=f"{local:%H:%M}")
