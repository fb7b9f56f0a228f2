"""Which pages are used: at most one row per person, page, use case and hour."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from feedback_db.insert_once import insert_once
from feedback_db.tables import UsageRow


class Usage:
    """Visits to pages."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def visit(self, person_id: int, page: str, use_case: str | None, now: datetime) -> bool:
        """Note that a person opened a page; whether it is the first time in this hour."""
        hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        values = {"person_id": person_id, "page": page, "use_case": use_case, "hour": hour}
        return insert_once(self._session, UsageRow, values, None)
