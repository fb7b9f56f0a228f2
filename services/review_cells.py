"""An answer as the cells of a table: the same in the export of answers and in the export of cases."""

import math
from collections.abc import Callable

from domain.exported import Cell
from domain.review import Review
from domain.use_case import UseCase
from presentation.reports.decided_table import reason_text

Named = Callable[[int, str], str]
"""What stands in the place of a person, from the id and the name."""

DOUBTED_BETWEEN = ", "


def by_name(person_id: int, name: str) -> str:
    """The name itself."""
    return name


def by_pseudonym(person_id: int, name: str) -> str:
    """Always the same for one person, and no name; what people wrote may still hold names."""
    return f"person-{person_id}"


def as_number(value: float | None) -> float | None:
    """A number that every format has; one that is none is missing."""
    return None if value is None or not math.isfinite(value) else value


def review_cells(review: Review | None, use_case: UseCase, named: Named) -> tuple[Cell, ...]:
    """Person, answer, own value, own class, own range, reason code and words, doubted inputs, comment, in bulk, when."""
    if review is None:
        return (None,) * 12
    new = review.new
    return (
        named(new.person_id, review.person),
        new.answer.value,
        new.own_value,
        new.own_label,
        new.own_low,
        new.own_high,
        new.reason,
        reason_text(use_case, new.reason),
        DOUBTED_BETWEEN.join(new.doubted),
        new.comment,
        review.bulk_id is not None,
        review.created_at,
    )


def said_of(review: Review, named: Named) -> str:
    """An answer in short: `Ana: different, 45 (event), in bulk`."""
    new = review.new
    value = new.own_label if new.own_value is None else f"{new.own_value:g}"
    own = "" if value is None else f", {value}"
    reason = "" if new.reason is None else f" ({new.reason})"
    bulk = "" if review.bulk_id is None else ", in bulk"
    return f"{named(new.person_id, review.person)}: {new.answer.value}{own}{reason}{bulk}"
