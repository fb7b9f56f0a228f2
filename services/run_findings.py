"""What the job itself finds wrong with a run on its way; each of these holds it, but that it was released."""

import math

from domain.errors import SourceError
from domain.finding import Finding, Severity
from domain.release import Release


def unreadable(error: SourceError) -> Finding:
    """A source that cannot be read at all."""
    return Finding(
        "source_unreadable",
        Severity.CRITICAL,
        error.source,
        detail={"fault": error.fault, "location": error.location, "detail": error.detail, "found": list(error.found)},
    )


def not_additive(worst: float, rows: int) -> Finding:
    """Explanations that do not add up to their predictions."""
    return Finding(
        "additivity_failed",
        Severity.CRITICAL,
        "features",
        count=rows,
        detail={"worst": worst if math.isfinite(worst) else "no number"},
    )


def ingredients_disagree(worst: float) -> Finding:
    """Ingredients that are not what the recipes make of the products."""
    return Finding(
        "ingredients_disagree",
        Severity.CRITICAL,
        "features",
        detail={"worst": worst if math.isfinite(worst) else "no number"},
    )


def members_disagree(count: int) -> Finding:
    """Small series that are shared back and do not belong to the prediction that they are named under."""
    return Finding("members_disagree", Severity.CRITICAL, "batch", count=count)


def released_finding(release: Release) -> Finding:
    """What everybody who looks at the published run is told first."""
    detail = {"person": release.person, "reason": release.reason, "run": release.run_id}
    return Finding("released", Severity.WARNING, "batch", detail=detail)
