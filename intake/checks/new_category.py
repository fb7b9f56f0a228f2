"""Names that were never there before, with the nearest known spelling, and names that went at the same time."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import permutations
from typing import Final

from rapidfuzz import fuzz, process, utils

from domain.check_result import CheckResult, Outcome
from domain.finding import Severity
from domain.stage import Stage
from domain.use_case import UseCase
from domain.use_case.columns import Kind
from intake.checks.panel import Panel, new_day
from intake.cleaning.expressions import parsed
from intake.columns import used_sources
from intake.quoting import literal, name

CODE: Final = "new_category"

ALIKE = 80.0
"""From here on a new name is called like a known one: "Rye braed" is 89, "Baguette" and "Croissant" are 35
(rapidfuzz's ratio, in small letters without punctuation)."""

LATELY_DAYS = 7
"""A name that came within the last week, and does not come today although it comes on this weekday, may be the one that was renamed."""

OFTEN, OFTEN_OF_DAYS = 6, 28
"""Where new names came on six of the last 28 days, they are what the column is for (customers, orders)."""

MOST_NAMES = 20
MOST_KNOWN = 5_000
"""Columns with more different names than this hold texts, not categories."""


@dataclass(frozen=True)
class Names:
    """Of a column of names: known before, lately and so expected today, on the new day (with rows)."""

    known: frozenset[str]
    lately: frozenset[str]
    today: dict[str, int]

    @property
    def new(self) -> dict[str, int]:
        """Names that are there for the first time."""
        return {text: rows for text, rows in self.today.items() if text not in self.known}


def names_of(panel: Panel, column: str) -> Names | None:
    """The names in a column; None where they are no categories (too many, or new ones all the time), or nothing is known."""
    own, day, lately = name(column), _literal(panel.day), _literal(panel.day - timedelta(days=LATELY_DAYS))
    like = _literal(_day_like_it(panel))
    found = panel.staging.rows(
        f"SELECT CAST({own} AS VARCHAR), count(*) FILTER (_day = {day}), count(*) FILTER (_day < {day}), "
        f"count(*) FILTER (_day < {day} AND _day >= {lately}), min(_day), "
        f"count(*) FILTER (_day = {like}) > 0 OR min(_day) > {like} FROM {name('clean_' + panel.source)} "
        f"WHERE {own} IS NOT NULL AND _day <= {day} GROUP BY 1 ORDER BY 1 LIMIT {MOST_KNOWN + 1}"
    )
    firsts = [row[4] for row in found if isinstance(row[4], date) and row[4] < panel.day]
    since = max(min(firsts, default=panel.day) + timedelta(days=1), panel.day - timedelta(days=OFTEN_OF_DAYS))
    if len(found) > MOST_KNOWN or not firsts or len({first for first in firsts if first >= since}) >= OFTEN:
        return None
    return Names(
        frozenset(str(row[0]) for row in found if row[2]),
        frozenset(str(row[0]) for row in found if row[3] and row[5]),
        {str(row[0]): int(str(row[1])) for row in found if row[1]},
    )


def _day_like_it(panel: Panel) -> date:
    """The newest earlier day with rows that has the weekday of the new one: what is sold on few days of the week is not gone."""
    with_rows = panel.same_weekday[panel.rows[panel.same_weekday] > 0]
    return panel.first + timedelta(days=int(with_rows[-1])) if len(with_rows) else date.min


def known_before(use_case: UseCase, panel: Panel, column: str, names: Names) -> Names:
    """The same, with new names that were there before the days that a run looks back to (a season ago) as known ones."""
    source = use_case.sources[panel.source]
    raw = name("raw_" + panel.source)
    types = panel.staging.columns(raw)
    if not names.new or column not in types or source.date is None:
        return names
    listed = ", ".join(map(literal, names.new))
    found = panel.staging.rows(
        f"SELECT DISTINCT CAST({name(column)} AS VARCHAR) FROM {raw} WHERE CAST({name(column)} AS VARCHAR) IN ({listed}) "
        f"AND {parsed(source.date, Kind.DATE, types[source.date], source)} < {_literal(panel.day)}"
    )
    for other in _announcing(use_case, panel, column):
        found += panel.staging.rows(
            f"SELECT DISTINCT CAST({name(column)} AS VARCHAR) FROM {name('clean_' + other)} "
            f"WHERE CAST({name(column)} AS VARCHAR) IN ({listed}) AND _day <= {_literal(panel.day)}"
        )
    return replace(names, known=names.known | {str(row[0]) for row in found})


def _announcing(use_case: UseCase, panel: Panel, column: str) -> list[str]:
    """Sources with the same key that know the new day of this one before it does (a plan): a name that is planned is no news."""
    return [
        other
        for other in used_sources(use_case)
        if column in panel.keys
        and column in use_case.sources[other].keys
        and use_case.sources[other].date is not None
        and new_day(use_case, other, panel.day) > new_day(use_case, panel.source, panel.day)
    ]


def new_category(use_case: UseCase, panel: Panel, column: str, names: Names) -> CheckResult:
    """Whether a column of names holds new ones today.

    Its detail holds `values` (the new names), `near` (the nearest known spelling of each, with its likeness in
    percent, None where none is alike) and `gone` (names that were expected today, or that a new one is like, and do not come).
    """
    new = names.new
    told = sorted(new, key=lambda text: (-new[text], text))[:MOST_NAMES]
    near = [_nearest(text, sorted(names.known)) for text in told]
    meant = {str(found[0]) for found in near if found}
    gone = sorted((names.lately | meant) - set(names.today))
    # A name like no other, while all others are there still, is something new that is sold, not another word for the old.
    otherwise = Severity.WARNING if gone or any(near) else Severity.INFO
    severity = use_case.checks.watches.severity(CODE, otherwise)
    of = sum(names.today.values())
    if not new:
        return CheckResult(CODE, Outcome.PASSED, severity, Stage.CLEANED, panel.source, column, of=of)
    return CheckResult(
        CODE,
        Outcome.WARNED,
        severity,
        Stage.CLEANED,
        panel.source,
        column,
        count=sum(new.values()),
        of=of,
        detail={"date": panel.day.isoformat(), "values": told, "near": near, "gone": gone[:MOST_NAMES]},
        examples=tuple({"before": text, "rows": new[text], "day": panel.day.isoformat()} for text in told),
    )


def _nearest(text: str, known: list[str]) -> list[object] | None:
    found = process.extractOne(text, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=ALIKE)
    return None if found is None else [found[0], round(found[1])]


def swapped_names(columns: dict[str, Names]) -> list[tuple[str, str]]:
    """Pairs of columns of which each holds, today, only names that the other is known to hold."""
    return [
        (first, second)
        for first, second in permutations(columns, 2)
        if first < second and _moved(columns[first], columns[second]) and _moved(columns[second], columns[first])
    ]


def _moved(here: Names, there: Names) -> bool:
    today = set(here.today)
    return bool(today) and not today & here.known and today <= there.known


def _literal(day: date) -> str:
    return f"DATE {literal(day.isoformat())}"
