"""A source as the checks see it: entities by days, up to the day that is new this morning, thirteen weeks back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from domain.use_case import UseCase
from domain.use_case.columns import Kind, needed_columns
from intake.columns import cleaned_name
from intake.quoting import literal, name, names, same
from intake.staging import Staging

PAST_DAYS = 91
"""Thirteen of each weekday: enough for a median and its spread, short enough to follow the year."""

MOST_ENTITIES = 50_000
"""More entities are looked at as a sample of about so many, chosen by their keys: the same ones whatever their order."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Panel:
    """A dated source on a morning; entities in the order of their keys, days oldest first, the last one is new.

    Attributes:
        day: the day that is new this morning.
        known: whether there is a row before that day at all.
        keys: key columns of the source; entities: their values.
        lines: of each entity's row on the new day, -1 without one.
        present: entities by days: whether there is a row; closed: whether the calendar closes it.
        rows: of every day, before sampling.
        of: how many entities there are, before sampling.
        numbers, texts: the cleaned columns.
        segments: those that were asked for already.
    """

    staging: Staging
    source: str
    day: date
    keys: tuple[str, ...]
    entities: tuple[tuple[str, ...], ...]
    lines: Places
    present: Flags
    closed: Flags
    rows: Places
    of: int
    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    segments: dict[tuple[str, ...], tuple[list[str], Places]] = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The first of the days."""
        return self.day - timedelta(days=PAST_DAYS)

    @cached_property
    def today(self) -> Flags:
        """Entities with a row on the new day."""
        return np.asarray(self.present[:, -1])

    @cached_property
    def same_weekday(self) -> Places:
        """Places of the earlier days with the weekday of the new one, oldest first."""
        return np.arange(PAST_DAYS % 7, PAST_DAYS, 7, dtype=np.int64)

    def values(self, column: str) -> Floats:
        """A column as entities by days; NaN without a value."""
        found = self.staging.connection.execute(
            f"SELECT _e, _d, CAST({name(column)} AS DOUBLE) FROM {name('panel_' + self.source)} WHERE {name(column)} IS NOT NULL"
        ).fetchnumpy()
        places, days, numbers = (np.asarray(part) for part in found.values())
        matrix = np.full(self.present.shape, np.nan)
        matrix[places, days] = np.where(np.isfinite(numbers), numbers, np.nan)
        return matrix

    def entity(self, place: int) -> str:
        """An entity in words: "North · Rye bread"."""
        return " · ".join(self.entities[place])

    def groups(self, keys: Sequence[str]) -> tuple[list[str], Places]:
        """Names of the segments by some keys, and the segment of each entity."""
        if tuple(keys) not in self.segments:
            places = [self.keys.index(key) for key in keys]
            told = [
                " · ".join(f"{key}={entity[place]}" for key, place in zip(keys, places, strict=True))
                for entity in self.entities
            ]
            order = {segment: at for at, segment in enumerate(sorted(set(told)))}
            index = np.fromiter((order[segment] for segment in told), dtype=np.int64, count=len(told))
            self.segments[tuple(keys)] = list(order), index
        return self.segments[tuple(keys)]


def new_day(use_case: UseCase, source_name: str, run_date: date) -> date:
    """The day whose rows are new in a source on a morning: the newest that the file promises, at most the day predicted."""
    source = use_case.sources[source_name]
    late = (
        use_case.target.available_after_days if source_name == use_case.target.source else source.available_after_days
    )
    return run_date + timedelta(days=min(-late, use_case.dates.horizon_days))


def segment_keys(use_case: UseCase, keys: Sequence[str]) -> list[list[str]]:
    """The segments of a source: those that the file names, else each key of several by itself."""
    wanted = use_case.segments or [[key] for key in use_case.keys]
    return [segment for segment in wanted if set(segment) <= set(keys)]


def columns_of(use_case: UseCase, source_name: str, kinds: Sequence[Kind]) -> tuple[str, ...]:
    """The cleaned columns of a source that hold one of some kinds."""
    needed = needed_columns(use_case, source_name)
    return tuple(
        cleaned_name(needed, column, kind) for column, held in needed.items() for kind in held if kind in kinds
    )


def make_panel(staging: Staging, use_case: UseCase, source_name: str, run_date: date) -> Panel | None:
    """The panel of a cleaned source; None for one without dates."""
    source = use_case.sources[source_name]
    if source.date is None:
        return None
    day = new_day(use_case, source_name, run_date)
    first = day - timedelta(days=PAST_DAYS)
    of = _make_entities(staging, source_name, source.keys, (first, day))
    entities = tuple(
        tuple(map(str, row[1:])) for row in staging.rows(f"SELECT * FROM {name('entities_' + source_name)} ORDER BY _e")
    )
    clean, chosen = name("clean_" + source_name), name("entities_" + source_name)
    numbers = columns_of(use_case, source_name, (Kind.NUMBER,))
    listed = "".join(f", s.{name(column)}" for column in numbers)
    staging.run(
        f"CREATE OR REPLACE TEMP TABLE {name('panel_' + source_name)} AS SELECT e._e, CAST(s._day - {_literal(first)} AS INTEGER) AS _d, "
        f"s._line{listed} FROM {clean} AS s JOIN {chosen} AS e ON {same(source.keys, 'e', 's')} "
        f"WHERE s._day BETWEEN {_literal(first)} AND {_literal(day)}"
    )
    found = staging.connection.execute(f"SELECT _e, _d, _line FROM {name('panel_' + source_name)}").fetchnumpy()
    places, days, line_numbers = (np.asarray(part).astype(np.int64) for part in found.values())
    present = np.zeros((len(entities), PAST_DAYS + 1), dtype=np.bool_)
    present[places, days] = True
    lines = np.full(len(entities), -1, dtype=np.int64)
    newest = days == PAST_DAYS
    lines[places[newest]] = line_numbers[newest]
    return Panel(
        staging,
        source_name,
        day,
        tuple(source.keys),
        entities,
        lines,
        present,
        closed_entities(staging, use_case, source_name, (first, len(entities))),
        _rows(staging, clean, (first, day)),
        of,
        numbers,
        columns_of(use_case, source_name, (Kind.KEY, Kind.TEXT)),
    )


def _make_entities(staging: Staging, source_name: str, keys: Sequence[str], days: tuple[date, date]) -> int:
    """Make `entities_<source>` (_e, keys); returns how many there are before sampling."""
    clean, table = name("clean_" + source_name), name("entities_" + source_name)
    between = f"WHERE _day BETWEEN {_literal(days[0])} AND {_literal(days[1])}"
    if not keys:
        staging.run(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT 0 AS _e")
        return 1
    listed = names(keys)
    of = staging.count(f"SELECT count(*) FROM (SELECT DISTINCT {listed} FROM {clean} {between})")
    step = max(-(-of // MOST_ENTITIES), 1)
    chosen = f"{between} AND hash({listed}) % {step} = 0" if step > 1 else between
    staging.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT row_number() OVER (ORDER BY {listed}) - 1 AS _e, {listed} "
        f"FROM (SELECT DISTINCT {listed} FROM {clean} {chosen})"
    )
    return of


def closed_entities(staging: Staging, use_case: UseCase, source_name: str, shape: tuple[date, int]) -> Flags:
    """Entities by days: whether the calendar closes one; from a first day on (`shape`: that day, and the entities)."""
    first, count = shape
    closed = np.zeros((count, PAST_DAYS + 1), dtype=np.bool_)
    if use_case.closed is None:
        return closed
    keys = use_case.sources[use_case.closed.source].keys
    if not set(keys) <= set(use_case.sources[source_name].keys):
        return closed
    found = staging.connection.execute(
        f"SELECT e._e, CAST(c.day - {_literal(first)} AS INTEGER) FROM {name('entities_' + source_name)} AS e JOIN closed_days AS c "
        f"ON {same(keys, 'c', 'e')} WHERE c.day BETWEEN {_literal(first)} AND {_literal(first + timedelta(days=PAST_DAYS))}"
    ).fetchnumpy()
    places, days = (np.asarray(part).astype(np.int64) for part in found.values())
    closed[places, days] = True
    return closed


def _rows(staging: Staging, clean: str, days: tuple[date, date]) -> Places:
    counted = staging.rows(
        f"SELECT CAST(_day - {_literal(days[0])} AS INTEGER), count(*) FROM {clean} "
        f"WHERE _day BETWEEN {_literal(days[0])} AND {_literal(days[1])} GROUP BY 1"
    )
    rows = np.zeros(PAST_DAYS + 1, dtype=np.int64)
    for place, count in counted:
        rows[int(str(place))] = int(str(count))
    return rows


def excused(staging: Staging, source: str, day: date, codes: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """Per column, the lines of a day of which cleaning has already said one of these codes."""
    found = staging.rows(
        f"SELECT column_name, list(line) FROM changes WHERE source = ? AND day = ? AND code IN ({', '.join(map(literal, codes))}) "
        "AND column_name IS NOT NULL GROUP BY column_name",
        [source, day],
    )
    return {str(column): frozenset(map(int, lines)) for column, lines in found if isinstance(lines, list)}


def taken_out(use_case: UseCase, panel: Panel, column: str) -> Floats:
    """Values of the new day that cleaning took as missing because they cannot be; NaN elsewhere."""
    values = np.full(len(panel.entities), np.nan)
    rules = use_case.clean.get(panel.source)
    if rules is None or column not in rules.impossible:
        return values
    found = panel.staging.rows(
        "SELECT line, TRY_CAST(replace(before, ',', '.') AS DOUBLE) FROM changes WHERE source = ? AND column_name = ? "
        "AND code = 'impossible_value' AND action = 'imputed' AND day = ?",
        [panel.source, column, panel.day],
    )
    places = {int(line): at for at, line in enumerate(panel.lines)}
    unit = rules.units.get(column)
    for line, value in found:
        place = places.get(int(str(line)))
        if place is not None and value is not None:
            number = float(str(value))
            values[place] = number if unit is None else number * unit.multiply + unit.add
    return values


def _literal(day: date) -> str:
    return f"DATE {literal(day.isoformat())}"
