"""Take over a file of actuals that somebody uploads: first a preview of what it would do, then, if wanted, the storing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from domain.entity import Entity
from domain.permission import Permission, require
from domain.unusable import RowFault, UnusableRow
from domain.use_case import UseCase
from feedback_db.actuals import ActualsReceipt, NewActual
from services.check_actuals import Comparison, compare_actuals, out_of_bounds, suspicion_of
from services.dependencies import Dependencies
from services.list_use_cases import registered
from services.sign_in import present

_OUT_OF_BOUNDS: tuple[RowFault, ...] = ("impossible_value", "not_whole")


@dataclass(frozen=True)
class ActualsPreview:
    """What a file of actuals would do.

    Attributes:
        items: what can be stored.
        comparison: of these with what is known.
        repeated: rows that said again what an earlier one had said.
        unusable: rows that are left out, by line.
    """

    use_case: UseCase
    items: tuple[NewActual, ...]
    comparison: Comparison
    repeated: int
    unusable: tuple[UnusableRow, ...]


def preview_actuals(deps: Dependencies, use_case: str, path: Path, shown: str | None = None) -> ActualsPreview:
    """Read a file and compare it with what is known; nothing is stored.

    Args:
        deps: stores.
        use_case: name of a registered one.
        path: CSV as the source of the target is written, or Parquet: its date, all keys and the target.
        shown: the name under which the visitor knows the file.

    Raises:
        NotFoundError: no such use case.
        SourceError: no table, or a column that is not there.
    """
    from intake.ready import Asked, local_copy, read_ready

    known = registered(deps, use_case)
    column = {"value": known.target.column}
    is_class = bool(known.target.classes)
    asked = Asked({} if is_class else column, column if is_class else {}, frozenset({"value"}), "value", once=True)
    found = read_ready(deps.staging, known, local_copy(path, shown), asked)
    over = _first_day_not_over(deps, known)
    rows = list(_rows(known, found.rows))
    unusable = [
        *found.unusable,
        *(wrong for line, item in rows if (wrong := _wrong(known, line, item, over)) is not None),
    ]
    left_out = {row.line for row in unusable}
    comparison = compare_actuals(deps, known, [item for line, item in rows if line not in left_out])
    for line, item in rows:
        if line not in left_out and item[0] in comparison.unknown:
            unusable.append(UnusableRow(line, "unknown_entity", "", ", ".join(item[0])))
    items = tuple(item for line, item in rows if line not in left_out and item[0] not in comparison.unknown)
    if comparison.unknown:
        comparison = compare_actuals(deps, known, items)
    refused = {row.line for row in unusable if row.fault in _OUT_OF_BOUNDS}
    beyond = [item for line, item in (*rows, *_rows(known, found.impossible)) if line in refused]
    if beyond:
        # What is too large or a fraction cannot be stored, but it tells what is wrong with the file.
        comparison = replace(comparison, suspicion=suspicion_of(deps, known, [*items, *beyond]))
    return ActualsPreview(known, items, comparison, found.repeated, tuple(sorted(unusable, key=lambda row: row.line)))


def store_actuals(deps: Dependencies, preview: ActualsPreview, person_id: int) -> ActualsReceipt:
    """Store what a preview showed; a value that differs from the known one becomes its next revision.

    Raises:
        NotAllowedError: this person may not record actuals.
        NotFoundError: nobody has this id.
    """
    person = present(deps, person_id)
    require(person, Permission.RECORD_ACTUALS)
    with deps.feedback.write() as unit:
        receipt = unit.actuals.record(preview.use_case.name, preview.items, deps.now())
        detail = {"new": receipt.new, "corrected": receipt.revised, "left out": len(preview.unusable)}
        unit.audit.add(person.name, "upload actuals", preview.use_case.name, detail, deps.now())
    return receipt


def _first_day_not_over(deps: Dependencies, use_case: UseCase) -> date:
    """Today; where a run was made for a later morning (a demo with a clock of its own), that morning."""
    with deps.feedback.read() as unit:
        runs = unit.runs.all(use_case.name, 1)
    today = deps.now().date()
    return max([today, *(run.run_date for run in runs)])


def _rows(use_case: UseCase, table: pa.Table) -> Iterator[tuple[int, NewActual]]:
    classes = list(use_case.target.classes)
    columns = [table.column(name).to_pylist() for name in ("_line", "day", "value", *use_case.keys)]
    for line, day, value, *keys in zip(*columns, strict=True):
        entity: Entity = tuple(keys)
        if not classes:
            yield line, (entity, day, value, None)
        else:
            yield line, (entity, day, float(classes.index(value)) if value in classes else -1.0, value)


def _wrong(use_case: UseCase, line: int, item: NewActual, over: date) -> UnusableRow | None:
    _, day, value, label = item
    column, fault = use_case.target.column, None
    found: str = "" if label is None else label
    if label is not None and label not in use_case.target.classes:
        fault = "unknown_class"
    elif day >= over:
        return UnusableRow(line, "future", str(use_case.sources[use_case.target.source].date), day.isoformat())
    elif label is None:
        fault, found = out_of_bounds(use_case, value), f"{value:g}"
    return None if fault is None else UnusableRow(line, fault, column, found)  # type: ignore[arg-type]
