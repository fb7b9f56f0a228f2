"""Runs and findings as rows, and back."""

from typing import Any

from sqlalchemy import Row as SqlRow

from domain.finding import Finding, Severity, Verdict
from domain.run import Run, RunState
from feedback_db.tables import FindingRow, RunRow


def run_columns(run: Run) -> dict[str, Any]:
    """The columns of `RunRow`; the states and verdicts by value."""
    verdict = run.verdict.value if run.verdict is not None else None
    return {**vars(run), "state": run.state.value, "verdict": verdict}


def run_of(row: RunRow | SqlRow[Any]) -> Run:
    """Undo `run_columns`."""
    return Run(
        id=row.id,
        use_case=row.use_case,
        run_date=row.run_date,
        target_date=row.target_date,
        version=row.version,
        batch_hash=row.batch_hash,
        state=RunState(row.state),
        verdict=Verdict(row.verdict) if row.verdict is not None else None,
        row_count=row.row_count,
        data_through=row.data_through,
        location=row.location,
        file_hash=row.file_hash,
        created_at=row.created_at,
        published_at=row.published_at,
        supersedes=row.supersedes,
        duration_seconds=row.duration_seconds,
    )


def finding_columns(run_id: str, position: int, finding: Finding) -> dict[str, Any]:
    """The columns of `FindingRow`."""
    examples = [dict(example) for example in finding.examples]
    return {
        **vars(finding),
        "run_id": run_id,
        "position": position,
        "severity": finding.severity.value,
        "detail": dict(finding.detail),
        "examples": examples,
    }


def finding_of(row: FindingRow) -> Finding:
    """Undo `finding_columns`."""
    return Finding(
        code=row.code,
        severity=Severity(row.severity),
        source=row.source,
        column=row.column,
        count=row.count,
        action=row.action,  # type: ignore[arg-type]
        detail=row.detail,
        examples=tuple(row.examples),
    )
