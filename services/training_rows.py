"""Turn the prepared past into what models learn from."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from domain.entity import entity_text
from domain.errors import SourceError, TooLittleDataError
from domain.finding import Finding
from domain.use_case import UseCase
from intake.cleaning.changes import change_findings
from intake.features.impute import imputed_findings
from intake.prepare import prepare_past
from intake.staging import open_staging
from models.table import FeatureTable, TrainingData
from services.dependencies import Dependencies, Progress
from services.load_use_case import LoadedUseCase, origin_of


@dataclass(frozen=True)
class TrainingRows:
    """What models learn from, and what cleaning found in it."""

    data: TrainingData
    findings: tuple[Finding, ...]


def training_rows(deps: Dependencies, loaded: LoadedUseCase, as_of: date, progress: Progress) -> TrainingRows:
    """Everything known on a morning, with its features as they were on the morning of each day.

    Raises:
        SourceError: a source cannot be read, or holds no value of the kind it should.
        TooLittleDataError: no day is known.
    """
    use_case = loaded.use_case
    with open_staging(deps.staging) as staging:
        table = prepare_past(staging, use_case, origin_of(deps, loaded), as_of, progress.step)
        findings = (*imputed_findings(staging, use_case), *change_findings(staging, as_of))
    if table.num_rows == 0:
        _say_why_empty(use_case, findings)
        raise TooLittleDataError(use_case.name, "training", 0, use_case.checks.history_days_at_least)
    data = TrainingData(
        feature_table(use_case, table),
        np.asarray(table.column("_target").to_numpy(), dtype=np.float64),
        table.column("day").to_numpy().astype("datetime64[D]"),
        np.array(entity_texts(use_case, table), dtype=object),
    )
    return TrainingRows(data, findings)


def _say_why_empty(use_case: UseCase, findings: tuple[Finding, ...]) -> None:
    """Values that are none of what they should be are the reason, not a short history: name them."""
    for finding in findings:
        if finding.source == use_case.target.source and finding.code in ("not_a_date", "not_a_number"):
            source = use_case.sources[finding.source]
            shown = tuple(str(example["before"]) for example in finding.examples[:5])
            raise SourceError(finding.source, source.path or "its query", "values", finding.column or "", shown)


def feature_table(use_case: UseCase, table: pa.Table | pa.RecordBatch) -> FeatureTable:
    """The feature columns of prepared rows, by the names of the use case file."""
    names = tuple(use_case.features)
    return FeatureTable(names, pa.table({name: table.column(f"x_{name}") for name in names}))


def entity_texts(use_case: UseCase, table: pa.Table | pa.RecordBatch) -> list[str]:
    """The entity of each row in its text form."""
    if not use_case.keys:
        return [entity_text(())] * table.num_rows
    columns = [table.column(key).to_pylist() for key in use_case.keys]
    return [entity_text(entity) for entity in zip(*columns, strict=True)]
