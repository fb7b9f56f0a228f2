"""See that the members of a written run agree with its predictions, before anybody is told that the run exists."""

from pathlib import Path

import duckdb

from domain.shares import sharing_rule
from domain.use_case import UseCase
from prediction_store.layout import ROWS
from prediction_store.members import MEMBERS
from prediction_store.verify_ingredients import JOIN_MEMORY, quoted


def wrong_members(folder: Path, use_case: UseCase) -> int:
    """How many rows of `members.parquet` cannot be; 0 for a run that shares nothing back.

    A member is wrong where its prediction is not there or is not one of small series together, where it differs from that in another
    key, where it stands twice or is predicted by itself too (it would be ordered twice), and where what it sold is no amount:
    something on some of its days, nothing on none.
    """
    rule = sharing_rule(use_case)
    if rule is None:
        return 0
    keys = [quoted(f"key_{key}") for key in use_case.keys]
    own = quoted(f"key_{rule.key}")
    others = "".join(f" AND p.{key} IS NOT DISTINCT FROM m.{key}" for key in keys if key != own)
    alone = " AND ".join(f"a.{key} = m.{key}" for key in keys)
    rows, stored = (str(folder / name).replace("'", "''") for name in (ROWS, MEMBERS))
    config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with duckdb.connect(config={"memory_limit": JOIN_MEMORY, "threads": 1, **config}) as connection:
        found = connection.execute(
            f"WITH m AS (SELECT *, count(*) OVER (PARTITION BY {', '.join(keys)}) AS times FROM read_parquet('{stored}')), "
            f"p AS (SELECT row, {', '.join(keys)} FROM read_parquet('{rows}')) "
            f"SELECT count(*) FROM m LEFT JOIN p ON p.row = m.row AND p.{own} = ?{others} LEFT JOIN p AS a ON {alone} "
            "WHERE p.row IS NULL OR (a.row IS NOT NULL AND a.row <> m.row) OR m.times > 1 OR m.days IS NULL OR m.sold IS NULL "
            "OR NOT isfinite(m.sold) OR m.sold < 0 OR m.days < 0 OR (m.days > 0) <> (m.sold > 0)",
            [rule.together_as],
        ).fetchone()
    assert found is not None
    return int(found[0])
