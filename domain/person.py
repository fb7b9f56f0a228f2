"""Somebody who looks at predictions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here; one person may have several roles. `domain.permission` says what each allows."""

    REVIEWER = "reviewer"
    DATA_SCIENTIST = "data_scientist"
    FACILITATOR = "facilitator"
    ADMIN = "admin"


REVIEWER_ONLY = frozenset({Role.REVIEWER})


@dataclass(frozen=True)
class Person:
    """A person.

    Attributes:
        may_decide: whether their override counts for ordering (the decided value).
        shares_value_added: whether others may see how much their changes helped.
        active: false for somebody who left; what they said stays.
    """

    id: int
    name: str
    may_decide: bool
    created_at: datetime
    roles: frozenset[Role] = REVIEWER_ONLY
    shares_value_added: bool = False
    active: bool = True
