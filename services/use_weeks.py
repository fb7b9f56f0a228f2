"""Where ISO weeks begin and how far this one is, in the time zone of the machine that serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Weeks:
    """Some ISO weeks in a row, the last of which is not over.

    Attributes:
        mondays: their first days, oldest first.
        today: the day in the last one.
        at: the time of that day.
    """

    mondays: tuple[date, ...]
    today: date
    at: time

    @property
    def last_day(self) -> date:
        """The Sunday of the last week."""
        return self.mondays[-1] + WEEK - timedelta(days=1)

    def marks(self) -> tuple[datetime, ...]:
        """Where each week begins, and where the last one ends."""
        return tuple(_moment(monday) for monday in (*self.mondays, self.mondays[-1] + WEEK))

    def marks_in_two(self) -> tuple[datetime, ...]:
        """The same with a mark in each week, as far from its beginning as now is from that of this week."""
        passed = self.today - self.mondays[-1]
        halves = [(_moment(monday), _moment(monday + passed, self.at)) for monday in self.mondays]
        return (*(mark for half in halves for mark in half), _moment(self.mondays[-1] + WEEK))

    def place(self, day: date) -> int:
        """In which of the weeks a day lies."""
        return (day - self.mondays[0]).days // 7

    def has_come(self, day: date) -> bool:
        """Whether the weekday of a day has come in this week."""
        return day.weekday() <= self.today.weekday()


def last_weeks(now: datetime, count: int) -> Weeks:
    """The last `count` weeks, this one among them."""
    local = now.astimezone()
    monday = local.date() - timedelta(days=local.weekday())
    return Weeks(tuple(monday - WEEK * back for back in range(count - 1, -1, -1)), local.date(), local.time())


def in_pairs(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Counts between `marks_in_two`: of each week until its mark, and of the whole week."""
    return [(counts[at], counts[at] + counts[at + 1]) for at in range(0, len(counts), 2)]


def _moment(day: date, at: time = time()) -> datetime:
    return datetime.combine(day, at).astimezone()
