"""The SQL classes of bulk actions and drafts.

A bulk action and its undo are added, never edited. A draft is not said yet: it is overwritten, and deleted when the answer is saved.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_db.base import Base


class BulkRow(Base):
    """One answer of one person on many predictions of a run; `reviews.bulk_id` names it."""

    __tablename__ = "bulk_actions"
    __table_args__ = (Index(None, "person_id", "use_case", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    use_case: Mapped[str] = mapped_column(ForeignKey("use_cases.name"))
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    target_date: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    amount: Mapped[float | None]
    label: Mapped[str | None]
    reason: Mapped[str | None]
    comment: Mapped[str] = mapped_column(Text)
    scope: Mapped[dict[str, Any]]
    count: Mapped[int]
    left_out: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class BulkUndoRow(Base):
    """That a bulk action was taken back; once is enough, so the action is the key."""

    __tablename__ = "bulk_undos"

    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk_actions.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class DraftRow(Base):
    """What somebody has begun to answer on a prediction."""

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "changed_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
