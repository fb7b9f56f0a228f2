"""Run the gate alone: every stage and every check of a morning, nothing scored, nothing published, nothing stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.check_result import CheckResult
from domain.errors import SourceError
from domain.failing_row import FailingRow
from domain.finding import Finding, Verdict, verdict_of
from intake.expectations.data_docs import write_data_docs
from intake.inspection import Morning
from intake.prepare import Standpoint, prepare_batch
from intake.prepared import PreparedBatch
from intake.staging import open_staging
from prediction_store.failing_rows import failing_rows
from presentation.reports.failing_rows import as_csv
from services.check_recipes import missing_recipes
from services.dependencies import SILENT, Dependencies, Progress
from services.load_use_case import LoadedUseCase, origin_of
from services.recall_past import recall_past
from services.run_findings import unreadable


@dataclass(frozen=True)
class Wanted:
    """Files to write besides: a folder for Data Docs, and a CSV file for all failing rows."""

    data_docs: Path | None = None
    failing: Path | None = None


@dataclass(frozen=True)
class Checked:
    """What the gate says of a morning.

    Attributes:
        results: what every check said, passed ones too.
        findings: what people would see.
        rows: rows that would be predicted.
        failing: rows that failed a check, counted once for each check.
        pages: the front page of the Data Docs, where they were asked for.
    """

    results: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]
    rows: int = 0
    failing: int = 0
    pages: Path | None = None

    @property
    def verdict(self) -> Verdict:
        """What the daily job would make of it."""
        return verdict_of(self.findings)


def check_batch(
    deps: Dependencies, loaded: LoadedUseCase, run_date: date, wanted: Wanted, progress: Progress = SILENT
) -> Checked:
    """The gate's word on the batch of a morning. The model is not asked: no champion is needed.

    Raises:
        StorageFullError: no room.
    """
    use_case = loaded.use_case
    past = recall_past(deps, use_case.name, run_date)
    with open_staging(deps.staging / "check") as staging:
        try:
            standpoint = Standpoint(origin_of(deps, loaded), run_date, past)
            batch = prepare_batch(staging, use_case, standpoint, progress.step)
        except SourceError as error:
            return Checked((), (unreadable(error),))
        file = staging.folder / "failing_rows.parquet"
        count = batch.write_failing_rows(file)
        if wanted.failing is not None:
            _write(loaded, list(failing_rows(file)), wanted.failing)
        pages = None
        if wanted.data_docs is not None:
            progress.step("writing Data Docs")
            pages = write_data_docs(staging, Morning(staging, use_case, run_date, past).standing, wanted.data_docs)
        return Checked(batch.evidence.results, _findings(loaded, batch), batch.row_count, count, pages)


def _findings(loaded: LoadedUseCase, batch: PreparedBatch) -> tuple[Finding, ...]:
    return (*batch.findings, *missing_recipes(loaded, batch))


def _write(loaded: LoadedUseCase, rows: Sequence[FailingRow], path: Path) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(as_csv(loaded.use_case, rows))
    partial.replace(path)
