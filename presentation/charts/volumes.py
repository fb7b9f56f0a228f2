"""Volumes for a chart: a calendar of weekdays by weeks, and the last thirty days with their band."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.volume_series import VolumeDay, VolumeSeries
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.quantities import digits

LINE_DAYS = 30
WEEKS = 13
"""A quarter, however few days are known yet: a field is always as large."""

MARKS = {"fewer": "▼", "more": "▲", "usual": "", "unknown": "", "closed": "–"}


@dataclass(frozen=True)
class Calendar:
    """Weeks by their Monday, oldest first, and for each the days from Monday to Sunday that are known."""

    mondays: tuple[date, ...]
    days: dict[date, VolumeDay]
    weekdays: tuple[int, ...]


def calendar_of(series: VolumeSeries) -> Calendar:
    """The `WEEKS` weeks up to the last known day; weekdays that never occur are left out."""
    days = {found.day: found for found in series.days}
    last = _monday(max(days))
    mondays = tuple(last - timedelta(days=7 * week) for week in range(WEEKS - 1, -1, -1))
    return Calendar(mondays, days, tuple(sorted({day.weekday() for day in days})))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def last_days(series: VolumeSeries) -> tuple[VolumeDay, ...]:
    """The days of the last `LINE_DAYS` days."""
    newest = series.days[-1].day
    return tuple(found for found in series.days if (newest - found.day).days < LINE_DAYS)


def rows_text(count: float) -> str:
    """`1,240 rows`."""
    return plural("{count} row", "{count} rows", round(count), count=digits(round(count), 0))


def band_text(found: VolumeDay) -> str:
    """`1,130 to 1,350`, or a dash where too few days came before or nothing is expected."""
    if found.normal is None or found.side == "closed":
        return "–"
    low, high = (digits(round(max(side, 0)), 0) for side in (found.normal.low, found.normal.high))
    return text("{low} to {high}", low=low, high=high)


def side_text(found: VolumeDay) -> str:
    """Where the rows lie, in words."""
    words = {
        "fewer": text("fewer than usual"),
        "more": text("more than usual"),
        "usual": text("as usual"),
        "unknown": text("too few days before"),
        "closed": text("closed in part") if found.rows else text("closed"),
    }
    return words[found.side]


def volume_head() -> tuple[str, ...]:
    """The header of `volume_rows`."""
    return text("Day"), text("Rows"), text("Normal"), text("Verdict")


def volume_rows(series: VolumeSeries) -> tuple[tuple[str, ...], ...]:
    """Every day, the newest first."""
    return tuple(
        (day_text(found.day), digits(found.rows, 0), band_text(found), side_text(found))
        for found in reversed(series.days)
    )


def volume_alt(series: VolumeSeries) -> str:
    """The calendar in words: the days outside the band."""
    outside = [found for found in series.days if found.side in ("fewer", "more")]
    named = "; ".join(f"{day_text(found.day)} {rows_text(found.rows)}" for found in outside[-10:])
    if not outside:
        return text("Rows per day; every day lies inside its normal band.")
    return plural(
        "Rows per day; {count} day lies outside its normal band: {days}.",
        "Rows per day; {count} days lie outside their normal band: {days}.",
        len(outside),
        days=named,
    )


def volume_reading() -> str:
    """How to read it."""
    return text(
        "Each field is one day. The normal band is what this weekday usually has, from the thirteen weeks before; "
        "a day outside it is blue with ▼ for fewer rows and orange with ▲ for more."
    )
