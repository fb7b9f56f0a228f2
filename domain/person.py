"""Somebody who looks at predictions."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Person:
    """A person; `may_decide` says whether their override counts for ordering (the decided value)."""

    id: int
    name: str
    may_decide: bool
    created_at: datetime
