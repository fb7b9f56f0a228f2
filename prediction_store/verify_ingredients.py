"""See that a written run's ingredients agree with its products, before anybody is told that the run exists.

What one unit of each product needs is multiplied with the stored predictions anew, by a join, and compared with what is
stored for the ingredients; and every ingredient's explanation must add up.
"""

import math
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from domain.ingredient import remaining_keys
from domain.use_case import UseCase
from prediction_store.ingredients import read_needs
from prediction_store.ingredients_layout import INGREDIENTS
from prediction_store.layout import ROWS

JOIN_MEMORY = "96MB"
"""What the join may hold; a row of it for each prediction and ingredient streams through."""


def ingredient_gap(folder: Path, use_case: UseCase) -> float:
    """The largest disagreement of a run, as a share of the size of what was summed; 0 for a run without ingredients.

    Compared are (1) what is needed with the products' stored predictions times their needs, and (2) base + effects +
    adjustments with what is needed. An ingredient that only one of the two sides has is an infinite gap.
    """
    if use_case.recipes is None:
        return 0.0
    return max(_against_products(folder, use_case), _additivity(folder, use_case))


def _against_products(folder: Path, use_case: UseCase) -> float:
    amounts = read_needs(folder / INGREDIENTS).amounts
    flat = [(product, name, each) for product, needs in amounts.items() for name, each in needs.items()]
    recipe = pa.table(dict(zip(("product", "name", "each"), map(list, zip(*flat, strict=True)), strict=True)))
    assert use_case.recipes is not None
    keys = [quoted(f"key_{key}") for key in remaining_keys(use_case)]
    same = "".join(f" AND s.{key} = i.{key}" for key in keys)
    rows, stored = (str(folder / name).replace("'", "''") for name in (ROWS, INGREDIENTS))
    config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with duckdb.connect(config={"memory_limit": JOIN_MEMORY, "threads": 1, **config}) as connection:
        connection.register("recipe", recipe)
        worst = connection.execute(
            f"WITH sums AS (SELECT {''.join(f'p.{key}, ' for key in keys)}r.name, sum(r.each * p.prediction) AS needed, "
            f"sum(abs(r.each * p.prediction)) AS size FROM read_parquet('{rows}') AS p "
            f"JOIN recipe AS r ON r.product = p.{quoted('key_' + use_case.recipes.key)} GROUP BY ALL) "
            f"SELECT max(CASE WHEN s.needed IS NULL OR i.needed IS NULL THEN 'infinity'::DOUBLE "
            f"WHEN s.needed = i.needed THEN 0 ELSE abs(s.needed - i.needed) / s.size END) "
            f"FROM sums AS s FULL JOIN read_parquet('{stored}') AS i ON s.name = i.ingredient{same}"
        ).fetchone()
    return float(worst[0]) if worst is not None and worst[0] is not None else 0.0


def _additivity(folder: Path, use_case: UseCase) -> float:
    effects = [f"effect_{name}" for name in use_case.features]
    adjustments = [f"adj_{code}" for code in use_case.adjustment_codes]
    with pq.ParquetFile(folder / INGREDIENTS) as file:
        table = file.read(columns=["base", "needed", *effects, *adjustments], use_threads=False)
    worst = 0.0
    for row in table.to_pylist():
        parts = [row["base"], *(row[name] for name in (*effects, *adjustments))]
        size = math.fsum(map(abs, parts))
        gap = abs(math.fsum(parts) - row["needed"])
        # A gap that is no number compares as false everywhere; it must not pass as none.
        worst = math.inf if math.isnan(gap) else max(worst, gap / size if size else gap)
    return worst


def quoted(name: str) -> str:
    """A column's name, made safe for SQL."""
    return '"' + name.replace('"', '""') + '"'
