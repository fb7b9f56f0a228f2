"""Take over a file of actuals at the command line: the preview of an upload, stored at once."""

from dataclasses import dataclass
from pathlib import Path

from domain.unit_suspicion import Suspicion
from domain.unusable import UnusableRow
from domain.use_case import UseCase
from feedback_db.actuals import ActualsReceipt
from services.dependencies import Dependencies
from services.upload_actuals import preview_actuals


@dataclass(frozen=True)
class ImportedActuals:
    """What was stored, what was left out, and where another unit is suspected."""

    receipt: ActualsReceipt
    unusable: tuple[UnusableRow, ...]
    suspicion: Suspicion | None


def import_actuals(deps: Dependencies, use_case: UseCase, path: Path) -> ImportedActuals:
    """Store what can be stored of a file; whoever may use the command line may record actuals.

    Raises:
        SourceError: no table, or a column that is not there; nothing was stored.
    """
    preview = preview_actuals(deps, use_case.name, path)
    with deps.feedback.write() as unit:
        receipt = unit.actuals.record(use_case.name, preview.items, deps.now())
        unit.audit.add("vouch", "import actuals", use_case.name, {"new": receipt.new}, deps.now())
    return ImportedActuals(receipt, preview.unusable, preview.comparison.suspicion)
