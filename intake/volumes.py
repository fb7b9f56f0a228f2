"""Count the rows of every source by day and segment, as they were received: what the calendar of volumes shows."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.use_case import UseCase
from domain.use_case.columns import Kind
from domain.volume import CLOSED, WHOLE, Volume
from intake.checks.panel import PAST_DAYS, new_day, segment_keys
from intake.checks.volume import MOST_SEGMENTS
from intake.cleaning.expressions import parsed, with_aliases
from intake.columns import used_sources
from intake.quoting import literal, name, names
from intake.staging import Staging

KNOWN_DAYS = 28
"""A segment that came within four weeks is expected to be there: its day without a row is counted as none."""


SHUT_SHARE = 0.5
"""Where at least half is closed, that few rows came is no news; a single closed store does not hide a lost delivery."""


def count_volumes(staging: Staging, use_case: UseCase, run_date: date, known: Iterable[Volume]) -> tuple[Volume, ...]:
    """Volumes of the new day of every dated source, and of its earlier days (at most 91) that are not known yet.

    Args:
        staging: holds raw and cleaned sources and the list of changes.
        use_case: names the segments.
        run_date: the morning.
        known: what earlier mornings counted.
    """
    held = {(volume.source, volume.segment, volume.day) for volume in known}
    found: list[Volume] = []
    for source in used_sources(use_case):
        if use_case.sources[source].date is not None:
            day = new_day(use_case, source, run_date)
            counted = _of_source(staging, use_case, source, day)
            found += [v for v in counted if v.day == day or (v.source, v.segment, v.day) not in held]
    return tuple(found)


def _of_source(staging: Staging, use_case: UseCase, source: str, day: date) -> list[Volume]:
    first = day - timedelta(days=PAST_DAYS)
    _count_rows(staging, use_case, source, (first, day))
    whole = {
        _day(row[0]): int(str(row[1])) for row in staging.rows("SELECT _day, sum(rows) FROM received_rows GROUP BY 1")
    }
    began = min(whole, default=day)
    days = [began + timedelta(days=at) for at in range((day - began).days + 1)]
    counted = [Volume(source, WHOLE, at, whole.get(at, 0)) for at in days]
    shut = _shut(staging, use_case)
    counted += [Volume(source, CLOSED, at, whole.get(at, 0)) for at in days if at in shut]
    for keys in segment_keys(use_case, use_case.sources[source].keys):
        counted += _of_segments(staging, source, keys, day)
    return counted


def _shut(staging: Staging, use_case: UseCase) -> set[date]:
    """Days on which the calendar closes at least `SHUT_SHARE` of what it knows."""
    if use_case.closed is None:
        return set()
    source = use_case.closed.source
    listed = names(use_case.sources[source].keys) or "1"
    known = f"SELECT count(*) FROM (SELECT DISTINCT {listed} FROM {name('clean_' + source)})"
    rows = staging.rows(f"SELECT day FROM closed_days GROUP BY day HAVING count(*) >= {SHUT_SHARE} * ({known})")
    return {_day(row[0]) for row in rows}


def _of_segments(staging: Staging, source: str, keys: Sequence[str], day: date) -> list[Volume]:
    listed = names(keys)
    if staging.count(f"SELECT count(*) FROM (SELECT DISTINCT {listed} FROM received_rows)") > MOST_SEGMENTS:
        return []
    found = staging.rows(f"SELECT _day, sum(rows), {listed} FROM received_rows GROUP BY ALL ORDER BY ALL")
    rows = [(_day(row[0]), int(str(row[1])), segment_name(keys, row[2:])) for row in found]
    counted = [Volume(source, segment, at, count) for at, count, segment in rows]
    lately = {segment for at, _, segment in rows if (day - at).days <= KNOWN_DAYS}
    came = {segment for at, _, segment in rows if at == day}
    return counted + [Volume(source, segment, day, 0) for segment in sorted(lately - came)]


def segment_name(keys: Sequence[str], values: Sequence[object]) -> str:
    """`store=North · product=Bun`."""
    return " · ".join(f"{key}={value}" for key, value in zip(keys, values, strict=True))


def _count_rows(staging: Staging, use_case: UseCase, source_name: str, days: tuple[date, date]) -> None:
    """Make `received_rows` (_day, keys, rows): what was kept, and what was a second row of the same keys and day."""
    source = use_case.sources[source_name]
    raw = name("raw_" + source_name)
    types = staging.columns(raw)
    rules = use_case.clean.get(source_name)
    keys = "".join(f", {name(key)}" for key in source.keys)
    meant = "".join(
        f", {with_aliases(parsed(key, Kind.KEY, types[key], source), rules.aliases.get(key, {}) if rules else {})} AS {name(key)}"
        for key in source.keys
    )
    between = " AND ".join(
        f"{side} DATE {literal(day.isoformat())}" for side, day in zip(("_day >=", "_day <="), days, strict=True)
    )
    staging.run(
        f"CREATE OR REPLACE TEMP TABLE received_rows AS SELECT _day{keys}, count(*) AS rows FROM ("
        f"SELECT _day{keys} FROM {name('clean_' + source_name)} UNION ALL "
        f"SELECT c.day AS _day{keys} FROM (SELECT _line{meant} FROM {raw} WHERE _line IN (SELECT line FROM changes "
        f"WHERE source = {literal(source_name)} AND code = 'duplicate_rows')) AS r JOIN changes AS c ON c.line = r._line "
        f"AND c.source = {literal(source_name)} AND c.code = 'duplicate_rows') WHERE {between} GROUP BY ALL"
    )


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
