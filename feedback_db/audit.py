"""Who did what to what. Entries are added only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from feedback_db.tables import AuditRow


@dataclass(frozen=True)
class AuditEntry:
    """One entry; `detail` holds what the sentence about it needs."""

    id: int
    at: datetime
    person: str
    action: str
    subject: str
    detail: Mapping[str, Any]


class Audit:
    """The audit trail of this installation."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, person: str, action: str, subject: str, detail: Mapping[str, Any], now: datetime) -> None:
        """Note what a person did."""
        values = {"at": now, "person": person, "action": action, "subject": subject, "detail": dict(detail)}
        self._session.execute(insert(AuditRow).values(**values))

    def last(self, action: str, subject: str) -> datetime | None:
        """When something was last done to a subject."""
        return self._session.scalar(
            select(func.max(AuditRow.at)).where(AuditRow.action == action, AuditRow.subject == subject)
        )

    def all(self, limit: int) -> tuple[AuditEntry, ...]:
        """The last entries, newest first."""
        statement = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        return tuple(
            AuditEntry(row.id, row.at, row.person, row.action, row.subject, row.detail)
            for row in self._session.scalars(statement)
        )
