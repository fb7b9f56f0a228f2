"""The model versions of a use case."""

from services.dependencies import Dependencies


def version_numbers(deps: Dependencies, use_case: str) -> tuple[int, ...]:
    """Newest first."""
    with deps.feedback.read() as unit:
        return tuple(sorted((version.number for version in unit.versions.all(use_case)), reverse=True))
