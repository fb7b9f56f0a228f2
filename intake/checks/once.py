"""One fault, one sentence: of findings that say the same, the one that says more is kept."""

from collections.abc import Iterable

from domain.finding import Finding


def without_repeats(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without `source_late` and `source_empty_for_day` of a source whose feed `volume` says has stopped."""
    held = tuple(findings)
    stopped = {
        finding.source for finding in held if finding.code == "volume" and finding.detail.get("kind") == "stopped"
    }
    late = ("source_late", "source_empty_for_day")
    return tuple(finding for finding in held if finding.code not in late or finding.source not in stopped)
