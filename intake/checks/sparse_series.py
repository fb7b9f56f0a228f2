"""Entities with too few days to learn from, and the key that could be left out so that they have enough together."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from domain.check_result import CheckResult, Outcome
from domain.stage import Stage
from domain.use_case import UseCase
from intake.quoting import names
from intake.staging import Staging

CODE: Final = "sparse_series"

LEAST_DAYS = 10
"""Fewer days of an entity are no series: a week's rhythm is seen once or not at all (issue: "fewer than ten days")."""

SPARSE_AT_MOST = 0.05
"""A larger share of sparse entities is told: one in twenty is what a change of assortment leaves behind."""

EXAMPLES = 20


def sparse_series(staging: Staging, use_case: UseCase, table: str, columns: Sequence[str] = ()) -> CheckResult:
    """Whether the entities of a table have enough days.

    Args:
        staging: holds the table.
        use_case: names the keys.
        table: the quoted name of a table with `day` and the keys, such as `history`.
        columns: further columns of it that could be parents (a category of products).

    Returns:
        Its detail holds `entities`, `sparse`, `least_days`, and `parent`: the keys to aggregate to (None where none
        helps), with `parent_sparse` of `parent_groups`.
    """
    severity = use_case.checks.watches.severity(CODE)
    if not use_case.keys:
        why = "a single series has no parent"
        return CheckResult(CODE, Outcome.NOT_APPLICABLE, severity, Stage.CLEANED, "batch", detail={"why": why})
    sparse, entities = _counted(staging, table, use_case.keys)
    examples = staging.rows(
        f"SELECT {names(use_case.keys)}, count(DISTINCT day) FROM {table} GROUP BY ALL HAVING count(DISTINCT day) < {LEAST_DAYS} "
        f"ORDER BY count(DISTINCT day), {names(use_case.keys)} LIMIT {EXAMPLES}"
    )
    detail: dict[str, object] = {"entities": entities, "sparse": sparse, "least_days": LEAST_DAYS}
    outcome = Outcome.WARNED if entities and sparse / entities > SPARSE_AT_MOST else Outcome.PASSED
    if outcome is Outcome.WARNED:
        detail |= _parent(staging, table, [*use_case.keys, *columns], use_case.keys)
    return CheckResult(
        CODE,
        outcome,
        severity,
        Stage.CLEANED,
        use_case.target.source,
        count=sparse,
        of=entities,
        detail=detail,
        examples=tuple({"entity": " · ".join(map(str, row[:-1])), "days": row[-1]} for row in examples),
    )


def _counted(staging: Staging, table: str, keys: Sequence[str]) -> tuple[int, int]:
    group = f"GROUP BY {names(keys)}" if keys else ""
    row = staging.rows(
        f"SELECT count(*) FILTER (days < {LEAST_DAYS}), count(*) FROM (SELECT count(DISTINCT day) AS days FROM {table} {group})"
    )[0]
    return int(str(row[0])), int(str(row[1]))


def _parent(staging: Staging, table: str, columns: Sequence[str], keys: Sequence[str]) -> dict[str, object]:
    """The finest grouping in which few enough are sparse: most groups first, so that the least is given up."""
    found = []
    for size in range(len(columns) - 1, 0, -1):
        for chosen in combinations(columns, size):
            if set(keys) <= set(chosen):
                continue
            sparse, groups = _counted(staging, table, chosen)
            if groups and sparse / groups <= SPARSE_AT_MOST:
                found.append((groups, list(chosen), sparse))
    if not found:
        return {"parent": None}
    groups, chosen_keys, sparse = max(found, key=lambda item: (item[0], item[1]))
    return {"parent": chosen_keys, "parent_groups": groups, "parent_sparse": sparse}
