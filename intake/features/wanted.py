"""The rows for which features are wanted: the batch of a day, or the past to learn from."""

from datetime import date, timedelta

from domain.use_case import UseCase
from intake.cleaning.changes import record
from intake.features.history import not_closed
from intake.quoting import literal, name, names, same
from intake.staging import Staging


def want_batch(staging: Staging, use_case: UseCase, run_date: date) -> int:
    """Make `wanted` (_row, day, keys) for the day that the run predicts, in the order of the keys.

    Returns:
        How many rows were left out because their entity is closed that day (each is on the list of changes where
        it stands in a source).
    """
    target_date = run_date + timedelta(days=use_case.dates.horizon_days)
    day = f"DATE {literal(target_date.isoformat())}"
    keys = _keys(use_case)
    if use_case.batch.source is not None:
        rows = f"SELECT _line, _day AS day{keys} FROM {name('clean_' + use_case.batch.source)} WHERE _day = {day}"
        record(
            staging,
            "closed_rows",
            "left out",
            f"SELECT {literal(use_case.batch.source)}, s._line, NULL, NULL, NULL, s.day FROM ({rows}) AS s "
            f"WHERE NOT {not_closed(use_case, 's', 'day')}",
        )
    else:
        since = run_date - timedelta(days=use_case.batch.seen_within_days or 0)
        rows = (
            f"SELECT DISTINCT 0 AS _line, {day} AS day{keys} FROM history AS h WHERE day >= DATE {literal(since.isoformat())}"
            f"{_on_its_own(use_case)}"
        )
    before = staging.count(f"SELECT count(*) FROM ({rows})")
    _number(
        staging, use_case, f"SELECT s.* EXCLUDE (_line) FROM ({rows}) AS s WHERE {not_closed(use_case, 's', 'day')}"
    )
    return before - staging.count("SELECT count(*) FROM wanted")


def _on_its_own(use_case: UseCase) -> str:
    """The condition that a series is not one of the small ones, which are predicted together that day."""
    rules = use_case.clean.get(use_case.target.source)
    if rules is None or rules.aggregate is None:
        return ""
    return f" AND NOT EXISTS (SELECT 1 FROM small_series AS s WHERE {same(use_case.keys, 's', 'h')})"


def want_past(staging: Staging, use_case: UseCase, first: date | None = None) -> None:
    """Make `wanted` for every row of the history (from a first day on)."""
    since = f" WHERE day >= DATE {literal(first.isoformat())}" if first is not None else ""
    _number(staging, use_case, f"SELECT day{_keys(use_case)} FROM history{since}")


def _number(staging: Staging, use_case: UseCase, rows: str) -> None:
    order = ", ".join(["day", *(name(key) for key in use_case.keys)])
    staging.run(
        f"CREATE OR REPLACE TABLE wanted AS SELECT row_number() OVER (ORDER BY {order}) - 1 AS _row, * FROM ({rows}) ORDER BY _row"
    )


def _keys(use_case: UseCase) -> str:
    return ", " + names(use_case.keys) if use_case.keys else ""
