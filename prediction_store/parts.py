"""Parts of a queue (conditions on keys) as SQL: filters and counts, never a list of rows."""

from collections.abc import Sequence

from domain.assignment import Part
from domain.team_progress import Cell


def part_condition(parts: Sequence[Part]) -> tuple[str, list[object]]:
    """That a row is in at least one of the parts, with the values of its placeholders; no part holds nothing."""
    written = [" AND ".join(["true", *(f"{key_column(key)} = ?" for key, _ in part)]) for part in parts]
    return f"({' OR '.join(['false', *written])})", [value for part in parts for _, value in part]


def key_column(key: str) -> str:
    """The column of a key in a queue file, quoted."""
    return '"key_' + key.replace('"', '""') + '"'


def cells_query(owners: Sequence[Sequence[Part]]) -> tuple[str, list[object]]:
    """Counts of a queue by who looks at a prediction, whether it needs a look and whether it is answered.

    One scan whatever the number of owners, and as many groups as there are overlaps between them. The table
    `without_rows` names the answered rows.
    """
    conditions = [part_condition(parts) for parts in owners]
    columns = "".join(f"{condition} AS owner{place}, " for place, (condition, _) in enumerate(conditions))
    answered = "row IN (SELECT row FROM without_rows) AS answered"
    sql = f"SELECT {columns}needs_look, {answered}, count(*) FROM queue GROUP BY ALL"
    return sql, [value for _, values in conditions for value in values]


def cell_of(values: Sequence[object]) -> Cell:
    """One row of the answer to `cells_query`."""
    *owned, needs_look, answered, count = values
    return Cell(
        frozenset(place for place, holds in enumerate(owned) if holds),
        bool(needs_look),
        bool(answered),
        int(str(count)),
    )
