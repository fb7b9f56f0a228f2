"""What the gate said of every run, what the stages looked like, and how many rows came: kept to compare with."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, cast

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.check_result import CheckResult, Outcome
from domain.evidence import Evidence
from domain.finding import Action, Severity
from domain.run import Run, RunState
from domain.stage import ColumnStatistics, ColumnType, Stage, StageSnapshot
from domain.volume import Volume
from feedback_db.gate_tables import CheckResultRow, StageColumnRow, StageTableRow, VolumeRow
from feedback_db.tables import RunRow

SPEAK = (RunState.PUBLISHED.value, RunState.HELD.value)
"""States of the runs whose evidence counts; of one morning the published run, else the newest that was held."""

_ORDER = {stage.value: place for place, stage in enumerate(Stage)}


class Gate:
    """The evidence of all runs. Every read is bounded by mornings, so that day 1,000 costs what day 1 cost."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def store(self, run: Run, evidence: Evidence) -> None:
        """Keep the evidence of a run, in place of what an earlier attempt at the same run left."""
        for table in (CheckResultRow, StageColumnRow, StageTableRow):
            self._session.execute(delete(table).where(table.run_id == run.id))
        of_run = {"run_id": run.id, "use_case": run.use_case, "run_date": run.run_date}
        self._insert(
            CheckResultRow, (_result_columns(result, place) for place, result in enumerate(evidence.results)), of_run
        )
        self._insert(StageTableRow, (_table_columns(snapshot) for snapshot in evidence.snapshots), of_run)
        self._insert(StageColumnRow, (row for snapshot in evidence.snapshots for row in _column_rows(snapshot)), of_run)
        self._store_volumes(run, evidence.volumes)

    def results(self, run_id: str) -> tuple[CheckResult, ...]:
        """What every check said of the batch of a run, in the order in which they were asked."""
        of_run = select(CheckResultRow).where(CheckResultRow.run_id == run_id).order_by(CheckResultRow.position)
        return tuple(_result(row) for row in self._session.scalars(of_run))

    def snapshots(
        self, use_case: str, since: date, before: date, columns: Sequence[str] | None = None
    ) -> tuple[StageSnapshot, ...]:
        """The snapshots of the runs that speak for the mornings from `since` up to, not on, `before`, oldest first.

        Args:
            use_case: its name.
            since: first morning.
            before: the morning after the last one.
            columns: only these columns; None: all.
        """
        runs = self._speaking(use_case, since, before)
        tables = self._session.scalars(select(StageTableRow).where(StageTableRow.run_id.in_(runs))).all()
        of_runs = select(*StageColumnRow.__table__.columns).where(StageColumnRow.run_id.in_(runs))
        if columns is not None:
            of_runs = of_runs.where(StageColumnRow.column.in_(columns))
        ordered = self._session.execute(
            of_runs.order_by(StageColumnRow.run_id, StageColumnRow.stage, StageColumnRow.table, StageColumnRow.position)
        )
        held = {
            key: tuple(map(_statistics, rows))
            for key, rows in groupby(ordered, lambda row: (row.run_id, row.stage, row.table))
        }
        found = [_snapshot(row, held.get((row.run_id, row.stage, row.table), ())) for row in tables]
        return tuple(sorted(found, key=lambda shot: (shot.run_date, _ORDER[shot.stage.value], shot.table)))

    def volumes(self, use_case: str, since: date, through: date) -> tuple[Volume, ...]:
        """The last known volumes of the days from `since` through `through`, by source, segment and day."""
        of_days = (VolumeRow.use_case == use_case, VolumeRow.day >= since, VolumeRow.day <= through)
        # The columns and not the mapped class: there are thousands, and each object costs five times a row.
        columns = select(VolumeRow.source, VolumeRow.segment, VolumeRow.day, VolumeRow.rows).where(*of_days)
        ordered = columns.order_by(VolumeRow.source, VolumeRow.segment, VolumeRow.day)
        return tuple(Volume(*row) for row in self._session.execute(ordered))

    def history(self, use_case: str, since: date, before: date) -> tuple[tuple[date, CheckResult], ...]:
        """What the checks said on earlier mornings, oldest first; examples are left out."""
        runs = self._speaking(use_case, since, before)
        order = (CheckResultRow.run_date, CheckResultRow.position)
        ordered = select(CheckResultRow).where(CheckResultRow.run_id.in_(runs)).order_by(*order)
        return tuple((row.run_date, _result(row, examples=False)) for row in self._session.scalars(ordered))

    def stamp(self, use_case: str, since: date) -> str:
        """Something that changes whenever a run of a morning from `since` on comes, ends or is published."""
        counted = select(RunRow.state, func.count(), func.max(RunRow.created_at), func.max(RunRow.published_at))
        of_state = counted.where(RunRow.use_case == use_case, RunRow.run_date >= since).group_by(RunRow.state)
        return repr(sorted(tuple(row) for row in self._session.execute(of_state.order_by(RunRow.state))))

    def _speaking(self, use_case: str, since: date, before: date) -> list[str]:
        in_time = (RunRow.use_case == use_case, RunRow.run_date >= since, RunRow.run_date < before)
        newest = func.row_number().over(
            partition_by=RunRow.run_date,
            order_by=((RunRow.state == "published").desc(), RunRow.created_at.desc(), RunRow.id.desc()),
        )
        ranked = select(RunRow.id, newest.label("place")).where(*in_time, RunRow.state.in_(SPEAK)).subquery()
        return list(self._session.scalars(select(ranked.c.id).where(ranked.c.place == 1)))

    def _store_volumes(self, run: Run, volumes: Iterable[Volume]) -> None:
        rows = [{**vars(volume), "use_case": run.use_case, "run_id": run.id} for volume in volumes]
        if not rows:
            return
        dialect = postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(VolumeRow)
        key = ["use_case", "source", "segment", "day"]
        newer = {"rows": statement.excluded.rows, "run_id": statement.excluded.run_id}
        self._session.execute(statement.on_conflict_do_update(index_elements=key, set_=newer), rows)

    def _insert(self, table: Any, rows: Iterable[dict[str, Any]], of_run: dict[str, Any]) -> None:
        wanted = [{**row, **of_run} for row in rows]
        if wanted:
            self._session.execute(insert(table), wanted)


def _result_columns(result: CheckResult, position: int) -> dict[str, Any]:
    return {
        **vars(result),
        "position": position,
        "outcome": result.outcome.value,
        "severity": result.severity.value,
        "stage": result.stage.value,
        "detail": dict(result.detail),
        "examples": [dict(example) for example in result.examples],
    }


def _result(row: CheckResultRow, *, examples: bool = True) -> CheckResult:
    return CheckResult(
        code=row.code,
        outcome=Outcome(row.outcome),
        severity=Severity(row.severity),
        stage=Stage(row.stage),
        table=row.table,
        column=row.column,
        count=row.count,
        of=row.of,
        action=cast(Action, row.action),
        detail=row.detail,
        examples=tuple(row.examples) if examples else (),
    )


def _table_columns(snapshot: StageSnapshot) -> dict[str, Any]:
    return {"stage": snapshot.stage.value, "table": snapshot.table, "day": snapshot.day, "rows": snapshot.rows}


def _column_rows(snapshot: StageSnapshot) -> Iterable[dict[str, Any]]:
    for position, column in enumerate(snapshot.columns):
        yield {
            **vars(column),
            "stage": snapshot.stage.value,
            "table": snapshot.table,
            "position": position,
            "quantiles": list(column.quantiles),
            "top": [list(pair) for pair in column.top],
        }


def _snapshot(row: StageTableRow, columns: tuple[ColumnStatistics, ...]) -> StageSnapshot:
    return StageSnapshot(row.run_date, Stage(row.stage), row.table, row.day, row.rows, columns)


def _statistics(row: Any) -> ColumnStatistics:
    return ColumnStatistics(
        column=row.column,
        type=cast(ColumnType, row.type),
        count=row.count,
        missing=row.missing,
        mean=row.mean,
        std=row.std,
        quantiles=tuple(row.quantiles),
        distinct=row.distinct,
        top=tuple((str(value), int(rows)) for value, rows in row.top),
    )
