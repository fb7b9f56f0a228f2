"""Record what really happened, from the source of the target: late, corrected, never overwritten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from domain.entity import Entity
from domain.finding import Finding
from domain.unit_suspicion import Suspicion
from domain.unusable import RowFault
from domain.use_case import UseCase
from feedback_db.actuals import NewActual
from intake.cleaning.changes import change_findings
from intake.impossible_actuals import impossible_actuals
from intake.prepare import Window, known_actuals
from intake.staging import open_staging
from services.check_actuals import out_of_bounds, suspicion_of
from services.dependencies import SILENT, Dependencies, Progress
from services.load_use_case import LoadedUseCase, origin_of, register

LOOK_BACK_DAYS = 35
"""Corrections older than five weeks come by `--since`; reading further back each day would cost more every day."""


@dataclass(frozen=True)
class LeftOut:
    """An actual that was not recorded: it is none that the target can have."""

    entity: Entity
    day: date
    value: float
    fault: RowFault


@dataclass(frozen=True)
class ActualsOutcome:
    """What was recorded: first values, corrected ones, and those that were known as they are.

    Attributes:
        findings: what cleaning changed or left out of the source of the target in these days.
        suspicion: whether the values of the last day look as if they were in another unit, those among them that are
            impossible and were not recorded.
        left_out: values that the target cannot have: fractions of what is whole, or less than its least.
    """

    new: int
    revised: int
    unchanged: int
    first: date
    last: date | None
    findings: tuple[Finding, ...] = ()
    suspicion: Suspicion | None = None
    left_out: tuple[LeftOut, ...] = ()


def record_actuals(
    deps: Dependencies, loaded: LoadedUseCase, as_of: date, since: date | None = None, progress: Progress = SILENT
) -> ActualsOutcome:
    """Record the actuals known on the morning of `as_of` for the days from `since` on.

    Raises:
        SourceError: a source cannot be read; nothing was recorded.
    """
    use_case = loaded.use_case
    first = since if since is not None else as_of - timedelta(days=LOOK_BACK_DAYS)
    with open_staging(deps.staging) as staging:
        table = known_actuals(staging, use_case, origin_of(deps, loaded), Window(as_of, first), progress.step)
        impossible = None if use_case.target.classes else impossible_actuals(staging, use_case)
        findings = tuple(found for found in change_findings(staging, as_of) if found.source == use_case.target.source)
    progress.step("recording actuals")
    register(deps, loaded)
    with deps.feedback.write() as unit:
        left_out: list[LeftOut] = []
        receipt = unit.actuals.record(use_case.name, _usable(use_case, table, left_out), deps.now())
    last = table.column("day")[-1].as_py() if table.num_rows else None
    suspicion = _suspicion(deps, use_case, table, impossible)
    counts = receipt.new, receipt.revised, receipt.unchanged
    return ActualsOutcome(*counts, first, last, findings, suspicion, tuple(left_out))


def _usable(use_case: UseCase, table: pa.Table, left_out: list[LeftOut]) -> Iterator[NewActual]:
    """What can be recorded, one by one; what cannot goes on the list."""
    for item in _items(use_case, table):
        entity, day, value, label = item
        fault = None if label is not None else out_of_bounds(use_case, value)
        if fault is None:
            yield item
        else:
            left_out.append(LeftOut(entity, day, value, fault))


def _suspicion(deps: Dependencies, use_case: UseCase, known: pa.Table, impossible: pa.Table | None) -> Suspicion | None:
    """What the values of the last day look like, with those that are too large to be stored."""
    tables = [table for table in (known, impossible) if table is not None and table.num_rows]
    if not tables:
        return None
    last = max(table.column("day")[-1].as_py() for table in tables)
    return suspicion_of(deps, use_case, [item for table in tables for item in _items(use_case, _of_day(table, last))])


def _of_day(table: pa.Table, day: date) -> pa.Table:
    """The rows of one day; looking at more would hold every day of a large use case in memory at once."""
    return table.filter(pc.equal(table.column("day"), pa.scalar(day, table.column("day").type)))


def _items(use_case: UseCase, table: pa.Table) -> Iterator[NewActual]:
    classes = list(use_case.target.classes)
    for batch in table.to_batches():
        columns = [batch.column(name).to_pylist() for name in ("day", "target", *use_case.keys)]
        for day, value, *keys in zip(*columns, strict=True):
            yield tuple(keys), day, value, classes[int(value)] if classes else None
