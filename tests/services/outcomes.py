"""What tests ask of the outcome of a run."""

from datetime import timedelta

from domain.finding import Finding, Severity
from domain.run import Run
from prediction_store.contributions import PREFIX, contribution_scale
from services.publish_run import RunOutcome
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop

TARGET_DAY = MORNING + timedelta(days=1)


def codes(outcome: RunOutcome, *severities: Severity) -> set[str]:
    return {finding.code for finding in outcome.findings if not severities or finding.severity in severities}


def finding(outcome: RunOutcome, code: str) -> Finding:
    (found,) = [item for item in outcome.findings if item.code == code]
    return found


def files(shop: Shop) -> set[str]:
    """Everything in the prediction store, by its path."""
    root = shop.deps.predictions.folder
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def published_files(shop: Shop, run: Run) -> set[str]:
    """What one published run consists of."""
    array = f"{PREFIX}{contribution_scale(shop.loaded.use_case)}.npy"
    return {f"{run.location}/{name}" for name in ("rows.parquet", "queue.parquet", "changes.parquet", array)}
