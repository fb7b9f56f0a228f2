"""Drafts: one per person and prediction, the last writer wins. They are not said yet, so they may be changed and deleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.draft import DRAFT_DAYS, Draft, DraftContent, draft_from_json
from feedback_db.bulk_tables import DraftRow

_KEY = ("person_id", "run_id", "row")


@dataclass(frozen=True)
class DraftKey:
    """Whose draft, on which prediction."""

    person_id: int
    run_id: str
    row: int


class Drafts:
    """The drafts of all people."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, key: DraftKey, content: DraftContent, now: datetime) -> None:
        """Store a draft in place of an earlier one, and clean away everybody's drafts that are too old."""
        self._session.execute(delete(DraftRow).where(DraftRow.changed_at < now - DRAFT_DAYS))
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        changed = {"content": content.as_json(), "changed_at": now}
        statement = insert(DraftRow).values(**vars(key), **changed)
        self._session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed))

    def find(self, key: DraftKey) -> Draft | None:
        """The draft of a person on a prediction."""
        row = self._session.scalar(select(DraftRow).filter_by(**vars(key)))
        return None if row is None else Draft(draft_from_json(row.content), row.changed_at)

    def discard(self, key: DraftKey) -> None:
        """Delete a draft, if there is one."""
        self._session.execute(delete(DraftRow).filter_by(**vars(key)))
