"""Draw some thousand predictions of runs of any size, so that what is rare and what is extreme stays.

Drawn are: for every expression asked for, the rows with its smallest and its largest value; for every category column,
a row of each value, as long as they fit into half of the sample; and for the rest of the room, rows by the order of a
hash of run and row. The same files give the same sample (with the same version of DuckDB,
whose hash it is).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from prediction_store.scans import Files, Scanner

SPARE = 1.2
"""The hash is cut where so many times the rows wanted are expected, because its counts vary by chance: four standard
deviations at 400 rows, more above."""

FEW = 100
"""Room for chance where few rows are wanted."""

HASHES = 2**64


@dataclass(frozen=True)
class Wish:
    """What to draw.

    Attributes:
        columns: expressions with a name, over the columns of a file; they come back for every row drawn.
        ends: names of columns whose smallest and largest value must stay.
        categories: names of columns of which every value must stay, missing too.
        size: at most so many rows.
    """

    columns: tuple[str, ...]
    ends: tuple[str, ...]
    categories: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class Drawn:
    """The rows drawn, by run and row.

    Attributes:
        rows: `run` (place in the files), `row` and the columns wished for.
        total: how many rows the files have.
        unseen: values of category columns that found no place.
    """

    rows: pa.Table
    total: int
    unseen: int


def draw(scanner: Scanner, files: Files, wish: Wish) -> Drawn:
    """A sample; all rows where they are not more than wished for.

    Raises:
        PredictionFileError: a file is gone or broken.
    """
    ends = ", ".join(
        f"arg_{end}(struct_pack(run := run, row := row), {name}) AS {end}_{place}"
        for place, name in enumerate(wish.ends)
        for end in ("min", "max")
    )
    # The ends are looked for in one scan with the count, which is needed in any case.
    facts = scanner.ask(
        files, wish.columns, f"SELECT count(*) AS total{', ' + ends if ends else ''} FROM stored"
    ).to_pylist()[0]
    total = int(facts.pop("total"))
    if total <= wish.size:
        return Drawn(scanner.ask(files, wish.columns, "SELECT * FROM stored ORDER BY run, row"), total, 0)
    must = [(found["run"], found["row"]) for found in facts.values() if found is not None]
    kinds, values = _rows_of_values(scanner, files, wish)
    kept = list(dict.fromkeys([*must, *kinds]))[: wish.size]
    room = wish.size - len(kept)
    rows = _rows(scanner, files, wish, _chosen(kept), (total, room))
    seen = sum(len(set(rows.column(name.strip('"')).to_pylist())) for name in wish.categories)
    return Drawn(rows, total, values - seen)


def _rows_of_values(scanner: Scanner, files: Files, wish: Wish) -> tuple[list[tuple[int, int]], int]:
    """A row of each value of each category column, of the most frequent values first; and how many values there are."""
    found: list[tuple[int, int]] = []
    values = 0
    for name in wish.categories:
        answer = scanner.ask(
            files,
            wish.columns,
            "SELECT min(struct_pack(run := run, row := row)) AS first, count(*) OVER () AS values "
            f"FROM stored GROUP BY {name} ORDER BY count(*) DESC, first LIMIT {wish.size // 2}",
        )
        found += [(first["run"], first["row"]) for first in answer.column("first").to_pylist()]
        values += int(answer.column("values")[0].as_py())
    return found, values


def _chosen(kept: Sequence[tuple[int, int]]) -> pa.Table:
    places = [pa.array([pair[at] for pair in kept], pa.int64()) for at in (0, 1)]
    return pa.table({"run": places[0], "row": places[1]})


def _rows(scanner: Scanner, files: Files, wish: Wish, kept: pa.Table, counts: tuple[int, int]) -> pa.Table:
    total, room = counts
    cut = min(int(HASHES * (SPARE * room + FEW) / total), HASHES - 1)
    return scanner.ask(
        files,
        wish.columns,
        f"SELECT * EXCLUDE (forced, place) FROM ("
        f"SELECT stored.*, hash(stored.run, stored.row) AS place, (stored.run, stored.row) IN (SELECT (run, row) FROM kept) AS forced "
        f"FROM stored WHERE hash(stored.run, stored.row) <= {cut} OR (stored.run, stored.row) IN (SELECT (run, row) FROM kept) "
        f"ORDER BY forced DESC, place LIMIT {wish.size}) ORDER BY run, row",
        {"kept": kept},
    )
