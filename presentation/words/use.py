"""Is it used, in words: the table of weeks, and whether use fell out of its normal range."""

from collections.abc import Sequence
from datetime import date

from domain.use_of_weeks import LEAST_WEEKS, Judged, Measure, UsageWatch, WeekOfUse
from presentation.words.catalogue import forms, marked, plural, text
from presentation.words.dates import day_text
from presentation.words.outcomes import share_text
from presentation.words.quantities import NOTHING, digits

COUNTED: dict[Measure, tuple[str, str]] = {
    "reviews": forms("{count} answer", "{count} answers"),
    "visits": forms("{count} visit", "{count} visits"),
}

FELL: dict[tuple[Measure, bool], str] = {
    ("reviews", True): marked("*Use is falling*: {counted} in the week from {day}, at least {low} are normal, {usual} usual."),
    ("visits", True): marked("*Fewer people look*: {counted} in the week from {day}, at least {low} are normal, {usual} usual."),
    ("reviews", False): marked("*Use is falling*: {counted} this week so far, at least {low} are normal by now, {usual} usual."),
    ("visits", False): marked("*Fewer people look*: {counted} this week so far, at least {low} are normal by now, {usual} usual."),
}  # fmt: skip

HOUR = 60
"""Minutes."""

HOURS_IN_MINUTES = 2
"""Below so many hours a wait is told in minutes."""

DAYS_FROM = 48
"""From so many hours on a wait is told in days."""


def watch_parts(watch: UsageWatch) -> str:
    """What the weeks say; what needs somebody stands between asterisks."""
    if watch.falls:
        return " ".join(_fall(fall) for fall in watch.falls)
    if watch.state == "normal":
        return _normal(next(judged for judged in watch.judged if judged.state == "normal"))
    if watch.state == "too few":
        return text("So little use is usual here that a fall could not be told from chance.")
    if watch.state == "too early":
        weeks = max(judged.weeks for judged in watch.judged)
        return plural(
            "Not enough weeks yet to say what is normal: {count} with predictions before, {needed} are needed.",
            "Not enough weeks yet to say what is normal: {count} with predictions before, {needed} are needed.",
            weeks,
            needed=LEAST_WEEKS,
        )
    return text("No predictions were made this week or last week, so there is nothing to judge use by.")


def watch_sentence(watch: UsageWatch) -> str:
    """The same without asterisks: for a terminal, a message, a file."""
    return watch_parts(watch).replace("*", "")


def _fall(fall: Judged) -> str:
    assert fall.low is not None
    assert fall.usual is not None
    words = {"low": digits(least(fall.low), 0), "usual": digits(round(fall.usual), 0), "day": day_text(fall.monday)}
    return text(FELL[fall.measure, fall.complete], counted=_counted(fall.measure, fall.count), **words)


def _normal(judged: Judged) -> str:
    assert judged.low is not None
    counted, low = _counted(judged.measure, judged.count), digits(least(judged.low), 0)
    if judged.complete:
        return text("Use is as always: {counted} last week, where {low} or more are normal.", counted=counted, low=low)
    return text(
        "Use is as always: {counted} this week so far, where {low} or more are normal.", counted=counted, low=low
    )


def _counted(measure: Measure, count: int) -> str:
    return plural(*COUNTED[measure], count)


def least(low: float) -> int:
    """The smallest whole number that is not below a bound."""
    return -int(-low // 1)


def use_head(*, with_visits: bool) -> tuple[str, ...]:
    """The columns of `use_rows`."""
    visits = (text("Visits"),) if with_visits else ()
    return (
        text("Week from"),
        *visits,
        text("Answers"),
        text("People"),
        text("Predictions"),
        text("Looked at"),
        text("First answer after"),
    )


def use_rows(weeks: Sequence[WeekOfUse], *, with_visits: bool) -> tuple[tuple[str, ...], ...]:
    """One row for each week, the newest first."""
    return tuple(
        (
            week_text(week.monday, complete=week.complete),
            *((NOTHING if week.visits is None else digits(week.visits, 0),) if with_visits else ()),
            digits(week.reviews, 0),
            digits(week.reviewers, 0),
            digits(week.predictions, 0),
            share_text(week.share),
            wait_text(week.wait_hours),
        )
        for week in reversed(weeks)
    )


def week_text(monday: date, *, complete: bool) -> str:
    """The week by its Monday, and whether it is still going on."""
    day = day_text(monday)
    return day if complete else text("{day} (so far)", day=day)


def wait_text(hours: float | None) -> str:
    """How long the first answer took: "35 minutes", "3 hours", "2 days"."""
    if hours is None:
        return NOTHING
    if hours < HOURS_IN_MINUTES:
        return plural("{count} minute", "{count} minutes", round(hours * HOUR))
    if hours < DAYS_FROM:
        return plural("{count} hour", "{count} hours", round(hours))
    return plural("{count} day", "{count} days", round(hours / 24))
