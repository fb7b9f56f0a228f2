"""Note that somebody looked at a page; no more than that is tracked."""

from domain.person import Person
from services.dependencies import Dependencies


def record_visit(deps: Dependencies, person: Person, page: str, use_case: str | None) -> None:
    """One row per person, page, use case and hour."""
    with deps.feedback.write() as unit:
        unit.usage.visit(person.id, page, use_case, deps.now())
