"""Recall what a version learned from: what training saw of each feature, and how often its range held on held-out days."""

from collections.abc import Mapping

from domain.certainty import HeldOut, Learned, Measured
from services.dependencies import Dependencies


def recall_features(deps: Dependencies, use_case: str, version: int) -> Mapping[str, Learned]:
    """What training saw of each feature, from the version's manifest.

    Raises:
        NotFoundError: no such version.
        ModelFileError: its file is gone, changed or unreadable.
    """
    # Only this tab needs to know about models; starting the dashboard does not.
    from models.files import read_manifest

    with deps.feedback.read() as unit:
        known = unit.versions.by_number(use_case, version)
    manifest = read_manifest(deps.models / known.location, known.file_hash)
    return {
        fact.name: Learned(
            fact.minimum, fact.maximum, frozenset(fact.categories), fact.missing_share, calendar=fact.calendar
        )
        for fact in manifest.features
    }


def recall_coverage(deps: Dependencies, use_case: str, version: int) -> Measured:
    """How often the actual was inside the range on the days that calibrated it.

    Raises:
        NotFoundError: no such version.
    """
    with deps.feedback.read() as unit:
        metrics = unit.versions.by_number(use_case, version).metrics
    rows = metrics.get("by_entity")
    own = {str(row["entity"]): _held_out(row) for row in rows} if isinstance(rows, list) else {}
    return Measured(_held_out(metrics), {entity: found for entity, found in own.items() if found is not None})


def _held_out(numbers: Mapping[str, object]) -> HeldOut | None:
    coverage, count = numbers.get("coverage"), numbers.get("n")
    if not isinstance(coverage, int | float) or not isinstance(count, int) or not count:
        return None
    return HeldOut(float(coverage), count)
