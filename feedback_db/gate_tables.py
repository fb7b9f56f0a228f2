"""The SQL classes of the gate: what every check said of a run, what every stage looked like, how many rows came."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class CheckResultRow(Base):
    """What one check said of the batch of a run, in the order in which they were asked."""

    __tablename__ = "check_results"
    __table_args__ = (Index(None, "use_case", "run_date"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_date: Mapped[date]
    code: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(16))
    table: Mapped[str]
    column: Mapped[str | None]
    count: Mapped[int]
    of: Mapped[int]
    action: Mapped[str] = mapped_column(String(16))
    detail: Mapped[dict[str, Any]]
    examples: Mapped[list[Any]]


class StageTableRow(Base):
    """A table of a run after a stage: how many rows of which day."""

    __tablename__ = "stage_tables"
    __table_args__ = (Index(None, "use_case", "run_date"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(16), primary_key=True)
    table: Mapped[str] = mapped_column(primary_key=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_date: Mapped[date]
    day: Mapped[date | None]
    rows: Mapped[int]


class StageColumnRow(Base):
    """A column of such a table, as a few numbers."""

    __tablename__ = "stage_columns"
    __table_args__ = (Index(None, "use_case", "run_date", "column"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(16), primary_key=True)
    table: Mapped[str] = mapped_column(primary_key=True)
    column: Mapped[str] = mapped_column(primary_key=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_date: Mapped[date]
    position: Mapped[int]
    type: Mapped[str] = mapped_column(String(16))
    count: Mapped[int]
    missing: Mapped[int]
    mean: Mapped[float | None]
    std: Mapped[float | None]
    quantiles: Mapped[list[Any]]
    distinct: Mapped[int]
    top: Mapped[list[Any]]


class VolumeRow(Base):
    """How many rows a source had for a day, as last seen."""

    __tablename__ = "volumes"

    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    segment: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    rows: Mapped[int]
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
