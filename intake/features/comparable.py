"""Comparable days: same entity, same weekday, open, actual known. The usual value is the median of the last four."""

from domain.use_case import UseCase
from intake.quoting import names, same
from intake.staging import Staging

SHOWN_DAYS = 8
"""Comparable days kept with a prediction, for the line in its head (shared design, LOOK)."""

USUAL_DAYS = 4
"""The usual value is the median of so many (docs/glossary.md)."""

REACH_DAYS = 112
"""How far back a comparable day may lie: sixteen weeks, so that a closing week or a holiday does not empty the list."""


def make_comparable(staging: Staging, use_case: UseCase) -> None:
    """Make `comparable` (_row, usual, past_days, past_values), oldest day first, for the rows of `wanted`."""
    staging.run(
        f"CREATE OR REPLACE TABLE comparable AS WITH near AS ("
        f"SELECT w._row, h.day, h.target, row_number() OVER (PARTITION BY w._row ORDER BY h.day DESC) AS place "
        f"FROM wanted AS w JOIN history AS h ON {same(use_case.keys, 'h', 'w')} AND isodow(h.day) = isodow(w.day) "
        f"AND h.day < w.day AND h.day >= w.day - {REACH_DAYS}) "
        f"SELECT _row, median(target) FILTER (place <= {USUAL_DAYS}) AS usual, list(day ORDER BY day) AS past_days, "
        f"list(target ORDER BY day) AS past_values FROM near WHERE place <= {SHOWN_DAYS} GROUP BY _row"
    )


def key_columns(use_case: UseCase) -> str:
    """The key columns of `prepared`, with a comma in front where there are any."""
    return ", " + names(use_case.keys, "w.") if use_case.keys else ""
